// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "simulator/soql/ast.h"
#include "simulator/soql/compile_context.h"

namespace sfsim::soql {

// The tables that one SELECT reaches: its object, and the parents that its paths name, each joined
// once.
class Scope {
 public:
  // One step of a path. A polymorphic parent is several tables, of which one has the row.
  struct Node {
    struct Table {
      const ObjectType* type;
      std::string alias;
    };
    std::vector<Table> tables;
    // The SQL of the foreign key that leads here; empty for the root.
    std::string key;
    // Whose parent this is, and the name of the relationship as the schema has it; nullptr for the
    // root.
    Node* parent = nullptr;
    std::string relationship;
    std::map<std::string, std::unique_ptr<Node>> parents;

    bool polymorphic() const { return tables.size() > 1; }
    const ObjectType& type() const { return *tables.front().type; }
  };

  struct Resolved {
    Node* node = nullptr;
    const Field* field = nullptr;
    std::string sql;
  };

  // `prefix` keeps the table aliases of nested statements apart.
  Scope(CompileContext* context, const ObjectType& root, std::string root_alias,
        std::string prefix);

  // Resolves a path to a field. On an unknown name the error is in the context and `field` is
  // nullptr.
  Resolved Resolve(const FieldPath& path);
  // The same for a path that begins at a parent; unknown names are not reported.
  Resolved ResolveFrom(Node* node, const FieldPath& path);
  // The parent that a relationship name of `node` leads to, or nullptr.
  Node* FindParent(Node* node, std::string_view relationship);
  Resolved FieldOf(Node* node, std::string_view name) const;

  Node* root() { return &root_; }
  // `FROM … LEFT JOIN …`; complete only after everything has been resolved.
  std::string FromSql() const;

  // Makes every row count once for each of the grouping sets of ROLLUP or CUBE. `expressions` are
  // the grouped ones, as ExpressionText writes them; bit i of a set says that the i-th is rolled
  // up.
  void SetGroupingSets(std::vector<std::string> expressions, const std::vector<int>& sets);
  // The bit of a grouped expression; nothing without grouping sets.
  std::optional<int> FindGrouped(std::string_view expression) const;
  // SQL for whether the expression of that bit is rolled up: 0 or 1.
  std::string RolledUpSql(int bit) const;
  // The column that holds the grouping set; empty without grouping sets.
  const std::string& grouping_set() const { return grouping_set_; }
  // How many tables FROM joins.
  int tables() const { return next_alias_; }

  // Adds a second name for a path: `FROM Contact c, c.Account a`.
  void AddAlias(const FromItem& item);

 private:
  // Walks the relationships before the last name; nullptr after an error.
  Node* Walk(const FieldPath& path, size_t count);

  CompileContext& context_;
  std::string root_alias_;
  std::string prefix_;
  Node root_;
  std::string joins_;
  std::vector<std::string> grouped_;
  std::string grouping_set_;
  std::string grouping_sets_sql_;
  int next_alias_ = 1;
  std::map<std::string, Node*> aliases_;
  // `Type` of a polymorphic parent, which is no field of any object.
  Field type_field_;
};

}  // namespace sfsim::soql
