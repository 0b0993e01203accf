// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/strings/string_view.h"
#include "core/codec/row_tables.h"

namespace sfconnector {

// Reads the SELECT list of a query: the columns as the reply will name them (`Name`, `Owner.Name`,
// an alias, `expr0`), and the child sub-queries. Text that is not understood gives fewer columns,
// or none: those then show in the rows.
SelectedColumns ParseSelectList(absl::string_view soql);

// Whether the query is `SELECT COUNT() FROM …`, whose result is a total without rows.
bool IsCountQuery(absl::string_view soql);

}  // namespace sfconnector
