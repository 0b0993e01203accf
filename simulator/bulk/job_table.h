// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/outcome.h"
#include "simulator/bulk/ingest_job.h"
#include "simulator/bulk/query_job.h"
#include "simulator/bulk/worker.h"

namespace sfsim {

// A job as lists of jobs have it.
struct ListedBulkJob {
  std::string id;
  // `V2Ingest`, `V2Query`, or `Classic` of Bulk API 1.0.
  std::string type;
  // Whether it queries; Classic jobs may do both.
  bool query = false;
  std::string concurrency_mode = "Parallel";
  bool pk_chunking = false;
  // The job as a JSON object.
  std::string json;
};

// The bulk jobs of an org, each for seven days, and the worker that carries them out. Safe to use
// from several threads.
class BulkJobs {
 public:
  explicit BulkJobs(BulkContext context);

  const BulkContext& context() const { return context_; }
  BulkWorker& worker() { return worker_; }
  // The id of the next job: of both bulk APIs.
  std::string NextId() const;

  // EXCEEDEDQUOTA when there are too many jobs. A query is given to the worker.
  Outcome<std::shared_ptr<IngestJob>> AddIngest(BulkJobSpec spec, RowTask task);
  Outcome<std::shared_ptr<QueryJob>> AddQuery(BulkJobSpec spec, BulkQuery query);
  // Gives a closed job to the worker.
  void Run(const std::shared_ptr<BulkJob>& job);

  // nullptr when there is none of that kind.
  std::shared_ptr<IngestJob> FindIngest(std::string_view id);
  std::shared_ptr<QueryJob> FindQuery(std::string_view id);
  std::vector<std::shared_ptr<BulkJob>> List();
  void Remove(std::string_view id);

  // Adds jobs of another kind to the lists of jobs; before the org serves.
  using Lister = std::function<std::vector<ListedBulkJob>()>;
  void AddLister(Lister lister) { listers_.push_back(std::move(lister)); }
  const std::vector<Lister>& listers() const { return listers_; }

  void LoseLocators();
  // Ends and forgets all jobs.
  void Clear();
  void Stop() { worker_.Stop(); }

 private:
  template <typename Job>
  std::shared_ptr<Job> Find(std::string_view id);
  bool Add(const std::shared_ptr<BulkJob>& job);
  // Forgets jobs that are too old. The caller holds the mutex.
  void Expire();

  const BulkContext context_;
  std::vector<Lister> listers_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<BulkJob>, std::less<>> jobs_;
  // Last, since it stops first.
  BulkWorker worker_;
};

}  // namespace sfsim
