// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/record/save_rows.h"

#include <utility>

#include "core/base/status.h"
#include "core/rest/reply_error.h"

namespace sfconnector {
namespace {

constexpr int kMaxRows = 200;
constexpr int kMaxRuns = 10;

// What a failed request did to its rows.
v1::RowOutcome OutcomeOf(const absl::Status& error) {
  const v1::SalesforceError detail = GetSalesforceError(error).value_or(v1::SalesforceError());
  if (detail.outcome() != v1::OUTCOME_NOT_DONE) return v1::ROW_OUTCOME_UNKNOWN;
  return detail.http_status() > 0 ? v1::ROW_OUTCOME_REFUSED : v1::ROW_OUTCOME_NOT_SENT;
}

// Whether the error is about what the request holds, so that others may fare better.
bool ConcernsItsRowsOnly(const absl::Status& error) {
  if (OutcomeOf(error) != v1::ROW_OUTCOME_REFUSED) return false;
  switch (error.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kOutOfRange:
      return true;
    default:
      return false;
  }
}

// The progress of a list.
class ListSaver {
 public:
  explicit ListSaver(OperationContext context) : context_(context) {}

  Task<void> Save(RowsRequest part) {
    if (stopped_by_.ok() && !context_.call.status().ok()) {
      stopped_by_ = NothingSent(context_.call.status(), part.rest.effect);
      if (first_error_.ok()) first_error_ = stopped_by_;
    }
    if (!stopped_by_.ok()) {
      AddFailedRows(part.rows.size(), v1::ROW_OUTCOME_NOT_SENT, stopped_by_, results_);
      co_return;
    }
    SaveResults saved;
    const int expected = part.rows.size();
    part.rest.is_result = &HasRowResults;
    part.rest.accept = [&saved, expected](const RestReply& reply) {
      return ReadSaveResults(reply, expected, saved);
    };
    absl::StatusOr<RestReply> reply =
        co_await context_.rest.Send(context_.call, std::move(part.rest));
    if (reply.ok()) {
      touched_ = true;
      for (v1::SaveResult& result : saved) results_.Add(std::move(result));
    } else {
      AddFailure(expected, reply.status());
    }
  }

  absl::StatusOr<SaveResults> Finish(bool one_part) {
    if (touched_ && !context_.call.status().ok()) {
      return WithOutcome(context_.call.status(), Effect::kIdempotent);
    }
    if (!first_error_.ok() && (one_part || !touched_)) return first_error_;
    return std::move(results_);
  }

 private:
  void AddFailure(int rows, const absl::Status& error) {
    const v1::RowOutcome outcome = OutcomeOf(error);
    AddFailedRows(rows, outcome, error, results_);
    if (first_error_.ok()) first_error_ = error;
    if (!ConcernsItsRowsOnly(error)) stopped_by_ = error;
    touched_ = touched_ || outcome == v1::ROW_OUTCOME_UNKNOWN;
  }

  const OperationContext context_;
  SaveResults results_;
  bool touched_ = false;  // something may have been changed
  absl::Status first_error_;
  absl::Status stopped_by_;  // the error after which nothing more is sent
};

}  // namespace

std::vector<RowRange> CutRows(int count, const std::function<absl::string_view(int row)>& type_of) {
  std::vector<RowRange> ranges;
  int runs = 0;
  for (int row = 0; row < count; ++row) {
    const bool first = ranges.empty();
    const bool same = !first && type_of(row) == type_of(row - 1);
    if (!same) ++runs;
    if (first || ranges.back().size() == kMaxRows || runs > kMaxRuns) {
      ranges.push_back({row, row});
      runs = 1;
    }
    ranges.back().end = row + 1;
  }
  return ranges;
}

Task<absl::StatusOr<SaveResults>> SaveRows(OperationContext context,
                                           std::vector<RowsRequest> parts) {
  ListSaver saver(context);
  for (RowsRequest& part : parts) {
    co_await saver.Save(std::move(part));
  }
  co_return saver.Finish(parts.size() == 1);
}

}  // namespace sfconnector
