// SPDX-License-Identifier: Apache-2.0
#include "simulator/json/json_text.h"

#include <array>
#include <cstdint>
#include <cstring>

namespace sfsim {
namespace {

constexpr std::array<bool, 256> MakeEscapeTable() {
  std::array<bool, 256> table{};
  for (int c = 0; c < 0x20; ++c) table[c] = true;
  table[static_cast<unsigned char>('"')] = true;
  table[static_cast<unsigned char>('\\')] = true;
  return table;
}
constexpr std::array<bool, 256> kNeedsEscape = MakeEscapeTable();

// Whether one of 8 characters needs an escape: bit tricks that set the top bit of such a byte.
bool AnyNeedsEscape(const char* text) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kTops = 0x8080808080808080;
  uint64_t word = 0;
  std::memcpy(&word, text, sizeof word);
  const uint64_t quote = word ^ (kOnes * '"');
  const uint64_t backslash = word ^ (kOnes * '\\');
  const uint64_t control = (word - kOnes * 0x20) & ~word;
  return ((control | ((quote - kOnes) & ~quote) | ((backslash - kOnes) & ~backslash)) & kTops) != 0;
}

void AppendEscape(unsigned char c, std::string* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  out->push_back('\\');
  switch (c) {
    case '"':
    case '\\':
      out->push_back(static_cast<char>(c));
      return;
    case '\n':
      out->push_back('n');
      return;
    case '\r':
      out->push_back('r');
      return;
    case '\t':
      out->push_back('t');
      return;
    case '\b':
      out->push_back('b');
      return;
    case '\f':
      out->push_back('f');
      return;
    default:
      out->append("u00");
      out->push_back(kHex[c >> 4]);
      out->push_back(kHex[c & 15]);
  }
}

// Copies the string literal that starts at `begin`; returns the position behind its closing quote.
size_t CopyStringLiteral(std::string_view json, size_t begin, std::string* out) {
  size_t end = begin + 1;
  while (end < json.size() && json[end] != '"') end += json[end] == '\\' ? 2 : 1;
  end = std::min(json.size(), end + 1);
  out->append(json.substr(begin, end - begin));
  return end;
}

void NewLine(size_t object_depth, std::string* out) {
  out->push_back('\n');
  out->append(object_depth * 2, ' ');
}

}  // namespace

void AppendJsonString(std::string_view text, std::string* out) {
  out->push_back('"');
  size_t clean = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    while (i + 8 <= text.size() && !AnyNeedsEscape(text.data() + i)) i += 8;
    if (i == text.size()) break;
    const auto c = static_cast<unsigned char>(text[i]);
    if (!kNeedsEscape[c]) continue;
    out->append(text.data() + clean, i - clean);
    AppendEscape(c, out);
    clean = i + 1;
  }
  out->append(text.data() + clean, text.size() - clean);
  out->push_back('"');
}

std::string JsonString(std::string_view text) {
  std::string out;
  AppendJsonString(text, &out);
  return out;
}

std::string TextOrNull(std::string_view text) { return text.empty() ? "null" : JsonString(text); }

JsonObjectText& JsonObjectText::Raw(std::string_view name, std::string_view json) {
  if (!members_.empty()) members_.push_back(',');
  AppendJsonString(name, &members_);
  members_.push_back(':');
  members_.append(json);
  return *this;
}

std::string PrettyJson(std::string_view compact) {
  std::string out;
  out.reserve(compact.size() * 2);
  std::string nesting;
  size_t object_depth = 0;
  for (size_t i = 0; i < compact.size();) {
    const char c = compact[i];
    if (c == '"') {
      i = CopyStringLiteral(compact, i, &out);
      continue;
    }
    ++i;
    if (c == '{' || c == '[') {
      const bool empty = i < compact.size() && (compact[i] == '}' || compact[i] == ']');
      out.push_back(c);
      if (empty) {
        out.push_back(' ');
        out.push_back(compact[i++]);
        continue;
      }
      nesting.push_back(c);
      if (c == '[') {
        out.push_back(' ');
      } else {
        NewLine(++object_depth, &out);
      }
    } else if (c == '}' || c == ']') {
      if (!nesting.empty()) nesting.pop_back();
      if (c == ']') {
        out.push_back(' ');
      } else if (object_depth > 0) {
        NewLine(--object_depth, &out);
      }
      out.push_back(c);
    } else if (c == ',') {
      out.push_back(c);
      if (!nesting.empty() && nesting.back() == '[') {
        out.push_back(' ');
      } else {
        NewLine(object_depth, &out);
      }
    } else if (c == ':') {
      out.append(" : ");
    } else {
      out.push_back(c);
    }
  }
  return out;
}

}  // namespace sfsim
