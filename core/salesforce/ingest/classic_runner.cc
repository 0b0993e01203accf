// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/classic_batch.h"
#include "core/bulk/classic_job.h"
#include "core/bulk/job_failure.h"
#include "core/bulk/spool_source.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/ingest/classic_results.h"
#include "core/salesforce/ingest/part_runner.h"

namespace sfconnector {
namespace {

// How long questions for a batch's state may fail, one after the other, in a call without a
// deadline.
constexpr Clock::Duration kMaxFailing = std::chrono::minutes(10);

v1::SalesforceError DetailOf(const absl::Status& status) {
  return GetSalesforceError(status).value_or(v1::SalesforceError());
}

bool MayBeDone(const absl::Status& status) {
  return DetailOf(status).outcome() == v1::OUTCOME_UNKNOWN;
}

bool IsPassing(const absl::Status& status) {
  const v1::Retryability retryability = DetailOf(status).retryability();
  return retryability == v1::RETRYABILITY_SAFE || retryability == v1::RETRYABILITY_IF_IDEMPOTENT;
}

// All parts of a load are batches of one job.
class ClassicRunner final : public PartRunner {
 public:
  explicit ClassicRunner(LoadContext& load) : load_(load) {}

  Task<absl::Status> Run(JobPart part) override {
    absl::StatusOr<v1::BulkBatch> batch = co_await Add(part);
    absl::Status status = batch.status();
    if (!status.ok()) {
      const bool may_be_done = MayBeDone(status);
      status = co_await TellPart(
          part, may_be_done ? v1::INGESTED_ROW_STATE_UNKNOWN : v1::INGESTED_ROW_STATE_NOT_SENT,
          std::move(status));
      co_return status;
    }
    load_.outlet.CountJob();
    batch = co_await Wait(batch->id(), part);
    status = batch.status();
    if (status.ok()) {
      status = co_await Deliver(*batch, part);
    } else {
      status = co_await TellPart(part, v1::INGESTED_ROW_STATE_UNKNOWN, std::move(status));
    }
    co_return status;
  }

  // Closes the job: batches that it has go on. Where that fails the rows were told all the same,
  // and Salesforce closes it after a day.
  Task<absl::Status> End() override {
    if (job_id_.empty()) co_return absl::OkStatus();
    CallContext& call = context().call;
    CallContext closing(call.executor(), call.options(), call.clock().Now() + kAbortTime,
                        call.clock(), call.observer());
    OperationContext operation{context().rest, closing};
    absl::StatusOr<v1::BulkJob> job;
    if (Ended() && load_.plan.abort_on_cancel) {
      job = co_await AbortClassicJob(operation, job_id_);
    } else {
      job = co_await CloseClassicJob(operation, job_id_);
    }
    co_return absl::OkStatus();
  }

  bool needs_keys() const override { return false; }

 private:
  const OperationContext& context() const { return load_.operation; }
  bool Ended() const { return !context().call.status().ok(); }

  // Adds the part's batch, one after the other, so that a batch that nobody knows is the one whose
  // reply was lost. An error says by its outcome whether it may have been added.
  Task<absl::StatusOr<v1::BulkBatch>> Add(const JobPart& part) {
    absl::StatusOr<Turns::Turn> turn = co_await adding_.Take(context().call);
    if (!turn.ok()) co_return turn.status();
    absl::Status status;
    if (job_id_.empty()) status = co_await CreateJob();
    if (!status.ok()) co_return status;
    ClassicContent content = [file = part.csv] { return MakeSpoolSource(file); };
    absl::StatusOr<v1::BulkBatch> batch = co_await AddClassicBatch(
        context(), job_id_, std::string(ClassicMediaType("CSV")), std::move(content));
    if (!batch.ok() && MayBeDone(batch.status()) && !Ended()) {
      batch = co_await FindLost(batch.status());
    }
    if (batch.ok()) known_.insert(batch->id());
    co_return std::move(batch);
  }

  // A job whose creation was lost has no batches, and does nothing.
  Task<absl::Status> CreateJob() {
    v1::CreateJobRequest request;
    request.set_operation(load_.plan.job.operation());
    request.set_object(load_.plan.job.object());
    request.set_content_type("CSV");
    request.set_external_id_field_name(load_.plan.job.external_id_field_name());
    request.set_assignment_rule_id(load_.plan.job.assignment_rule_id());
    RetryPolicy policy = context().rest.retry_policy();
    absl::StatusOr<v1::BulkJob> job = co_await CreateClassicJob(context(), request);
    while (!job.ok() && MayBeDone(job.status())) {
      const std::optional<Clock::Duration> pause = policy.Next(job.status(), /*idempotent=*/true);
      if (!pause.has_value()) break;
      const absl::Status slept = co_await SleepFor(context().call, *pause);
      if (!slept.ok()) break;
      job = co_await CreateClassicJob(context(), request);
    }
    if (!job.ok()) co_return Undone(job.status());
    job_id_ = job->id();
    // The caller knows of the job before it has any rows.
    v1::IngestResponse message;
    message.mutable_progress()->set_job_id(job_id_);
    message.mutable_progress()->set_state(job->state());
    absl::Status status = co_await load_.outlet.Write(message);
    co_return status;
  }

  // Whatever became of a job without batches, nothing was done to the rows.
  static absl::Status Undone(const absl::Status& status) {
    v1::SalesforceError detail = DetailOf(status);
    if (detail.outcome() != v1::OUTCOME_UNKNOWN) return status;
    const std::string reason = GetReason(status);
    detail.set_outcome(v1::OUTCOME_NOT_DONE);
    absl::Status undone = WithSalesforceError(status, detail);
    return detail.errors().empty() ? WithReason(std::move(undone), reason) : undone;
  }

  Task<absl::StatusOr<v1::BulkBatch>> FindLost(absl::Status lost) {
    absl::StatusOr<std::vector<v1::BulkBatch>> batches =
        co_await ListClassicBatches(context(), job_id_);
    if (!batches.ok()) co_return lost;
    for (v1::BulkBatch& batch : *batches) {
      if (!known_.contains(batch.id())) co_return std::move(batch);
    }
    co_return lost;
  }

  // Waits for the end of a batch, as WaitForBulkV2Job does for a job's.
  Task<absl::StatusOr<v1::BulkBatch>> Wait(std::string batch_id, const JobPart& part) {
    JobPauses pauses = load_.plan.pauses;
    const Clock::Instant begin = Now();
    Clock::Instant answered = begin;
    std::string reported;
    ClassicBatchId id;
    id.job_id = job_id_;
    id.batch_id = std::move(batch_id);
    while (true) {
      absl::StatusOr<v1::BulkBatch> batch = co_await GetClassicBatch(context(), id);
      if (Ended()) co_return context().call.status();
      absl::Status status;
      if (batch.ok()) {
        answered = Now();
        if (batch->state() != std::exchange(reported, batch->state())) {
          status = co_await Report(*batch, part, answered - begin);
        }
        if (!status.ok()) co_return status;
        if (HasEnded(*batch)) co_return std::move(batch);
      } else if (!IsPassing(batch.status()) ||
                 (!context().call.deadline() && Now() - answered > kMaxFailing)) {
        co_return std::move(batch);
      }
      status = co_await SleepFor(context().call, pauses.Next());
      if (!status.ok()) co_return status;
    }
  }

  Task<absl::Status> Report(const v1::BulkBatch& batch, const JobPart& part,
                            Clock::Duration elapsed) {
    v1::IngestResponse message;
    v1::IngestProgress& told = *message.mutable_progress();
    told.set_job_id(job_id_);
    told.set_batch_id(batch.id());
    told.set_state(batch.state());
    told.set_first_row(part.first_row);
    told.set_row_count(part.rows);
    told.set_byte_count(static_cast<std::int64_t>(part.csv->size()));
    told.set_number_records_processed(batch.number_records_processed());
    told.set_number_records_failed(batch.number_records_failed());
    SetElapsed(elapsed, told);
    absl::Status status = co_await load_.outlet.Write(message);
    co_return status;
  }

  // Tells what became of the rows of a batch that has ended.
  Task<absl::Status> Deliver(const v1::BulkBatch& batch, const JobPart& part) {
    absl::Status failure = BatchFailure(batch);
    if (!failure.ok() && batch.number_records_processed() == 0) {
      failure = co_await TellPart(part, v1::INGESTED_ROW_STATE_UNPROCESSED, std::move(failure));
      co_return failure;
    }
    absl::Status status = co_await DeliverResults(batch, part);
    if (!status.ok() && Ended()) co_return status;
    co_return failure.ok() ? status : failure;
  }

  Task<absl::Status> DeliverResults(const v1::BulkBatch& batch, const JobPart& part) {
    RetryPolicy policy = context().rest.retry_policy();
    absl::StatusOr<std::unique_ptr<SpooledOutcomes>> outcomes;
    BatchRows rows;
    absl::Status status;
    while (true) {
      rows = BatchRows{part.first_row, part.rows, 0};
      outcomes = co_await SpooledOutcomes::Create(*context().spool, load_.plan.failures_only);
      status = outcomes.status();
      if (status.ok()) status = co_await ReadResults(batch.id(), rows, **outcomes);
      if (status.ok() || Ended()) break;
      const std::optional<Clock::Duration> pause = policy.Next(status, /*idempotent=*/true);
      if (!pause.has_value()) break;
      const absl::Status slept = co_await SleepFor(context().call, *pause);
      if (!slept.ok()) break;
    }
    if (Ended()) co_return context().call.status();
    absl::Status delivered;
    if (outcomes.ok()) delivered = co_await load_.outlet.Deliver(**outcomes);
    if (!delivered.ok() || status.ok()) co_return delivered;
    status = co_await TellAll(load_, rows.first + rows.told, rows.count - rows.told,
                              v1::INGESTED_ROW_STATE_UNKNOWN, std::move(status));
    co_return status;
  }

  Task<absl::Status> ReadResults(std::string batch_id, BatchRows& rows, SpooledOutcomes& outcomes) {
    ClassicBatchId id;
    id.job_id = job_id_;
    id.batch_id = std::move(batch_id);
    absl::Status status = co_await ReadClassicResults(context(), std::move(id),
                                                      load_.plan.job.operation(), rows, outcomes);
    absl::Status flushed = co_await outcomes.Flush();
    co_return flushed.ok() ? status : flushed;
  }

  Task<absl::Status> TellPart(const JobPart& part, v1::IngestedRowState state, absl::Status why) {
    if (Ended()) co_return context().call.status();
    absl::Status status = co_await TellAll(load_, part.first_row, part.rows, state, std::move(why));
    co_return status;
  }

  Clock::Instant Now() const { return context().call.clock().Now(); }

  LoadContext& load_;
  Turns adding_;
  std::string job_id_;           // empty before the first batch
  std::set<std::string> known_;  // the batches that were added
};

}  // namespace

std::unique_ptr<PartRunner> MakeClassicRunner(LoadContext& load) {
  return std::make_unique<ClassicRunner>(load);
}

}  // namespace sfconnector
