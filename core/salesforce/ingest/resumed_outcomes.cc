// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/resumed_outcomes.h"

#include <optional>
#include <utility>

#include "core/rest/rest_client.h"
#include "core/retry/retry.h"

namespace sfconnector {

Task<absl::Status> ResumedOutcomes::BeginInput() {
  absl::StatusOr<std::unique_ptr<ResumedRows>> rows = co_await ResumedRows::Create(*context_.spool);
  if (!rows.ok()) co_return rows.status();
  input_ = *std::move(rows);
  co_return absl::OkStatus();
}

Task<absl::Status> ResumedOutcomes::Take(OutcomeReading& reading) {
  RetryPolicy policy = context_.rest.retry_policy();
  while (true) {
    std::unique_ptr<SpooledOutcomes> echoed;
    std::unique_ptr<ResumedSink> sink;
    if (input_ != nullptr) {
      input_->BeginResults();
      sink = std::make_unique<JoiningSink>(*input_);
    } else {
      absl::StatusOr<std::unique_ptr<SpooledOutcomes>> created =
          co_await SpooledOutcomes::Create(*context_.spool, failures_only_);
      if (!created.ok()) co_return created.status();
      echoed = *std::move(created);
      sink = std::make_unique<EchoingSink>(*echoed);
    }
    absl::Status status = co_await reading.ReadOnce(*sink);
    if (!status.ok() && EndsTelling(status, context_.call)) co_return status;
    absl::Status written = co_await sink->Flush();
    if (!written.ok()) co_return written;
    std::optional<Clock::Duration> pause;
    if (!status.ok()) pause = policy.Next(status, /*idempotent=*/true);
    if (!pause.has_value()) {
      if (echoed != nullptr) written = co_await outlet_.Deliver(*echoed);
      co_return written.ok() ? status : written;
    }
    if (input_ != nullptr) input_->DropResults();
    absl::Status slept = co_await SleepFor(context_.call, *pause);
    if (!slept.ok()) co_return slept;
  }
}

Task<absl::StatusOr<std::int64_t>> ResumedOutcomes::TellInput(const absl::Status& uncertain) {
  ResumedRows::WithoutResult without_result;
  if (uncertain.ok()) {
    without_result.error.set_status_code("NOT_SENT");
    without_result.error.set_message("no job that was named has the row");
  } else {
    without_result.state = v1::INGESTED_ROW_STATE_UNKNOWN;
    without_result.error = ToRowError(uncertain);
  }
  absl::StatusOr<std::int64_t> surplus =
      co_await input_->Tell(*context_.spool, failures_only_, without_result, outlet_);
  co_return surplus;
}

}  // namespace sfconnector
