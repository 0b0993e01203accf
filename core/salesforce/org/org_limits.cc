// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/org/org_limits.h"

#include <algorithm>
#include <string>

#include "core/base/status.h"
#include "core/codec/proto_json.h"
#include "core/operation/send_for.h"
#include "core/rest/rest_client.h"

namespace sfconnector {
namespace {

bool IsLimit(const v1::Value& value) {
  const auto& fields = value.record_value().fields();
  return std::any_of(fields.begin(), fields.end(), [](const v1::Field& field) {
    return field.name() == "Max" && field.value().has_integer_value();
  });
}

v1::OrgLimit ToLimit(const v1::Record& record);

// Puts what a limit has beside its own numbers where it belongs.
void AddKey(const v1::Field& field, v1::OrgLimit& limit) {
  if (IsLimit(field.value())) {
    (*limit.mutable_parts())[field.name()] = ToLimit(field.value().record_value());
  } else {
    *limit.add_extra() = field;
  }
}

v1::OrgLimit ToLimit(const v1::Record& record) {
  v1::OrgLimit limit;
  for (const v1::Field& field : record.fields()) {
    if (field.name() == "Max") {
      limit.set_max(field.value().integer_value());
    } else if (field.name() == "Remaining" && field.value().has_integer_value()) {
      limit.set_remaining(field.value().integer_value());
    } else {
      AddKey(field, limit);
    }
  }
  return limit;
}

absl::Status Decode(const RestReply& reply, v1::GetLimitsResponse& response) {
  SFC_RETURN_IF_ERROR(JsonToField(reply.body, UnknownKeys::kKeep, response,
                                  v1::GetLimitsResponse::descriptor()->FindFieldByName("limits")));
  for (auto& [name, limit] : *response.mutable_limits()) {
    google::protobuf::RepeatedPtrField<v1::Field> keys;
    keys.Swap(limit.mutable_extra());
    for (const v1::Field& key : keys) AddKey(key, limit);
  }
  return absl::OkStatus();
}

}  // namespace

Task<absl::StatusOr<v1::GetLimitsResponse>> GetLimits(OperationContext context,
                                                      const v1::GetLimitsRequest&) {
  return SendFor<v1::GetLimitsResponse>(
      context, RestRequest("GET", "/services/data/{version}/limits", Effect::kNone), &Decode);
}

}  // namespace sfconnector
