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
#include "simulator/bulk/classic_batch.h"
#include "simulator/bulk/worker.h"

namespace sfsim {

// Where a job of Bulk API 1.0 has got to.
struct ClassicJobInfo {
  // `Open`, `Closed` or `Aborted`.
  std::string state = "Open";
  int64_t modified = 0;
  int queued = 0;
  int in_progress = 0;
  int completed = 0;
  int failed = 0;
  int total = 0;
  int64_t records_processed = 0;
  int64_t records_failed = 0;
  // Milliseconds that its batches ran.
  int64_t processing_ms = 0;
};

// A job of Bulk API 1.0 and its batches. In serial mode one batch begins when the one before has
// ended, otherwise they run beside each other. Safe to use from several threads.
class ClassicJob : public std::enable_shared_from_this<ClassicJob> {
 public:
  // `context` and `worker` outlive it.
  ClassicJob(const BulkContext* context, BulkWorker* worker, ClassicJobSpec spec);

  const ClassicJobSpec& spec() const { return spec_; }
  ClassicJobInfo info() const;

  // To `Closed` or `Aborted`. InvalidJobState when it cannot go there.
  std::optional<ApiError> SetState(std::string_view state);
  // InvalidJobState when the job is not open.
  Outcome<std::shared_ptr<ClassicBatch>> AddBatch(std::string content);

  // In the order in which they were added.
  std::vector<std::shared_ptr<ClassicBatch>> batches() const;
  // nullptr when there is none of that id.
  std::shared_ptr<ClassicBatch> FindBatch(std::string_view id) const;

 private:
  void Keep(const std::shared_ptr<ClassicBatch>& batch);
  void Schedule(const std::shared_ptr<ClassicBatch>& batch);
  // Steps of the worker: of one batch, and of the first that has not ended.
  std::optional<int64_t> StepBatch(ClassicBatch* batch);
  std::optional<int64_t> StepSerially();
  std::shared_ptr<ClassicBatch> FirstUnfinished() const;
  // Cuts a batch into chunks; false where it is to run itself.
  bool Chunk(ClassicBatch* batch);
  std::string NextBatchId() const;

  const BulkContext& context_;
  BulkWorker& worker_;
  const ClassicJobSpec spec_;
  mutable std::mutex mutex_;
  std::string state_ = "Open";
  int64_t modified_ = 0;
  std::vector<std::shared_ptr<ClassicBatch>> batches_;
  // Whether the worker has the serial step.
  bool serial_running_ = false;
};

// The jobs of Bulk API 1.0 of an org, each for seven days. Safe to use from several threads.
class ClassicJobs {
 public:
  ClassicJobs(const BulkContext* context, BulkWorker* worker)
      : context_(*context), worker_(*worker) {}

  std::shared_ptr<ClassicJob> Add(ClassicJobSpec spec);
  // nullptr when there is none.
  std::shared_ptr<ClassicJob> Find(std::string_view id);
  std::vector<std::shared_ptr<ClassicJob>> List();
  // Ends and forgets all jobs; the worker is to be cleared then.
  void Clear();

 private:
  // Forgets jobs that are too old. The caller holds the mutex.
  void Expire();

  const BulkContext& context_;
  BulkWorker& worker_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<ClassicJob>, std::less<>> jobs_;
};

}  // namespace sfsim
