// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <vector>

#include "absl/strings/match.h"
#include "core/codec/proto_json.h"
#include "core/config/connection_config.h"
#include "core/config/secret_field.h"

namespace sfconnector {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr char kMask[] = "***";

// `text` without what stands between `://` and `@` in its URLs.
std::string WithoutUserInfo(const std::string& text) {
  std::string out;
  std::size_t at = 0;
  while (true) {
    const std::size_t mark = text.find("://", at);
    if (mark == std::string::npos) break;
    const std::size_t authority = mark + 3;
    const std::size_t end = text.find_first_of("/?# \t\n", authority);
    const std::size_t size = (end == std::string::npos ? text.size() : end) - authority;
    const std::size_t user_end = text.substr(authority, size).rfind('@');
    out.append(text, at, authority - at);
    at = authority;
    if (user_end == std::string::npos) continue;
    out.append(kMask);
    at += user_end;
  }
  out.append(text, at, std::string::npos);
  return out;
}

void Redact(Message& message, bool secret);

void RedactString(Message& message, const FieldDescriptor* field, bool secret) {
  const Reflection& reflection = *message.GetReflection();
  auto shown = [secret](const std::string& text) {
    if (secret) return text.empty() ? text : std::string(kMask);
    return WithoutUserInfo(text);
  };
  if (!field->is_repeated()) {
    reflection.SetString(&message, field, shown(reflection.GetString(message, field)));
    return;
  }
  for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
    reflection.SetRepeatedString(&message, field, i,
                                 shown(reflection.GetRepeatedString(message, field, i)));
  }
}

void RedactMessages(Message& message, const FieldDescriptor* field, bool secret) {
  const Reflection& reflection = *message.GetReflection();
  if (!field->is_repeated()) {
    Redact(*reflection.MutableMessage(&message, field), secret);
    return;
  }
  for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
    Redact(*reflection.MutableRepeatedMessage(&message, field, i), secret);
  }
}

// `secret`: all values within are, although their fields do not say so. Keys of maps are shown.
void Redact(Message& message, bool secret) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  const bool is_entry = message.GetDescriptor()->options().map_entry();
  for (const FieldDescriptor* field : fields) {
    if (is_entry && field->number() == 1) continue;
    const bool hidden = secret || IsSecret(*field);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) RedactString(message, field, hidden);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
      RedactMessages(message, field, hidden);
  }
}

}  // namespace

std::string RedactedJson(const Message& message) {
  const std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  Redact(*copy, false);
  absl::StatusOr<std::string> json = MessageToJson(*copy);
  // Only what was never validated has no JSON, such as a duration out of range.
  return json.ok() ? *std::move(json) : std::string("{}");
}

}  // namespace sfconnector
