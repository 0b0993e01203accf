// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/row_error.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sfconnector {
namespace {

// What stands behind the fields of an error.
constexpr absl::string_view kEnd = "--";

bool IsCodeCharacter(char c) {
  return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_';
}

// The code that `text` begins with, a colon behind it; empty where there is none.
absl::string_view LeadingCode(absl::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == absl::string_view::npos || colon == 0) return {};
  const absl::string_view code = text.substr(0, colon);
  return std::all_of(code.begin(), code.end(), IsCodeCharacter) ? code : absl::string_view();
}

// Where the error that `text` begins with ends: behind an end mark with which the text ends, or
// behind which another error begins.
std::size_t EndOfFirst(absl::string_view text) {
  for (std::size_t at = text.find(kEnd); at != absl::string_view::npos;
       at = text.find(kEnd, at + 1)) {
    const absl::string_view behind =
        absl::StripLeadingAsciiWhitespace(text.substr(at + kEnd.size()));
    if (behind.empty() || !LeadingCode(behind).empty()) return at + kEnd.size();
  }
  return text.size();
}

bool IsFieldName(absl::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '_' || c == '.' || c == ':';
  });
}

// Takes the fields off the end of `text`, which was ended by an end mark.
std::vector<std::string> TakeFields(absl::string_view& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == absl::string_view::npos) return {};
  const absl::string_view list = absl::StripAsciiWhitespace(text.substr(colon + 1));
  if (list.empty()) {
    text = text.substr(0, colon);
    return {};
  }
  std::vector<std::string> fields;
  for (const absl::string_view part : absl::StrSplit(list, ',')) {
    const absl::string_view name = absl::StripAsciiWhitespace(part);
    if (!IsFieldName(name)) return {};
    fields.emplace_back(name);
  }
  text = text.substr(0, colon);
  return fields;
}

v1::RowError ReadOne(absl::string_view text) {
  v1::RowError error;
  const absl::string_view code = LeadingCode(text);
  if (!code.empty()) {
    error.set_status_code(std::string(code));
    text.remove_prefix(code.size() + 1);
  }
  if (absl::ConsumeSuffix(&text, kEnd)) {
    for (std::string& field : TakeFields(text)) error.add_fields(std::move(field));
  }
  error.set_message(std::string(text));
  return error;
}

}  // namespace

std::vector<v1::RowError> ParseRowErrors(absl::string_view text) {
  std::vector<v1::RowError> errors;
  text = absl::StripAsciiWhitespace(text);
  while (!text.empty()) {
    const std::size_t end = EndOfFirst(text);
    errors.push_back(ReadOne(text.substr(0, end)));
    text = absl::StripLeadingAsciiWhitespace(text.substr(end));
  }
  return errors;
}

}  // namespace sfconnector
