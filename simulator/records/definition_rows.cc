// SPDX-License-Identifier: Apache-2.0
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/records/setup_rows.h"

namespace sfsim {
namespace {

// An org has thousands of fields, so these rows go past the checks that saving has.
using Cells = std::vector<std::pair<std::string_view, SqlValue>>;

SqlValue TextOrNull(const std::string& text) { return text.empty() ? SqlValue() : SqlValue(text); }

// `Ext` of `ns__Ext__c`.
std::string DeveloperName(std::string name) {
  if (name.ends_with("__c")) name.resize(name.size() - 3);
  const size_t space = name.find("__");
  return space == std::string::npos ? name : name.substr(space + 2);
}

class DefinitionWriter {
 public:
  DefinitionWriter(Store* store, Connection* connection, const Author& author)
      : store_(*store), connection_(*connection), author_(author) {}

  // The new row's id; what the schema does not have is left out.
  std::string Write(const ObjectType& type, Cells cells) {
    std::string id = MakeId(type.key_prefix, store_.NextNumber(type.key_prefix));
    cells.insert(cells.end(), {{"Id", id},
                               {"IsDeleted", int64_t{0}},
                               {"CreatedDate", author_.now},
                               {"CreatedById", author_.user_id},
                               {"LastModifiedDate", author_.now},
                               {"LastModifiedById", author_.user_id},
                               {"SystemModstamp", author_.now}});
    std::string columns;
    std::string places;
    std::vector<const SqlValue*> bound;
    for (const auto& [name, value] : cells) {
      if (type.FindField(name) == nullptr) continue;
      bound.push_back(&value);
      StrAppend(&columns, columns.empty() ? "" : ",", QuoteName(name));
      StrAppend(&places, places.empty() ? "?" : ",?", bound.size());
    }
    Statement& insert = connection_.Cached(
        StrCat("INSERT INTO ", QuoteName(type.name), "(", columns, ") VALUES(", places, ")"));
    for (size_t i = 0; i < bound.size(); ++i) insert.Bind(static_cast<int>(i) + 1, *bound[i]);
    insert.Run();
    return id;
  }

 private:
  Store& store_;
  Connection& connection_;
  const Author& author_;
};

Cells EntityCells(const ObjectType& type) {
  const auto flag = [](bool value) { return int64_t{value}; };
  return {{"DurableId", type.name},
          {"QualifiedApiName", type.name},
          {"DeveloperName", DeveloperName(type.name)},
          {"MasterLabel", type.label},
          {"Label", type.label},
          {"PluralLabel", type.label_plural},
          {"KeyPrefix", type.key_prefix},
          {"IsCustomizable", flag(type.layoutable)},
          {"IsCustomSetting", flag(false)},
          {"IsApexTriggerable", flag(type.layoutable)},
          {"IsWorkflowEnabled", flag(type.layoutable)},
          {"IsCompactLayoutable", flag(type.layoutable)},
          {"IsLayoutable", flag(type.layoutable)},
          {"IsDeprecatedAndHidden", flag(false)},
          {"IsQueryable", flag(true)},
          {"IsReplicateable", flag(true)},
          {"IsRetrieveable", flag(true)},
          {"IsSearchable", flag(type.searchable)},
          {"IsTriggerable", flag(type.layoutable)},
          {"IsIdEnabled", flag(true)},
          {"IsEverCreatable", flag(type.createable)},
          {"IsEverDeletable", flag(type.deletable)},
          {"IsEverUpdatable", flag(type.updateable)},
          {"IsFeedEnabled", flag(type.layoutable)}};
}

Cells FieldCells(const ObjectType& type, const Field& field, const std::string& entity_id) {
  const auto flag = [](bool value) { return int64_t{value}; };
  return {{"DurableId", StrCat(type.name, ".", field.name)},
          {"QualifiedApiName", field.name},
          {"EntityDefinitionId", entity_id},
          {"DeveloperName", DeveloperName(field.name)},
          {"MasterLabel", field.label},
          {"Label", field.label},
          {"Length", int64_t{field.length}},
          {"DataType", std::string(FieldTypeName(field.type))},
          {"ValueTypeId", std::string(FieldTypeName(field.type))},
          {"Precision", int64_t{field.precision}},
          {"Scale", int64_t{field.scale}},
          {"RelationshipName", TextOrNull(field.relationship_name)},
          {"IsCalculated", flag(field.calculated)},
          {"IsHighScaleNumber", flag(false)},
          {"IsHtmlFormatted", flag(false)},
          {"IsNameField", flag(field.name_field)},
          {"IsNillable", flag(field.nillable)},
          {"IsWorkflowFilterable", flag(field.filterable)},
          {"IsCompactLayoutable", flag(type.layoutable)},
          {"IsFieldHistoryTracked", flag(false)},
          {"IsIndexed", flag(field.is_id() || field.external_id || field.unique)},
          {"IsApiFilterable", flag(field.filterable)},
          {"IsApiSortable", flag(field.sortable)},
          {"IsListFilterable", flag(field.filterable)},
          {"IsListSortable", flag(field.sortable)},
          {"IsApiGroupable", flag(field.groupable)},
          {"IsListVisible", flag(true)},
          {"IsCompound", flag(field.is_compound())},
          {"IsSearchPrefilterable", flag(false)},
          {"IsPolymorphicForeignKey", flag(field.is_polymorphic())},
          {"IsAiPredictionField", flag(false)}};
}

}  // namespace

absl::Status WriteDefinitions(const Schema& schema, Store* store, const Author& author) {
  const ObjectType* entities = schema.Find("EntityDefinition");
  const ObjectType* fields = schema.Find("FieldDefinition");
  if (entities == nullptr || fields == nullptr) return absl::OkStatus();
  Store::Writer connection = store->Write();
  absl::Status begun = connection->Execute("BEGIN IMMEDIATE");
  if (!begun.ok()) return begun;
  DefinitionWriter writer(store, &*connection, author);
  for (const ObjectType* type : schema.objects()) {
    const std::string id = writer.Write(*entities, EntityCells(*type));
    for (const Field& field : type->fields()) {
      writer.Write(*fields, FieldCells(*type, field, id));
    }
  }
  return connection->Execute("COMMIT");
}

}  // namespace sfsim
