// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/task.h"
#include "core/operation/operation.h"
#include "core/salesforce/ingest/resumed_outcomes.h"

namespace sfconnector {

// What all jobs of a resumed load share. Outlives them.
struct ResumeContext {
  OperationContext operation;
  bool abort_open_jobs = false;
  // The input's columns, once it was read; none where it does not come again.
  std::vector<std::string> columns;
  ResumedOutcomes& outcomes;
};

// A job of a resumed load: first it is asked for until it has ended, then its results are read.
class ResumedJob {
 public:
  ResumedJob() = default;
  ResumedJob(const ResumedJob&) = delete;
  ResumedJob& operator=(const ResumedJob&) = delete;
  virtual ~ResumedJob() = default;

  // Asks for it once, and tells its progress. Returns whether it has ended; where it has not, the
  // next question is due after PauseAfter(`answer`, …). An error is final: nothing can be read.
  virtual Task<absl::StatusOr<bool>> Ask(absl::Status& answer) = 0;

  // Reads the results of a job that has ended. Errors are those that EndsTelling.
  virtual Task<absl::Status> Read() = 0;

  // Nobody can tell what became of it.
  void Fail(const absl::Status& why) {
    if (failure_.ok()) failure_ = why;
    if (uncertain_.ok()) uncertain_ = why;
  }

  // The first error that the load has for it.
  const absl::Status& failure() const { return failure_; }
  // Why a row without a result may have been processed by it; OK where it was not.
  const absl::Status& uncertain() const { return uncertain_; }

 protected:
  void SetFailure(absl::Status why) {
    if (failure_.ok()) failure_ = std::move(why);
  }

 private:
  absl::Status failure_;
  absl::Status uncertain_;
};

// A job of Bulk API 2.0.
std::unique_ptr<ResumedJob> MakeResumedBulkV2Job(ResumeContext& context, std::string id);
// A job of Bulk API 1.0, with its batches.
std::unique_ptr<ResumedJob> MakeResumedClassicJob(ResumeContext& context, std::string id);

}  // namespace sfconnector
