// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/parser.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "simulator/base/error_text.h"
#include "simulator/base/text.h"
#include "simulator/soql/condition_parser.h"
#include "simulator/soql/query_error.h"
#include "simulator/soql/token_stream.h"

namespace sfsim::soql {
namespace {

// Words that end a FROM item, so that they are no aliases.
constexpr std::array<std::string_view, 12> kClauseWords = {"WHERE",  "GROUP",  "ORDER",  "LIMIT",
                                                           "OFFSET", "WITH",   "USING",  "FOR",
                                                           "ALL",    "HAVING", "UPDATE", "FROM"};

// Far more statements within statements than an org accepts, far fewer than fill a stack.
constexpr int kMaxNesting = 20;

bool IsClauseWord(std::string_view word) {
  return std::any_of(kClauseWords.begin(), kClauseWords.end(),
                     [word](std::string_view known) { return EqualsIgnoreCase(known, word); });
}

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
    if (tokens_.AcceptKeyword("LIMIT")) query.limit = ParseCount();
    if (tokens_.AcceptKeyword("OFFSET")) query.offset = ParseCount();
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
    } else if (tokens_.PeekKeyword("TYPEOF") && tokens_.Peek(1).kind == Token::Kind::kName) {
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
      const bool alias = tokens_.Peek().kind == Token::Kind::kName && !tokens_.PeekKeyword("FROM");
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
    tokens_.AcceptKeyword("AS");
    if (tokens_.Peek().kind == Token::Kind::kName && !IsClauseWord(tokens_.Peek().text)) {
      item.alias = tokens_.Take().text;
    }
    return item;
  }

  void ParseFrom(Query* query) {
    tokens_.ExpectKeyword("FROM");
    query->from = ParseFromItem();
    while (tokens_.AcceptSymbol(",")) query->more_from.push_back(ParseFromItem());
    if (tokens_.AcceptKeyword("USING")) {
      tokens_.ExpectKeyword("SCOPE");
      query->scope = tokens_.ExpectName();
    }
  }

  void ParseWhereAndWith(Query* query) {
    if (tokens_.AcceptKeyword("WHERE")) {
      query->where = ParseCondition(&tokens_, [this] { return ParseQuery(); });
    }
    while (tokens_.AcceptKeyword("WITH")) {
      query->with.push_back(tokens_.ExpectName());
      if (EqualsIgnoreCase(query->with.back(), "DATA")) {
        tokens_.ExpectKeyword("CATEGORY");
        SkipDataCategories();
      }
    }
  }

  // Data categories belong to Knowledge articles, which no object here is.
  void SkipDataCategories() {
    while (!tokens_.at_end() && !tokens_.PeekKeyword("GROUP") && !tokens_.PeekKeyword("ORDER") &&
           !tokens_.PeekKeyword("LIMIT") && !tokens_.PeekKeyword("OFFSET")) {
      tokens_.Take();
    }
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

  int64_t ParseCount() {
    int64_t count = 0;
    const Token& token = tokens_.Peek();
    const char* end = token.text.data() + token.text.size();
    const auto read = std::from_chars(token.text.data(), end, count);
    const bool valid = token.kind == Token::Kind::kNumber && read.ec == std::errc() &&
                       read.ptr == end && count >= 0;
    if (valid) {
      tokens_.Take();
    } else {
      tokens_.FailHere();
    }
    return count;
  }

  void ParsePurposes(Query* query) {
    while (tokens_.PeekKeyword("FOR") || tokens_.PeekKeyword("UPDATE")) {
      tokens_.Take();
      do {
        query->purposes.push_back(tokens_.ExpectName());
      } while (tokens_.AcceptSymbol(","));
    }
    if (tokens_.AcceptKeyword("ALL")) {
      tokens_.ExpectKeyword("ROWS");
      query->all_rows = true;
    }
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
