// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/row_source.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/salesforce/ingest/csv_rows.h"
#include "core/salesforce/ingest/typed_rows.h"

namespace sfconnector {

absl::Status RowSource::SetColumns(std::vector<std::string> columns, absl::string_view field) {
  std::set<absl::string_view> seen;
  for (const std::string& column : columns) {
    if (!seen.insert(column).second) {
      return InvalidField(field, absl::StrCat("names the column ", column, " twice"));
    }
  }
  columns_ = std::move(columns);
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<RowSource>> MakeRowSource(const RowInput& input) {
  CsvDelimiter delimiter = CsvDelimiter::kComma;
  if (!input.column_delimiter.empty()) {
    const std::optional<CsvDelimiter> known = CsvDelimiterOf(input.column_delimiter);
    if (!known.has_value()) {
      return InvalidField("head.column_delimiter",
                          "is not BACKQUOTE, CARET, COMMA, PIPE, SEMICOLON or TAB");
    }
    delimiter = *known;
  }
  std::optional<CsvLineEnding> line_ending;
  if (!input.line_ending.empty()) {
    line_ending = CsvLineEndingOf(input.line_ending);
    if (!line_ending.has_value()) return InvalidField("head.line_ending", "is not LF or CRLF");
  }
  if (input.columns.empty()) return std::make_unique<CsvRows>(delimiter, line_ending);
  auto typed = std::make_unique<TypedRows>();
  SFC_RETURN_IF_ERROR(typed->Begin(input.columns));
  return typed;
}

}  // namespace sfconnector
