// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace sfsim {

// Appends `text` as a JSON string, quotes included. UTF-8 passes through as it is.
void AppendJsonString(std::string_view text, std::string* out);

// The same by itself; `TextOrNull`: null where the text is empty.
std::string JsonString(std::string_view text);
std::string TextOrNull(std::string_view text);
constexpr std::string_view JsonBool(bool value) { return value ? "true" : "false"; }

// An object, written member by member.
class JsonObjectText {
 public:
  JsonObjectText& Text(std::string_view name, std::string_view value) {
    return Raw(name, JsonString(value));
  }
  // `json` is written already.
  JsonObjectText& Raw(std::string_view name, std::string_view json);
  std::string Finish() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};

// Lays compact JSON out the way `X-PrettyPrint: 1` does: two spaces, ` : ` after a key, `[ ]` and
// `{ }` for what is empty, arrays on the line of their bracket.
std::string PrettyJson(std::string_view compact);

}  // namespace sfsim
