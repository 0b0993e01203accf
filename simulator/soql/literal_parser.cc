// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/literal_parser.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "simulator/base/datetime.h"
#include "simulator/base/decimal.h"
#include "simulator/base/error_text.h"
#include "simulator/base/text.h"
#include "simulator/soql/date_literal.h"

namespace sfsim::soql {
namespace {

// Beyond the years that an instant can have, so that a larger count names no other days.
constexpr int kMaxDateLiteralCount = 1'000'000;

bool IsWellFormed(const Token& token) {
  switch (token.kind) {
    case Token::Kind::kNumber:
      return IsDecimal(token.text);
    case Token::Kind::kDate:
      return ParseDate(token.text).has_value();
    case Token::Kind::kDateTime:
      return ParseInstant(AsciiUpper(token.text)).has_value();
    case Token::Kind::kTime:
      return ParseTimeOfDay(AsciiUpper(token.text)).has_value();
    default:
      return true;
  }
}

Literal::Kind KindOf(const Token& token) {
  switch (token.kind) {
    case Token::Kind::kString:
      return Literal::Kind::kString;
    case Token::Kind::kDate:
      return Literal::Kind::kDate;
    case Token::Kind::kDateTime:
      return Literal::Kind::kDateTime;
    case Token::Kind::kTime:
      return Literal::Kind::kTime;
    default:
      return Literal::Kind::kNumber;
  }
}

// `null`, `true`, `TODAY`, `LAST_N_DAYS:3`, `USD5000`. Any other name is taken for a variable.
void ParseWord(TokenStream* tokens, Literal* literal) {
  literal->text = AsciiUpper(literal->text);
  if (literal->text == "NULL") {
    literal->kind = Literal::Kind::kNull;
  } else if (literal->text == "TRUE" || literal->text == "FALSE") {
    literal->kind = Literal::Kind::kBoolean;
  } else if (IsCurrencyAmount(literal->text)) {
    literal->kind = Literal::Kind::kNumber;
    literal->text.erase(0, 3);
  } else {
    literal->kind = Literal::Kind::kDateLiteral;
    const bool counted = tokens->AcceptSymbol(":");
    if (counted) {
      const int64_t count = ParseCount(tokens, INT32_MAX);
      literal->count = static_cast<int>(std::min<int64_t>(count, kMaxDateLiteralCount));
    }
    if (!IsDateLiteral(literal->text, counted)) {
      tokens->Fail(text::kBindVariables, literal->position);
    }
  }
}

}  // namespace

Literal ParseLiteral(TokenStream* tokens) {
  Literal literal;
  if (tokens->PeekSymbol(":")) {
    tokens->Fail(text::kBindVariables, tokens->position());
    return literal;
  }
  const bool value =
      tokens->Peek().kind != Token::Kind::kSymbol && tokens->Peek().kind != Token::Kind::kEnd;
  if (!value || !IsWellFormed(tokens->Peek())) {
    tokens->FailHere();
    return literal;
  }
  const Token token = tokens->Take();
  literal.position = token.position;
  literal.text = token.text;
  literal.pattern = token.pattern;
  if (token.kind == Token::Kind::kName) {
    ParseWord(tokens, &literal);
  } else {
    literal.kind = KindOf(token);
    const bool moment =
        literal.kind == Literal::Kind::kDateTime || literal.kind == Literal::Kind::kTime;
    if (moment) literal.text = AsciiUpper(literal.text);
  }
  return literal;
}

int64_t ParseCount(TokenStream* tokens, int64_t max) {
  int64_t count = 0;
  const Token& token = tokens->Peek();
  const char* end = token.text.data() + token.text.size();
  const auto read = std::from_chars(token.text.data(), end, count);
  const bool valid = token.kind == Token::Kind::kNumber && read.ec == std::errc() &&
                     read.ptr == end && count >= 0 && count <= max;
  if (!valid) {
    tokens->FailHere();
    return 0;
  }
  tokens->Take();
  return count;
}

}  // namespace sfsim::soql
