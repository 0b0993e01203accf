// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/action/invocable_actions.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/codec/json_value.h"
#include "core/codec/proto_json.h"
#include "core/http/url.h"
#include "core/operation/send_for.h"
#include "core/salesforce/record/record_request.h"

namespace sfconnector {
namespace {

constexpr int kNotModified = 304;

bool IsNotModified(const RestReply& reply) { return reply.status == kNotModified; }

// The path of a context or an action, such as `custom/apex/SendOffers`.
absl::StatusOr<std::string> PathOf(absl::string_view context, absl::string_view field) {
  std::string path = "/services/data/{version}/actions";
  absl::ConsumePrefix(&context, "/");
  if (context.empty()) return path;
  for (const absl::string_view segment : absl::StrSplit(context, '/')) {
    if (segment.empty()) return InvalidField(field, "has an empty segment");
    absl::StrAppend(&path, "/", PercentEncodeSegment(segment));
  }
  return path;
}

absl::StatusOr<std::string> ActionPath(absl::string_view action) {
  SFC_RETURN_IF_ERROR(RequireText(absl::StripPrefix(action, "/"), "action"));
  return PathOf(action, "action");
}

absl::StatusOr<RestRequest> ReadOf(absl::StatusOr<std::string> path) {
  if (!path.ok()) return path.status();
  RestRequest rest("GET", *std::move(path), Effect::kNone);
  rest.is_result = &IsNotModified;
  return rest;
}

absl::StatusOr<RestRequest> Render(const v1::InvokeActionRequest& request) {
  absl::StatusOr<std::string> path = ActionPath(request.action());
  if (!path.ok()) return path.status();
  if (request.inputs().empty()) {
    return InvalidField("inputs", "is required: one for each invocation, be it empty");
  }
  absl::StatusOr<std::string> inputs =
      FieldToJson(request, v1::InvokeActionRequest::descriptor()->FindFieldByName("inputs"));
  if (!inputs.ok()) return inputs.status();
  RestRequest rest("POST", *std::move(path), Effect::kOnce);
  rest.body = absl::StrCat("{\"inputs\":", *inputs, "}");
  return rest;
}

bool Has(const v1::Record& object, absl::string_view key) {
  for (const v1::Field& field : object.fields()) {
    if (field.name() == key) return true;
  }
  return false;
}

// Whether a list was read, or the path leads to an action.
enum class Shape { kList, kAction };

absl::StatusOr<Shape> ReadList(const RestReply& reply, v1::ListInvocableActionsResponse& response) {
  if (IsNotModified(reply)) {
    response.set_not_modified(true);
    return Shape::kList;
  }
  v1::Record object;
  SFC_RETURN_IF_ERROR(JsonToRecord(reply.body, object));
  if (Has(object, "actions")) {
    SFC_RETURN_IF_ERROR(JsonToMessage(reply.body, UnknownKeys::kKeep, response));
    return Shape::kList;
  }
  if (Has(object, "inputs")) return Shape::kAction;
  for (v1::Field& field : *object.mutable_fields()) {
    if (field.value().has_string_value()) {
      (*response.mutable_contexts())[field.name()] = field.value().string_value();
    } else {
      *response.add_extra() = std::move(field);
    }
  }
  if (!response.contexts().empty()) return Shape::kList;
  return absl::InternalError("the reply lists neither actions nor contexts");
}

absl::Status ReadDescription(const RestReply& reply,
                             v1::DescribeInvocableActionResponse& response) {
  if (IsNotModified(reply)) {
    response.set_not_modified(true);
    return absl::OkStatus();
  }
  SFC_RETURN_IF_ERROR(JsonToMessage(reply.body, UnknownKeys::kKeep, response));
  return response.name().empty() ? absl::InternalError("`name` is missing") : absl::OkStatus();
}

absl::Status ReadResults(const RestReply& reply, int expected, v1::InvokeActionResponse& response) {
  SFC_RETURN_IF_ERROR(
      JsonToField(reply.body, UnknownKeys::kKeep, response,
                  v1::InvokeActionResponse::descriptor()->FindFieldByName("results")));
  if (response.results_size() != expected) {
    return absl::InternalError(
        absl::StrCat(response.results_size(), " results came for ", expected, " inputs"));
  }
  for (const v1::InvocationResult& result : response.results()) {
    if (!result.is_success() && result.errors().empty()) {
      return absl::InternalError("a result has neither success nor errors");
    }
  }
  return absl::OkStatus();
}

// Whether a reply has a result for each input although its status is that of an error. A list of
// errors has results, too, for who does not look at their keys.
bool HasResults(const RestReply& reply, int expected) {
  v1::Value body;
  if (!JsonToValue(reply.body, body).ok() || body.list_value().values_size() != expected) {
    return false;
  }
  for (const v1::Value& result : body.list_value().values()) {
    if (!Has(result.record_value(), "isSuccess")) return false;
  }
  return true;
}

}  // namespace

Task<absl::StatusOr<v1::ListInvocableActionsResponse>> ListInvocableActions(
    OperationContext context, const v1::ListInvocableActionsRequest& request) {
  absl::StatusOr<RestRequest> rest = ReadOf(PathOf(request.context(), "context"));
  if (!rest.ok()) co_return rest.status();
  v1::ListInvocableActionsResponse response;
  absl::StatusOr<Shape> shape = Shape::kList;
  rest->accept = [&response, &shape](const RestReply& reply) {
    response.Clear();
    shape = ReadList(reply, response);
    return shape.status();
  };
  absl::StatusOr<RestReply> reply = co_await context.rest.Send(context.call, *std::move(rest));
  if (!reply.ok()) co_return reply.status();
  if (*shape == Shape::kAction) {
    co_return InvalidField("context", "leads to one action, which DescribeInvocableAction reads");
  }
  co_return response;
}

Task<absl::StatusOr<v1::DescribeInvocableActionResponse>> DescribeInvocableAction(
    OperationContext context, const v1::DescribeInvocableActionRequest& request) {
  return SendFor<v1::DescribeInvocableActionResponse>(context, ReadOf(ActionPath(request.action())),
                                                      &ReadDescription);
}

Task<absl::StatusOr<v1::InvokeActionResponse>> InvokeAction(
    OperationContext context, const v1::InvokeActionRequest& request) {
  const int expected = request.inputs_size();
  absl::StatusOr<RestRequest> rest = Render(request);
  if (rest.ok()) {
    rest->is_result = [expected](const RestReply& reply) { return HasResults(reply, expected); };
  }
  return SendFor<v1::InvokeActionResponse>(
      context, std::move(rest),
      [expected](const RestReply& reply, v1::InvokeActionResponse& response) {
        return ReadResults(reply, expected, response);
      });
}

}  // namespace sfconnector
