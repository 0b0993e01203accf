// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/bulk_v2_job.h"
#include "core/bulk/job_failure.h"
#include "core/bulk/job_wait.h"
#include "core/bulk/spool_source.h"
#include "core/rest/description.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/ingest/job_results.h"
#include "core/salesforce/ingest/part_runner.h"

namespace sfconnector {
namespace {

constexpr BulkV2JobKind kIngest = BulkV2JobKind::kIngest;

// One part on its way: as one job, or as several of which only the last is started.
class PartJob {
 public:
  PartJob(LoadContext& load, JobPart part) : load_(load), part_(std::move(part)) {}

  Task<absl::Status> Run() {
    RetryPolicy policy = context().rest.retry_policy();
    absl::Status status = co_await TryOnce();
    // Where there is no job, its creation was repeated as often as may be.
    while (open_ && !job_id_.empty() && !status.ok() && !Ended()) {
      // Nothing was processed: the same rows may go into another job.
      const absl::Status aborted = co_await AbortOpenJob();
      const std::optional<Clock::Duration> pause = policy.Next(status, /*idempotent=*/true);
      if (!aborted.ok() || !pause.has_value()) break;
      const absl::Status slept = co_await SleepFor(context().call, *pause);
      if (!slept.ok()) break;
      status = co_await TryOnce();
    }
    if (!open_ || status.ok()) co_return status;
    status = co_await GiveUp(v1::INGESTED_ROW_STATE_NOT_SENT, std::move(status));
    co_return status;
  }

 private:
  const OperationContext& context() const { return load_.operation; }
  bool Ended() const { return !context().call.status().ok(); }

  // Brings the part to its end in one job. An error with open_ says that the job has processed
  // nothing, and no row was told.
  Task<absl::Status> TryOnce() {
    absl::Status status = co_await Upload();
    if (!status.ok()) co_return status;
    absl::StatusOr<v1::BulkV2Job> ended = co_await Wait();
    if (ended.ok()) {
      status = co_await Deliver(*ended);
    } else {
      status = ended.status();
      if (!open_) status = co_await GiveUp(v1::INGESTED_ROW_STATE_UNKNOWN, std::move(status));
    }
    co_return status;
  }

  // Creates a job, fills it and starts it. An error says that the job has processed nothing.
  Task<absl::Status> Upload() {
    job_id_.clear();
    open_ = true;
    absl::StatusOr<v1::BulkV2Job> job = co_await CreateIngestJob(context(), load_.plan.job);
    if (!job.ok()) co_return job.status();
    job_id_ = job->id();
    // The caller knows of the job before it can do anything.
    absl::Status status = co_await Report(*job, Clock::Duration::zero());
    if (status.ok()) status = co_await Put();
    if (!status.ok()) co_return WithJobId(std::move(status), job_id_);
    open_ = false;
    job = co_await SetBulkV2JobState(context(), kIngest, job_id_, kJobUploadComplete);
    // Where that failed, the state of the job tells whether it was started.
    start_failure_ = job.status();
    load_.outlet.CountJob();
    co_return absl::OkStatus();
  }

  Task<absl::Status> Put() {
    RestRequest request("PUT", BulkV2JobPath(kIngest, job_id_, "batches"), Effect::kOnce);
    request.lane = HttpLane::kStream;
    request.content_type = "text/csv; charset=UTF-8";
    request.make_upload = [file = part_.csv] { return MakeSpoolSource(file); };
    request.accept = &CheckUnreadReply;
    absl::StatusOr<RestReply> reply =
        co_await context().rest.Send(context().call, std::move(request));
    co_return reply.status();
  }

  // Waits for the job. An error with open_ says that it was not started after all.
  Task<absl::StatusOr<v1::BulkV2Job>> Wait() {
    OnJobProgress on_progress = [this](const v1::BulkV2Job& job, Clock::Duration elapsed) {
      return Watch(job, elapsed);
    };
    absl::StatusOr<v1::BulkV2Job> job = co_await WaitForBulkV2Job(
        context(), kIngest, job_id_, load_.plan.pauses, std::move(on_progress));
    co_return job;
  }

  Task<absl::Status> Watch(const v1::BulkV2Job& job, Clock::Duration elapsed) {
    if (job.state() == kJobOpen && !start_failure_.ok()) {
      open_ = true;
      co_return start_failure_;
    }
    absl::Status status = co_await Report(job, elapsed);
    co_return status;
  }

  Task<absl::Status> Report(const v1::BulkV2Job& job, Clock::Duration elapsed) {
    v1::IngestResponse message;
    const v1::JobProgress progress = ProgressOf(job, elapsed);
    v1::IngestProgress& told = *message.mutable_progress();
    told.set_job_id(job_id_);
    told.set_state(progress.state());
    told.set_first_row(part_.first_row);
    told.set_row_count(part_.rows);
    told.set_byte_count(static_cast<std::int64_t>(part_.csv->size()));
    told.set_number_records_processed(progress.number_records_processed());
    told.set_number_records_failed(progress.number_records_failed());
    *told.mutable_elapsed() = progress.elapsed();
    absl::Status status = co_await load_.outlet.Write(message);
    co_return status;
  }

  // Tells what became of the rows of a job that has ended.
  Task<absl::Status> Deliver(const v1::BulkV2Job& job) {
    JobResultsOptions options;
    options.delimiter = load_.format.delimiter;
    options.columns = load_.columns;
    options.failures_only = load_.plan.failures_only;
    absl::StatusOr<JobOutcomes> outcomes = co_await Read(job, options);
    absl::Status status = outcomes.status();
    if (!status.ok()) {
      status = co_await GiveUp(v1::INGESTED_ROW_STATE_UNKNOWN, std::move(status));
      co_return status;
    }
    status = co_await load_.outlet.Deliver(*outcomes->rows);
    if (status.ok()) status = JobFailure(job);
    co_return status.ok() ? outcomes->status : status;
  }

  // The rows are in memory until this returns.
  Task<absl::StatusOr<JobOutcomes>> Read(const v1::BulkV2Job& job,
                                         const JobResultsOptions& options) {
    absl::StatusOr<Turns::Turn> turn = co_await load_.matching.Take(context().call);
    if (!turn.ok()) co_return turn.status();
    absl::StatusOr<JobOutcomes> outcomes = co_await ReadJobResults(context(), job, part_, options);
    co_return std::move(outcomes);
  }

  // Tells all rows alike; where the call has ended, sees to it that its job is as the caller wants.
  Task<absl::Status> GiveUp(v1::IngestedRowState state, absl::Status why) {
    absl::Status status = context().call.status();
    if (!status.ok()) {
      co_await SettleAfterwards();
      co_return status;
    }
    status = co_await TellAll(load_, part_.first_row, part_.rows, state, std::move(why));
    co_return status;
  }

  // Aborts a job that was not started, if there is one. Its end would do nothing to the org, but a
  // job that stays open is one too many.
  Task<absl::Status> AbortOpenJob() {
    if (job_id_.empty() || Ended()) co_return absl::OkStatus();
    absl::StatusOr<v1::BulkV2Job> job =
        co_await SetBulkV2JobState(context(), kIngest, job_id_, kJobAborted);
    if (!job.ok()) co_return job.status();
    absl::Status status = co_await Report(*job, Clock::Duration::zero());
    job_id_.clear();
    co_return status;
  }

  // Brings the job to where the caller wants it when the call has ended, within a time of its own:
  // one that has all its rows is to go on, where it is not to be aborted.
  Task<void> SettleAfterwards() {
    const bool abort = open_ || load_.plan.abort_on_cancel;
    if (job_id_.empty() || (!abort && start_failure_.ok())) co_return;
    CallContext& call = context().call;
    CallContext closing(call.executor(), call.options(), call.clock().Now() + kAbortTime,
                        call.clock(), call.observer());
    OperationContext operation{context().rest, closing};
    std::string state = abort ? kJobAborted : kJobUploadComplete;
    absl::StatusOr<v1::BulkV2Job> job =
        co_await SetBulkV2JobState(operation, kIngest, job_id_, std::move(state));
    // There is nobody left to be told.
    static_cast<void>(job);
  }

  LoadContext& load_;
  const JobPart part_;
  std::string job_id_;  // of the job at work; empty where there is none
  bool open_ = true;    // it was not started
  absl::Status start_failure_;
};

class BulkV2Runner final : public PartRunner {
 public:
  explicit BulkV2Runner(LoadContext& load) : load_(load) {
    v1::NewIngestJob& job = load_.plan.job;
    job.set_column_delimiter(std::string(CsvName(load_.format.delimiter)));
    job.set_line_ending(std::string(CsvName(load_.format.line_ending)));
  }

  Task<absl::Status> Run(JobPart part) override {
    PartJob job(load_, std::move(part));
    absl::Status status = co_await job.Run();
    co_return status;
  }

  Task<absl::Status> End() override { co_return absl::OkStatus(); }
  bool needs_keys() const override { return true; }

 private:
  LoadContext& load_;
};

}  // namespace

Task<absl::Status> TellAll(LoadContext& load, std::int64_t first_row, std::int64_t rows,
                           v1::IngestedRowState state, absl::Status why) {
  const v1::RowError error = ToRowError(why);
  absl::Status status = co_await load.outlet.DeliverSame(first_row, rows, state, error);
  co_return status.ok() ? why : status;
}

std::unique_ptr<PartRunner> MakeBulkV2Runner(LoadContext& load) {
  return std::make_unique<BulkV2Runner>(load);
}

}  // namespace sfconnector
