// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
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
    std::map<std::string, std::unique_ptr<Node>> parents;

    bool polymorphic() const { return tables.size() > 1; }
    const ObjectType& type() const { return *tables.front().type; }
  };

  struct Resolved {
    const Node* node = nullptr;
    const Field* field = nullptr;
    std::string sql;
  };

  // `prefix` keeps the table aliases of nested statements apart.
  Scope(CompileContext* context, const ObjectType& root, std::string root_alias,
        std::string prefix);

  // Resolves a path to a field. On an unknown name the error is in the context and `field` is
  // nullptr.
  Resolved Resolve(const FieldPath& path);
  // The parent that a relationship name of `node` leads to, or nullptr.
  Node* FindParent(Node* node, std::string_view relationship);
  Resolved FieldOf(Node* node, std::string_view name) const;

  Node* root() { return &root_; }
  // `FROM … LEFT JOIN …`; complete only after everything has been resolved.
  std::string FromSql() const;

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
  int next_alias_ = 1;
  std::map<std::string, Node*> aliases_;
  // `Type` of a polymorphic parent, which is no field of any object.
  Field type_field_;
};

}  // namespace sfsim::soql
