// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/csv_format.h"
#include "core/codec/csv_writer.h"
#include "core/salesforce/bulk/record_encoder.h"

namespace sfconnector {
namespace {

// What a cell says to clear the field.
constexpr absl::string_view kNull = "#N/A";

absl::StatusOr<std::string> CellOf(const v1::Value& value) {
  if (value.kind_case() == v1::Value::KIND_NOT_SET) return std::string();
  if (value.has_null_value()) return std::string(kNull);
  absl::StatusOr<std::string> text = TextOfValue(value);
  if (text.ok() && *text == kNull) {
    return InvalidField("", "is the text #N/A, which CSV cannot tell from null");
  }
  return text;
}

class CsvRecordEncoder final : public RecordEncoder {
 public:
  CsvRecordEncoder(std::vector<std::string> columns, bool crlf) {
    format_.line_ending = crlf ? CsvLineEnding::kCrlf : CsvLineEnding::kLf;
    if (!columns.empty()) Begin(std::move(columns));
  }

  absl::Status EncodeRecord(const v1::Record& record, std::string& text) override {
    if (columns_.empty()) Begin(ColumnsOf(record));
    if (columns_.empty()) return InvalidField("fields", "is empty; the columns are not known");
    cells_.assign(columns_.size(), std::string());
    for (const v1::Field& field : record.fields()) {
      SFC_RETURN_IF_ERROR(PrefixField(field.name(), SetField(field)));
    }
    Write(text);
    return absl::OkStatus();
  }

  absl::Status EncodeRow(const v1::ListValue& row, std::string& text) override {
    if (columns_.empty()) return InvalidField("", "needs the names of its columns in head.columns");
    if (static_cast<std::size_t>(row.values_size()) > columns_.size()) {
      return InvalidField("values",
                          absl::StrCat("holds ", row.values_size(), " values; the head has ",
                                       columns_.size(), " columns"));
    }
    cells_.assign(columns_.size(), std::string());
    for (int i = 0; i < row.values_size(); ++i) {
      const auto at = static_cast<std::size_t>(i);
      absl::StatusOr<std::string> cell = CellOf(row.values(i));
      if (!cell.ok()) return PrefixField(columns_[at], cell.status());
      cells_[at] = *std::move(cell);
    }
    Write(text);
    return absl::OkStatus();
  }

 private:
  void Begin(std::vector<std::string> columns) {
    columns_ = std::move(columns);
    if (columns_.empty()) return;
    CsvWriter writer(format_, frame_.head);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      places_.emplace(columns_[i], i);
      writer.Field(columns_[i]);
    }
    writer.EndRecord();
  }

  static std::string Relationship(const v1::Field& field) {
    const std::string& type = field.value().record_value().type();
    return type.empty() ? field.name() : absl::StrCat(type, ":", field.name());
  }

  static std::vector<std::string> ColumnsOf(const v1::Record& record) {
    std::vector<std::string> columns;
    for (const v1::Field& field : record.fields()) {
      if (!field.value().has_record_value()) {
        columns.emplace_back(field.name());
        continue;
      }
      for (const v1::Field& key : field.value().record_value().fields()) {
        columns.emplace_back(absl::StrCat(Relationship(field), ".", key.name()));
      }
    }
    return columns;
  }

  absl::Status SetField(const v1::Field& field) {
    if (!field.value().has_record_value()) return SetCell(field.name(), field.value());
    for (const v1::Field& key : field.value().record_value().fields()) {
      const std::string column = absl::StrCat(Relationship(field), ".", key.name());
      SFC_RETURN_IF_ERROR(PrefixField(key.name(), SetCell(column, key.value())));
    }
    return absl::OkStatus();
  }

  absl::Status SetCell(const std::string& column, const v1::Value& value) {
    const auto place = places_.find(column);
    if (place == places_.end()) {
      // Without a value it is in no cell's way.
      if (value.kind_case() == v1::Value::KIND_NOT_SET) return absl::OkStatus();
      return InvalidField("", "is none of the columns");
    }
    absl::StatusOr<std::string> cell = CellOf(value);
    if (!cell.ok()) return cell.status();
    cells_[place->second] = *std::move(cell);
    return absl::OkStatus();
  }

  void Write(std::string& text) {
    text.clear();
    CsvWriter writer(format_, text);
    for (const std::string& cell : cells_) writer.Field(cell);
    writer.EndRecord();
  }

  CsvFormat format_;
  std::vector<std::string> columns_;
  std::map<std::string, std::size_t, std::less<>> places_;
  std::vector<std::string> cells_;
};

}  // namespace

std::unique_ptr<RecordEncoder> MakeCsvRecordEncoder(std::vector<std::string> columns, bool crlf) {
  return std::make_unique<CsvRecordEncoder>(std::move(columns), crlf);
}

}  // namespace sfconnector
