// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/api_error.h"
#include "simulator/soql/token.h"

namespace sfsim::soql {

// The tokens of a statement, read from front to back. After the first error the stream stands at
// its end, so that parsing runs out without further checks; only the first error counts.
class TokenStream {
 public:
  // Reads from byte `begin` on.
  explicit TokenStream(std::string_view query, size_t begin = 0);

  const Token& Peek(size_t ahead = 0) const;
  Token Take();
  size_t position() const { return Peek().position; }
  bool at_end() const { return Peek().kind == Token::Kind::kEnd; }

  // Keywords are names, without case.
  bool PeekKeyword(std::string_view keyword, size_t ahead = 0) const;
  bool PeekSymbol(std::string_view symbol, size_t ahead = 0) const;
  bool AcceptKeyword(std::string_view keyword);
  bool AcceptSymbol(std::string_view symbol);
  void ExpectKeyword(std::string_view keyword);
  void ExpectSymbol(std::string_view symbol);
  std::string ExpectName();

  // Reports the current token as unexpected.
  void FailHere();
  void Fail(std::string_view text, size_t position, std::string code = "MALFORMED_QUERY");
  const std::optional<ApiError>& error() const { return error_; }

 private:
  std::string_view query_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  std::optional<ApiError> error_;
};

}  // namespace sfsim::soql
