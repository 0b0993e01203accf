// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/semi_join.h"

#include "simulator/base/error_text.h"
#include "simulator/base/text.h"

namespace sfsim::soql {
namespace {

constexpr int kMaxSemiJoins = 2;

class SemiJoinCheck {
 public:
  SemiJoinCheck(const ObjectType& type, bool nested, CompileContext* context)
      : type_(type), nested_(nested), context_(*context) {}

  void Check(const Condition& condition, bool under_or) {
    if (condition.kind == Condition::Kind::kComparison) {
      if (condition.comparison.subquery) CheckJoin(condition.comparison, under_or);
      return;
    }
    const bool either = under_or || condition.kind == Condition::Kind::kOr;
    for (const Condition& operand : condition.operands) Check(operand, either);
  }

 private:
  void CheckJoin(const Comparison& join, bool under_or) {
    const FieldPath& inner = join.subquery->from.object;
    std::string_view problem;
    if (nested_) {
      problem = text::kNestedSemiJoin;
    } else if (under_or) {
      problem = text::kSemiJoinUnderOr;
    } else if (++count_ > kMaxSemiJoins) {
      problem = text::kTooManySemiJoins;
    } else if (inner.names.size() == 1 && EqualsIgnoreCase(inner.names[0], type_.name)) {
      problem = text::kSemiJoinOnItself;
    }
    if (!problem.empty()) context_.Fail(join.left.position, "MALFORMED_QUERY", problem);
  }

  const ObjectType& type_;
  bool nested_;
  CompileContext& context_;
  int count_ = 0;
};

}  // namespace

void CheckSemiJoins(const Condition& where, const ObjectType& type, bool nested,
                    CompileContext* context) {
  SemiJoinCheck(type, nested, context).Check(where, false);
}

void CheckSemiJoinQuery(const Query& query, CompileContext* context) {
  std::string_view token;
  if (query.offset) token = "'OFFSET'";
  if (query.limit) token = "'LIMIT'";
  if (!query.order_by.empty()) token = "'ORDER'";
  if (!query.group_by.empty()) token = "'GROUP'";
  if (query.select.size() != 1 || query.select[0].kind != SelectItem::Kind::kExpression) {
    token = "'SELECT'";
  }
  if (!token.empty()) {
    context->Fail(query.position, "MALFORMED_QUERY", text::UnexpectedToken(token));
  }
}

}  // namespace sfsim::soql
