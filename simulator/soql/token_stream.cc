// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/token_stream.h"

#include "simulator/base/error_text.h"
#include "simulator/base/text.h"
#include "simulator/soql/query_error.h"

namespace sfsim::soql {

TokenStream::TokenStream(std::string_view query, size_t begin) : query_(query) {
  LexResult lexed = Tokenize(query, begin);
  tokens_ = std::move(lexed.tokens);
  if (!lexed.error.empty()) Fail(lexed.error, lexed.position);
}

const Token& TokenStream::Peek(size_t ahead) const {
  return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

Token TokenStream::Take() {
  Token token = Peek();
  if (at_ + 1 < tokens_.size()) ++at_;
  return token;
}

bool TokenStream::PeekKeyword(std::string_view keyword, size_t ahead) const {
  const Token& token = Peek(ahead);
  return token.kind == Token::Kind::kName && EqualsIgnoreCase(token.text, keyword);
}

bool TokenStream::PeekSymbol(std::string_view symbol, size_t ahead) const {
  const Token& token = Peek(ahead);
  return token.kind == Token::Kind::kSymbol && token.text == symbol;
}

bool TokenStream::AcceptKeyword(std::string_view keyword) {
  if (!PeekKeyword(keyword)) return false;
  Take();
  return true;
}

bool TokenStream::AcceptSymbol(std::string_view symbol) {
  if (!PeekSymbol(symbol)) return false;
  Take();
  return true;
}

void TokenStream::ExpectKeyword(std::string_view keyword) {
  if (!AcceptKeyword(keyword)) FailHere();
}

void TokenStream::ExpectSymbol(std::string_view symbol) {
  if (!AcceptSymbol(symbol)) FailHere();
}

std::string TokenStream::ExpectName() {
  if (Peek().kind == Token::Kind::kName) return Take().text;
  FailHere();
  return {};
}

void TokenStream::FailHere() {
  const Token& token = Peek();
  Fail(text::UnexpectedToken(at_end() ? token.text : "'" + token.text + "'"), token.position);
}

void TokenStream::Fail(std::string_view text, size_t position, std::string code) {
  if (!error_) error_ = ErrorAt(query_, position, std::move(code), text);
  at_ = tokens_.size() - 1;
}

}  // namespace sfsim::soql
