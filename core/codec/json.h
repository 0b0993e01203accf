// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace sfconnector {

// Appends JSON (RFC 8259) to a string. Commas are put in by the writer; names and values must
// alternate as JSON wants it.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void BeginObject();
  void EndObject();
  void BeginArray();
  void EndArray();
  // The name of the next value of an object.
  void Name(absl::string_view name);
  // UTF-8; bytes that are not valid UTF-8 become U+FFFD.
  void String(absl::string_view text);
  void Integer(std::int64_t value);
  void Bool(bool value);
  void Null();
  // A value that is JSON already, such as a number's digits. Not checked.
  void Raw(absl::string_view json);

 private:
  void Separate();

  std::string& out_;
  bool needs_comma_ = false;
};

// Whether `text` is a number as JSON writes it (RFC 8259, section 6).
bool IsJsonNumber(absl::string_view text);

}  // namespace sfconnector
