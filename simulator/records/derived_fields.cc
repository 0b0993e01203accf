// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/derived_fields.h"

#include <array>
#include <cstdio>
#include <string_view>

#include "simulator/base/decimal.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/records/derivations.h"
#include "simulator/records/row_lookup.h"

namespace sfsim {
namespace {

std::string AutoNumber(uint64_t number) {
  char digits[16];
  std::snprintf(digits, sizeof digits, "%08llu",
                static_cast<unsigned long long>((number + 1000) % 100'000'000));
  return digits;
}

// `Ada B. Lovelace Jr.` of what a person's name consists of.
void DeriveName(RowDraft* draft) {
  constexpr std::array<std::string_view, 4> kParts = {"FirstName", "MiddleName", "LastName",
                                                      "Suffix"};
  if (draft->type().FindField("LastName") == nullptr) return;
  bool changes = draft->insert();
  std::string full;
  for (std::string_view part : kParts) {
    changes = changes || draft->Given(part);
    const std::string text = draft->Text(part);
    if (!text.empty()) StrAppend(&full, full.empty() ? "" : " ", text);
  }
  if (changes) draft->Derive("Name", full.empty() ? SqlValue() : SqlValue(full));
}

struct ObjectRule {
  std::string_view object;
  void (*derive)(const Schema&, int64_t, RowDraft*);
};
constexpr std::array<ObjectRule, 10> kRules = {{
    {"Opportunity", DeriveOpportunity},
    {"OpportunityLineItem", DeriveLineItem},
    {"QuoteLineItem", DeriveLineItem},
    {"OrderItem", DeriveLineItem},
    {"PricebookEntry", DerivePricebookEntry},
    {"Case", DeriveCase},
    {"Task", DeriveTask},
    {"Event", DeriveEvent},
    {"CampaignMember", DeriveCampaignMember},
    {"ContentVersion", DeriveContentVersion},
}};

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

void DeriveFields(const Schema& schema, int64_t now, RowDraft* draft) {
  DeriveName(draft);
  DeriveFileSize(draft);
  for (const ObjectRule& rule : kRules) {
    if (rule.object == draft->type().name) rule.derive(schema, now, draft);
  }
  if (draft->insert()) {
    const Field* photo = draft->type().FindField("PhotoUrl");
    if (photo != nullptr && photo->type == FieldType::kUrl) {
      draft->Derive("PhotoUrl", StrCat("/services/images/photo/", draft->id()));
    }
    const Field* status = draft->type().FindField("CleanStatus");
    if (status != nullptr && !draft->Given("CleanStatus")) draft->Derive("CleanStatus", "Pending");
  }
}

bool IsConvertedLead(const RowDraft& draft) {
  const Field* flag = draft.type().FindField("IsConverted");
  if (draft.type().name != "Lead" || flag == nullptr) return false;
  const SqlValue value = ReadColumn(draft.connection(), draft.type(), draft.id(), *flag);
  const auto* converted = std::get_if<int64_t>(&value);
  return converted != nullptr && *converted != 0;
}

}  // namespace sfsim
