// SPDX-License-Identifier: Apache-2.0
#include "simulator/json/json_value.h"

#include <charconv>

#include "simulator/json/json_text.h"

namespace sfsim {

JsonValue JsonValue::OfText(std::string_view text) {
  JsonValue value;
  value.kind = Kind::kString;
  value.text = std::string(text);
  return value;
}

const JsonValue* JsonValue::Find(std::string_view name) const {
  for (const auto& [key, value] : members) {
    if (key == name) return &value;
  }
  return nullptr;
}

std::string JsonValue::Text(std::string_view name, std::string_view otherwise) const {
  const JsonValue* value = Find(name);
  return value != nullptr && value->is_string() ? value->text : std::string(otherwise);
}

bool JsonValue::Flag(std::string_view name, bool otherwise) const {
  const JsonValue* value = Find(name);
  return value != nullptr && value->kind == Kind::kBool ? value->boolean : otherwise;
}

int64_t JsonValue::Integer(std::string_view name, int64_t otherwise) const {
  const JsonValue* value = Find(name);
  if (value == nullptr || !value->is_number()) return otherwise;
  int64_t number = otherwise;
  std::from_chars(value->text.data(), value->text.data() + value->text.size(), number);
  return number;
}

void JsonValue::AppendTo(std::string* out) const {
  switch (kind) {
    case Kind::kNull:
      out->append("null");
      return;
    case Kind::kBool:
      out->append(boolean ? "true" : "false");
      return;
    case Kind::kNumber:
      out->append(text);
      return;
    case Kind::kString:
      AppendJsonString(text, out);
      return;
    case Kind::kArray:
      out->push_back('[');
      for (size_t i = 0; i < items.size(); ++i) {
        if (i > 0) out->push_back(',');
        items[i].AppendTo(out);
      }
      out->push_back(']');
      return;
    case Kind::kObject:
      out->push_back('{');
      for (size_t i = 0; i < members.size(); ++i) {
        if (i > 0) out->push_back(',');
        AppendJsonString(members[i].name, out);
        out->push_back(':');
        members[i].value.AppendTo(out);
      }
      out->push_back('}');
  }
}

}  // namespace sfsim
