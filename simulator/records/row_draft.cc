// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/row_draft.h"

#include "simulator/records/row_lookup.h"

namespace sfsim {

RowDraft::RowDraft(const ObjectType& type, Connection* connection, std::string id, bool insert,
                   FieldValues* values)
    : type_(type), connection_(*connection), id_(std::move(id)), insert_(insert), values_(*values) {
  for (const auto& [field, value] : values_) given_.insert(field);
}

bool RowDraft::Given(std::string_view name) const { return given_.contains(type_.FindField(name)); }

SqlValue RowDraft::Get(std::string_view name) const {
  const Field* field = type_.FindField(name);
  if (field == nullptr) return {};
  const auto written = values_.find(field);
  if (written != values_.end()) return written->second;
  return insert_ ? SqlValue() : ReadColumn(&connection_, type_, id_, *field);
}

std::string RowDraft::Text(std::string_view name) const {
  SqlValue value = Get(name);
  auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? std::string() : std::move(*text);
}

std::optional<int64_t> RowDraft::Number(std::string_view name) const {
  const SqlValue value = Get(name);
  const auto* number = std::get_if<int64_t>(&value);
  return number == nullptr ? std::nullopt : std::optional(*number);
}

void RowDraft::Derive(std::string_view name, SqlValue value) {
  const Field* field = type_.FindField(name);
  if (field != nullptr && !given_.contains(field)) values_[field] = std::move(value);
}

void RowDraft::Set(std::string_view name, SqlValue value) {
  const Field* field = type_.FindField(name);
  if (field != nullptr) values_[field] = std::move(value);
}

}  // namespace sfsim
