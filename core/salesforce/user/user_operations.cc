// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/user/user_operations.h"

#include <string>
#include <utility>

#include "core/base/secret.h"
#include "core/base/status.h"
#include "core/codec/json.h"
#include "core/rest/description.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/record/record_request.h"
#include "sfconnector/v1/user_service.pb.h"

namespace sfconnector {
namespace {

absl::StatusOr<RestRequest> RenderChange(const v1::ChangePasswordRequest& request) {
  SFC_RETURN_IF_ERROR(RequireRecordId(request.user_id(), "user_id"));
  SFC_RETURN_IF_ERROR(RequireText(request.new_password(), "new_password"));
  RestRequest rest("POST", SObjectPath({"User", request.user_id(), "password"}), Effect::kOnce);
  JsonWriter writer(rest.body);
  writer.BeginObject();
  writer.Name("NewPassword");
  writer.String(request.new_password());
  writer.EndObject();
  rest.secrets.emplace_back(request.new_password());
  rest.accept = &CheckUnreadReply;
  return rest;
}

Task<absl::StatusOr<v1::ChangePasswordResponse>> ChangePassword(
    OperationContext context, const v1::ChangePasswordRequest& request) {
  absl::StatusOr<RestRequest> rest = RenderChange(request);
  if (!rest.ok()) co_return rest.status();
  absl::StatusOr<RestReply> reply = co_await context.rest.Send(context.call, *std::move(rest));
  if (!reply.ok()) co_return reply.status();
  co_return v1::ChangePasswordResponse();
}

}  // namespace

void AddUserFamily(Registry& registry) {
  registry.AddService(
      v1::GetPasswordStatusRequest::descriptor()->file()->FindServiceByName("UserService"));
  registry.Implement("sfconnector.v1.UserService/ChangePassword", &ChangePassword);
}

}  // namespace sfconnector
