// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "simulator/base/api_error.h"
#include "simulator/bulk/csv_format.h"
#include "simulator/faults/job_fault.h"
#include "simulator/model/schema.h"
#include "simulator/org_options.h"
#include "simulator/store/store.h"

namespace sfsim {

enum class BulkJobState { kOpen, kUploadComplete, kInProgress, kJobComplete, kFailed, kAborted };

// `Open`, `UploadComplete`, ….
std::string_view BulkJobStateName(BulkJobState state);
// Whether nothing follows that state.
bool IsTerminal(BulkJobState state);

// What jobs work with; outlives them.
struct BulkContext {
  const Schema* schema = nullptr;
  Store* store = nullptr;
  std::function<int64_t()> now;
  BulkOptions options;
  // Where data and results go.
  std::filesystem::path directory;
};

// What a job is, from its beginning.
struct BulkJobSpec {
  std::string id;
  std::string operation;
  // As the schema has it.
  std::string object;
  std::string external_id_field;
  std::string assignment_rule_id;
  // `60.0`, the version that made it.
  std::string version;
  std::string user_id;
  std::string column_delimiter = "COMMA";
  std::string line_ending = "LF";
  CsvFormat format;
  std::shared_ptr<const JobFault> fault;
  // When it was made, milliseconds since the epoch.
  int64_t created = 0;

  int version_number() const;
};

// Where a job has got to.
struct BulkJobProgress {
  BulkJobState state = BulkJobState::kOpen;
  int64_t modified = 0;
  // Rows handled, those that failed included.
  int64_t processed = 0;
  int64_t failed = 0;
  // When it began to run and when it ended; 0: not yet.
  int64_t began = 0;
  int64_t ended = 0;
  std::string error_message;
};

// A job of Bulk API 2.0: its states, and the time that they take. Safe to use from several threads.
class BulkJob {
 public:
  BulkJob(const BulkContext* context, BulkJobSpec spec, BulkJobState state);
  virtual ~BulkJob() = default;
  BulkJob(const BulkJob&) = delete;
  BulkJob& operator=(const BulkJob&) = delete;

  const BulkJobSpec& spec() const { return spec_; }
  BulkJobProgress progress() const;
  // The org's clock.
  int64_t now() const { return context_.now(); }

  // For BulkWorker.
  std::optional<int64_t> Step();
  // Ends the job behind what is under way. INVALIDJOBSTATE once it has ended.
  std::optional<ApiError> Abort();

 protected:
  const BulkContext& context() const { return context_; }
  const JobFault& fault() const { return *spec_.fault; }
  // Whether someone waits for the job to end.
  bool stopping() const { return stopping_; }
  // Held by steps, and by whoever changes what they work on.
  std::mutex& step_mutex() { return step_mutex_; }
  // INVALIDJOBSTATE.
  static ApiError StateError(std::string message);

  // From Open to UploadComplete; the caller holds the step mutex.
  std::optional<ApiError> Queue();
  // Adds to what has been processed.
  void Count(int64_t processed, int64_t failed);
  // Ends the job Failed; called by Work.
  void Fail(std::string message) { failure_ = std::move(message); }
  // Whether the job's fault lets it fail after so many rows.
  bool FailsByFault(int64_t rows) const { return fault().fail && rows >= fault().fail_after; }

  // Does the next part of the job and returns which share of it is done, 0 to 1. Runs under the
  // step mutex.
  virtual double Work() = 0;

 private:
  std::optional<int64_t> RunParts();
  void Enter(BulkJobState state);
  int64_t running_ms() const { return context_.options.running_ms + fault().running_ms; }

  const BulkContext& context_;
  const BulkJobSpec spec_;
  std::mutex step_mutex_;
  // Touched under the step mutex.
  int64_t due_ = 0;
  bool worked_ = false;
  std::optional<std::string> failure_;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  BulkJobProgress progress_;
};

}  // namespace sfsim
