// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/bulk_v2_job.h"
#include "core/bulk/classic_batch.h"
#include "core/bulk/classic_job.h"
#include "core/bulk/job_failure.h"
#include "core/bulk/job_wait.h"
#include "core/salesforce/ingest/resumed_batch.h"
#include "core/salesforce/ingest/resumed_job.h"

namespace sfconnector {
namespace {

// Batches are added one after the other, so that this is the order of their rows. Those of the same
// time stay as Salesforce lists them.
bool IsOlder(const v1::BulkBatch& a, const v1::BulkBatch& b) {
  return std::make_tuple(a.created_date().seconds(), a.created_date().nanos()) <
         std::make_tuple(b.created_date().seconds(), b.created_date().nanos());
}

class ResumedClassicJob final : public ResumedJob {
 public:
  ResumedClassicJob(ResumeContext& context, std::string id)
      : context_(context), id_(std::move(id)) {}

  Task<absl::StatusOr<bool>> Ask(absl::Status& answer) override {
    absl::Status status;
    if (!begin_.has_value()) status = co_await Begin();
    if (!status.ok()) co_return WithJobId(std::move(status), id_);
    absl::StatusOr<std::vector<v1::BulkBatch>> batches =
        co_await ListClassicBatches(context_.operation, id_);
    answer = batches.status();
    if (!call().status().ok()) co_return call().status();
    if (!batches.ok()) {
      status = patience_.Judge(call(), id_, batches.status());
      if (!status.ok()) co_return status;
      co_return false;
    }
    patience_.Answered();
    batches_ = *std::move(batches);
    status = co_await ReportAll();
    if (!status.ok()) co_return status;
    co_return std::all_of(batches_.begin(), batches_.end(),
                          [](const v1::BulkBatch& batch) { return HasEnded(batch); });
  }

  Task<absl::Status> Read() override {
    std::stable_sort(batches_.begin(), batches_.end(), &IsOlder);
    for (const v1::BulkBatch& batch : batches_) {
      ResumedBatch reading(context_.operation, batch, format_);
      absl::Status status = co_await context_.outcomes.Take(reading);
      if (!status.ok() && EndsTelling(status, call())) co_return status;
      context_.outcomes.outlet().CountJob();
      SetFailure(BatchFailure(batch));
      SetFailure(WithJobId(status, id_));
      if (reading.has_all_rows()) continue;
      Fail(WithJobId(std::move(status), id_));
      // The results of later batches could meet rows that are this one's and equal to theirs.
      if (context_.outcomes.input() != nullptr) break;
    }
    co_return absl::OkStatus();
  }

 private:
  CallContext& call() const { return context_.operation.call; }

  // Finds out about the job, and sees to it that it gets no more batches.
  Task<absl::Status> Begin() {
    absl::Status status = co_await CheckMode();
    if (!status.ok()) co_return status;
    absl::StatusOr<v1::BulkJob> job = co_await GetClassicJob(context_.operation, id_);
    if (!job.ok()) co_return job.status();
    status = Check(*job);
    if (!status.ok()) co_return status;
    if (job->state() == "Open") {
      if (context_.abort_open_jobs) {
        job = co_await AbortClassicJob(context_.operation, id_);
      } else {
        job = co_await CloseClassicJob(context_.operation, id_);
      }
      if (!job.ok()) co_return job.status();
    }
    format_.operation = job->operation();
    format_.columns = context_.columns;
    begin_ = call().clock().Now();
    co_return absl::OkStatus();
  }

  // Bulk API 2.0 tells its own jobs from others. One of those that is open may lack rows, and must
  // not be closed.
  Task<absl::Status> CheckMode() {
    absl::StatusOr<v1::BulkV2Job> job =
        co_await GetBulkV2Job(context_.operation, BulkV2JobKind::kIngest, id_);
    if (!job.ok() || job->job_type() == "Classic") co_return absl::OkStatus();
    co_return InvalidField("head.job_ids",
                           absl::StrCat(id_, " is a job of Bulk API 2.0, of the mode UNORDERED"));
  }

  absl::Status Check(const v1::BulkJob& job) const {
    if (job.content_type() == "CSV" && job.operation() != "query" &&
        job.operation() != "queryAll") {
      return absl::OkStatus();
    }
    return InvalidField("head.job_ids", absl::StrCat(id_, " is a job of ", job.content_type(),
                                                     " and ", job.operation(), ", not of a load"));
  }

  // Tells of each batch whose state is another.
  Task<absl::Status> ReportAll() {
    for (const v1::BulkBatch& batch : batches_) {
      if (batch.state() == std::exchange(reported_[batch.id()], batch.state())) continue;
      absl::Status status = co_await Report(batch);
      if (!status.ok()) co_return status;
    }
    co_return absl::OkStatus();
  }

  Task<absl::Status> Report(const v1::BulkBatch& batch) {
    v1::IngestResponse message;
    v1::IngestProgress& told = *message.mutable_progress();
    told.set_job_id(id_);
    told.set_batch_id(batch.id());
    told.set_state(batch.state());
    told.set_number_records_processed(batch.number_records_processed());
    told.set_number_records_failed(batch.number_records_failed());
    SetElapsed(call().clock().Now() - *begin_, told);
    absl::Status status = co_await context_.outcomes.outlet().Write(message);
    co_return status;
  }

  ResumeContext& context_;
  const std::string id_;
  BatchFormat format_;
  std::optional<Clock::Instant> begin_;  // nothing before the job was found out about
  QuestionPatience patience_;
  std::vector<v1::BulkBatch> batches_;
  std::map<std::string, std::string> reported_;  // the state of each batch that was told
};

}  // namespace

std::unique_ptr<ResumedJob> MakeResumedClassicJob(ResumeContext& context, std::string id) {
  return std::make_unique<ResumedClassicJob>(context, std::move(id));
}

}  // namespace sfconnector
