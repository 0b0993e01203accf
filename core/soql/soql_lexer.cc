// SPDX-License-Identifier: Apache-2.0
#include "core/soql/soql_lexer.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace sfconnector {
namespace {

bool IsNameStart(char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)) || c == '_'; }
bool IsNamePart(char c) {
  return IsNameStart(c) || absl::ascii_isdigit(static_cast<unsigned char>(c));
}
bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
bool IsSpace(char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); }

class Lexer {
 public:
  explicit Lexer(absl::string_view soql) : soql_(soql) {}

  absl::StatusOr<std::vector<SoqlToken>> Run() {
    while (SkipSpace()) {
      const std::size_t begin = position_;
      absl::StatusOr<SoqlTokenKind> kind = Next();
      if (!kind.ok()) return kind.status();
      tokens_.push_back({*kind, soql_.substr(begin, position_ - begin), begin});
    }
    return std::move(tokens_);
  }

 private:
  bool SkipSpace() {
    while (position_ < soql_.size() && IsSpace(soql_[position_])) ++position_;
    return position_ < soql_.size();
  }

  char At(std::size_t index) const { return index < soql_.size() ? soql_[index] : '\0'; }

  // Moves past one token.
  absl::StatusOr<SoqlTokenKind> Next() {
    const char c = soql_[position_];
    if (c == '\'') return String();
    if (IsDigit(c)) return Literal();
    if (IsNameStart(c)) return Name();
    if (c == ':') return Colon();
    ++position_;
    return SoqlTokenKind::kSymbol;
  }

  absl::StatusOr<SoqlTokenKind> String() {
    const std::size_t begin = position_++;
    for (; position_ < soql_.size(); ++position_) {
      if (soql_[position_] == '\\') {
        ++position_;
      } else if (soql_[position_] == '\'') {
        ++position_;
        return SoqlTokenKind::kString;
      }
    }
    return InvalidField("",
                        absl::StrCat("the string that begins at byte ", begin, " is not closed"));
  }

  // Dates and datetimes have colons and signs of their own: `2020-01-01T00:00:00+01:00`.
  SoqlTokenKind Literal() {
    auto is_part = [](char c) {
      return IsNamePart(c) || c == '.' || c == ':' || c == '-' || c == '+';
    };
    while (position_ < soql_.size() && is_part(soql_[position_])) ++position_;
    return SoqlTokenKind::kLiteral;
  }

  SoqlTokenKind Name() {
    while (position_ < soql_.size() && IsNamePart(soql_[position_])) ++position_;
    if (At(position_) != ':' || !IsDigit(At(position_ + 1))) return SoqlTokenKind::kName;
    ++position_;
    while (IsDigit(At(position_))) ++position_;
    return SoqlTokenKind::kLiteral;
  }

  SoqlTokenKind Colon() {
    std::size_t name = position_ + 1;
    while (IsSpace(At(name))) ++name;
    if (!IsNameStart(At(name))) {
      ++position_;
      return SoqlTokenKind::kSymbol;
    }
    position_ = name;
    while (IsNamePart(At(position_))) ++position_;
    return SoqlTokenKind::kParameter;
  }

  const absl::string_view soql_;
  std::size_t position_ = 0;
  std::vector<SoqlToken> tokens_;
};

}  // namespace

absl::StatusOr<std::vector<SoqlToken>> LexSoql(absl::string_view soql) { return Lexer(soql).Run(); }

}  // namespace sfconnector
