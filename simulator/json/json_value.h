// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/outcome.h"

namespace sfsim {

struct JsonMember;

// JSON as it was written: members keep their order, numbers their digits, values their place.
struct JsonValue {
  enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  bool boolean = false;
  // The decoded string, or the digits of a number.
  std::string text;
  std::vector<JsonValue> items;
  std::vector<JsonMember> members;
  // Where the value ends in its document, counted from 1: what parser errors cite.
  int line = 1;
  int column = 1;

  // A string.
  static JsonValue OfText(std::string_view text);

  bool is_null() const { return kind == Kind::kNull; }
  bool is_object() const { return kind == Kind::kObject; }
  bool is_array() const { return kind == Kind::kArray; }
  bool is_string() const { return kind == Kind::kString; }
  bool is_number() const { return kind == Kind::kNumber; }

  // The member of that exact name, or nullptr.
  const JsonValue* Find(std::string_view name) const;
  // Readers with a default for members that are absent or of another kind.
  std::string Text(std::string_view name, std::string_view otherwise = "") const;
  bool Flag(std::string_view name, bool otherwise = false) const;
  int64_t Integer(std::string_view name, int64_t otherwise = 0) const;

  void AppendTo(std::string* out) const;
};

struct JsonMember {
  std::string name;
  JsonValue value;
};

// Reads one document. The error is 400 JSON_PARSER_ERROR with line and column.
Outcome<JsonValue> ReadJson(std::string_view text);

}  // namespace sfsim
