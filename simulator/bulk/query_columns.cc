// SPDX-License-Identifier: Apache-2.0
#include "simulator/bulk/query_columns.h"

#include <algorithm>

#include "simulator/base/bulk_text.h"
#include "simulator/base/text.h"
#include "simulator/soql/aggregate_compiler.h"

namespace sfsim {
namespace {

using soql::OutputItem;
using soql::SelectItem;

ApiError Refusal(std::string_view message) { return {400, "API_ERROR", std::string(message), {}}; }

// The name in a key of the form `,"Name":`.
std::string NameOfKey(const std::string& key) {
  const size_t begin = key.find('"') + 1;
  return key.substr(begin, key.rfind('"') - begin);
}

// Appends the columns of a record, those of its parents under their path.
std::optional<ApiError> AppendColumns(const soql::RecordShape& shape, const std::string& path,
                                      std::vector<BulkColumn>* columns) {
  for (const OutputItem& item : shape.items) {
    const std::string name = path + NameOfKey(item.key);
    switch (item.kind) {
      case OutputItem::Kind::kValue:
        if (item.format == soql::ValueFormat::kBlob) return Refusal(text::kBinaryData);
        columns->push_back({name, item.column, item.format, item.scale});
        break;
      case OutputItem::Kind::kCompound:
        return Refusal(text::kCompoundData);
      case OutputItem::Kind::kParent:
        if (auto error = AppendColumns(*item.record, name + ".", columns)) return error;
        break;
      case OutputItem::Kind::kChildren:
        return Refusal(text::kBulkChildren);
    }
  }
  return std::nullopt;
}

// The path of a selected field, without the object or its alias at its beginning.
std::string SelectedPath(const soql::Query& query, const SelectItem& item) {
  const soql::Expression* innermost = &item.expression;
  while (!innermost->function.empty() && !innermost->arguments.empty()) {
    innermost = innermost->arguments.data();
  }
  soql::FieldPath path = innermost->field;
  const bool named =
      path.names.size() > 1 && (EqualsIgnoreCase(path.names[0], query.from.alias) ||
                                EqualsIgnoreCase(path.names[0], query.from.object.names.back()));
  if (named) path.names.erase(path.names.begin());
  return path.Text();
}

// The fields of one parent stand together in records; in CSV they stand where they were selected.
void SortAsSelected(const soql::Query& query, std::vector<BulkColumn>* columns) {
  auto place = columns->begin();
  for (const SelectItem& item : query.select) {
    if (item.kind != SelectItem::Kind::kExpression) return;
    const std::string path = item.alias.empty() ? SelectedPath(query, item) : item.alias;
    const auto column = std::find_if(place, columns->end(), [&](const BulkColumn& candidate) {
      return EqualsIgnoreCase(candidate.name, path);
    });
    if (column == columns->end()) continue;
    std::rotate(place, column, column + 1);
    ++place;
  }
}

}  // namespace

std::optional<ApiError> RefuseInBulk(const soql::Query& query) {
  if (!query.group_by.empty()) return Refusal(text::kBulkGrouping);
  if (soql::IsAggregate(query) || soql::IsCountOnly(query)) return Refusal(text::kBulkAggregates);
  if (query.offset) return Refusal(text::kBulkOffset);
  for (const SelectItem& item : query.select) {
    if (item.kind == SelectItem::Kind::kTypeOf) return Refusal(text::kBulkTypeOf);
    if (item.kind == SelectItem::Kind::kSubquery) return Refusal(text::kBulkChildren);
  }
  return std::nullopt;
}

Outcome<std::vector<BulkColumn>> ReadBulkColumns(const soql::Query& query, const soql::Plan& plan,
                                                 bool select_order) {
  std::vector<BulkColumn> columns;
  if (auto error = AppendColumns(plan.shape, "", &columns)) return std::move(*error);
  if (select_order) {
    SortAsSelected(query, &columns);
  } else {
    std::sort(columns.begin(), columns.end(),
              [](const BulkColumn& a, const BulkColumn& b) { return a.name < b.name; });
  }
  return columns;
}

}  // namespace sfsim
