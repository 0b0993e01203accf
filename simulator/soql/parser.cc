// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/parser.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>

#include "simulator/base/error_text.h"
#include "simulator/base/text.h"
#include "simulator/soql/condition_parser.h"
#include "simulator/soql/expression_parser.h"
#include "simulator/soql/keywords.h"
#include "simulator/soql/literal_parser.h"
#include "simulator/soql/query_error.h"
#include "simulator/soql/token_stream.h"
#include "simulator/soql/with_parser.h"

namespace sfsim::soql {
namespace {

// Far more statements within statements than an org accepts, far fewer than fill a stack.
constexpr int kMaxNesting = 20;

// LIMIT is an Int of Java's.
constexpr int64_t kMaxCount = INT32_MAX;

class Parser {
 public:
  explicit Parser(TokenStream* tokens) : tokens_(*tokens) {}

  Query ParseQuery() {
    Query query;
    query.position = tokens_.position();
    if (++depth_ > kMaxNesting) tokens_.FailHere();
    tokens_.ExpectKeyword("SELECT");
    do {
      query.select.push_back(ParseSelectItem());
    } while (tokens_.AcceptSymbol(","));
    ParseFrom(&query);
    ParseWhereAndWith(&query);
    ParseGrouping(&query);
    ParseOrderBy(&query);
    if (tokens_.AcceptKeyword("LIMIT")) query.limit = ParseCount(&tokens_, kMaxCount);
    if (tokens_.AcceptKeyword("OFFSET")) query.offset = ParseCount(&tokens_, kMaxCount);
    ParsePurposes(&query);
    --depth_;
    return query;
  }

 private:
  SelectItem ParseSelectItem() {
    SelectItem item;
    item.position = tokens_.position();
    if (tokens_.PeekSymbol("(")) {
      tokens_.Take();
      item.kind = SelectItem::Kind::kSubquery;
      item.subquery = std::make_unique<Query>(ParseQuery());
      tokens_.ExpectSymbol(")");
    } else if (tokens_.PeekKeyword("TYPEOF") && tokens_.Peek(1).kind == Token::Kind::kName &&
               !IsReservedName(tokens_.Peek(1).text)) {
      item.kind = SelectItem::Kind::kTypeOf;
      item.type_of = ParseTypeOf();
    } else if (tokens_.PeekKeyword("FIELDS") && tokens_.PeekSymbol("(", 1)) {
      tokens_.Take();
      tokens_.Take();
      item.kind = SelectItem::Kind::kFieldsFunction;
      item.fields_group = AsciiUpper(tokens_.ExpectName());
      const bool known = item.fields_group == "ALL" || item.fields_group == "STANDARD" ||
                         item.fields_group == "CUSTOM";
      if (!known) tokens_.Fail(text::UnexpectedToken(item.fields_group), item.position);
      tokens_.ExpectSymbol(")");
    } else {
      item.expression = ParseExpression(&tokens_);
      const bool alias =
          tokens_.Peek().kind == Token::Kind::kName && !IsReservedAlias(tokens_.Peek().text);
      if (alias) item.alias = tokens_.Take().text;
    }
    return item;
  }

  TypeOf ParseTypeOf() {
    TypeOf type_of;
    tokens_.Take();
    type_of.relationship = ParseFieldPath(&tokens_);
    while (tokens_.AcceptKeyword("WHEN")) {
      TypeOf::Branch branch;
      branch.position = tokens_.position();
      branch.object = tokens_.ExpectName();
      tokens_.ExpectKeyword("THEN");
      branch.fields = ParseFieldPaths();
      type_of.branches.push_back(std::move(branch));
    }
    if (type_of.branches.empty()) tokens_.FailHere();
    if (tokens_.AcceptKeyword("ELSE")) type_of.otherwise = ParseFieldPaths();
    tokens_.ExpectKeyword("END");
    return type_of;
  }

  std::vector<FieldPath> ParseFieldPaths() {
    std::vector<FieldPath> paths;
    do {
      paths.push_back(ParseFieldPath(&tokens_));
    } while (tokens_.AcceptSymbol(","));
    return paths;
  }

  FromItem ParseFromItem() {
    FromItem item;
    item.object = ParseFieldPath(&tokens_);
    const bool announced = tokens_.AcceptKeyword("AS");
    const bool alias = tokens_.Peek().kind == Token::Kind::kName &&
                       !IsReservedAlias(tokens_.Peek().text) && (announced || !PeekClause());
    if (alias) item.alias = tokens_.Take().text;
    if (announced && !alias) tokens_.FailHere();
    return item;
  }

  // Whether a clause begins here with a word that could as well be an alias.
  bool PeekClause() const {
    const auto pair = [this](std::string_view first, std::string_view second) {
      return tokens_.PeekKeyword(first) && tokens_.PeekKeyword(second, 1);
    };
    return tokens_.PeekKeyword("FOR") || pair("ORDER", "BY") || pair("ALL", "ROWS") ||
           pair("UPDATE", "TRACKING") || pair("UPDATE", "VIEWSTAT") || pair("SET", "OPTIONS") ||
           (tokens_.PeekKeyword("OFFSET") && tokens_.Peek(1).kind == Token::Kind::kNumber);
  }

  void ParseFrom(Query* query) {
    tokens_.ExpectKeyword("FROM");
    query->from = ParseFromItem();
    while (tokens_.AcceptSymbol(",")) query->more_from.push_back(ParseFromItem());
    if (tokens_.AcceptKeyword("USING")) ParseUsing(query);
  }

  // SCOPE name, or LOOKUP field [BIND field = value, …], which presets what lookup filters see.
  void ParseUsing(Query* query) {
    if (tokens_.AcceptKeyword("LOOKUP")) {
      ParseFieldPath(&tokens_);
      if (!tokens_.AcceptKeyword("BIND")) return;
      do {
        ParseFieldPath(&tokens_);
        tokens_.ExpectSymbol("=");
        ParseLiteral(&tokens_);
      } while (tokens_.AcceptSymbol(","));
      return;
    }
    tokens_.ExpectKeyword("SCOPE");
    query->scope_position = tokens_.position();
    query->scope = tokens_.ExpectName();
  }

  void ParseWhereAndWith(Query* query) {
    if (tokens_.AcceptKeyword("WHERE")) {
      query->where = ParseCondition(&tokens_, [this] { return ParseQuery(); });
    }
    while (tokens_.AcceptKeyword("WITH")) ParseWith(&tokens_);
  }

  void ParseGrouping(Query* query) {
    if (!tokens_.PeekKeyword("GROUP")) return;
    tokens_.Take();
    tokens_.ExpectKeyword("BY");
    const bool listed = tokens_.PeekSymbol("(", 1);
    if (listed && tokens_.PeekKeyword("ROLLUP")) query->grouping = Grouping::kRollup;
    if (listed && tokens_.PeekKeyword("CUBE")) query->grouping = Grouping::kCube;
    const bool wrapped = query->grouping != Grouping::kPlain;
    if (wrapped) {
      tokens_.Take();
      tokens_.Take();
    }
    do {
      query->group_by.push_back(ParseExpression(&tokens_));
    } while (tokens_.AcceptSymbol(","));
    if (wrapped) tokens_.ExpectSymbol(")");
    if (tokens_.AcceptKeyword("HAVING")) {
      query->having = ParseCondition(&tokens_, [this] { return ParseQuery(); });
    }
  }

  void ParseOrderBy(Query* query) {
    if (!tokens_.AcceptKeyword("ORDER")) return;
    tokens_.ExpectKeyword("BY");
    do {
      OrderItem item;
      item.expression = ParseExpression(&tokens_);
      item.descending = tokens_.AcceptKeyword("DESC");
      if (!item.descending) tokens_.AcceptKeyword("ASC");
      if (tokens_.AcceptKeyword("NULLS")) {
        item.nulls_first = tokens_.AcceptKeyword("FIRST");
        if (!*item.nulls_first) tokens_.ExpectKeyword("LAST");
      }
      query->order_by.push_back(std::move(item));
    } while (tokens_.AcceptSymbol(","));
  }

  // FOR VIEW, FOR REFERENCE, FOR UPDATE and UPDATE TRACKING, UPDATE VIEWSTAT say what the rows are
  // read for; SET OPTIONS and ALL ROWS come last.
  void ParsePurposes(Query* query) {
    while (tokens_.PeekKeyword("FOR") || tokens_.PeekKeyword("UPDATE") ||
           tokens_.PeekKeyword("SET")) {
      if (tokens_.AcceptKeyword("SET")) {
        ParseOptions();
        continue;
      }
      const bool rows = tokens_.Take().text.size() == 3;
      do {
        const bool known =
            rows ? AcceptAny({"VIEW", "REFERENCE", "UPDATE"}) : AcceptAny({"TRACKING", "VIEWSTAT"});
        if (!known) tokens_.FailHere();
      } while (tokens_.AcceptSymbol(","));
    }
    if (tokens_.PeekKeyword("ALL")) {
      query->all_rows = tokens_.position();
      tokens_.Take();
      tokens_.ExpectKeyword("ROWS");
    }
  }

  bool AcceptAny(std::initializer_list<std::string_view> keywords) {
    return std::any_of(keywords.begin(), keywords.end(),
                       [this](std::string_view keyword) { return tokens_.AcceptKeyword(keyword); });
  }

  void ParseOptions() {
    tokens_.ExpectKeyword("OPTIONS");
    tokens_.ExpectSymbol("(");
    do {
      tokens_.ExpectName();
      tokens_.ExpectSymbol("=");
      ParseLiteral(&tokens_);
    } while (tokens_.AcceptSymbol(","));
    tokens_.ExpectSymbol(")");
  }

  TokenStream& tokens_;
  int depth_ = 0;
};

}  // namespace

std::string FieldPath::Text() const {
  std::string text;
  for (const std::string& name : names) {
    if (!text.empty()) text.push_back('.');
    text.append(name);
  }
  return text;
}

Outcome<Query> Parse(std::string_view query) {
  if (query.size() > kMaxQueryLength) return Malformed(std::string(text::kQueryTooLong));
  TokenStream tokens(query);
  // A text that does not even begin as a statement is answered without an excerpt.
  if (!tokens.error() && !tokens.PeekKeyword("SELECT")) {
    return Malformed(text::UnexpectedToken(tokens.at_end() ? "<EOF>" : tokens.Peek().text));
  }
  Query parsed = Parser(&tokens).ParseQuery();
  if (!tokens.at_end()) tokens.FailHere();
  if (tokens.error()) return *tokens.error();
  return parsed;
}

}  // namespace sfsim::soql
