// SPDX-License-Identifier: Apache-2.0
#include "core/rest/mask_texts.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace sfconnector {
namespace {

void Mask(const SecretMask& secrets, std::string& text) { text = secrets.Mask(text); }

void MaskFields(const SecretMask& secrets, google::protobuf::RepeatedPtrField<v1::Field>& fields) {
  for (v1::Field& field : fields) {
    Mask(secrets, *field.mutable_name());
    MaskTexts(secrets, *field.mutable_value());
  }
}

void MaskRecord(const SecretMask& secrets, v1::Record& record) {
  Mask(secrets, *record.mutable_type());
  Mask(secrets, *record.mutable_url());
  MaskFields(secrets, *record.mutable_fields());
  MaskFields(secrets, *record.mutable_attributes());
}

// `digits`: the number as it was written.
void MaskNumber(const SecretMask& secrets, const std::string& digits, v1::Value& value) {
  std::string masked = secrets.Mask(digits);
  if (masked != digits) value.set_string_value(std::move(masked));
}

}  // namespace

void MaskTexts(const SecretMask& secrets, v1::Value& value) {
  switch (value.kind_case()) {
    case v1::Value::kStringValue:
      return Mask(secrets, *value.mutable_string_value());
    case v1::Value::kIntegerValue:
      return MaskNumber(secrets, absl::StrCat(value.integer_value()), value);
    case v1::Value::kDecimalValue:
      return MaskNumber(secrets, std::string(value.decimal_value()), value);
    case v1::Value::kListValue:
      for (v1::Value& each : *value.mutable_list_value()->mutable_values()) {
        MaskTexts(secrets, each);
      }
      return;
    case v1::Value::kRecordValue:
      return MaskRecord(secrets, *value.mutable_record_value());
    case v1::Value::kRecordSetValue:
      for (v1::Record& record : *value.mutable_record_set_value()->mutable_records()) {
        MaskRecord(secrets, record);
      }
      Mask(secrets, *value.mutable_record_set_value()->mutable_next_page_token());
      return;
    case v1::Value::kNullValue:
    case v1::Value::kBoolValue:
    case v1::Value::KIND_NOT_SET:
      return;
  }
}

}  // namespace sfconnector
