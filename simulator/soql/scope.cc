// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/scope.h"

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/soql/query_error.h"
#include "simulator/store/sqlite.h"

namespace sfsim::soql {
namespace {

constexpr size_t kMaxParentLevels = 5;

std::string ColumnSql(const Scope::Node::Table& table, const Field& field) {
  return StrCat(table.alias, ".", QuoteName(field.name));
}

// `CASE WHEN t1."Id" IS NOT NULL THEN 'Account' …`.
std::string TypeSql(const Scope::Node& node) {
  std::string sql = "CASE";
  for (const auto& table : node.tables) {
    StrAppend(&sql, " WHEN ", table.alias, ".\"Id\" IS NOT NULL THEN '", table.type->name, "'");
  }
  return sql + " END";
}

}  // namespace

void CompileContext::Fail(size_t position, std::string code, std::string_view text) {
  if (!error_) error_ = ErrorAt(query, position, std::move(code), text);
}

void CompileContext::FailPlain(ApiError error) {
  if (!error_) error_ = std::move(error);
}

Scope::Scope(CompileContext* context, const ObjectType& root, std::string root_alias,
             std::string prefix)
    : context_(*context), root_alias_(std::move(root_alias)), prefix_(std::move(prefix)) {
  root_.tables.push_back({&root, prefix_ + "0"});
  type_field_.name = "Type";
  type_field_.label = "Type";
}

Scope::Node* Scope::FindParent(Node* node, std::string_view relationship) {
  const std::string key = AsciiLower(relationship);
  if (const auto known = node->parents.find(key); known != node->parents.end()) {
    return known->second.get();
  }
  const Field* via = nullptr;
  for (const auto& table : node->tables) {
    if (via == nullptr) via = table.type->FindRelationship(relationship);
  }
  if (via == nullptr) return nullptr;
  auto parent = std::make_unique<Node>();
  parent->parent = node;
  parent->relationship = via->relationship_name;
  parent->key = FieldOf(node, via->name).sql;
  for (const std::string& name : via->reference_to) {
    const ObjectType* type = context_.schema->Find(name);
    if (type == nullptr) continue;
    parent->tables.push_back({type, StrCat(prefix_, next_alias_++)});
    const auto& table = parent->tables.back();
    StrAppend(&joins_, " LEFT JOIN ", QuoteName(type->name), " ", table.alias, " ON ", table.alias,
              ".\"Id\"=", parent->key);
  }
  if (parent->tables.empty()) return nullptr;
  return (node->parents[key] = std::move(parent)).get();
}

Scope::Resolved Scope::FieldOf(Node* node, std::string_view name) const {
  Resolved resolved;
  resolved.node = node;
  std::vector<std::string> columns;
  for (const auto& table : node->tables) {
    const Field* field = table.type->FindField(name);
    if (field == nullptr) continue;
    if (resolved.field == nullptr) resolved.field = field;
    if (!field->is_compound()) columns.push_back(ColumnSql(table, *field));
  }
  if (node->polymorphic() && EqualsIgnoreCase(name, "Type")) {
    resolved.field = &type_field_;
    resolved.sql = TypeSql(*node);
  } else if (columns.size() == 1) {
    resolved.sql = columns.front();
  } else if (columns.size() > 1) {
    resolved.sql = "COALESCE(";
    for (size_t i = 0; i < columns.size(); ++i) {
      StrAppend(&resolved.sql, i > 0 ? "," : "", columns[i]);
    }
    resolved.sql.push_back(')');
  }
  return resolved;
}

Scope::Node* Scope::Walk(const FieldPath& path, size_t count) {
  Node* node = &root_;
  size_t first = 0;
  if (count > 0) {
    const auto alias = aliases_.find(AsciiLower(path.names[0]));
    if (alias != aliases_.end()) {
      node = alias->second;
      first = 1;
    } else if (EqualsIgnoreCase(path.names[0], root_alias_) ||
               (EqualsIgnoreCase(path.names[0], root_.type().name) &&
                root_.type().FindRelationship(path.names[0]) == nullptr)) {
      first = 1;
    }
  }
  if (count - first > kMaxParentLevels) {
    context_.Fail(path.position, "MALFORMED_QUERY", text::kTooManyParents);
    return nullptr;
  }
  for (size_t i = first; i < count; ++i) {
    node = FindParent(node, path.names[i]);
    if (node == nullptr) {
      context_.Fail(path.position, "INVALID_FIELD", text::NoSuchParentRelationship(path.names[i]));
      return nullptr;
    }
  }
  return node;
}

Scope::Resolved Scope::Resolve(const FieldPath& path) {
  Node* node = Walk(path, path.names.size() - 1);
  if (node == nullptr) return {};
  Resolved resolved = FieldOf(node, path.names.back());
  if (resolved.field == nullptr) {
    context_.Fail(path.position, "INVALID_FIELD",
                  text::NoSuchColumnOnEntity(path.names.back(), node->type().name));
  }
  return resolved;
}

Scope::Resolved Scope::ResolveFrom(Node* node, const FieldPath& path) {
  if (path.names.size() > kMaxParentLevels) return {};
  for (size_t i = 0; i + 1 < path.names.size() && node != nullptr; ++i) {
    node = FindParent(node, path.names[i]);
  }
  return node == nullptr ? Resolved() : FieldOf(node, path.names.back());
}

void Scope::AddAlias(const FromItem& item) {
  Node* node = Walk(item.object, item.object.names.size());
  if (node != nullptr && !item.alias.empty()) aliases_[AsciiLower(item.alias)] = node;
}

std::string Scope::FromSql() const {
  return StrCat(" FROM ", QuoteName(root_.type().name), " ", root_.tables.front().alias, joins_,
                grouping_sets_sql_);
}

void Scope::SetGroupingSets(std::vector<std::string> expressions, const std::vector<int>& sets) {
  grouped_ = std::move(expressions);
  grouping_sets_sql_ = " CROSS JOIN (";
  for (const int set : sets) {
    StrAppend(&grouping_sets_sql_, set == sets.front() ? "" : " UNION ALL ", "SELECT ", set,
              " AS s");
  }
  StrAppend(&grouping_sets_sql_, ") ", prefix_, "g");
  grouping_set_ = prefix_ + "g.s";
}

std::optional<int> Scope::FindGrouped(std::string_view expression) const {
  for (size_t i = 0; i < grouped_.size(); ++i) {
    if (EqualsIgnoreCase(grouped_[i], expression)) return static_cast<int>(i);
  }
  return std::nullopt;
}

std::string Scope::RolledUpSql(int bit) const { return StrCat(grouping_set_, ">>", bit, "&1"); }

}  // namespace sfsim::soql
