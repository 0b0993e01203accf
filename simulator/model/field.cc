// SPDX-License-Identifier: Apache-2.0
#include "simulator/model/field.h"

#include <array>
#include <utility>

namespace sfsim {
namespace {

constexpr std::array<std::pair<FieldType, std::string_view>, 27> kNames = {{
    {FieldType::kId, "id"},
    {FieldType::kReference, "reference"},
    {FieldType::kString, "string"},
    {FieldType::kTextArea, "textarea"},
    {FieldType::kPicklist, "picklist"},
    {FieldType::kMultiPicklist, "multipicklist"},
    {FieldType::kCombobox, "combobox"},
    {FieldType::kEmail, "email"},
    {FieldType::kPhone, "phone"},
    {FieldType::kUrl, "url"},
    {FieldType::kEncryptedString, "encryptedstring"},
    {FieldType::kAnyType, "anyType"},
    {FieldType::kComplexValue, "complexvalue"},
    {FieldType::kJson, "json"},
    {FieldType::kDataCategory, "DataCategoryGroupReference"},
    {FieldType::kBoolean, "boolean"},
    {FieldType::kInt, "int"},
    {FieldType::kLong, "long"},
    {FieldType::kDouble, "double"},
    {FieldType::kCurrency, "currency"},
    {FieldType::kPercent, "percent"},
    {FieldType::kDate, "date"},
    {FieldType::kDateTime, "datetime"},
    {FieldType::kTime, "time"},
    {FieldType::kBase64, "base64"},
    {FieldType::kAddress, "address"},
    {FieldType::kLocation, "location"},
}};

}  // namespace

std::string_view FieldTypeName(FieldType type) { return kNames[static_cast<size_t>(type)].second; }

std::optional<FieldType> FieldTypeFromName(std::string_view name) {
  for (const auto& [type, known] : kNames) {
    if (known == name) return type;
  }
  return std::nullopt;
}

}  // namespace sfsim
