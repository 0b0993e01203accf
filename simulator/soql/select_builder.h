// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

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
  // The same with another value in the place of the field's own.
  void AddPath(const FieldPath& path, const CompiledExpression& value, RecordShape* shape);
  void AddField(Scope::Node* node, const Field& field, RecordShape* shape);
  void AddTypeOf(const TypeOf& type_of, RecordShape* shape);
  // Adds a value under a name of its own (aliases, aggregates, functions).
  void AddValue(std::string_view name, const CompiledExpression& value, RecordShape* shape);

  // `SELECT a,b,c`.
  std::string SelectSql() const;

 private:
  // The record of that node within the record `shape` of the root.
  RecordShape* HolderOf(Scope::Node* holder, RecordShape* shape);
  OutputItem* ParentItem(std::string_view relationship, RecordShape* shape);
  // The nested record of a parent, made when it is first needed.
  RecordShape* ParentShape(Scope::Node* parent, RecordShape* shape);
  std::unique_ptr<RecordShape> TypeOfRecord(Scope::Node* node, const std::vector<FieldPath>& fields,
                                            const ObjectType* type);
  void AddCompound(Scope::Node* node, const Field& field, RecordShape* shape);

  Scope& scope_;
  CompileContext& context_;
  std::vector<std::string> columns_;
};

}  // namespace sfsim::soql
