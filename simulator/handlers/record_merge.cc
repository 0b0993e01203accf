// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/row_access.h"
#include "simulator/handlers/soap_records.h"
#include "simulator/records/row_lookup.h"

namespace sfsim {
namespace {

constexpr size_t kMaxMerges = 200;
constexpr size_t kMaxLosers = 2;
constexpr std::array<std::string_view, 4> kMergeable = {"Account", "Contact", "Lead", "Case"};

// The object whose rows a merge is of; nullptr if there is none.
const ObjectType* TypeOf(const Schema& schema, const JsonValue& wish) {
  const JsonValue* record = wish.Find("masterRecord");
  return record == nullptr ? nullptr : schema.Find(record->Text("type"));
}

// Without indexes each loser's children are looked for in whole tables.
void EnsureIndexes(Services* services, const ObjectType& type) {
  for (const ChildRelationship& relationship : type.children()) {
    const ObjectType* child = services->schema.Find(relationship.child);
    const Field* lookup = child == nullptr ? nullptr : child->FindField(relationship.field);
    if (lookup != nullptr && !lookup->is_compound()) services->store->EnsureIndex(*child, *lookup);
  }
}

bool IsMergeable(const ObjectType& type) {
  return std::find(kMergeable.begin(), kMergeable.end(), type.name) != kMergeable.end();
}

// One merge, within a transaction of its own.
class Merger {
 public:
  Merger(Services* services, const Author& author, const JsonValue& wish, Connection* connection,
         RowEditor* editor)
      : services_(*services),
        author_(author),
        wish_(wish),
        connection_(*connection),
        editor_(*editor) {}

  // Whether it succeeded.
  bool Run() {
    if (!FindMaster() || !FindLosers() || !UpdateMaster()) return false;
    for (const std::string& loser : losers_) {
      MoveChildren(loser);
      NameMaster(loser);
      if (!Took(editor_.Delete(*type_, loser, InvalidCrossReferenceError()))) return false;
    }
    return true;
  }

  Elements Result(bool success) const {
    Elements result;
    if (!success) result.Errors(errors_);
    result.Id("id", master_);
    if (success) {
      for (const std::string& loser : losers_) result.Text("mergedRecordIds", loser);
    }
    result.Flag("success", success);
    if (success) {
      for (const std::string& id : moved_) result.Text("updatedRelatedIds", id);
    }
    return result;
  }

 private:
  bool Fail(std::string code, std::string message) {
    errors_.push_back(RowError(std::move(code), std::move(message)));
    return false;
  }
  bool Took(const SaveResult& saved) {
    errors_.insert(errors_.end(), saved.errors.begin(), saved.errors.end());
    return saved.ok();
  }

  bool FindMaster() {
    const JsonValue* record = wish_.Find("masterRecord");
    type_ = TypeOf(services_.schema, wish_);
    if (type_ == nullptr) {
      return Fail("INVALID_TYPE", text::NoSuchType(record == nullptr ? "" : record->Text("type")));
    }
    if (!IsMergeable(*type_)) {
      return Fail("INVALID_TYPE_FOR_OPERATION", text::NotAllowedOnType(type_->name, "merge"));
    }
    const std::string given = record->Text("Id");
    const auto id = NormalizeId(given);
    if (!id || !id->starts_with(type_->key_prefix)) {
      return Fail("MALFORMED_ID", text::BadId(given));
    }
    master_ = *id;
    return true;
  }

  bool FindLosers() {
    const auto ids = ElementsNamed(wish_, "recordToMergeIds");
    if (ids.size() > kMaxLosers) {
      return Fail("LIMIT_EXCEEDED", std::string(text::kTooManyToMerge));
    }
    for (const JsonValue* given : ids) {
      const auto id = NormalizeId(given->text);
      const bool usable = id && id->starts_with(type_->key_prefix) && *id != master_ &&
                          std::find(losers_.begin(), losers_.end(), *id) == losers_.end();
      if (!usable) return Fail("MALFORMED_ID", text::BadIdToMerge(given->text));
      losers_.push_back(*id);
    }
    return true;
  }

  // Also where no field changes: the master must be there, and what has been converted stays.
  bool UpdateMaster() {
    JsonValue record;
    record.kind = JsonValue::Kind::kObject;
    for (const auto& [name, value] : wish_.Find("masterRecord")->members) {
      if (name == "type" || name == "fieldsToNull" || EqualsIgnoreCase(name, "Id")) continue;
      record.members.emplace_back(name, value);
    }
    for (const JsonValue* name : ElementsNamed(*wish_.Find("masterRecord"), "fieldsToNull")) {
      record.members.emplace_back(name->text, JsonValue());
    }
    return Took(editor_.Update(*type_, master_, record, InvalidCrossReferenceError()));
  }

  // The lookups of other rows to a loser lead to the master; its own to the loser, nowhere.
  void MoveChildren(const std::string& loser) {
    for (const ChildRelationship& relationship : type_->children()) {
      const ObjectType* child = services_.schema.Find(relationship.child);
      const Field* lookup = child == nullptr ? nullptr : child->FindField(relationship.field);
      if (lookup == nullptr || lookup->is_compound() || lookup->name == "MasterRecordId") continue;
      const auto ids = FindRows(&connection_, *child, *lookup, loser);
      for (const std::string& id : ids) {
        SetColumn(*child, id, *lookup, id == master_ ? SqlValue() : SqlValue(master_));
        if (id != master_) moved_.push_back(id);
      }
    }
  }

  // Tells the loser who its master is.
  void NameMaster(const std::string& loser) {
    const Field* field = type_->FindField("MasterRecordId");
    if (field != nullptr) SetColumn(*type_, loser, *field, master_);
  }

  void SetColumn(const ObjectType& type, const std::string& id, const Field& field,
                 const SqlValue& value) {
    Statement& row = connection_.Cached(
        StrCat("UPDATE ", QuoteName(type.name), " SET ", QuoteName(field.name),
               "=?1,\"LastModifiedDate\"=?2,\"SystemModstamp\"=?2,\"LastModifiedById\"=?3"
               " WHERE \"Id\"=?4"));
    row.Bind(1, value);
    row.Bind(2, author_.now);
    row.BindText(3, author_.user_id);
    row.BindText(4, id);
    row.Run();
  }

  Services& services_;
  const Author& author_;
  const JsonValue& wish_;
  Connection& connection_;
  RowEditor& editor_;
  const ObjectType* type_ = nullptr;
  std::string master_;
  std::vector<std::string> losers_;
  std::vector<std::string> moved_;
  std::vector<ApiError> errors_;
};

}  // namespace

Outcome<Elements> MergeRecords(Services* services, const Author& author,
                               const std::string& /*version*/, const JsonValue& call) {
  const auto wishes = ElementsNamed(call, "request");
  if (wishes.size() > kMaxMerges) {
    return ApiError{500, "EXCEEDED_ID_LIMIT", std::string(text::kTooManyMerges), {}};
  }
  Elements results;
  for (const JsonValue* wish : wishes) {
    const ObjectType* type = TypeOf(services->schema, *wish);
    if (type != nullptr && IsMergeable(*type)) EnsureIndexes(services, *type);
    InTransaction(services, author, [&](Connection* connection, RowEditor* editor) {
      Merger merger(services, author, *wish, connection, editor);
      const bool success = merger.Run();
      results.Inner("result", merger.Result(success));
      return success;
    });
  }
  return results;
}

}  // namespace sfsim
