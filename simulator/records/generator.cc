// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/generator.h"

#include <array>
#include <map>
#include <vector>

#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/records/derived_fields.h"
#include "simulator/records/sample_values.h"

namespace sfsim {
namespace {

// How many rows of an object lookups choose from.
constexpr int64_t kMaxParents = 1'000'000;
// One row in so many stands below an earlier one of its object.
constexpr uint64_t kHierarchyShare = 8;

bool IsAudit(const Field& field) {
  return field.name == "CreatedById" || field.name == "LastModifiedById";
}

// Rows that a lookup may lead to, and the accounts that they belong to.
struct Parents {
  std::vector<std::string> ids;
  std::vector<std::string> accounts;
};

// A field that says what the value of a stage or status means, as the list of such values has it.
struct Meaning {
  std::string_view object;
  std::string_view source;
  std::string_view field;
  std::string_view list;
  std::string_view listed_field;
};
constexpr std::array<Meaning, 7> kMeanings = {{
    {"Opportunity", "StageName", "IsClosed", "OpportunityStage", "IsClosed"},
    {"Opportunity", "StageName", "IsWon", "OpportunityStage", "IsWon"},
    {"Opportunity", "StageName", "Probability", "OpportunityStage", "DefaultProbability"},
    {"Opportunity", "StageName", "ForecastCategory", "OpportunityStage", "ForecastCategory"},
    {"Opportunity", "StageName", "ForecastCategoryName", "OpportunityStage",
     "ForecastCategoryName"},
    {"Case", "Status", "IsClosed", "CaseStatus", "IsClosed"},
    {"Task", "Status", "IsClosed", "TaskStatus", "IsClosed"},
}};

// The values of one object's rows, column by column.
class RowGenerator {
 public:
  RowGenerator(const Schema& schema, const ObjectType& type, const Author& author, uint64_t seed,
               uint64_t first)
      : schema_(schema), type_(type), author_(author), seed_(seed), first_(first) {}

  // Reads what lookups and stages lead to.
  void Prepare(Connection* connection) {
    for (const Field& field : type_.fields()) {
      if (field.type != FieldType::kReference || !field.createable || IsAudit(field)) continue;
      if (field.name == "OwnerId" || field.name == "RecordTypeId") continue;
      for (const std::string& name : field.reference_to) {
        const ObjectType* parent = schema_.Find(name);
        if (parent != nullptr && parent != &type_)
          ReadParents(connection, *parent, &parents_[&field]);
      }
    }
    for (const Meaning& meaning : kMeanings) {
      if (meaning.object == type_.name) ReadMeaning(connection, meaning);
    }
  }

  // The values of the row of that number, in the order of `fields`.
  void MakeRow(const std::vector<const Field*>& fields, uint64_t number, const std::string& id,
               std::vector<SqlValue>* values) {
    SampleRow row(seed_, number, author_.now);
    std::string account;
    const SqlValue* source = nullptr;
    for (size_t i = 0; i < fields.size(); ++i) {
      (*values)[i] = Value(*fields[i], number, id, &row, &account);
      if (fields[i] == source_) source = &(*values)[i];
    }
    for (size_t i = 0; i < fields.size(); ++i) {
      if (!account.empty() && fields[i]->name == "AccountId") (*values)[i] = account;
      const auto meaning = meanings_.find(fields[i]);
      if (meaning == meanings_.end() || source == nullptr) continue;
      const auto* text = std::get_if<std::string>(source);
      const auto known = text == nullptr ? meaning->second.end() : meaning->second.find(*text);
      if (known != meaning->second.end()) (*values)[i] = known->second;
    }
  }

 private:
  void ReadParents(Connection* connection, const ObjectType& parent, Parents* parents) {
    const bool with_account = parent.FindField("AccountId") != nullptr;
    Statement rows = connection->Prepare(
        StrCat("SELECT \"Id\"", with_account ? ",\"AccountId\"" : "", " FROM ",
               QuoteName(parent.name), " WHERE \"IsDeleted\"=0 LIMIT ", kMaxParents));
    while (rows.Step()) {
      parents->ids.emplace_back(rows.Text(0));
      parents->accounts.resize(parents->ids.size());
      if (with_account) parents->accounts.back() = rows.Text(1);
      if (parent.name == "Account") parents->accounts.back() = parents->ids.back();
    }
  }

  void ReadMeaning(Connection* connection, const Meaning& meaning) {
    const ObjectType* list = schema_.Find(meaning.list);
    const Field* field = type_.FindField(meaning.field);
    source_ = type_.FindField(meaning.source);
    if (list == nullptr || field == nullptr || list->FindField("ApiName") == nullptr ||
        list->FindField(meaning.listed_field) == nullptr) {
      return;
    }
    Statement rows = connection->Prepare(StrCat(
        "SELECT \"ApiName\",", QuoteName(meaning.listed_field), " FROM ", QuoteName(list->name)));
    while (rows.Step()) meanings_[field][std::string(rows.Text(0))] = rows.Value(1);
  }

  SqlValue Value(const Field& field, uint64_t number, const std::string& id, SampleRow* row,
                 std::string* account) {
    if (field.type == FieldType::kId) return id;
    if (field.name == "CreatedDate" || field.name == "LastModifiedDate" ||
        field.name == "SystemModstamp") {
      return author_.now;
    }
    if (field.name == "OwnerId" || IsAudit(field)) return author_.user_id;
    if (field.type == FieldType::kReference) return Parent(field, number, row, account);
    if (field.name == "Name" && type_.FindField("LastName") != nullptr) return row->PersonName();
    if (!field.createable || field.auto_number || field.type == FieldType::kBoolean) {
      return field.name == "Name" ? SqlValue(row->CompanyName()) : DefaultValue(field, number);
    }
    return field.is_text() ? row->Text(field) : row->Number(field);
  }

  SqlValue Parent(const Field& field, uint64_t number, SampleRow* row, std::string* account) {
    const bool hierarchy = field.reference_to.size() == 1 && field.createable && field.nillable &&
                           EqualsIgnoreCase(field.reference_to.front(), type_.name);
    if (hierarchy && number > first_ && row->random().Pick(kHierarchyShare) == 0) {
      return MakeId(type_.key_prefix, first_ + row->random().Pick(number - first_));
    }
    const auto found = parents_.find(&field);
    if (found == parents_.end() || found->second.ids.empty()) return {};
    const size_t chosen = row->random().Pick(found->second.ids.size());
    // A row's account is that of its person.
    const bool person = field.name == "ContactId" || field.name == "WhoId";
    if (person) *account = found->second.accounts[chosen];
    return found->second.ids[chosen];
  }

  const Schema& schema_;
  const ObjectType& type_;
  const Author& author_;
  uint64_t seed_;
  uint64_t first_;
  std::map<const Field*, Parents> parents_;
  const Field* source_ = nullptr;
  std::map<const Field*, std::map<std::string, SqlValue>> meanings_;
};

// Second addresses, and the parts of the first that say little.
bool IsMinorPart(const Field& field) {
  if (field.compound_field.empty() || field.compound_field == "Name") return false;
  const bool second = field.name.starts_with("Shipping") || field.name.starts_with("Other");
  return second || field.is_number() || field.name.ends_with("Accuracy");
}

// The fields that generated rows fill: every one would make rows of several kilobytes.
std::vector<const Field*> FilledFields(const ObjectType& type) {
  constexpr size_t kOptional = 18;
  std::vector<const Field*> fields;
  size_t optional = 0;
  for (const Field& field : type.fields()) {
    if (field.is_compound() || field.type == FieldType::kBase64) continue;
    bool needed = !field.nillable || field.external_id || field.auto_number ||
                  field.name == "Name" || field.name == "FirstName" ||
                  (field.type == FieldType::kReference && field.createable);
    for (const Meaning& meaning : kMeanings) {
      const bool named = meaning.source == field.name || meaning.field == field.name;
      needed = needed || (meaning.object == type.name && named);
    }
    const bool wanted = field.createable && !IsMinorPart(field);
    if (needed || (wanted && optional++ < kOptional)) fields.push_back(&field);
  }
  return fields;
}

}  // namespace

absl::Status GenerateRows(const Schema& schema, Store* store, const Author& author,
                          const std::string& object, int64_t count, uint64_t seed) {
  const ObjectType* type = schema.Find(object);
  if (type == nullptr) return absl::InvalidArgumentError("generate: no object '" + object + "'");
  Store::Writer writer = store->Write();
  const uint64_t first = store->NextNumber(type->key_prefix, static_cast<uint64_t>(count));
  RowGenerator generator(schema, *type, author, seed, first);
  generator.Prepare(&*writer);
  const std::vector<const Field*> fields = FilledFields(*type);
  std::string columns;
  std::string places;
  for (size_t i = 0; i < fields.size(); ++i) {
    StrAppend(&columns, i > 0 ? "," : "", QuoteName(fields[i]->name));
    places.append(i > 0 ? ",?" : "?");
  }
  absl::Status status = writer->Execute("BEGIN");
  if (!status.ok()) return status;
  Statement insert = writer->Prepare(
      StrCat("INSERT INTO ", QuoteName(type->name), "(", columns, ") VALUES(", places, ")"));
  std::vector<SqlValue> values(fields.size());
  for (uint64_t number = first; number < first + static_cast<uint64_t>(count); ++number) {
    generator.MakeRow(fields, number, MakeId(type->key_prefix, number), &values);
    insert.BindAll(values);
    if (!insert.Run()) return absl::InternalError("generate: " + writer->LastError());
  }
  return writer->Execute("COMMIT");
}

}  // namespace sfsim
