// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sfconnector {

// What the rows of a query will have, as far as its text tells.
struct SelectList {
  // A child sub-query: its relationship and what its rows will have.
  struct Child;

  // The columns in the order of the SELECT list, as the reply names them: `Name`, `Owner.Name`, an
  // alias, `expr0`.
  std::vector<std::string> columns;
  std::vector<Child> children;
};

struct SelectList::Child {
  std::string relationship;
  SelectList list;
};

// Reads the SELECT list. Text that is not understood gives fewer columns, or none: those then show
// in the rows.
SelectList ParseSelectList(absl::string_view soql);

}  // namespace sfconnector
