// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/text.h"
#include "simulator/soql/token.h"

namespace sfsim::soql {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

class Lexer {
 public:
  Lexer(std::string_view query, size_t begin) : query_(query), at_(begin) {}

  LexResult Run() {
    while (result_.error.empty()) {
      while (at_ < query_.size() && IsSpace(query_[at_])) ++at_;
      if (at_ >= query_.size()) break;
      Next();
    }
    result_.tokens.push_back({Token::Kind::kEnd, "<EOF>", query_.size(), {}});
    return std::move(result_);
  }

 private:
  char Peek(size_t ahead = 0) const {
    return at_ + ahead < query_.size() ? query_[at_ + ahead] : '\0';
  }

  void Add(Token::Kind kind, size_t begin, std::string text, std::string pattern = {}) {
    result_.tokens.push_back({kind, std::move(text), begin, std::move(pattern)});
  }

  void Fail(std::string error, size_t position) {
    result_.error = std::move(error);
    result_.position = position;
  }

  void Next() {
    const char c = Peek();
    if (IsNameStart(c)) {
      ReadName();
    } else if (c == '\'') {
      ReadString();
    } else if (IsDigit(c) || ((c == '-' || c == '+' || c == '.') && IsDigit(Peek(1))) ||
               ((c == '-' || c == '+') && Peek(1) == '.' && IsDigit(Peek(2)))) {
      ReadNumberOrDate();
    } else {
      ReadSymbol();
    }
  }

  void ReadName() {
    const size_t begin = at_;
    while (IsNameStart(Peek()) || IsDigit(Peek())) ++at_;
    // A point before a digit continues no path, so `USD5000.01` is an amount.
    const bool amount = IsCurrencyAmount(query_.substr(begin, at_ - begin));
    if (amount && Peek() == '.' && IsDigit(Peek(1))) {
      ++at_;
      while (IsDigit(Peek())) ++at_;
    }
    Add(Token::Kind::kName, begin, std::string(query_.substr(begin, at_ - begin)));
  }

  void ReadSymbol() {
    static constexpr std::string_view kPairs[] = {"!=", "<>", "<=", ">="};
    static constexpr std::string_view kSingles = "(),.:=<>";
    const std::string_view pair = query_.substr(at_, 2);
    for (std::string_view known : kPairs) {
      if (pair == known) {
        Add(Token::Kind::kSymbol, at_, std::string(pair));
        at_ += 2;
        return;
      }
    }
    if (kSingles.find(Peek()) == std::string_view::npos) {
      return Fail("line 1:" + std::to_string(at_) + " no viable alternative at character '" +
                      std::string(FirstCharacter(query_.substr(at_))) + "'",
                  at_);
    }
    Add(Token::Kind::kSymbol, at_, std::string(1, Peek()));
    ++at_;
  }

  void ReadString() {
    const size_t begin = at_++;
    std::string text;
    std::string pattern;
    while (at_ < query_.size() && Peek() != '\'') {
      const size_t decoded = text.size();
      const bool special = Peek() == '\\' && (Peek(1) == '\\' || Peek(1) == '%' || Peek(1) == '_');
      if (Peek() != '\\') {
        text.push_back(query_[at_++]);
      } else if (!ReadEscape(&text)) {
        return;
      }
      if (special) pattern.push_back('\\');
      pattern.append(text, decoded);
    }
    if (at_ >= query_.size()) {
      return Fail(
          "line 1:" + std::to_string(query_.size()) + " mismatched character '<EOF>' expecting '''",
          begin);
    }
    ++at_;
    Add(Token::Kind::kString, begin, std::move(text), std::move(pattern));
  }

  bool ReadEscape(std::string* text) {
    static constexpr std::string_view kFrom = "'\"\\nrtbfNRTBF";
    static constexpr std::string_view kTo = "'\"\\\n\r\t\b\f\n\r\t\b\f";
    const char c = Peek(1);
    const size_t known = c == '\0' ? std::string_view::npos : kFrom.find(c);
    if (known != std::string_view::npos) {
      text->push_back(kTo[known]);
      at_ += 2;
    } else if (c == '%' || c == '_') {
      text->push_back(c);
      at_ += 2;
    } else if ((c == 'u' || c == 'U') && AppendUnicode(text)) {
      at_ += 6;
    } else {
      Fail("Illegal backslash sequence in string literal", at_);
      return false;
    }
    return true;
  }

  bool AppendUnicode(std::string* text) {
    char32_t code_point = 0;
    for (size_t i = 2; i < 6; ++i) {
      const int digit = HexDigit(Peek(i));
      if (digit < 0) return false;
      code_point = code_point * 16 + static_cast<char32_t>(digit);
    }
    AppendUtf8(code_point, text);
    return true;
  }

  void ReadNumberOrDate() {
    const size_t begin = at_++;
    bool date = false;
    bool time = false;
    bool clock = false;
    while (at_ < query_.size()) {
      const char c = Peek();
      const bool exponent = (c == 'e' || c == 'E') && !date;
      if (exponent && (Peek(1) == '+' || Peek(1) == '-')) {
        at_ += 2;
        continue;
      }
      date = date || (c == '-' && at_ - begin == 4);
      clock = clock || (!date && c == ':' && at_ - begin == 2 && IsDigit(Peek(1)));
      time = time || clock || (date && (c == 'T' || c == 't'));
      const bool belongs =
          IsDigit(c) || c == '.' || exponent || (date && c == '-') ||
          (time && (c == ':' || c == '+' || c == 'T' || c == 't' || c == 'Z' || c == 'z'));
      if (!belongs) break;
      ++at_;
    }
    const auto kind = clock  ? Token::Kind::kTime
                      : time ? Token::Kind::kDateTime
                      : date ? Token::Kind::kDate
                             : Token::Kind::kNumber;
    Add(kind, begin, std::string(query_.substr(begin, at_ - begin)));
  }

  std::string_view query_;
  size_t at_;
  LexResult result_;
};

}  // namespace

bool IsCurrencyAmount(std::string_view text) {
  if (text.size() < 4) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool letter = (text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z');
    const bool fits = i < 3 ? letter : IsDigit(text[i]) || (i > 3 && text[i] == '.');
    if (!fits) return false;
  }
  return true;
}

LexResult Tokenize(std::string_view query, size_t begin) { return Lexer(query, begin).Run(); }

}  // namespace sfsim::soql
