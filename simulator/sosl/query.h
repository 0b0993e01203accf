// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulator/soql/ast.h"

// A SOSL statement as it was written; names are not resolved here. Fields, conditions and orders
// are those of SOQL.
namespace sfsim::sosl {

// What stands between the braces: terms and how they are combined.
struct Term {
  enum class Kind {
    kWords,    // words one behind the other: a word, a phrase, or what punctuation cuts a word into
    kPattern,  // one word with wildcards
    kAnd,
    kOr,
    kNot,      // the first operand without the second
    kNothing,  // matches no row
  };
  Kind kind = Kind::kNothing;
  // The words as written (kWords), or the pattern as LIKE reads it (kPattern).
  std::string text;
  std::vector<Term> operands;
};

enum class Group { kAll, kName, kEmail, kPhone, kSidebar };

// `Account(Id, Name WHERE … ORDER BY … LIMIT 5)`, as the query that it amounts to. Without fields
// there is the Id.
struct Returning {
  soql::Query query;
  // What the positions in the query count in; empty: the whole statement.
  std::string text;
};

// What is returned where no fields are named.
inline soql::SelectItem IdItem() {
  soql::SelectItem item;
  item.expression.field.names.emplace_back("Id");
  return item;
}

struct Query {
  Term term;
  Group group = Group::kAll;
  // Empty: every searchable object.
  std::vector<Returning> returning;
  // WITH METADATA = 'LABELS'.
  bool labels = false;
  std::optional<int64_t> limit;
};

}  // namespace sfsim::sosl
