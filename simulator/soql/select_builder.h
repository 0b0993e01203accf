// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "simulator/soql/expression_sql.h"
#include "simulator/soql/plan.h"
#include "simulator/soql/scope.h"

namespace sfsim::soql {

// Collects the columns of a SELECT and the shape of the records that they make up.
class SelectBuilder {
 public:
  SelectBuilder(Scope* scope, CompileContext* context) : scope_(*scope), context_(*context) {}

  // The column that reads this SQL; equal SQL shares one.
  int AddColumn(const std::string& sql);
  // Makes `shape` the shape of records of that node.
  void BeginRecord(Scope::Node* node, RecordShape* shape);
  // Adds the field that a path names, nested under its parents.
  void AddPath(const FieldPath& path, RecordShape* shape);
  void AddField(Scope::Node* node, const Field& field, RecordShape* shape);
  void AddTypeOf(const TypeOf& type_of, RecordShape* shape);
  // Adds a value under a name of its own (aliases, aggregates, functions).
  void AddValue(std::string_view name, const CompiledExpression& value, RecordShape* shape);

  // `SELECT a,b,c`.
  std::string SelectSql() const;

 private:
  OutputItem* ParentItem(std::string_view relationship, RecordShape* shape);
  // The nested record of a relationship, made when it is first needed; nullptr if there is none.
  RecordShape* ParentShape(Scope::Node* parent, std::string_view name, RecordShape* shape);
  void AddCompound(Scope::Node* node, const Field& field, RecordShape* shape);

  Scope& scope_;
  CompileContext& context_;
  std::vector<std::string> columns_;
};

}  // namespace sfsim::soql
