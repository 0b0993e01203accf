// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/model/describe_keys.h"

namespace sfsim {

enum class FieldType {
  kId,
  kReference,
  kString,
  kTextArea,
  kPicklist,
  kMultiPicklist,
  kCombobox,
  kEmail,
  kPhone,
  kUrl,
  kEncryptedString,
  kAnyType,
  kComplexValue,
  kJson,
  kDataCategory,
  kBoolean,
  kInt,
  kLong,
  kDouble,
  kCurrency,
  kPercent,
  kDate,
  kDateTime,
  kTime,
  kBase64,
  kAddress,
  kLocation,
};

// The name that describe gives the type (`string`, `multipicklist`, …) and back.
std::string_view FieldTypeName(FieldType type);
std::optional<FieldType> FieldTypeFromName(std::string_view name);

struct PicklistValue {
  std::string value;
  std::string label;
  bool active = true;
  bool is_default = false;
  // The values of the controlling field that it goes with: a bit set in base64; empty: none given.
  std::string valid_for;
};

// A field in the terms of describe.
struct Field {
  std::string name;
  std::string label;
  FieldType type = FieldType::kString;
  int length = 0;
  int precision = 0;
  int scale = 0;
  bool nillable = true;
  bool unique = false;
  bool external_id = false;
  bool id_lookup = false;
  bool case_sensitive = false;
  bool createable = true;
  bool updateable = true;
  bool filterable = true;
  bool sortable = true;
  bool groupable = true;
  bool name_field = false;
  bool custom = false;
  bool auto_number = false;
  bool calculated = false;
  bool defaulted_on_create = false;
  bool restricted_picklist = false;
  bool cascade_delete = false;
  bool restricted_delete = false;
  std::string default_value;
  // The compound field (BillingAddress, Name) that this one is a part of.
  std::string compound_field;
  std::vector<std::string> reference_to;
  std::string relationship_name;
  std::vector<PicklistValue> picklist;
  DescribedKeys described;

  bool is_number() const { return type >= FieldType::kInt && type <= FieldType::kPercent; }
  bool is_text() const { return type >= FieldType::kString && type <= FieldType::kDataCategory; }
  bool is_id() const { return type == FieldType::kId || type == FieldType::kReference; }
  // Put together from other fields when it is read; has no column of its own.
  bool is_compound() const { return type == FieldType::kAddress || type == FieldType::kLocation; }
  bool is_polymorphic() const { return reference_to.size() > 1; }
};

}  // namespace sfsim
