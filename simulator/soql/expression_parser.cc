// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/expression_parser.h"

#include "simulator/base/text.h"
#include "simulator/soql/keywords.h"

namespace sfsim::soql {
namespace {

// FORMAT(convertCurrency(SUM(x))) is the deepest that makes sense.
constexpr int kMaxFunctionNesting = 4;

Expression ParseExpressionAt(TokenStream* tokens, int depth);

Expression FunctionHead(TokenStream* tokens) {
  Expression expression;
  expression.position = tokens->position();
  expression.function = AsciiUpper(tokens->Peek().text);
  tokens->Take();
  tokens->ExpectSymbol("(");
  return expression;
}

// The number or text that an argument must be.
Expression ParseLiteralArgument(TokenStream* tokens, Token::Kind kind) {
  Expression argument;
  const Token& token = tokens->Peek();
  argument.position = token.position;
  if (token.kind != kind) {
    tokens->FailHere();
    return argument;
  }
  argument.literal =
      Literal{kind == Token::Kind::kNumber ? Literal::Kind::kNumber : Literal::Kind::kString,
              token.text, 0, token.position, token.pattern};
  tokens->Take();
  return argument;
}

Expression ParseFieldArgument(TokenStream* tokens) {
  Expression argument;
  argument.position = tokens->position();
  argument.field = ParseFieldPath(tokens);
  return argument;
}

// A location field, or GEOLOCATION(37.775, -122.418).
Expression ParsePlace(TokenStream* tokens) {
  if (!tokens->PeekKeyword("GEOLOCATION") || !tokens->PeekSymbol("(", 1)) {
    return ParseFieldArgument(tokens);
  }
  Expression place = FunctionHead(tokens);
  place.arguments.push_back(ParseLiteralArgument(tokens, Token::Kind::kNumber));
  tokens->ExpectSymbol(",");
  place.arguments.push_back(ParseLiteralArgument(tokens, Token::Kind::kNumber));
  tokens->ExpectSymbol(")");
  return place;
}

// DISTANCE(field, place, 'mi'), from its parenthesis on.
void ParseDistanceArguments(TokenStream* tokens, Expression* distance) {
  distance->arguments.push_back(ParseFieldArgument(tokens));
  tokens->ExpectSymbol(",");
  distance->arguments.push_back(ParsePlace(tokens));
  tokens->ExpectSymbol(",");
  const std::string& unit = tokens->Peek().text;
  if (!EqualsIgnoreCase(unit, "mi") && !EqualsIgnoreCase(unit, "km")) tokens->FailHere();
  distance->arguments.push_back(ParseLiteralArgument(tokens, Token::Kind::kString));
}

Expression ParseFunction(TokenStream* tokens, int depth) {
  if (!IsFunction(tokens->Peek().text) || depth >= kMaxFunctionNesting) tokens->FailHere();
  Expression expression = FunctionHead(tokens);
  const bool counts_rows = expression.function == "COUNT" && tokens->PeekSymbol(")");
  if (expression.function == "DISTANCE") {
    ParseDistanceArguments(tokens, &expression);
  } else if (!counts_rows) {
    expression.arguments.push_back(ParseExpressionAt(tokens, depth + 1));
  }
  tokens->ExpectSymbol(")");
  return expression;
}

Expression ParseExpressionAt(TokenStream* tokens, int depth) {
  const bool call = tokens->Peek().kind == Token::Kind::kName && tokens->PeekSymbol("(", 1);
  return call ? ParseFunction(tokens, depth) : ParseFieldArgument(tokens);
}

}  // namespace

FieldPath ParseFieldPath(TokenStream* tokens) {
  FieldPath path;
  path.position = tokens->position();
  if (IsReservedName(tokens->Peek().text)) tokens->FailHere();
  do {
    path.names.push_back(tokens->ExpectName());
  } while (tokens->AcceptSymbol("."));
  return path;
}

Expression ParseExpression(TokenStream* tokens) { return ParseExpressionAt(tokens, 0); }

}  // namespace sfsim::soql
