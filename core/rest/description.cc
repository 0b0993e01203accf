// SPDX-License-Identifier: Apache-2.0
#include "core/rest/description.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/codec/proto_json.h"
#include "core/http/url.h"
#include "sfconnector/v1/options.pb.h"

namespace sfconnector {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr absl::string_view kVersion = "version";
constexpr absl::string_view kWholeMessage = "*";

const v1::RestOperation& DescriptionOf(const MethodDescriptor* method) {
  return method->options().GetExtension(v1::rest);
}

const FieldDescriptor* FindField(const Descriptor* type, absl::string_view name) {
  return type->FindFieldByName(std::string(name));
}

// Calls `literal` for the text between placeholders and `placeholder` for the name in each `{…}`,
// in their order.
absl::Status WalkPath(absl::string_view path, const std::function<void(absl::string_view)>& literal,
                      const std::function<absl::Status(absl::string_view)>& placeholder) {
  while (!path.empty()) {
    const std::size_t open = path.find('{');
    literal(path.substr(0, open));
    if (open == absl::string_view::npos) break;
    const std::size_t close = path.find('}', open);
    if (close == absl::string_view::npos) return absl::InternalError("a `{` is not closed");
    SFC_RETURN_IF_ERROR(placeholder(path.substr(open + 1, close - open - 1)));
    path.remove_prefix(close + 1);
  }
  return absl::OkStatus();
}

absl::Status CheckStringField(const Descriptor* type, absl::string_view name, bool may_repeat) {
  const FieldDescriptor* field = FindField(type, name);
  if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING ||
      (field->is_repeated() && !may_repeat)) {
    return absl::InternalError(
        absl::StrCat(type->full_name(), " has no string field `", name, "`"));
  }
  return absl::OkStatus();
}

absl::Status CheckBodyField(const Descriptor* type, const std::string& name) {
  if (name.empty() || name == kWholeMessage || FindField(type, name) != nullptr)
    return absl::OkStatus();
  return absl::InternalError(absl::StrCat(type->full_name(), " has no field `", name, "`"));
}

absl::StatusOr<std::string> RenderPath(absl::string_view path, const Message& request) {
  std::string rendered;
  auto literal = [&rendered](absl::string_view text) { absl::StrAppend(&rendered, text); };
  auto placeholder = [&rendered, &request](absl::string_view name) -> absl::Status {
    if (name == kVersion) {
      rendered += "{version}";
      return absl::OkStatus();
    }
    const FieldDescriptor* field = FindField(request.GetDescriptor(), name);
    const std::string value = request.GetReflection()->GetString(request, field);
    if (value.empty()) return InvalidField(name, "is required");
    rendered += PercentEncodeSegment(value);
    return absl::OkStatus();
  };
  SFC_RETURN_IF_ERROR(WalkPath(path, literal, placeholder));
  return rendered;
}

std::string QueryValue(const Message& request, const FieldDescriptor* field) {
  const google::protobuf::Reflection* reflection = request.GetReflection();
  if (!field->is_repeated()) return reflection->GetString(request, field);
  const int size = reflection->FieldSize(request, field);
  std::vector<std::string> values;
  values.reserve(static_cast<std::size_t>(size));
  for (int i = 0; i < size; ++i) {
    values.push_back(reflection->GetRepeatedString(request, field, i));
  }
  return absl::StrJoin(values, ",");
}

absl::StatusOr<std::string> RenderBody(const std::string& body, const Message& request) {
  if (body == kWholeMessage) return MessageToJson(request);
  const FieldDescriptor* field = FindField(request.GetDescriptor(), body);
  const bool is_message =
      field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated();
  if (is_message && !request.GetReflection()->HasField(request, field)) {
    return InvalidField(body, "is required");
  }
  return FieldToJson(request, field);
}

}  // namespace

Effect EffectOf(const MethodDescriptor* method) {
  switch (method->options().idempotency_level()) {
    case google::protobuf::MethodOptions::NO_SIDE_EFFECTS:
      return Effect::kNone;
    case google::protobuf::MethodOptions::IDEMPOTENT:
      return Effect::kIdempotent;
    default:
      return Effect::kOnce;
  }
}

absl::Status CheckDescription(const MethodDescriptor* method) {
  const v1::RestOperation& description = DescriptionOf(method);
  const Descriptor* input = method->input_type();
  SFC_RETURN_IF_ERROR(WalkPath(
      description.path(), [](absl::string_view) {},
      [input](absl::string_view name) -> absl::Status {
        if (name == kVersion) return absl::OkStatus();
        return CheckStringField(input, name, /*may_repeat=*/false);
      }));
  for (const v1::QueryParameter& parameter : description.query()) {
    SFC_RETURN_IF_ERROR(CheckStringField(input, parameter.field(), /*may_repeat=*/true));
  }
  SFC_RETURN_IF_ERROR(CheckBodyField(input, description.body()));
  return CheckBodyField(method->output_type(), description.response());
}

absl::StatusOr<RestRequest> RenderRequest(const MethodDescriptor* method, const Message& request) {
  const v1::RestOperation& description = DescriptionOf(method);
  absl::StatusOr<std::string> path = RenderPath(description.path(), request);
  if (!path.ok()) return path.status();
  RestRequest rendered(description.method(), *std::move(path), EffectOf(method));
  for (const v1::QueryParameter& parameter : description.query()) {
    std::string value = QueryValue(request, FindField(request.GetDescriptor(), parameter.field()));
    if (!value.empty()) rendered.query.emplace_back(parameter.name(), std::move(value));
  }
  if (!description.body().empty()) {
    absl::StatusOr<std::string> body = RenderBody(description.body(), request);
    if (!body.ok()) return body.status();
    rendered.body = *std::move(body);
  }
  return rendered;
}

absl::Status DecodeReply(const MethodDescriptor* method, const RestReply& reply,
                         Message& response) {
  const v1::RestOperation& description = DescriptionOf(method);
  if (reply.body.empty()) return absl::OkStatus();
  if (description.response().empty())
    return JsonToMessage(reply.body, UnknownKeys::kKeep, response);
  const FieldDescriptor* field = FindField(response.GetDescriptor(), description.response());
  return JsonToField(reply.body, UnknownKeys::kKeep, response, field);
}

}  // namespace sfconnector
