// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/derived_fields.h"

#include <array>
#include <cstdio>
#include <string_view>

#include "simulator/base/decimal.h"
#include "simulator/base/text.h"

namespace sfsim {
namespace {

// `flag` is true exactly while `source` has that value.
struct Rule {
  std::string_view object;
  std::string_view source;
  std::string_view value;
  std::string_view flag;
};
constexpr std::array<Rule, 5> kRules = {{
    {"Opportunity", "StageName", "Closed Won", "IsWon"},
    {"Opportunity", "StageName", "Closed Won", "IsClosed"},
    {"Opportunity", "StageName", "Closed Lost", "IsClosed"},
    {"Case", "Status", "Closed", "IsClosed"},
    {"Task", "Status", "Completed", "IsClosed"},
}};

std::string AutoNumber(uint64_t number) {
  char digits[16];
  std::snprintf(digits, sizeof digits, "%08llu", static_cast<unsigned long long>(number) + 1000);
  return digits;
}

}  // namespace

SqlValue DefaultValue(const Field& field, uint64_t number) {
  if (field.auto_number) return AutoNumber(number);
  if (field.type == FieldType::kBoolean) return int64_t{field.default_value == "true"};
  if (!field.default_value.empty()) {
    if (field.is_number()) {
      const auto value = ParseDecimal(field.default_value, field.scale);
      return value ? SqlValue(*value) : SqlValue();
    }
    if (field.is_text()) return field.default_value;
  }
  for (const PicklistValue& value : field.picklist) {
    if (value.is_default) return value.value;
  }
  return {};
}

void DeriveFields(const ObjectType& type, std::map<const Field*, SqlValue>* values) {
  std::map<const Field*, bool> flags;
  for (const Rule& rule : kRules) {
    if (rule.object != type.name) continue;
    const Field* source = type.FindField(rule.source);
    const Field* flag = type.FindField(rule.flag);
    const auto given = source == nullptr ? values->end() : values->find(source);
    if (given == values->end() || flag == nullptr) continue;
    const auto* text = std::get_if<std::string>(&given->second);
    flags[flag] = flags[flag] || (text != nullptr && EqualsIgnoreCase(*text, rule.value));
  }
  for (const auto& [flag, set] : flags) (*values)[flag] = int64_t{set};
}

bool IsConvertedLead(const ObjectType& type, const std::function<SqlValue(const Field&)>& current) {
  const Field* converted = type.name == "Lead" ? type.FindField("IsConverted") : nullptr;
  if (converted == nullptr) return false;
  const SqlValue value = current(*converted);
  const auto* flag = std::get_if<int64_t>(&value);
  return flag != nullptr && *flag != 0;
}

}  // namespace sfsim
