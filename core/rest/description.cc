// SPDX-License-Identifier: Apache-2.0
#include "core/rest/description.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include <google/protobuf/timestamp.pb.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/codec/datetime.h"
#include "core/codec/json_value.h"
#include "core/codec/proto_json.h"
#include "sfconnector/v1/options.pb.h"

namespace sfconnector {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::Timestamp;

constexpr absl::string_view kVersion = "version";
constexpr absl::string_view kWholeMessage = "*";
constexpr int kNotModified = 304;

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

bool IsTimestamp(const FieldDescriptor* field) {
  return field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated() &&
         field->message_type() == Timestamp::descriptor();
}

absl::Status CheckQueryField(const Descriptor* type, absl::string_view name) {
  const FieldDescriptor* field = FindField(type, name);
  if (field != nullptr && IsTimestamp(field)) return absl::OkStatus();
  return CheckStringField(type, name, /*may_repeat=*/true);
}

absl::Status CheckBoolField(const Descriptor* type, const std::string& name) {
  const FieldDescriptor* field = FindField(type, name);
  if (field != nullptr && field->type() == FieldDescriptor::TYPE_BOOL && !field->is_repeated())
    return absl::OkStatus();
  return absl::InternalError(absl::StrCat(type->full_name(), " has no bool field `", name, "`"));
}

absl::Status CheckBodyField(const Descriptor* type, const std::string& name) {
  if (name.empty() || name == kWholeMessage || FindField(type, name) != nullptr)
    return absl::OkStatus();
  return absl::InternalError(absl::StrCat(type->full_name(), " has no field `", name, "`"));
}

// A path to send, and the one that logs may show.
struct RenderedPath {
  std::string path;
  std::string log_path;
};

absl::StatusOr<RenderedPath> RenderPath(absl::string_view path, const Message& request,
                                        References references) {
  RenderedPath rendered;
  const auto append = [&rendered](absl::string_view text, absl::string_view shown) {
    absl::StrAppend(&rendered.path, text);
    absl::StrAppend(&rendered.log_path, shown);
  };
  const auto placeholder = [&append, &request, references](absl::string_view name) -> absl::Status {
    const std::string as_written = absl::StrCat("{", name, "}");
    if (name == kVersion) {
      append(as_written, as_written);
      return absl::OkStatus();
    }
    const FieldDescriptor* field = FindField(request.GetDescriptor(), name);
    const std::string value = request.GetReflection()->GetString(request, field);
    if (value.empty()) return InvalidField(name, "is required");
    const bool known = !(references == References::kAllowed && IsReference(value));
    if (known && field->options().GetExtension(v1::record_id) && !LooksLikeRecordId(value)) {
      return InvalidField(name, "is no record id: those have 15 or 18 letters and digits");
    }
    const std::string encoded = EncodeSegment(value, references);
    append(encoded, field->options().GetExtension(v1::record_data) ? as_written : encoded);
    return absl::OkStatus();
  };
  SFC_RETURN_IF_ERROR(WalkPath(
      path, [&append](absl::string_view text) { append(text, text); }, placeholder));
  return rendered;
}

// The parameter's value; empty where its field is not set.
absl::StatusOr<std::string> QueryValue(const Message& request, const FieldDescriptor* field) {
  const google::protobuf::Reflection* reflection = request.GetReflection();
  if (IsTimestamp(field)) {
    if (!reflection->HasField(request, field)) return std::string();
    const auto& time = static_cast<const Timestamp&>(reflection->GetMessage(request, field));
    if (IsValidDatetime(time)) return FormatDatetimeParameter(time);
    return InvalidField(field->name(), "is no instant of the years 0001 to 9999");
  }
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

absl::Status AddQuery(const v1::RestOperation& description, const Message& request,
                      RestRequest& rendered) {
  for (const v1::QueryParameter& parameter : description.query()) {
    absl::StatusOr<std::string> value =
        QueryValue(request, FindField(request.GetDescriptor(), parameter.field()));
    if (!value.ok()) return value.status();
    if (!value->empty()) {
      rendered.query.emplace_back(parameter.name(), *std::move(value));
    } else if (parameter.required()) {
      return InvalidField(parameter.field(), "is required");
    }
  }
  return absl::OkStatus();
}

}  // namespace

bool LooksLikeRecordId(absl::string_view text) {
  return (text.size() == 15 || text.size() == 18) &&
         std::all_of(text.begin(), text.end(), absl::ascii_isalnum);
}

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
    SFC_RETURN_IF_ERROR(CheckQueryField(input, parameter.field()));
  }
  SFC_RETURN_IF_ERROR(CheckBodyField(input, description.body()));
  for (const std::string& name : description.required()) {
    const FieldDescriptor* field = FindField(method->output_type(), name);
    if (field == nullptr || field->is_repeated()) {
      return absl::InternalError(
          absl::StrCat(method->output_type()->full_name(), " has no single field `", name, "`"));
    }
  }
  if (!description.not_modified().empty()) {
    SFC_RETURN_IF_ERROR(CheckBoolField(method->output_type(), description.not_modified()));
  }
  return CheckBodyField(method->output_type(), description.response());
}

absl::StatusOr<RestRequest> RenderRequest(const MethodDescriptor* method, const Message& request,
                                          References references) {
  const v1::RestOperation& description = DescriptionOf(method);
  absl::StatusOr<RenderedPath> path = RenderPath(description.path(), request, references);
  if (!path.ok()) return path.status();
  RestRequest rendered(description.method(), std::move(path->path), EffectOf(method));
  rendered.log_path = std::move(path->log_path);
  SFC_RETURN_IF_ERROR(AddQuery(description, request, rendered));
  if (!description.body().empty()) {
    absl::StatusOr<std::string> body = RenderBody(description.body(), request);
    if (!body.ok()) return body.status();
    rendered.body = *std::move(body);
  }
  if (!description.not_modified().empty()) {
    rendered.is_result = [](const RestReply& reply) { return reply.status == kNotModified; };
  }
  return rendered;
}

absl::Status CheckUnreadReply(const RestReply& reply) {
  if (absl::StripAsciiWhitespace(reply.body).empty()) return absl::OkStatus();
  v1::Value ignored;
  return JsonToValue(reply.body, ignored);
}

absl::Status DecodeReply(const MethodDescriptor* method, const RestReply& reply,
                         Message& response) {
  const v1::RestOperation& description = DescriptionOf(method);
  const Descriptor* type = response.GetDescriptor();
  if (type->field_count() == 0) return CheckUnreadReply(reply);
  if (reply.status == kNotModified && !description.not_modified().empty()) {
    response.GetReflection()->SetBool(&response, FindField(type, description.not_modified()), true);
    return absl::OkStatus();
  }
  if (description.response().empty()) {
    SFC_RETURN_IF_ERROR(JsonToMessage(reply.body, UnknownKeys::kKeep, response));
  } else {
    const FieldDescriptor* field = FindField(type, description.response());
    SFC_RETURN_IF_ERROR(JsonToField(reply.body, UnknownKeys::kKeep, response, field));
  }
  for (const std::string& name : description.required()) {
    if (!response.GetReflection()->HasField(response, FindField(type, name))) {
      return absl::InternalError(absl::StrCat("`", name, "` is missing"));
    }
  }
  return absl::OkStatus();
}

}  // namespace sfconnector
