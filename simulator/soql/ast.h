// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// A SOQL statement as it was written. Names are not resolved here; positions are byte offsets into
// the statement, for error texts.
namespace sfsim::soql {

struct Query;

// `Account.Owner.Name`.
struct FieldPath {
  std::vector<std::string> names;
  size_t position = 0;

  std::string Text() const;
};

struct Literal {
  enum class Kind {
    kNull,
    kBoolean,
    kNumber,
    kString,
    kDate,
    kDateTime,
    kTime,
    kDateLiteral,  // TODAY, LAST_N_DAYS:30
  };
  Kind kind = Kind::kNull;
  // As written; strings decoded; date literals in capitals without their number, amounts without
  // their currency.
  std::string text;
  // The n of LAST_N_DAYS:n.
  int count = 0;
  size_t position = 0;
  // A string as LIKE reads it, see Token::pattern.
  std::string pattern;
};

// A field, or a function of fields and literals: COUNT(Id), CALENDAR_YEAR(convertTimezone(X)). Its
// arguments have the number and the kinds that the function takes.
struct Expression {
  FieldPath field;
  // In capitals; empty for a plain field.
  std::string function;
  std::vector<Expression> arguments;
  // Set when this is an argument that is a literal.
  std::optional<Literal> literal;
  size_t position = 0;
};

enum class Operator {
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kLike,
  kIn,
  kNotIn,
  kIncludes,
  kExcludes,
};

struct Comparison {
  Expression left;
  Operator op = Operator::kEqual;
  // One for the simple operators, any number for lists.
  std::vector<Literal> values;
  // The query of a semi-join or anti-join, instead of values.
  std::unique_ptr<Query> subquery;
};

struct Condition {
  enum class Kind { kAnd, kOr, kNot, kComparison };
  Kind kind = Kind::kComparison;
  std::vector<Condition> operands;
  Comparison comparison;
};

struct TypeOf {
  struct Branch {
    std::string object;
    size_t position = 0;
    std::vector<FieldPath> fields;
  };
  // The polymorphic relationship: `What`.
  FieldPath relationship;
  std::vector<Branch> branches;
  std::vector<FieldPath> otherwise;
};

struct SelectItem {
  enum class Kind { kExpression, kSubquery, kTypeOf, kFieldsFunction };
  Kind kind = Kind::kExpression;
  Expression expression;
  std::string alias;
  std::unique_ptr<Query> subquery;
  TypeOf type_of;
  // ALL, STANDARD or CUSTOM.
  std::string fields_group;
  size_t position = 0;
};

// `Account a` or, behind a comma, `a.Contacts c`.
struct FromItem {
  FieldPath object;
  std::string alias;
};

enum class Grouping { kPlain, kRollup, kCube };

struct OrderItem {
  Expression expression;
  bool descending = false;
  std::optional<bool> nulls_first;
};

struct Query {
  std::vector<SelectItem> select;
  FromItem from;
  std::vector<FromItem> more_from;
  // The name behind USING SCOPE.
  std::string scope;
  size_t scope_position = 0;
  std::optional<Condition> where;
  Grouping grouping = Grouping::kPlain;
  std::vector<Expression> group_by;
  std::optional<Condition> having;
  std::vector<OrderItem> order_by;
  std::optional<int64_t> limit;
  std::optional<int64_t> offset;
  // Where ALL ROWS stands, if it does.
  std::optional<size_t> all_rows;
  size_t position = 0;
};

}  // namespace sfsim::soql
