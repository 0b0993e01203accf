// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/classic_request.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/codec/csv_format.h"
#include "core/codec/json_value.h"
#include "core/codec/proto_json.h"
#include "core/rest/description.h"
#include "core/rest/references.h"
#include "core/soap/soap_message.h"
#include "core/soap/xml_reader.h"

namespace sfconnector {
namespace {

constexpr int kRefused = 400;

// The status that REST has where this API says 400 as it does for a wrong request.
int RestStatusOf(absl::string_view code) {
  struct Row {
    absl::string_view code;
    int status = 0;
  };
  static constexpr Row kRows[] = {
      {"InvalidSessionId", 401}, {"Unknown", 500}, {"InternalServerError", 500}, {"Timeout", 500}};
  const Row* row = std::find_if(std::begin(kRows), std::end(kRows),
                                [code](const Row& candidate) { return candidate.code == code; });
  return row == std::end(kRows) ? kRefused : row->status;
}

std::string CodeOf(const v1::Record& error) {
  for (const v1::Field& field : error.fields()) {
    if (field.name() == "exceptionCode") return field.value().string_value();
  }
  return "";
}

// Reads the body's error; false where it has none of this API's.
bool ReadError(const RestReply& reply, v1::Record& error) {
  if (!IsXmlBody(reply.body)) return JsonToRecord(reply.body, error).ok();
  const absl::StatusOr<XmlElement> root = ReadXml(reply.body);
  if (!root.ok() || root->name != "error") return false;
  error = ToValue(*root).record_value();
  return true;
}

absl::StatusOr<XmlElement> ReadRoot(absl::string_view body, absl::string_view root) {
  absl::StatusOr<XmlElement> element = ReadXml(body);
  if (!element.ok()) return element.status();
  if (element->name != root) return absl::InternalError(absl::StrCat("it has no ", root));
  return element;
}

absl::Status ReadValue(const v1::Value& value, google::protobuf::Message& message) {
  const absl::StatusOr<std::string> json = ToJson(value);
  if (!json.ok()) return json.status();
  return JsonToMessage(*json, UnknownKeys::kKeep, message);
}

void ToRestFailure(RestReply& reply) {
  v1::Record error;
  if (!ReadError(reply, error)) return;
  const std::string code = CodeOf(error);
  if (code.empty()) return;
  absl::StatusOr<std::string> json = ToJson(error);
  if (!json.ok()) return;
  reply.body = *std::move(json);
  if (reply.status == kRefused) reply.status = RestStatusOf(code);
}

}  // namespace

RestRequest ClassicRequest(OperationContext context, std::string method,
                           std::initializer_list<absl::string_view> segments, Effect effect) {
  const std::string version = context.rest.VersionOf(context.call);
  std::string path = absl::StrCat("/services/async/", absl::StripPrefix(version, "v"), "/job");
  for (const absl::string_view segment : segments) {
    absl::StrAppend(&path, "/", EncodeSegment(segment, References::kNone));
  }
  RestRequest request(std::move(method), std::move(path), effect);
  request.session_header = "X-SFDC-Session";
  request.to_rest_failure = &ToRestFailure;
  return request;
}

absl::Status RequireBulkId(absl::string_view value, absl::string_view field) {
  if (value.empty()) return InvalidField(field, "is required");
  if (!LooksLikeRecordId(value)) return InvalidField(field, "must be an id of 15 or 18 characters");
  return absl::OkStatus();
}

bool IsXmlBody(absl::string_view body) {
  absl::ConsumePrefix(&body, kUtf8Bom);
  return absl::StartsWith(absl::StripLeadingAsciiWhitespace(body), "<");
}

absl::Status ReadClassicReply(const RestReply& reply, absl::string_view root,
                              google::protobuf::Message& message) {
  if (!IsXmlBody(reply.body)) return JsonToMessage(reply.body, UnknownKeys::kKeep, message);
  const absl::StatusOr<XmlElement> element = ReadRoot(reply.body, root);
  if (!element.ok()) return element.status();
  return ReadValue(ToValue(*element), message);
}

absl::Status ReadClassicList(const RestReply& reply, absl::string_view root,
                             absl::string_view element, google::protobuf::Message& message) {
  if (!IsXmlBody(reply.body)) return JsonToMessage(reply.body, UnknownKeys::kKeep, message);
  const absl::StatusOr<XmlElement> list = ReadRoot(reply.body, root);
  if (!list.ok()) return list.status();
  v1::Value value;
  v1::Field& field = *value.mutable_record_value()->add_fields();
  field.set_name(std::string(element));
  v1::ListValue& values = *field.mutable_value()->mutable_list_value();
  for (const XmlElement& child : list->children) {
    if (child.name == element) *values.add_values() = ToValue(child);
  }
  return ReadValue(value, message);
}

}  // namespace sfconnector
