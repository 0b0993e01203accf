// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/typed_rows.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/json.h"

namespace sfconnector {
namespace {

// How a bulk CSV says null.
constexpr absl::string_view kNull = "#N/A";

}  // namespace

absl::Status TypedRows::Begin(std::vector<std::string> columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].empty()) return InvalidField(absl::StrCat("head.columns[", i, "]"), "is empty");
    writer_.Field(columns[i]);
  }
  writer_.EndRecord();
  header_ = std::exchange(text_, std::string());
  return SetColumns(std::move(columns), "head.columns");
}

absl::Status TypedRows::Feed(const std::string&) {
  return InvalidField("csv", "has a header of its own; with the head's columns the input is rows");
}

absl::Status TypedRows::Feed(const v1::IngestRows& rows) {
  rows_ = &rows;
  next_ = 0;
  return absl::OkStatus();
}

absl::StatusOr<bool> TypedRows::Next() {
  if (rows_ == nullptr || next_ == rows_->rows_size()) {
    rows_ = nullptr;
    return false;
  }
  const absl::Status encoded = Encode(rows_->rows(next_));
  if (!encoded.ok()) {
    return PrefixField(absl::StrCat("rows.rows[", next_, "]"), encoded);
  }
  ++next_;
  ++rows_read_;
  return true;
}

absl::Status TypedRows::Encode(const v1::Row& row) {
  const auto values = static_cast<std::size_t>(row.values_size());
  if (values > columns_.size()) {
    return InvalidField("values", absl::StrCat("row ", rows_read_, " has ", values, " values for ",
                                               columns_.size(), " columns"));
  }
  text_.clear();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    absl::string_view cell;
    if (i < values) {
      absl::StatusOr<absl::string_view> made = CellOf(row.values(static_cast<int>(i)));
      if (!made.ok()) {
        return InvalidField(absl::StrCat("values[", i, "]"),
                            absl::StrCat("row ", rows_read_, ", column ", columns_[i], ": ",
                                         made.status().message()));
      }
      cell = *made;
    }
    writer_.Field(cell);
    keys_.Add(cell);
  }
  writer_.EndRecord();
  record_ = text_;
  key_ = keys_.Finish();
  return absl::OkStatus();
}

absl::StatusOr<absl::string_view> TypedRows::CellOf(const v1::Value& value) {
  switch (value.kind_case()) {
    case v1::Value::KIND_NOT_SET:
      return absl::string_view();
    case v1::Value::kNullValue:
      return kNull;
    case v1::Value::kBoolValue:
      return value.bool_value() ? "true" : "false";
    case v1::Value::kStringValue:
      if (value.string_value().empty()) {
        return absl::InvalidArgumentError("is an empty text, which bulk CSV takes for no value");
      }
      if (value.string_value() == kNull) {
        return absl::InvalidArgumentError("is the text #N/A, which bulk CSV takes for null");
      }
      return value.string_value();
    case v1::Value::kIntegerValue:
      number_ = absl::StrCat(value.integer_value());
      return number_;
    case v1::Value::kDecimalValue:
      if (!IsJsonNumber(value.decimal_value())) {
        return absl::InvalidArgumentError("is no number");
      }
      return value.decimal_value();
    default:
      return absl::InvalidArgumentError("is a list or a record, which bulk CSV cannot say");
  }
}

}  // namespace sfconnector
