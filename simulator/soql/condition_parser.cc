// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/condition_parser.h"

#include <algorithm>
#include <array>

#include "simulator/base/error_text.h"
#include "simulator/soql/expression_parser.h"
#include "simulator/soql/literal_parser.h"

namespace sfsim::soql {
namespace {

constexpr int kMaxNesting = 100;

class ConditionParser {
 public:
  ConditionParser(TokenStream* tokens, const std::function<Query()>& parse_query)
      : tokens_(*tokens), parse_query_(parse_query) {}

  // operand (AND operand)* | operand (OR operand)*: the two do not mix without parentheses.
  Condition Parse(int depth) {
    Condition first = ParseOperand(depth);
    const bool conjunction = tokens_.PeekKeyword("AND");
    const std::string_view word = conjunction ? "AND" : "OR";
    if (!tokens_.PeekKeyword(word)) return first;
    Condition list;
    list.kind = conjunction ? Condition::Kind::kAnd : Condition::Kind::kOr;
    list.operands.push_back(std::move(first));
    while (tokens_.AcceptKeyword(word)) list.operands.push_back(ParseOperand(depth));
    if (tokens_.PeekKeyword("AND") || tokens_.PeekKeyword("OR")) tokens_.FailHere();
    return list;
  }

 private:
  Condition ParseOperand(int depth) {
    Condition condition;
    if (depth > kMaxNesting) {
      tokens_.FailHere();
    } else if (tokens_.PeekKeyword("NOT")) {
      tokens_.Take();
      condition.kind = Condition::Kind::kNot;
      condition.operands.push_back(ParseOperand(depth + 1));
    } else if (tokens_.AcceptSymbol("(")) {
      condition = Parse(depth + 1);
      tokens_.ExpectSymbol(")");
    } else {
      condition.comparison = ParseComparison();
    }
    return condition;
  }

  Comparison ParseComparison() {
    Comparison comparison;
    comparison.left = ParseExpression(&tokens_);
    comparison.op = ParseOperator();
    const bool membership = comparison.op == Operator::kIn || comparison.op == Operator::kNotIn;
    const bool list =
        membership || comparison.op == Operator::kIncludes || comparison.op == Operator::kExcludes;
    if (!list) {
      comparison.values.push_back(ParseLiteral(&tokens_));
      return comparison;
    }
    if (tokens_.PeekSymbol(":")) tokens_.Fail(text::kBindVariables, tokens_.position());
    tokens_.ExpectSymbol("(");
    if (membership && tokens_.PeekKeyword("SELECT")) {
      comparison.subquery = std::make_unique<Query>(parse_query_());
    } else {
      do {
        comparison.values.push_back(ParseLiteral(&tokens_));
      } while (tokens_.AcceptSymbol(","));
    }
    tokens_.ExpectSymbol(")");
    return comparison;
  }

  Operator ParseOperator() {
    struct Known {
      std::string_view text;
      Operator op;
    };
    static constexpr std::array<Known, 11> kOperators = {{{"=", Operator::kEqual},
                                                          {"!=", Operator::kNotEqual},
                                                          {"<>", Operator::kNotEqual},
                                                          {"<=", Operator::kLessOrEqual},
                                                          {"<", Operator::kLess},
                                                          {">=", Operator::kGreaterOrEqual},
                                                          {">", Operator::kGreater},
                                                          {"LIKE", Operator::kLike},
                                                          {"IN", Operator::kIn},
                                                          {"INCLUDES", Operator::kIncludes},
                                                          {"EXCLUDES", Operator::kExcludes}}};
    if (tokens_.PeekKeyword("NOT") && tokens_.PeekKeyword("IN", 1)) {
      tokens_.Take();
      tokens_.Take();
      return Operator::kNotIn;
    }
    for (const Known& known : kOperators) {
      if (tokens_.AcceptSymbol(known.text) || tokens_.AcceptKeyword(known.text)) return known.op;
    }
    tokens_.FailHere();
    return Operator::kEqual;
  }

  TokenStream& tokens_;
  const std::function<Query()>& parse_query_;
};

}  // namespace

Condition ParseCondition(TokenStream* tokens, const std::function<Query()>& parse_query) {
  return ConditionParser(tokens, parse_query).Parse(0);
}

}  // namespace sfsim::soql
