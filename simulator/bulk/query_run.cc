// SPDX-License-Identifier: Apache-2.0
#include "simulator/bulk/query_run.h"

#include "simulator/base/bulk_text.h"
#include "simulator/base/datetime.h"
#include "simulator/base/decimal.h"
#include "simulator/base/error_text.h"
#include "simulator/bulk/csv_reader.h"
#include "simulator/bulk/query_columns.h"
#include "simulator/soql/compiler.h"
#include "simulator/soql/parser.h"

namespace sfsim {
namespace {

ApiError Failure(std::string_view detail) {
  return {500, "UNKNOWN_EXCEPTION", text::InternalError(detail), {}};
}

// `2018-12-10T17:50:19.000Z`: the form of CSV, unlike that of JSON.
void AppendZuluInstant(int64_t instant, std::string* out) {
  AppendInstant(instant, out);
  constexpr size_t kOffset = std::string_view("+0000").size();
  out->replace(out->size() - kOffset, kOffset, "Z");
}

void AppendValue(sqlite3_value* value, const BulkColumn& column, std::string* out) {
  switch (column.format) {
    case soql::ValueFormat::kBoolean:
      out->append(sqlite3_value_int64(value) != 0 ? "true" : "false");
      return;
    case soql::ValueFormat::kInteger:
      return AppendDecimal(sqlite3_value_int64(value), 0, false, out);
    case soql::ValueFormat::kDecimal:
      return AppendDecimal(sqlite3_value_int64(value), column.scale, true, out);
    case soql::ValueFormat::kReal:
      return AppendDouble(
          sqlite3_value_double(value) / static_cast<double>(PowerOfTen(column.scale)), out);
    case soql::ValueFormat::kDate:
      return AppendDate(sqlite3_value_int64(value), out);
    case soql::ValueFormat::kInstant:
      return AppendZuluInstant(sqlite3_value_int64(value), out);
    default:
      return AppendTimeOfDay(sqlite3_value_int64(value), out);
  }
}

void AppendCell(sqlite3_value* value, const BulkColumn& column, std::string* out) {
  if (sqlite3_value_type(value) == SQLITE_NULL) {
    out->append("\"\"");
  } else if (column.format == soql::ValueFormat::kText) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
    AppendQuotedCell({text, static_cast<size_t>(sqlite3_value_bytes(value))}, out);
  } else {
    out->push_back('"');
    AppendValue(value, column, out);
    out->push_back('"');
  }
}

}  // namespace

Outcome<BulkQuery> PrepareBulkQuery(const Schema& schema, Store* store,
                                    const BulkQueryRequest& request) {
  auto query = soql::Parse(request.soql);
  if (!query.ok()) return query.error();
  if (auto error = RefuseInBulk(*query)) return std::move(*error);
  soql::CompileContext context;
  context.schema = &schema;
  context.query = request.soql;
  context.now = request.now;
  context.user_id = request.user_id;
  context.include_deleted = request.include_deleted;
  context.among = request.among;
  context.ensure_index = [store](const ObjectType& type, const Field& field) {
    store->EnsureIndex(type, field);
  };
  auto plan = soql::Compile(*query, &context);
  if (!plan.ok()) return plan.error();
  auto columns = ReadBulkColumns(*query, *plan, request.select_order);
  if (!columns.ok()) return columns.error();
  BulkQuery prepared;
  prepared.object = plan->shape.type->name;
  prepared.columns = std::move(*columns);
  prepared.plan = std::make_shared<const soql::Plan>(std::move(*plan));
  return prepared;
}

Outcome<std::unique_ptr<BulkQueryRows>> BulkQueryRows::Begin(Store* store, BulkQuery query) {
  auto snapshot = soql::Snapshot::Begin(store);
  if (!snapshot.ok()) return Failure(std::string(snapshot.status().message()));
  std::unique_ptr<BulkQueryRows> rows(new BulkQueryRows(std::move(*snapshot), std::move(query)));
  Connection& connection = rows->snapshot_->connection();
  rows->statement_ = connection.Prepare(rows->query_.plan->sql);
  if (!rows->statement_) return Failure(connection.LastError());
  rows->statement_.BindAll(rows->query_.plan->parameters);
  return rows;
}

// The statement must not outlive the connection that the snapshot gives back.
BulkQueryRows::~BulkQueryRows() { statement_ = Statement(); }

bool BulkQueryRows::Next() { return statement_.Step(); }

void BulkQueryRows::AppendCsv(const CsvFormat& format, std::string* out) const {
  bool first = true;
  for (const BulkColumn& column : query_.columns) {
    if (!first) out->push_back(format.delimiter);
    first = false;
    AppendCell(statement_.Column(column.column), column, out);
  }
  out->append(format.newline());
}

std::string CsvHeader(const std::vector<BulkColumn>& columns, const CsvFormat& format) {
  std::string header;
  for (const BulkColumn& column : columns) {
    if (!header.empty()) header.push_back(format.delimiter);
    AppendQuotedCell(column.name, &header);
  }
  return header.append(format.newline());
}

}  // namespace sfsim
