// SPDX-License-Identifier: Apache-2.0
#include "core/codec/json.h"

#include <array>
#include <charconv>
#include <cstddef>

#include "core/codec/json_text.h"

namespace sfconnector {
namespace {

constexpr absl::string_view kReplacementCharacter = "\xEF\xBF\xBD";

// Bytes that stand for themselves within a JSON string.
constexpr std::array<bool, 256> MakePlainBytes() {
  std::array<bool, 256> plain{};
  for (int byte = 0x20; byte < 0x80; ++byte) plain[static_cast<std::size_t>(byte)] = true;
  plain['"'] = false;
  plain['\\'] = false;
  return plain;
}
constexpr std::array<bool, 256> kPlainBytes = MakePlainBytes();

void AppendEscape(unsigned char byte, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  switch (byte) {
    case '"':
      out.append("\\\"");
      return;
    case '\\':
      out.append("\\\\");
      return;
    case '\b':
      out.append("\\b");
      return;
    case '\f':
      out.append("\\f");
      return;
    case '\n':
      out.append("\\n");
      return;
    case '\r':
      out.append("\\r");
      return;
    case '\t':
      out.append("\\t");
      return;
    default:
      out.append("\\u00");
      out.push_back(kHex[byte >> 4]);
      out.push_back(kHex[byte & 15]);
  }
}

void AppendQuoted(absl::string_view text, std::string& out) {
  out.push_back('"');
  const char* run = text.data();
  const char* at = run;
  const char* const end = run + text.size();
  while (at != end) {
    const auto byte = static_cast<unsigned char>(*at);
    if (kPlainBytes[byte]) {
      ++at;
      continue;
    }
    if (byte >= 0x80) {
      if (const std::size_t size = Utf8SequenceSize(at, end); size > 0) {
        at += size;
        continue;
      }
    }
    out.append(run, at);
    if (byte >= 0x80) {
      out.append(kReplacementCharacter.data(), kReplacementCharacter.size());
    } else {
      AppendEscape(byte, out);
    }
    run = ++at;
  }
  out.append(run, end);
  out.push_back('"');
}

}  // namespace

void JsonWriter::Separate() {
  if (needs_comma_) out_.push_back(',');
  needs_comma_ = true;
}

void JsonWriter::BeginObject() {
  Separate();
  out_.push_back('{');
  needs_comma_ = false;
}

void JsonWriter::EndObject() {
  out_.push_back('}');
  needs_comma_ = true;
}

void JsonWriter::BeginArray() {
  Separate();
  out_.push_back('[');
  needs_comma_ = false;
}

void JsonWriter::EndArray() {
  out_.push_back(']');
  needs_comma_ = true;
}

void JsonWriter::Name(absl::string_view name) {
  Separate();
  AppendQuoted(name, out_);
  out_.push_back(':');
  needs_comma_ = false;
}

void JsonWriter::String(absl::string_view text) {
  Separate();
  AppendQuoted(text, out_);
}

void JsonWriter::Integer(std::int64_t value) {
  Separate();
  char digits[24];
  const auto result = std::to_chars(digits, digits + sizeof(digits), value);
  out_.append(digits, result.ptr);
}

void JsonWriter::Bool(bool value) { Raw(value ? "true" : "false"); }

void JsonWriter::Null() { Raw("null"); }

void JsonWriter::Raw(absl::string_view json) {
  Separate();
  out_.append(json.data(), json.size());
}

}  // namespace sfconnector
