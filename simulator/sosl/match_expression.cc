// SPDX-License-Identifier: Apache-2.0
#include "simulator/sosl/match_expression.h"

#include <algorithm>
#include <array>
#include <optional>

#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/store/search_index.h"

namespace sfsim::sosl {
namespace {

// The words that the wildcards of one search may stand for.
constexpr int kMaxExpansions = 2'000;

// Standard fields that belong to the name of a row besides those that describe calls so.
constexpr std::array<std::string_view, 10> kNameFields = {
    "AssistantName", "CaseNumber", "CommunityNickname", "Company", "ProductCode",
    "SerialNumber",  "Site",       "Subject",           "Title",   "Website"};

bool IsNameField(const Field& field) {
  if (field.name_field || field.compound_field == "Name") return true;
  return !field.custom &&
         std::find(kNameFields.begin(), kNameFields.end(), field.name) != kNameFields.end();
}

bool InGroup(const Field& field, Group group) {
  const bool email = field.type == FieldType::kEmail;
  const bool phone = field.type == FieldType::kPhone;
  switch (group) {
    case Group::kAll:
      return true;
    case Group::kName:
      return IsNameField(field);
    case Group::kEmail:
      return email;
    case Group::kPhone:
      return phone;
    case Group::kSidebar:
      return email || phone || IsNameField(field);
  }
  return false;
}

// The characters that words are made of, as the tokenizer of the index sees them in ASCII; what
// lies beyond is left to it.
bool IsWordCharacter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::string Quoted(std::string_view words) {
  std::string quoted = "\"";
  for (char c : words) {
    if (c == '"' || c == '\0') c = ' ';
    quoted.push_back(c);
  }
  return quoted + "\"";
}

// A part of a pattern that is one word of the index.
struct Piece {
  // As LIKE reads it; no escapes, since what is escaped is no word character.
  std::string pattern;
  bool wild = false;
};

std::vector<Piece> CutPattern(std::string_view pattern) {
  std::vector<Piece> pieces(1);
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    const bool wild = c == '%' || c == '_';
    if (wild || IsWordCharacter(c)) {
      pieces.back().pattern.push_back(c);
      pieces.back().wild = pieces.back().wild || wild;
      continue;
    }
    if (c == '\\') ++i;
    if (!pieces.back().pattern.empty()) pieces.emplace_back();
  }
  if (pieces.back().pattern.empty()) pieces.pop_back();
  return pieces;
}

// `{c0 c3} : `, or nothing when every column counts.
std::optional<std::string> ColumnFilter(Group group, const ObjectType& type) {
  const auto fields = SearchableFields(type);
  if (group == Group::kAll) return std::string();
  std::string columns;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (InGroup(*fields[i], group)) StrAppend(&columns, columns.empty() ? "c" : " c", i);
  }
  if (columns.empty()) return std::nullopt;
  return StrCat("{", columns, "} : ");
}

class ExpressionBuilder {
 public:
  ExpressionBuilder(const ObjectType& type, Connection* connection)
      : type_(type), connection_(*connection) {}

  // Nothing for a term without words, which counts for nothing; `""` matches no row.
  std::optional<std::string> Build(const Term& term) {
    switch (term.kind) {
      case Term::Kind::kWords:
        if (std::none_of(term.text.begin(), term.text.end(), IsWordCharacter)) return std::nullopt;
        return Quoted(term.text);
      case Term::Kind::kPattern:
        return BuildPattern(term.text);
      case Term::Kind::kAnd:
        return Join(term, " AND ");
      case Term::Kind::kOr:
        return Join(term, " OR ");
      case Term::Kind::kNot:
        return BuildNot(term);
      case Term::Kind::kNothing:
        break;
    }
    return "\"\"";
  }

 private:
  std::optional<std::string> Join(const Term& term, std::string_view word) {
    std::string joined;
    for (const Term& operand : term.operands) {
      const auto part = Build(operand);
      if (part) StrAppend(&joined, joined.empty() ? "(" : word, *part);
    }
    if (joined.empty()) return std::nullopt;
    return joined + ")";
  }

  std::optional<std::string> BuildNot(const Term& term) {
    auto wanted = Build(term.operands[0]);
    const auto unwanted = Build(term.operands[1]);
    if (!wanted || !unwanted) return wanted;
    return StrCat("(", *wanted, " NOT ", *unwanted, ")");
  }

  std::optional<std::string> BuildPattern(std::string_view pattern) {
    const std::vector<Piece> pieces = CutPattern(pattern);
    if (pieces.empty()) return std::nullopt;
    // Words, the last of which is the beginning of one: FTS5 knows that itself.
    std::string words;
    for (const Piece& piece : pieces) StrAppend(&words, words.empty() ? "" : " ", piece.pattern);
    const size_t wildcard = words.find_first_of("%_");
    if (wildcard > 0 && words.find_first_not_of('%', wildcard) == std::string::npos) {
      return Quoted(words.substr(0, wildcard)) + " *";
    }
    std::string expression;
    for (const Piece& piece : pieces) {
      StrAppend(&expression, expression.empty() ? "(" : " AND ",
                piece.wild ? Expand(piece.pattern) : Quoted(piece.pattern));
    }
    return expression + ")";
  }

  // The words of the index that match, one or another.
  std::string Expand(const std::string& pattern) {
    // Words are in lower case there; beyond ASCII only the comparison knows how to fold.
    std::string begin;
    for (char c : pattern) {
      if (c == '%' || c == '_' || static_cast<unsigned char>(c) >= 0x80) break;
      begin.push_back(c);
    }
    begin = AsciiLower(begin);
    std::string expression;
    Statement& words =
        connection_.Cached(StrCat("SELECT term FROM ", WordTable(type_),
                                  " WHERE term>=?1 AND term<?2 AND sf_like(?3,term) LIMIT ?4"));
    words.BindText(1, begin);
    words.BindText(2, begin + "\xFF");
    words.BindText(3, pattern);
    words.Bind(4, int64_t{budget_});
    while (words.Step()) {
      --budget_;
      StrAppend(&expression, expression.empty() ? "(" : " OR ", Quoted(words.Text(0)));
    }
    words.Reset();
    return expression.empty() ? "\"\"" : expression + ")";
  }

  const ObjectType& type_;
  Connection& connection_;
  int budget_ = kMaxExpansions;
};

}  // namespace

std::string MatchExpression(const Term& term, Group group, const ObjectType& type,
                            Connection* connection) {
  const auto filter = ColumnFilter(group, type);
  if (!filter || term.kind == Term::Kind::kNothing) return {};
  const auto expression = ExpressionBuilder(type, connection).Build(term);
  return expression ? StrCat(*filter, "(", *expression, ")") : std::string();
}

}  // namespace sfsim::sosl
