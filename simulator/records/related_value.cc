// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/related_value.h"

#include "simulator/records/row_lookup.h"

namespace sfsim {
namespace {

SqlValue ValueOf(const RowDraft& draft, const ObjectType* type, const std::string& id,
                 std::string_view name) {
  const Field* field = type == nullptr ? nullptr : type->FindField(name);
  return field == nullptr || field->is_compound()
             ? SqlValue()
             : ReadColumn(draft.connection(), *type, id, *field);
}

}  // namespace

SqlValue RelatedValue(const Schema& schema, const RowDraft& draft, std::string_view lookup,
                      std::string_view field) {
  const std::string id = draft.Text(lookup);
  return id.empty() ? SqlValue() : ValueOf(draft, schema.FindByPrefix(id), id, field);
}

SqlValue ListedValue(const Schema& schema, const RowDraft& draft, std::string_view list,
                     const std::string& value, std::string_view field) {
  const ObjectType* type = schema.Find(list);
  const Field* name = type == nullptr ? nullptr : type->FindField("ApiName");
  if (name == nullptr || value.empty()) return {};
  const auto ids = FindRows(draft.connection(), *type, *name, value);
  return ids.empty() ? SqlValue() : ValueOf(draft, type, ids.front(), field);
}

}  // namespace sfsim
