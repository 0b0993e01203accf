// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/csv_rows.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"

namespace sfconnector {
namespace {

CsvReaderOptions OptionsOf(CsvDelimiter delimiter, std::optional<CsvLineEnding> line_ending) {
  CsvReaderOptions options;
  options.delimiter = delimiter;
  if (line_ending.has_value()) {
    options.line_endings =
        *line_ending == CsvLineEnding::kLf ? CsvLineEndings::kLf : CsvLineEndings::kCrlf;
  }
  return options;
}

}  // namespace

CsvRows::CsvRows(CsvDelimiter delimiter, std::optional<CsvLineEnding> line_ending)
    : RowSource(CsvFormat{delimiter, line_ending.value_or(CsvLineEnding::kLf)}),
      reader_(OptionsOf(delimiter, line_ending)) {}

absl::Status CsvRows::Feed(const std::string& csv) {
  reader_.Feed(csv);
  return absl::OkStatus();
}

absl::Status CsvRows::Feed(const v1::IngestRows&) {
  return InvalidField("rows", "need the head's columns; without those the input is CSV");
}

absl::Status CsvRows::Finish() {
  reader_.Finish();
  return absl::OkStatus();
}

absl::StatusOr<bool> CsvRows::Next() {
  while (true) {
    absl::StatusOr<bool> read = reader_.Next();
    if (!read.ok() || !*read) return read;
    if (reader_.blank()) continue;
    if (columns_.empty()) {
      SFC_RETURN_IF_ERROR(TakeHeader());
      continue;
    }
    SFC_RETURN_IF_ERROR(TakeRow());
    return true;
  }
}

absl::Status CsvRows::TakeHeader() {
  std::vector<std::string> names;
  names.reserve(reader_.fields().size());
  for (const CsvField& field : reader_.fields()) names.emplace_back(field.text);
  header_ = std::string(WithLineEnd());
  return SetColumns(std::move(names), "csv");
}

absl::Status CsvRows::TakeRow() {
  const std::vector<CsvField>& fields = reader_.fields();
  if (fields.size() != columns_.size()) {
    const CsvPlace place{reader_.records(), reader_.position() - reader_.record().size()};
    return CsvMalformed(place, absl::StrCat("a record of ", fields.size(),
                                            " fields under a header of ", columns_.size()));
  }
  for (const CsvField& field : fields) keys_.Add(field.text);
  key_ = keys_.Finish();
  record_ = WithLineEnd();
  return absl::OkStatus();
}

absl::string_view CsvRows::WithLineEnd() {
  const absl::string_view line_end = CsvBytes(format_.line_ending);
  absl::string_view record = reader_.record();
  // A line feed alone is the end of `\r\n`, too.
  const bool has_return = absl::EndsWith(record, "\r\n");
  if (absl::EndsWith(record, line_end) && has_return == (line_end.size() == 2)) return record;
  if (!absl::ConsumeSuffix(&record, "\r\n")) absl::ConsumeSuffix(&record, "\n");
  ended_.assign(record.data(), record.size());
  ended_.append(line_end.data(), line_end.size());
  return ended_;
}

}  // namespace sfconnector
