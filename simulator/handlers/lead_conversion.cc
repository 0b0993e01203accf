// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <optional>

#include "simulator/base/datetime.h"
#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/handlers/lead_mappings.h"
#include "simulator/handlers/row_access.h"
#include "simulator/handlers/soap_records.h"
#include "simulator/records/row_lookup.h"

namespace sfsim {
namespace {

constexpr size_t kMaxLeads = 100;

// What knows a lead goes to the contact: activities change over, campaign members know both.
struct Link {
  std::string_view object;
  std::string_view lookup;
  std::string_view target;
};
constexpr std::array<Link, 3> kLinks = {{{"Task", "WhoId", "WhoId"},
                                         {"Event", "WhoId", "WhoId"},
                                         {"CampaignMember", "LeadId", "ContactId"}}};

// Sets a member of a record, in place of what it had.
void Put(std::string_view name, JsonValue value, JsonValue* record) {
  record->kind = JsonValue::Kind::kObject;
  for (auto& [known, old] : record->members) {
    if (known != name) continue;
    old = std::move(value);
    return;
  }
  record->members.emplace_back(std::string(name), std::move(value));
}

bool IsEmpty(const JsonValue& record, std::string_view name) {
  const JsonValue* value = record.Find(name);
  return value == nullptr || value->is_null() ||
         (value->kind == JsonValue::Kind::kBool && !value->boolean);
}

// One lead on its way, within a transaction of its own.
class Conversion {
 public:
  Conversion(Services* services, const Author& author, const std::string& version,
             const JsonValue& wish, Connection* connection, RowEditor* editor)
      : services_(*services),
        version_(version),
        wish_(wish),
        connection_(*connection),
        editor_(*editor),
        now_(author.now),
        system_(&services->schema, services->store.get(), connection,
                Author(author.user_id, author.now, true)) {}

  // Whether it succeeded.
  bool Run() {
    return FindLead() && CheckStatus() && FindOwner() && FindTargets() && SaveAccount() &&
           SaveContact() && SaveOpportunity() && MarkLead() && MoveChildren();
  }

  Elements Result(bool success) const {
    Elements result;
    if (!success) result.Errors(errors_);
    result.Id("accountId", success ? account_ : "").Id("contactId", success ? contact_ : "");
    result.Id("leadId", success ? lead_id_ : "").Id("opportunityId", success ? opportunity_ : "");
    return result.Nil("relatedPersonAccountId").Flag("success", success);
  }

 private:
  const ObjectType& Type(std::string_view name) const { return *services_.schema.Find(name); }

  bool Fail(ApiError error) {
    errors_.push_back(std::move(error));
    return false;
  }
  // What a step saved, or why it did not.
  bool Took(const SaveResult& saved) {
    errors_.insert(errors_.end(), saved.errors.begin(), saved.errors.end());
    return saved.ok();
  }

  // The row that the id leads to; the error otherwise.
  bool FindTarget(std::string_view object, const std::string& given, std::string* id) {
    if (given.empty()) return true;
    const auto normal = NormalizeId(given);
    if (!normal) return Fail(RowError("MALFORMED_ID", text::BadId(given)));
    const ObjectType& type = Type(object);
    const RowState state = normal->starts_with(type.key_prefix)
                               ? FindRow(&connection_, type, *normal)
                               : RowState::kMissing;
    if (state == RowState::kMissing) return Fail(InvalidCrossReferenceError());
    if (state == RowState::kDeleted) return Fail(DeletedError());
    *id = *normal;
    return true;
  }

  // All that a row holds, as JSON.
  bool Read(std::string_view object, const std::string& id, JsonValue* record) {
    const ObjectType& type = Type(object);
    std::vector<const Field*> fields;
    for (const Field& field : type.fields()) {
      if (!field.is_compound() && field.type != FieldType::kBase64) fields.push_back(&field);
    }
    const auto row = ReadRow(services_, type, fields, id, version_);
    if (!row.ok()) return Fail(row.error());
    auto read = ReadObject(row->record);
    if (!read.ok()) return Fail(read.error());
    *record = std::move(*read);
    return true;
  }

  bool FindLead() {
    const std::string given = wish_.Text("leadId");
    if (given.empty()) {
      return Fail(RowError("REQUIRED_FIELD_MISSING", text::RequiredFieldsMissing("LeadId")));
    }
    if (!FindTarget("Lead", given, &lead_id_) || !Read("Lead", lead_id_, &lead_)) return false;
    if (!lead_.Flag("IsConverted")) return true;
    return Fail(RowError("CANNOT_UPDATE_CONVERTED_LEAD", std::string(text::kConvertedLead)));
  }

  bool CheckStatus() {
    const std::string status = wish_.Text("convertedStatus");
    const ObjectType& type = Type("LeadStatus");
    for (const std::string& id :
         FindRows(&connection_, type, *type.FindField("MasterLabel"), status)) {
      const SqlValue converted = ReadColumn(&connection_, type, id, *type.FindField("IsConverted"));
      if (converted == SqlValue(int64_t{1})) return true;
    }
    return Fail(RowError("INVALID_STATUS", text::InvalidConvertedStatus(status), {"Status"}));
  }

  bool FindOwner() {
    if (!FindTarget("User", wish_.Text("ownerId"), &owner_)) return false;
    if (!owner_.empty()) return true;
    owner_ = lead_.Text("OwnerId");
    if (owner_.starts_with(Type("User").key_prefix)) return true;
    return Fail(RowError("UNKNOWN_EXCEPTION", std::string(text::kOwnerIsNoUser)));
  }

  bool FindTargets() {
    if (!FindTarget("Account", wish_.Text("accountId"), &account_) ||
        !FindTarget("Contact", wish_.Text("contactId"), &contact_) ||
        !FindTarget("Opportunity", wish_.Text("opportunityId"), &opportunity_)) {
      return false;
    }
    if (!contact_.empty() && account_.empty()) {
      return Fail(RowError("REQUIRED_FIELD_MISSING", text::RequiredFieldsMissing("AccountId")));
    }
    const bool named = !wish_.Text("opportunityName").empty();
    if (SaysTrue(wish_, "doNotCreateOpportunity") && (named || !opportunity_.empty())) {
      return Fail(RowError("INVALID_FIELD", std::string(text::kOpportunityUnwanted), {"Id"}));
    }
    return opportunity_.empty() || !named ||
           Fail(RowError("INVALID_FIELD", std::string(text::kOpportunityUnwanted), {"Id"}));
  }

  // Saves what the lead has for a record: all of it for a new one, and what is still empty for one
  // that is there.
  template <size_t count>
  bool SaveMapped(std::string_view object, const std::array<LeadMapping, count>& mappings,
                  JsonValue fields, std::string_view more, std::string* id) {
    JsonValue old;
    if (!id->empty() && !Read(object, *id, &old)) return false;
    for (const auto& [from, to] : mappings) {
      if (!IsEmpty(lead_, from) && IsEmpty(old, to)) Put(to, *lead_.Find(from), &fields);
    }
    if (const JsonValue* given = wish_.Find(more); given != nullptr && id->empty()) {
      for (const auto& [name, value] : given->members) {
        if (name != "type" && name != "fieldsToNull") Put(name, value, &fields);
      }
    }
    if (!id->empty()) {
      return fields.members.empty() ||
             Took(editor_.Update(Type(object), *id, fields, InvalidCrossReferenceError()));
    }
    const SaveResult saved = editor_.Insert(Type(object), fields);
    *id = saved.id;
    return Took(saved);
  }

  bool SaveAccount() {
    JsonValue fields;
    if (account_.empty()) Put("OwnerId", JsonValue::OfText(owner_), &fields);
    return SaveMapped("Account", kLeadToAccount, std::move(fields), "accountRecord", &account_);
  }

  bool SaveContact() {
    JsonValue fields;
    if (contact_.empty()) {
      Put("OwnerId", JsonValue::OfText(owner_), &fields);
      Put("AccountId", JsonValue::OfText(account_), &fields);
    } else if (SaysTrue(wish_, "overwriteLeadSource") && !IsEmpty(lead_, "LeadSource")) {
      Put("LeadSource", *lead_.Find("LeadSource"), &fields);
    }
    return SaveMapped("Contact", kLeadToContact, std::move(fields), "contactRecord", &contact_);
  }

  // A new opportunity is in the first stage and closes with the quarter.
  bool SaveOpportunity() {
    if (SaysTrue(wish_, "doNotCreateOpportunity")) return true;
    if (opportunity_.empty()) {
      JsonValue fields;
      const std::string name = wish_.Text("opportunityName");
      Put("Name", JsonValue::OfText(name.empty() ? lead_.Text("Company") : name), &fields);
      Put("AccountId", JsonValue::OfText(account_), &fields);
      Put("OwnerId", JsonValue::OfText(owner_), &fields);
      const auto& stages = Type("Opportunity").FindField("StageName")->picklist;
      if (!stages.empty()) Put("StageName", JsonValue::OfText(stages.front().value), &fields);
      Put("CloseDate", JsonValue::OfText(QuarterEnd()), &fields);
      if (!SaveMapped("Opportunity", kLeadToOpportunity, std::move(fields), "opportunityRecord",
                      &opportunity_)) {
        return false;
      }
    }
    JsonValue role;
    Put("OpportunityId", JsonValue::OfText(opportunity_), &role);
    Put("ContactId", JsonValue::OfText(contact_), &role);
    Put("IsPrimary", JsonValue::OfText("true"), &role);
    return Took(system_.Insert(Type("OpportunityContactRole"), role));
  }

  std::string QuarterEnd() const {
    const CivilDate today = CivilFromDays(DayOf(now_));
    const auto months = static_cast<int64_t>(3 - (today.month - 1) % 3);
    std::string date;
    AppendDate(MonthStart(today, months) - 1, &date);
    return date;
  }

  bool MarkLead() {
    JsonValue fields;
    std::string today;
    AppendDate(DayOf(now_), &today);
    Put("Status", JsonValue::OfText(wish_.Text("convertedStatus")), &fields);
    Put("IsConverted", JsonValue::OfText("true"), &fields);
    Put("IsUnreadByOwner", JsonValue::OfText("false"), &fields);
    Put("ConvertedDate", JsonValue::OfText(today), &fields);
    Put("ConvertedAccountId", JsonValue::OfText(account_), &fields);
    Put("ConvertedContactId", JsonValue::OfText(contact_), &fields);
    if (!opportunity_.empty()) {
      Put("ConvertedOpportunityId", JsonValue::OfText(opportunity_), &fields);
    }
    return Took(system_.Update(Type("Lead"), lead_id_, fields, InvalidCrossReferenceError()));
  }

  bool MoveChildren() {
    for (const auto& [object, lookup, target] : kLinks) {
      const ObjectType& type = Type(object);
      JsonValue fields;
      Put(target, JsonValue::OfText(contact_), &fields);
      for (const std::string& id :
           FindRows(&connection_, type, *type.FindField(lookup), lead_id_)) {
        if (!Took(system_.Update(type, id, fields, InvalidCrossReferenceError()))) return false;
      }
    }
    return true;
  }

  Services& services_;
  const std::string& version_;
  const JsonValue& wish_;
  Connection& connection_;
  RowEditor& editor_;
  int64_t now_;
  // May write what users may only read.
  RowEditor system_;
  JsonValue lead_;
  std::string lead_id_;
  std::string owner_;
  std::string account_;
  std::string contact_;
  std::string opportunity_;
  std::vector<ApiError> errors_;
};

}  // namespace

Outcome<Elements> ConvertLeads(Services* services, const Author& author, const std::string& version,
                               const JsonValue& call) {
  const auto wishes = ElementsNamed(call, "leadConverts");
  if (wishes.size() > kMaxLeads) {
    return ApiError{500, "EXCEEDED_LEAD_CONVERT_LIMIT", std::string(text::kTooManyLeads), {}};
  }
  // Without indexes each lead's children are looked for in whole tables.
  for (const Link& link : kLinks) {
    const ObjectType& type = *services->schema.Find(link.object);
    services->store->EnsureIndex(type, *type.FindField(link.lookup));
  }
  Elements results;
  for (const JsonValue* wish : wishes) {
    InTransaction(services, author, [&](Connection* connection, RowEditor* editor) {
      Conversion conversion(services, author, version, *wish, connection, editor);
      const bool success = conversion.Run();
      results.Inner("result", conversion.Result(success));
      return success;
    });
  }
  return results;
}

}  // namespace sfsim
