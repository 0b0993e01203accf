// SPDX-License-Identifier: Apache-2.0
#include "simulator/sosl/term_parser.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "simulator/base/error_text.h"
#include "simulator/base/text.h"
#include "simulator/soql/query_error.h"

namespace sfsim::sosl {
namespace {

// Beyond these lengths the operators are dropped, and no row is found.
constexpr size_t kOperatorLength = 4'000;
constexpr size_t kMaxLength = 10'000;
// Parentheses and NOT within one another.
constexpr int kMaxNesting = 16;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\0'; }

// Reserved characters that have no meaning of their own. Apostrophe and hyphen, which names are
// full of, pass without their backslash.
bool IsForbidden(char c) {
  return std::string_view("&|!{}[]^~:+").find(c) != std::string_view::npos;
}

struct Token {
  enum class Kind { kTerm, kAnd, kOr, kAndNot, kOpen, kClose, kEnd };
  Kind kind = Kind::kEnd;
  Term term;
  size_t position = 0;
};

// Cuts the expression into terms, operators and parentheses.
class Lexer {
 public:
  Lexer(std::string_view statement, size_t begin, size_t end, bool operators)
      : statement_(statement), at_(begin), end_(end), operators_(operators) {}

  Outcome<std::vector<Token>> Run() {
    std::vector<Token> tokens;
    while (!error_) {
      while (at_ < end_ && IsSpace(statement_[at_])) ++at_;
      if (at_ >= end_) break;
      Next(&tokens);
    }
    if (error_) return std::move(*error_);
    tokens.push_back({Token::Kind::kEnd, {}, end_});
    return tokens;
  }

 private:
  void Next(std::vector<Token>* tokens) {
    const size_t begin = at_;
    const char c = statement_[at_];
    if (c == '(' || c == ')') {
      ++at_;
      if (operators_) {
        tokens->push_back({c == '(' ? Token::Kind::kOpen : Token::Kind::kClose, {}, begin});
      }
    } else if (c == '"') {
      ReadPhrase(tokens);
    } else {
      ReadWord(tokens);
    }
  }

  void ReadPhrase(std::vector<Token>* tokens) {
    const size_t begin = at_++;
    Term term;
    term.kind = Term::Kind::kWords;
    while (at_ < end_ && statement_[at_] != '"') {
      if (statement_[at_] == '\\' && at_ + 1 < end_) ++at_;
      term.text.push_back(statement_[at_++]);
    }
    if (at_ >= end_) {
      error_ = MismatchAt(statement_, end_, "<EOF>");
      return;
    }
    ++at_;
    tokens->push_back({Token::Kind::kTerm, std::move(term), begin});
  }

  void ReadWord(std::vector<Token>* tokens) {
    const size_t begin = at_;
    std::string text;
    std::string pattern;
    bool wild = false;
    bool escaped = false;
    for (; at_ < end_; ++at_) {
      char c = statement_[at_];
      if (IsSpace(c) || c == '(' || c == ')' || c == '"') break;
      if (c == '*' || c == '?') {
        // At the front of a word wildcards have no effect.
        if (text.empty()) continue;
        wild = true;
        pattern.push_back(c == '*' ? '%' : '_');
        continue;
      }
      if (c == '\\' && at_ + 1 < end_) {
        c = statement_[++at_];
        escaped = true;
      } else if (IsForbidden(c)) {
        error_ = MismatchAt(statement_, at_, std::string_view(&c, 1));
        return;
      }
      text.push_back(c);
      if (c == '%' || c == '_' || c == '\\') pattern.push_back('\\');
      pattern.push_back(c);
    }
    if (!wild && !escaped && AddOperator(text, begin, tokens)) return;
    if (text.empty()) return;
    Term term;
    term.kind = wild ? Term::Kind::kPattern : Term::Kind::kWords;
    term.text = wild ? std::move(pattern) : std::move(text);
    tokens->push_back({Token::Kind::kTerm, std::move(term), begin});
  }

  // AND, OR and NOT. Past the length up to which operators count they are dropped.
  bool AddOperator(std::string_view word, size_t position, std::vector<Token>* tokens) const {
    const bool conjunction = EqualsIgnoreCase(word, "AND");
    const bool disjunction = EqualsIgnoreCase(word, "OR");
    const bool negation = EqualsIgnoreCase(word, "NOT") && !tokens->empty() &&
                          tokens->back().kind == Token::Kind::kAnd;
    if (!conjunction && !disjunction && !negation) return false;
    if (!operators_) return true;
    if (negation) {
      tokens->back().kind = Token::Kind::kAndNot;
    } else {
      tokens->push_back({conjunction ? Token::Kind::kAnd : Token::Kind::kOr, {}, position});
    }
    return true;
  }

  std::string_view statement_;
  size_t at_;
  size_t end_;
  bool operators_;
  std::optional<ApiError> error_;
};

Term Combine(Term::Kind kind, Term first, Term second) {
  // `a AND (b AND c)` is one list, so that long conjunctions stay flat; their order is of no
  // matter.
  if (kind == Term::Kind::kAnd && second.kind == kind) {
    second.operands.push_back(std::move(first));
    return second;
  }
  Term term;
  term.kind = kind;
  term.operands.push_back(std::move(first));
  term.operands.push_back(std::move(second));
  return term;
}

class Parser {
 public:
  Parser(std::string_view statement, std::vector<Token> tokens)
      : statement_(statement), tokens_(std::move(tokens)) {}

  Outcome<Term> Run() {
    Term term = ParseOr(0);
    if (Peek() != Token::Kind::kEnd) Unexpected();
    if (error_) return std::move(*error_);
    return term;
  }

 private:
  Token::Kind Peek() const { return tokens_[at_].kind; }

  bool Accept(Token::Kind kind) {
    if (Peek() != kind) return false;
    ++at_;
    return true;
  }

  void Fail(std::string text) {
    if (!error_) {
      error_ = soql::ErrorAt(statement_, tokens_[at_].position, "MALFORMED_SEARCH", text);
    }
    at_ = tokens_.size() - 1;
  }

  void Unexpected() {
    const size_t position = tokens_[at_].position;
    const std::string_view rest = statement_.substr(std::min(position, statement_.size()));
    Fail(text::UnexpectedToken("'" + std::string(rest.substr(0, rest.find_first_of(" })"))) + "'"));
  }

  Term ParseOr(int depth) {
    std::vector<Term> operands;
    do {
      operands.push_back(ParseAnd(depth));
    } while (Accept(Token::Kind::kOr));
    if (operands.size() == 1) return std::move(operands[0]);
    Term term;
    term.kind = Term::Kind::kOr;
    term.operands = std::move(operands);
    return term;
  }

  // Operands side by side, joined from right to left: `a AND NOT b AND c` is `a` without both.
  Term ParseAnd(int depth) {
    std::vector<Term> operands;
    std::vector<Term::Kind> joints;
    operands.push_back(ParseOperand(depth));
    int negations = 0;
    while (!error_) {
      if (Accept(Token::Kind::kAndNot)) {
        joints.push_back(Term::Kind::kNot);
        if (++negations > kMaxNesting) Fail(std::string(text::kSearchTooDeep));
      } else if (Accept(Token::Kind::kAnd) || Peek() == Token::Kind::kTerm ||
                 Peek() == Token::Kind::kOpen) {
        joints.push_back(Term::Kind::kAnd);
      } else {
        break;
      }
      operands.push_back(ParseOperand(depth));
    }
    Term result = std::move(operands.back());
    for (size_t i = joints.size(); i-- > 0 && !error_;) {
      result = Combine(joints[i], std::move(operands[i]), std::move(result));
    }
    return result;
  }

  Term ParseOperand(int depth) {
    if (depth > kMaxNesting) Fail(std::string(text::kSearchTooDeep));
    if (Peek() == Token::Kind::kTerm) return std::move(tokens_[at_++].term);
    if (!Accept(Token::Kind::kOpen)) {
      Unexpected();
      return {};
    }
    Term term = ParseOr(depth + 1);
    if (!Accept(Token::Kind::kClose)) Unexpected();
    return term;
  }

  std::string_view statement_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  std::optional<ApiError> error_;
};

}  // namespace

size_t FindClosingBrace(std::string_view statement, size_t begin) {
  for (size_t i = begin; i < statement.size(); ++i) {
    if (statement[i] == '\\') {
      ++i;
    } else if (statement[i] == '}') {
      return i;
    }
  }
  return std::string_view::npos;
}

ApiError MismatchAt(std::string_view statement, size_t position, std::string_view character) {
  return soql::ErrorAt(statement, position - std::min<size_t>(position, 1), "MALFORMED_SEARCH",
                       text::MismatchedCharacter(position, character));
}

Outcome<Term> ParseTerm(std::string_view statement, size_t begin, size_t end) {
  const std::string_view whole = TrimView(statement.substr(begin, end - begin));
  const size_t characters = CharacterCount(whole);
  if (characters < 2) return ApiError{400, "MALFORMED_SEARCH", text::TermTooShort(whole), {}};
  if (characters > kMaxLength) return Term();
  auto tokens = Lexer(statement, begin, end, characters <= kOperatorLength).Run();
  if (!tokens.ok()) return tokens.error();
  // Nothing but wildcards: nothing to look for.
  if (tokens->size() == 1) return ApiError{400, "MALFORMED_SEARCH", text::TermTooShort(""), {}};
  return Parser(statement, std::move(*tokens)).Run();
}

}  // namespace sfsim::sosl
