// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/composite/subrequest_result.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "core/base/status.h"
#include "core/codec/json_value.h"
#include "core/rest/reply_error.h"
#include "core/salesforce/query/page_token.h"

namespace sfconnector {
namespace {

constexpr int kNotModified = 304;
// Collections whose rows failed sometimes have this status themselves.
constexpr int kFailedRows = 400;

bool IsSuccess(int http_status) {
  return (http_status >= 200 && http_status < 300) || http_status == kNotModified;
}

v1::SubrequestError ToError(const absl::Status& status) {
  v1::SubrequestError error;
  error.set_code(static_cast<int>(status.code()));
  error.set_message(std::string(status.message()));
  *error.mutable_detail() = GetSalesforceError(status).value_or(v1::SalesforceError());
  return error;
}

// Salesforce's code is the same whether a request was undone or could not be begun.
bool IsRolledBack(const v1::SubrequestError& error) {
  return absl::StrContains(error.message(), "rolled back");
}

bool IsFailedRow(const v1::Value& row) {
  const auto& fields = row.record_value().fields();
  return std::any_of(fields.begin(), fields.end(), [](const v1::Field& field) {
    return field.name() == "success" && field.value().has_bool_value() &&
           !field.value().bool_value();
  });
}

// Whether a body is a list of row results of which some failed.
bool HasFailedRows(const v1::Value& body) {
  const auto& rows = body.list_value().values();
  return std::any_of(rows.begin(), rows.end(), &IsFailedRow);
}

// Within a transaction a failed row is a failed request. Returns whether any request failed.
bool MarkFailedRows(const v1::Retry& retry, v1::ExecuteCompositeResponse& response) {
  bool failed = false;
  for (v1::CompositeSubrequestResult& result : *response.mutable_composite_response()) {
    if (result.state() == v1::SUBREQUEST_STATE_DONE && HasFailedRows(result.body())) {
      result.set_state(v1::SUBREQUEST_STATE_FAILED);
      *result.mutable_error() =
          ToError(SubrequestFailure(kFailedRows, result.body(), Effect::kOnce, retry));
      result.mutable_error()->mutable_detail()->set_http_status(result.http_status_code());
    }
    failed = failed || result.state() != v1::SUBREQUEST_STATE_DONE;
  }
  return failed;
}

// Nothing was changed, also where a result still says that it was, or a reply was none.
void MarkUndone(v1::ExecuteCompositeResponse& response) {
  for (v1::CompositeSubrequestResult& result : *response.mutable_composite_response()) {
    if (result.state() == v1::SUBREQUEST_STATE_DONE)
      result.set_state(v1::SUBREQUEST_STATE_ROLLED_BACK);
    if (result.error().detail().outcome() == v1::OUTCOME_UNKNOWN)
      result.mutable_error()->mutable_detail()->set_outcome(v1::OUTCOME_NOT_DONE);
  }
}

}  // namespace

absl::Status SubrequestFailure(int http_status, const v1::Value& body, Effect effect,
                               const v1::Retry& retry) {
  RestReply reply;
  reply.status = http_status;
  absl::StatusOr<std::string> json = ToJson(body);
  if (json.ok()) reply.body = *std::move(json);
  absl::Status status = ErrorFromReply(reply, ParseErrorReply(reply), retry, Clock::WallTime());
  return WithOutcome(std::move(status), effect);
}

std::optional<v1::SubrequestError> FindError(int http_status, const v1::Value& body, Effect effect,
                                             const v1::Retry& retry) {
  if (IsSuccess(http_status)) return std::nullopt;
  return ToError(SubrequestFailure(http_status, body, effect, retry));
}

v1::SubrequestState StateOf(const std::optional<v1::SubrequestError>& error) {
  if (!error) return v1::SUBREQUEST_STATE_DONE;
  const auto& errors = error->detail().errors();
  const std::string code = errors.empty() ? "" : errors[0].code();
  if (code == "BATCH_PROCESSING_HALTED") return v1::SUBREQUEST_STATE_HALTED;
  if (code != "PROCESSING_HALTED") return v1::SUBREQUEST_STATE_FAILED;
  return IsRolledBack(*error) ? v1::SUBREQUEST_STATE_ROLLED_BACK : v1::SUBREQUEST_STATE_HALTED;
}

void NamePages(v1::Value& value) {
  if (value.has_record_set_value()) {
    v1::RecordSet& set = *value.mutable_record_set_value();
    if (!set.next_page_token().empty())
      set.set_next_page_token(RecordsTokenOf(set.next_page_token()));
    for (v1::Record& record : *set.mutable_records()) {
      for (v1::Field& field : *record.mutable_fields()) NamePages(*field.mutable_value());
    }
  } else if (value.has_record_value()) {
    for (v1::Field& field : *value.mutable_record_value()->mutable_fields()) {
      NamePages(*field.mutable_value());
    }
  }
}

void JudgeResults(const std::vector<Effect>& effects, Transaction transaction,
                  const v1::Retry& retry, v1::ExecuteCompositeResponse& response) {
  for (int i = 0; i < response.composite_response_size(); ++i) {
    v1::CompositeSubrequestResult& result = *response.mutable_composite_response(i);
    JudgeResult(result.http_status_code(), *result.mutable_body(),
                effects[static_cast<std::size_t>(i)], retry, result);
  }
  if (transaction == Transaction::kNone) return;
  const bool failed = MarkFailedRows(retry, response);
  if (failed || transaction == Transaction::kUndone) MarkUndone(response);
}

}  // namespace sfconnector
