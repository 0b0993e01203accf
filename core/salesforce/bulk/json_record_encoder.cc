// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "core/base/status.h"
#include "core/codec/json.h"
#include "core/codec/json_value.h"
#include "core/salesforce/bulk/record_encoder.h"

namespace sfconnector {
namespace {

// Whether the value is one of a field, or the parent that a record tells.
absl::Status CheckValue(const v1::Value& value, bool within) {
  if (value.kind_case() == v1::Value::KIND_NOT_SET || value.has_null_value())
    return absl::OkStatus();
  if (!value.has_record_value() || within) return TextOfValue(value).status();
  for (const v1::Field& field : value.record_value().fields()) {
    SFC_RETURN_IF_ERROR(PrefixField(field.name(), CheckValue(field.value(), true)));
  }
  return absl::OkStatus();
}

class JsonRecordEncoder final : public RecordEncoder {
 public:
  explicit JsonRecordEncoder(std::vector<std::string> columns) : columns_(std::move(columns)) {
    frame_ = {"[", ",", "]"};
  }

  absl::Status EncodeRecord(const v1::Record& record, std::string& text) override {
    text.clear();
    JsonWriter writer(text);
    writer.BeginObject();
    for (const v1::Field& field : record.fields()) {
      SFC_RETURN_IF_ERROR(PrefixField(field.name(), CheckValue(field.value(), false)));
      SFC_RETURN_IF_ERROR(WriteJsonMember(field, writer, 1));
    }
    writer.EndObject();
    return absl::OkStatus();
  }

  absl::Status EncodeRow(const v1::ListValue& row, std::string& text) override {
    absl::StatusOr<v1::Record> record = RecordOfRow(row, columns_);
    return record.ok() ? EncodeRecord(*record, text) : record.status();
  }

 private:
  const std::vector<std::string> columns_;
};

}  // namespace

std::unique_ptr<RecordEncoder> MakeJsonRecordEncoder(std::vector<std::string> columns) {
  return std::make_unique<JsonRecordEncoder>(std::move(columns));
}

}  // namespace sfconnector
