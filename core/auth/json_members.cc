// SPDX-License-Identifier: Apache-2.0
#include "core/auth/json_members.h"

#include <utility>

#include "core/codec/json_cursor.h"
#include "core/codec/json_text.h"

namespace sfconnector {
namespace {

absl::Status ReadValue(JsonCursor& cursor, Secret& string, Secret& other) {
  string = Secret();
  other = Secret();
  if (cursor.kind() == '"') {
    std::string text;
    absl::Status status = cursor.ReadString(text);
    string = Secret(std::move(text));
    return status;
  }
  absl::StatusOr<absl::string_view> raw = cursor.ReadRaw(1);
  if (raw.ok()) other = Secret(std::string(*raw));
  return raw.status();
}

}  // namespace

std::optional<JsonMembers> JsonMembers::Read(absl::string_view text) {
  JsonDocument document(text);
  absl::StatusOr<JsonCursor> cursor = document.Open();
  if (!cursor.ok()) return std::nullopt;
  JsonMembers members;
  const absl::Status read = cursor->ReadObject([&](absl::string_view body) {
    std::string name;
    if (!UnescapeJson(body, name)) return BadEscape();
    return ReadValue(*cursor, members.strings_[name], members.others_[name]);
  });
  if (!read.ok() || !cursor->ExpectEnd().ok()) return std::nullopt;
  return members;
}

const Secret& JsonMembers::String(const std::string& name) const { return Find(strings_, name); }

const Secret& JsonMembers::Other(const std::string& name) const { return Find(others_, name); }

const Secret& JsonMembers::Find(const Values& values, const std::string& name) const {
  const auto found = values.find(name);
  return found == values.end() ? none_ : found->second;
}

}  // namespace sfconnector
