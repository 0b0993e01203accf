// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/record/save_results.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/json_value.h"
#include "core/codec/proto_json.h"
#include "sfconnector/v1/record_lists.pb.h"

namespace sfconnector {
namespace {

// Salesforce's own words where it has said something, otherwise those of the connector.
v1::RowError ToRowError(const absl::Status& error) {
  v1::RowError row_error;
  const std::string reason = GetReason(error);
  row_error.set_status_code(reason.empty() ? absl::StatusCodeToString(error.code()) : reason);
  row_error.set_message(std::string(error.message()));
  const std::optional<v1::SalesforceError> detail = GetSalesforceError(error);
  if (!detail || detail->errors_size() == 0) return row_error;
  const v1::ErrorItem& first = detail->errors(0);
  row_error.set_message(first.message());
  *row_error.mutable_fields() = first.fields();
  *row_error.mutable_extra() = first.extra();
  return row_error;
}

}  // namespace

bool HasRowResults(const RestReply& reply) {
  if (reply.status != 400) return false;
  v1::Value body;
  if (!JsonToValue(reply.body, body).ok() || body.list_value().values().empty()) return false;
  for (const v1::Field& field : body.list_value().values(0).record_value().fields()) {
    if (field.name() == "success") return true;
  }
  return false;
}

absl::Status ReadSaveResults(const RestReply& reply, int expected, SaveResults& results) {
  v1::CreateRecordsResponse response;
  SFC_RETURN_IF_ERROR(
      JsonToField(reply.body, UnknownKeys::kKeep, response,
                  v1::CreateRecordsResponse::descriptor()->FindFieldByName("results")));
  if (response.results_size() != expected) {
    return absl::InternalError(
        absl::StrCat(response.results_size(), " results came for ", expected, " records"));
  }
  for (const v1::SaveResult& result : response.results()) {
    SFC_RETURN_IF_ERROR(CheckResult(result));
  }
  results = std::move(*response.mutable_results());
  return absl::OkStatus();
}

void AddFailedRows(int count, v1::RowOutcome outcome, const absl::Status& error,
                   SaveResults& results) {
  const v1::RowError row_error = ToRowError(error);
  for (int i = 0; i < count; ++i) {
    v1::SaveResult& result = *results.Add();
    result.set_outcome(outcome);
    *result.add_errors() = row_error;
  }
}

}  // namespace sfconnector
