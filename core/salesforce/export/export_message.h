// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/codec/csv_format.h"

namespace sfconnector {

// The names in a header. CSV_MALFORMED where it is none.
absl::StatusOr<std::vector<std::string>> ParseColumns(absl::string_view header,
                                                      CsvDelimiter delimiter);

// Whole records as the rows of a RowSet, encoded: every value a string, or null where it is empty.
// The errors of CsvReader, and CSV_MALFORMED for a record that has not `columns` fields, and for
// text that is not UTF-8.
absl::StatusOr<std::string> EncodeRowSet(absl::string_view records, CsvDelimiter delimiter,
                                         std::size_t columns);

// A message that holds such a set, encoded.
std::string RowsMessage(absl::string_view row_set, absl::string_view resume_token);

}  // namespace sfconnector
