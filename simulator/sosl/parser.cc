// SPDX-License-Identifier: Apache-2.0
#include "simulator/sosl/parser.h"

#include <array>
#include <charconv>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/soql/condition_parser.h"
#include "simulator/soql/expression_parser.h"
#include "simulator/soql/parser.h"
#include "simulator/soql/query_error.h"
#include "simulator/soql/token_stream.h"
#include "simulator/sosl/term_parser.h"

namespace sfsim::sosl {
namespace {

using soql::TokenStream;

int64_t ParseCount(TokenStream* tokens) {
  int64_t count = 0;
  const soql::Token& token = tokens->Peek();
  const char* end = token.text.data() + token.text.size();
  const auto read = std::from_chars(token.text.data(), end, count);
  const bool valid = token.kind == soql::Token::Kind::kNumber && read.ec == std::errc() &&
                     read.ptr == end && count >= 0;
  if (valid) {
    tokens->Take();
  } else {
    tokens->FailHere();
  }
  return count;
}

void ParseOrderBy(TokenStream* tokens, soql::Query* query) {
  tokens->ExpectKeyword("BY");
  do {
    soql::OrderItem item;
    item.expression = soql::ParseExpression(tokens);
    item.descending = tokens->AcceptKeyword("DESC");
    if (!item.descending) tokens->AcceptKeyword("ASC");
    if (tokens->AcceptKeyword("NULLS")) {
      item.nulls_first = tokens->AcceptKeyword("FIRST");
      if (!*item.nulls_first) tokens->ExpectKeyword("LAST");
    }
    query->order_by.push_back(std::move(item));
  } while (tokens->AcceptSymbol(","));
}

// What stands in the parentheses behind an object.
void ParseReturningBody(TokenStream* tokens, soql::Query* query) {
  do {
    soql::SelectItem item;
    item.position = tokens->position();
    item.expression = soql::ParseExpression(tokens);
    query->select.push_back(std::move(item));
  } while (tokens->AcceptSymbol(","));
  if (tokens->AcceptKeyword("USING")) {
    tokens->ExpectKeyword("LISTVIEW");
    tokens->ExpectSymbol("=");
    tokens->ExpectName();
  }
  if (tokens->AcceptKeyword("WHERE")) {
    // Searches know no semi-joins.
    query->where = soql::ParseCondition(tokens, [tokens] {
      tokens->FailHere();
      return soql::Query();
    });
  }
  if (tokens->AcceptKeyword("ORDER")) ParseOrderBy(tokens, query);
  if (tokens->AcceptKeyword("LIMIT")) query->limit = ParseCount(tokens);
  if (tokens->AcceptKeyword("OFFSET")) query->offset = ParseCount(tokens);
}

class Parser {
 public:
  Parser(TokenStream* tokens, Query* query) : tokens_(*tokens), query_(*query) {}

  void Run() {
    if (tokens_.AcceptKeyword("IN")) ParseGroup();
    if (tokens_.AcceptKeyword("RETURNING")) {
      do {
        ParseReturning();
      } while (tokens_.AcceptSymbol(","));
    }
    while (tokens_.AcceptKeyword("WITH")) ParseWith();
    if (tokens_.AcceptKeyword("LIMIT")) query_.limit = ParseCount(&tokens_);
    while (tokens_.AcceptKeyword("UPDATE")) ParseUpdate();
    if (!tokens_.at_end()) tokens_.FailHere();
  }

 private:
  void ParseGroup() {
    struct Known {
      std::string_view word;
      Group group;
    };
    static constexpr std::array<Known, 5> kGroups = {{{"ALL", Group::kAll},
                                                      {"NAME", Group::kName},
                                                      {"EMAIL", Group::kEmail},
                                                      {"PHONE", Group::kPhone},
                                                      {"SIDEBAR", Group::kSidebar}}};
    for (const Known& known : kGroups) {
      if (!tokens_.AcceptKeyword(known.word)) continue;
      query_.group = known.group;
      tokens_.ExpectKeyword("FIELDS");
      return;
    }
    tokens_.FailHere();
  }

  void ParseReturning() {
    Returning returning;
    returning.query.position = tokens_.position();
    returning.query.from.object.position = tokens_.position();
    returning.query.from.object.names.push_back(tokens_.ExpectName());
    if (tokens_.AcceptSymbol("(")) {
      ParseReturningBody(&tokens_, &returning.query);
      tokens_.ExpectSymbol(")");
    } else {
      returning.query.select.push_back(IdItem());
    }
    query_.returning.push_back(std::move(returning));
  }

  // The clauses that do not bear on what an org without divisions, networks, price books and
  // articles finds are read and have no effect.
  void ParseWith() {
    if (tokens_.AcceptKeyword("DATA")) {
      tokens_.ExpectKeyword("CATEGORY");
      SkipDataCategories();
    } else if (tokens_.AcceptKeyword("METADATA")) {
      tokens_.ExpectSymbol("=");
      query_.labels = EqualsIgnoreCase(ParseString(), "LABELS");
    } else if (tokens_.AcceptKeyword("SNIPPET")) {
      if (tokens_.AcceptSymbol("(")) {
        tokens_.ExpectKeyword("target_length");
        tokens_.ExpectSymbol("=");
        ParseCount(&tokens_);
        tokens_.ExpectSymbol(")");
      }
    } else if (tokens_.AcceptKeyword("SPELL_CORRECTION")) {
      tokens_.ExpectSymbol("=");
      if (!tokens_.AcceptKeyword("TRUE")) tokens_.ExpectKeyword("FALSE");
    } else if (tokens_.AcceptKeyword("DIVISION") || tokens_.AcceptKeyword("PRICEBOOKID")) {
      tokens_.ExpectSymbol("=");
      ParseString();
    } else if (tokens_.AcceptKeyword("NETWORK")) {
      ParseNetwork();
    } else {
      tokens_.ExpectKeyword("HIGHLIGHT");
    }
  }

  std::string ParseString() {
    if (tokens_.Peek().kind == soql::Token::Kind::kString) return tokens_.Take().text;
    tokens_.FailHere();
    return {};
  }

  void ParseNetwork() {
    if (tokens_.AcceptSymbol("=")) {
      ParseString();
      return;
    }
    tokens_.ExpectKeyword("IN");
    tokens_.ExpectSymbol("(");
    do {
      ParseString();
    } while (tokens_.AcceptSymbol(","));
    tokens_.ExpectSymbol(")");
  }

  // `Group__c BELOW Category__c AND Other__c AT (A__c, B__c)`.
  void SkipDataCategories() {
    do {
      tokens_.ExpectName();
      bool known = false;
      for (const char* selector : {"AT", "ABOVE", "BELOW", "ABOVE_OR_BELOW"}) {
        known = known || tokens_.AcceptKeyword(selector);
      }
      if (!known) tokens_.FailHere();
      const bool list = tokens_.AcceptSymbol("(");
      do {
        tokens_.ExpectName();
      } while (list && tokens_.AcceptSymbol(","));
      if (list) tokens_.ExpectSymbol(")");
    } while (tokens_.AcceptKeyword("AND"));
  }

  void ParseUpdate() {
    do {
      if (!tokens_.AcceptKeyword("TRACKING")) tokens_.ExpectKeyword("VIEWSTAT");
    } while (tokens_.AcceptSymbol(","));
  }

  TokenStream& tokens_;
  Query& query_;
};

}  // namespace

ApiError AsSearchError(ApiError error) {
  if (error.code == "MALFORMED_QUERY") error.code = "MALFORMED_SEARCH";
  return error;
}

Outcome<Returning> ParseReturning(std::string_view object, std::string_view fields,
                                  std::string_view tail) {
  Returning returning;
  returning.text = StrCat(object, "(", fields, tail.empty() ? "" : " ", tail, ")");
  returning.query.from.object.names.emplace_back(object);
  TokenStream tokens(returning.text, object.size() + 1);
  ParseReturningBody(&tokens, &returning.query);
  tokens.ExpectSymbol(")");
  if (!tokens.at_end()) tokens.FailHere();
  if (tokens.error()) return AsSearchError(*tokens.error());
  return returning;
}

Outcome<Query> Parse(std::string_view statement) {
  const ApiError no_term{400, "MALFORMED_SEARCH", std::string(text::kNoSearchTerm), {}};
  size_t open = statement.find_first_not_of(" \t\r\n");
  const bool find =
      open != std::string_view::npos && EqualsIgnoreCase(statement.substr(open, 4), "FIND");
  open = find ? statement.find_first_not_of(" \t\r\n", open + 4) : std::string_view::npos;
  if (open == std::string_view::npos || statement[open] != '{') return no_term;
  const size_t close = FindClosingBrace(statement, open + 1);
  if (close == std::string_view::npos) {
    return MismatchAt(statement, statement.size(), "<EOF>");
  }
  auto term = ParseTerm(statement, open + 1, close);
  if (!term.ok()) return term.error();
  Query query;
  query.term = std::move(*term);
  TokenStream tokens(statement, close + 1);
  Parser(&tokens, &query).Run();
  if (tokens.error()) return AsSearchError(*tokens.error());
  return query;
}

}  // namespace sfsim::sosl
