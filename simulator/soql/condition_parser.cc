// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/condition_parser.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "simulator/base/error_text.h"
#include "simulator/base/text.h"

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
      comparison.values.push_back(ParseLiteral());
      return comparison;
    }
    if (tokens_.PeekSymbol(":")) tokens_.Fail(text::kBindVariables, tokens_.position());
    tokens_.ExpectSymbol("(");
    if (membership && tokens_.PeekKeyword("SELECT")) {
      comparison.subquery = std::make_unique<Query>(parse_query_());
    } else {
      do {
        comparison.values.push_back(ParseLiteral());
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

  Literal ParseLiteral() {
    if (tokens_.PeekSymbol(":")) tokens_.Fail(text::kBindVariables, tokens_.position());
    const Token token = tokens_.Take();
    Literal literal;
    literal.position = token.position;
    literal.text = token.text;
    literal.pattern = token.pattern;
    switch (token.kind) {
      case Token::Kind::kString:
        literal.kind = Literal::Kind::kString;
        break;
      case Token::Kind::kNumber:
        literal.kind = Literal::Kind::kNumber;
        break;
      case Token::Kind::kDate:
        literal.kind = Literal::Kind::kDate;
        break;
      case Token::Kind::kDateTime:
        literal.kind = Literal::Kind::kDateTime;
        break;
      case Token::Kind::kName:
        ParseWord(&literal);
        break;
      default:
        tokens_.Fail(text::UnexpectedToken("'" + token.text + "'"), token.position);
    }
    return literal;
  }

  void ParseWord(Literal* literal) {
    literal->text = AsciiUpper(literal->text);
    if (literal->text == "NULL") {
      literal->kind = Literal::Kind::kNull;
    } else if (literal->text == "TRUE" || literal->text == "FALSE") {
      literal->kind = Literal::Kind::kBoolean;
    } else {
      literal->kind = Literal::Kind::kDateLiteral;
      if (tokens_.PeekSymbol(":")) ParseDateLiteralCount(literal);
    }
  }

  void ParseDateLiteralCount(Literal* literal) {
    tokens_.Take();
    const Token& token = tokens_.Peek();
    const char* end = token.text.data() + token.text.size();
    const auto read = std::from_chars(token.text.data(), end, literal->count);
    if (token.kind != Token::Kind::kNumber || read.ec != std::errc() || read.ptr != end ||
        literal->count < 0) {
      tokens_.FailHere();
    }
    tokens_.Take();
  }

  TokenStream& tokens_;
  const std::function<Query()>& parse_query_;
};

Expression ParseArgument(TokenStream* tokens, int depth);

Expression ParseExpressionAt(TokenStream* tokens, int depth) {
  Expression expression;
  expression.position = tokens->position();
  if (depth > kMaxNesting) tokens->FailHere();
  if (!tokens->PeekSymbol("(", 1)) {
    expression.field = ParseFieldPath(tokens);
    return expression;
  }
  expression.function = AsciiUpper(tokens->ExpectName());
  tokens->Take();
  if (!tokens->PeekSymbol(")")) {
    do {
      expression.arguments.push_back(ParseArgument(tokens, depth + 1));
    } while (tokens->AcceptSymbol(","));
  }
  tokens->ExpectSymbol(")");
  return expression;
}

Expression ParseArgument(TokenStream* tokens, int depth) {
  const Token& token = tokens->Peek();
  if (token.kind != Token::Kind::kNumber && token.kind != Token::Kind::kString) {
    return ParseExpressionAt(tokens, depth);
  }
  Expression argument;
  argument.position = token.position;
  argument.literal =
      Literal{token.kind == Token::Kind::kNumber ? Literal::Kind::kNumber : Literal::Kind::kString,
              token.text, 0, token.position, token.pattern};
  tokens->Take();
  return argument;
}

}  // namespace

FieldPath ParseFieldPath(TokenStream* tokens) {
  FieldPath path;
  path.position = tokens->position();
  do {
    path.names.push_back(tokens->ExpectName());
  } while (tokens->AcceptSymbol("."));
  return path;
}

Expression ParseExpression(TokenStream* tokens) { return ParseExpressionAt(tokens, 0); }

Condition ParseCondition(TokenStream* tokens, const std::function<Query()>& parse_query) {
  return ConditionParser(tokens, parse_query).Parse(0);
}

}  // namespace sfsim::soql
