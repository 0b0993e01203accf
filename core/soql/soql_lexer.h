// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sfconnector {

enum class SoqlTokenKind {
  kName,       // a keyword, field, object or function name
  kLiteral,    // a number, date or datetime, or a date literal with its count: `LAST_N_DAYS:30`
  kString,     // a quoted string, quotes included
  kParameter,  // `:name`, colon included
  kSymbol,     // any other character
};

struct SoqlToken {
  SoqlTokenKind kind = SoqlTokenKind::kSymbol;
  absl::string_view text;  // within the SOQL text
  std::size_t offset = 0;  // in bytes
};

// Cuts SOQL into tokens, white space left out. Refuses only what has no end: INVALID_ARGUMENT for a
// string that is not closed, with an empty path for PrefixField to fill. Everything else is
// Salesforce's to judge.
absl::StatusOr<std::vector<SoqlToken>> LexSoql(absl::string_view soql);

}  // namespace sfconnector
