// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sfsim::soql {

struct Token {
  enum class Kind {
    kName,      // SELECT, Name, LAST_N_DAYS, USD5000.01
    kString,    // 'text', decoded
    kNumber,    // 12, -1.5e3
    kDate,      // 2020-01-31
    kDateTime,  // 2020-01-31T00:00:00Z
    kTime,      // 08:30:00.000Z
    kSymbol,    // ( ) , . : = != <> < <= > >=
    kEnd,
  };
  Kind kind = Kind::kEnd;
  // Strings are decoded, everything else is as written.
  std::string text;
  size_t position = 0;
  // A string as LIKE reads it: `\%`, `\_` and `\\` keep their backslash.
  std::string pattern;
};

struct LexResult {
  // Ends with a kEnd token.
  std::vector<Token> tokens;
  // Not empty when the text cannot be cut into tokens; then `position` is where.
  std::string error;
  size_t position = 0;
};

// Whether a name is a literal of a currency: `USD5000`, `eur12.50`.
bool IsCurrencyAmount(std::string_view text);

// Reads from byte `begin` on; positions count from the start of the text.
LexResult Tokenize(std::string_view query, size_t begin = 0);

}  // namespace sfsim::soql
