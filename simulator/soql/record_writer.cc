// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/record_writer.h"

#include <algorithm>

#include "simulator/base/datetime.h"
#include "simulator/base/decimal.h"
#include "simulator/base/str_cat.h"
#include "simulator/json/json_text.h"

namespace sfsim::soql {
namespace {

void AppendText(sqlite3_value* value, std::string* out) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  AppendJsonString({text, static_cast<size_t>(sqlite3_value_bytes(value))}, out);
}

void AppendMoment(int64_t moment, ValueFormat format, std::string* out) {
  out->push_back('"');
  if (format == ValueFormat::kDate) AppendDate(moment, out);
  if (format == ValueFormat::kInstant) AppendInstant(moment, out);
  if (format == ValueFormat::kTime) AppendTimeOfDay(moment, out);
  out->push_back('"');
}

}  // namespace

void AppendValue(const Statement& row, int column, ValueFormat format, int scale,
                 std::string* out) {
  sqlite3_value* value = row.Column(column);
  if (sqlite3_value_type(value) == SQLITE_NULL) {
    out->append("null");
    return;
  }
  switch (format) {
    case ValueFormat::kText:
      AppendText(value, out);
      return;
    case ValueFormat::kBoolean:
      out->append(sqlite3_value_int64(value) != 0 ? "true" : "false");
      return;
    case ValueFormat::kInteger:
      AppendDecimal(sqlite3_value_int64(value), 0, false, out);
      return;
    case ValueFormat::kDecimal:
      AppendDecimal(sqlite3_value_int64(value), scale, true, out);
      return;
    case ValueFormat::kReal:
      AppendDouble(sqlite3_value_double(value) / static_cast<double>(PowerOfTen(scale)), out);
      return;
    default:
      AppendMoment(sqlite3_value_int64(value), format, out);
  }
}

RecordWriter::RecordWriter(const Schema* schema, const std::string& version)
    : RecordWriter(schema, version, Children()) {}

RecordWriter::RecordWriter(const Schema* schema, const std::string& version, Children children)
    : schema_(schema),
      url_prefix_(StrCat("\",\"url\":\"/services/data/v", version, "/sobjects/")),
      children_(std::move(children)) {}

void RecordWriter::WriteAttributes(const ObjectType* type, std::string_view id, std::string* out) {
  if (type == nullptr) type = schema_->FindByPrefix(id);
  const std::string_view name = type == nullptr ? "Name" : std::string_view(type->name);
  out->append("{\"attributes\":{\"type\":\"").append(name).append(url_prefix_).append(name);
  out->append("/").append(id).append("\"}");
}

void RecordWriter::Write(const RecordShape& shape, const Statement& row, int64_t* budget,
                         std::string* out) {
  if (shape.kind == RecordShape::Kind::kAggregate) {
    out->append("{\"attributes\":{\"type\":\"AggregateResult\"}");
  } else {
    WriteAttributes(shape.type, row.Text(shape.id_column), out);
  }
  for (const OutputItem& item : shape.items) {
    out->append(item.key);
    switch (item.kind) {
      case OutputItem::Kind::kValue:
        if (item.format == ValueFormat::kBlob) {
          WriteBlob(shape, item, row, out);
        } else {
          AppendValue(row, item.column, item.format, item.scale, out);
        }
        break;
      case OutputItem::Kind::kCompound:
        WriteCompound(*item.record, row, out);
        break;
      case OutputItem::Kind::kParent:
        WriteParent(item, row, budget, out);
        break;
      case OutputItem::Kind::kChildren:
        WriteChildren(*item.children, row.Text(item.column), budget, out);
        break;
    }
  }
  out->push_back('}');
}

void RecordWriter::WriteParent(const OutputItem& item, const Statement& row, int64_t* budget,
                               std::string* out) {
  if (row.IsNull(item.record->id_column)) {
    out->append("null");
    return;
  }
  const RecordShape* shape = item.record.get();
  if (!item.by_type.empty()) {
    const ObjectType* type = schema_->FindByPrefix(row.Text(shape->id_column));
    for (const auto& [known, record] : item.by_type) {
      if (known == type) shape = record.get();
    }
  }
  Write(*shape, row, budget, out);
}

void RecordWriter::WriteBlob(const RecordShape& shape, const OutputItem& item, const Statement& row,
                             std::string* out) {
  const ObjectType* type =
      shape.type != nullptr ? shape.type : schema_->FindByPrefix(row.Text(shape.id_column));
  if (type == nullptr || row.IsNull(item.column)) {
    out->append("null");
    return;
  }
  const std::string_view root = std::string_view(url_prefix_).substr(url_prefix_.find('/'));
  const size_t name = item.key.find('"') + 1;
  StrAppend(out, "\"", root, type->name, "/", row.Text(shape.id_column), "/",
            item.key.substr(name, item.key.rfind('"') - name), "\"");
}

void RecordWriter::WriteCompound(const RecordShape& shape, const Statement& row, std::string* out) {
  const bool empty = std::all_of(shape.items.begin(), shape.items.end(),
                                 [&](const OutputItem& item) { return row.IsNull(item.column); });
  if (empty) {
    out->append("null");
    return;
  }
  const size_t begin = out->size();
  for (const OutputItem& item : shape.items) {
    out->append(item.key);
    AppendValue(row, item.column, item.format, item.scale, out);
  }
  // Nothing comes before the first value.
  (*out)[begin] = '{';
  out->push_back('}');
}

void RecordWriter::WriteChildren(const ChildSet& set, std::string_view parent_id, int64_t* budget,
                                 std::string* out) {
  Statement& rows = statements_[&set];
  if (!rows) {
    rows = children_.snapshot->connection().Prepare(set.plan.sql);
    rows.BindAll(set.plan.parameters);
  }
  rows.Reset();
  rows.BindText(1, parent_id);
  if (!rows.Step()) {
    failed_ = failed_ || rows.failed();
    out->append("null");
    return;
  }
  // A child set takes what is left of the page, but always moves on by a row.
  std::string records;
  int64_t count = 0;
  bool more = true;
  while (more && (*budget > 0 || count == 0)) {
    records.append(count > 0 ? "," : "");
    ++count;
    --*budget;
    Write(set.plan.shape, rows, budget, &records);
    more = rows.Step();
  }
  failed_ = failed_ || rows.failed();
  rows.Reset();
  if (!more) {
    StrAppend(out, "{\"totalSize\":", count, ",\"done\":true,\"records\":[", records, "]}");
    return;
  }
  const std::shared_ptr<const Plan> plan(children_.plan, &set.plan);
  auto cursor =
      std::make_shared<Cursor>(children_.snapshot, plan, schema_, SqlValue(std::string(parent_id)));
  cursor->AppendFirstPage(records, count, children_.page, *children_.keep, out);
}

}  // namespace sfsim::soql
