// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <utility>

#include "simulator/base/datetime.h"
#include "simulator/base/text.h"
#include "simulator/records/derivations.h"
#include "simulator/records/related_value.h"

namespace sfsim {
namespace {

constexpr int64_t kMillisOfMinute = 60'000;

bool IsFlagged(const Schema& schema, const RowDraft& draft, std::string_view list,
               std::string_view source, std::string_view flag) {
  const SqlValue value = ListedValue(schema, draft, list, draft.Text(source), flag);
  const auto* number = std::get_if<int64_t>(&value);
  return number != nullptr && *number != 0;
}

// The account that an activity belongs to: of what it is about, else of the person.
void DeriveActivityAccount(const Schema& schema, RowDraft* draft) {
  if (!draft->Changes("WhatId") && !draft->Given("WhoId")) return;
  const std::string what = draft->Text("WhatId");
  if (what.starts_with("001")) {
    draft->Derive("AccountId", what);
    return;
  }
  SqlValue account = RelatedValue(schema, *draft, "WhatId", "AccountId");
  if (IsNull(account)) account = RelatedValue(schema, *draft, "WhoId", "AccountId");
  draft->Derive("AccountId", std::move(account));
}

}  // namespace

void DeriveCase(const Schema& schema, int64_t now, RowDraft* draft) {
  if (draft->Changes("Status")) {
    const bool was_closed = !draft->insert() && draft->Number("IsClosed").value_or(0) != 0;
    const bool closed = IsFlagged(schema, *draft, "CaseStatus", "Status", "IsClosed");
    draft->Derive("IsClosed", int64_t{closed});
    if (closed && !was_closed) draft->Derive("ClosedDate", now);
    if (!closed) draft->Derive("ClosedDate", SqlValue());
  }
  if (!draft->Changes("ContactId")) return;
  if (draft->insert() && !draft->Text("ContactId").empty()) {
    draft->Derive("AccountId", RelatedValue(schema, *draft, "ContactId", "AccountId"));
  }
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kCopies = {
      {{"Email", "ContactEmail"},
       {"Phone", "ContactPhone"},
       {"MobilePhone", "ContactMobile"},
       {"Fax", "ContactFax"}}};
  for (const auto& [from, to] : kCopies) {
    draft->Derive(to, RelatedValue(schema, *draft, "ContactId", from));
  }
}

void DeriveTask(const Schema& schema, int64_t now, RowDraft* draft) {
  if (draft->Changes("Status")) {
    const bool closed = IsFlagged(schema, *draft, "TaskStatus", "Status", "IsClosed");
    draft->Derive("IsClosed", int64_t{closed});
    draft->Derive("CompletedDateTime", closed ? SqlValue(now) : SqlValue());
  }
  if (draft->Changes("Priority")) {
    const bool high = IsFlagged(schema, *draft, "TaskPriority", "Priority", "IsHighPriority");
    draft->Derive("IsHighPriority", int64_t{high});
  }
  DeriveActivityAccount(schema, draft);
}

void DeriveEvent(const Schema& schema, int64_t, RowDraft* draft) {
  DeriveActivityAccount(schema, draft);
  const std::string_view given =
      draft->Given("StartDateTime") ? "StartDateTime" : "ActivityDateTime";
  const auto start = draft->Number(given);
  if (!start) return;
  draft->Derive("StartDateTime", *start);
  draft->Derive("ActivityDateTime", *start);
  draft->Derive("ActivityDate", DayOf(*start));
  const auto end = draft->Number("EndDateTime");
  const auto minutes = draft->Number("DurationInMinutes");
  if (end && (draft->Given("EndDateTime") || !minutes)) {
    draft->Derive("DurationInMinutes", (*end - *start) / kMillisOfMinute);
  } else if (minutes) {
    draft->Derive("EndDateTime", *start + *minutes * kMillisOfMinute);
  }
}

void DeriveFileSize(RowDraft* draft) {
  for (const Field& field : draft->type().fields()) {
    if (field.type != FieldType::kBase64 || !draft->Changes(field.name)) continue;
    const std::string encoded = draft->Text(field.name);
    size_t padding = 0;
    while (padding < 2 && encoded.size() > padding && encoded.rbegin()[padding] == '=') ++padding;
    const auto size = static_cast<int64_t>(encoded.size() / 4 * 3 - padding);
    for (const char* name : {"BodyLength", "ContentSize"}) draft->Derive(name, size);
  }
}

}  // namespace sfsim
