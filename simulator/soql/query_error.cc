// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/query_error.h"

#include <algorithm>

#include "simulator/base/text.h"

namespace sfsim::soql {
namespace {

// Captured excerpts begin at the word that lies this many characters before the position, and go on
// at least this far behind it.
constexpr size_t kReach = 30;
constexpr size_t kReachBehind = 40;

bool IsBreak(char c) { return c == ' ' || c == ',' || c == '\t'; }

}  // namespace

ApiError ErrorAt(std::string_view query, size_t position, std::string code, std::string_view text) {
  position = std::min(position, query.size());
  const auto row = 1 + std::count(query.begin(), query.begin() + static_cast<long>(position), '\n');
  const size_t previous = position == 0 ? std::string_view::npos : query.rfind('\n', position - 1);
  const size_t line_begin = previous == std::string_view::npos ? 0 : previous + 1;
  const std::string_view line = query.substr(line_begin, query.find('\n', position) - line_begin);
  const size_t caret = position - line_begin;
  size_t begin = caret > kReach ? caret - kReach : 0;
  while (begin > 0 && !IsBreak(line[begin - 1])) --begin;
  size_t end = std::min(line.size(), caret + kReachBehind);
  while (end < line.size() && !IsBreak(line[end])) ++end;
  const std::string_view before = line.substr(begin, caret - begin);

  std::string message = "\n";
  message.append(line.substr(begin, end - begin)).push_back('\n');
  message.append(CharacterCount(before), ' ').append("^\nERROR at Row:");
  message.append(std::to_string(row)).append(":Column:");
  message.append(std::to_string(CharacterCount(line.substr(0, caret)) + 1)).push_back('\n');
  message.append(text);
  return ApiError{400, std::move(code), std::move(message), {}};
}

ApiError Malformed(std::string text) {
  return ApiError{400, "MALFORMED_QUERY", std::move(text), {}};
}

}  // namespace sfsim::soql
