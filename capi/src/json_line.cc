// SPDX-License-Identifier: Apache-2.0
#include "capi/src/json_line.h"

#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"

namespace sfconnector::capi {
namespace {

// How many bytes the UTF-8 sequence at the beginning of `text` has; 0 where it is none (RFC 3629,
// section 4).
std::size_t SequenceSize(absl::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return 0;
  const unsigned char lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (byte(1) < lowest || byte(1) > highest) return 0;
  for (std::size_t i = 2; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  return size;
}

void AppendEscaped(absl::string_view text, std::string& out) {
  while (!text.empty()) {
    const std::size_t size = SequenceSize(text);
    const char c = text.front();
    if (size == 0) {
      out += "\xEF\xBF\xBD";
    } else if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppend(&out, "\\u", absl::Hex(static_cast<int>(c), absl::kZeroPad4));
    } else {
      absl::StrAppend(&out, text.substr(0, size));
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
}

}  // namespace

void JsonLine::Name(absl::string_view name) {
  absl::StrAppend(&out_, out_.size() > 1 ? ",\"" : "\"", name, "\":");
}

JsonLine& JsonLine::Text(absl::string_view name, absl::string_view text) {
  Name(name);
  out_ += '"';
  AppendEscaped(text, out_);
  out_ += '"';
  return *this;
}

JsonLine& JsonLine::Integer(absl::string_view name, std::int64_t value) {
  Name(name);
  absl::StrAppend(&out_, value);
  return *this;
}

std::string JsonLine::Take() {
  out_ += '}';
  return std::move(out_);
}

}  // namespace sfconnector::capi
