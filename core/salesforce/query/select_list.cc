// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/query/select_list.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/soql/soql_lexer.h"

namespace sfconnector {
namespace {

// One entry of a SELECT list.
struct Item {
  std::vector<std::string> path;  // a field, with its parents
  std::string function;           // where the entry is a call
  std::string alias;
  std::vector<SelectedColumns::Child> child;  // where the entry is a sub-query: one element
};

// These return their argument's field; all other functions make a column of their own.
bool KeepsFieldName(absl::string_view function) {
  return absl::EqualsIgnoreCase(function, "toLabel") ||
         absl::EqualsIgnoreCase(function, "format") ||
         absl::EqualsIgnoreCase(function, "convertCurrency");
}

// Functions that may stand in a query that does not group.
bool IsScalar(absl::string_view function) {
  return KeepsFieldName(function) || absl::EqualsIgnoreCase(function, "distance") ||
         absl::EqualsIgnoreCase(function, "fields");
}

class Parser {
 public:
  explicit Parser(std::vector<SoqlToken> tokens) : tokens_(std::move(tokens)) {}

  SelectedColumns Run() { return Select(); }

 private:
  bool AtEnd() const { return next_ >= tokens_.size(); }
  absl::string_view Peek(std::size_t ahead = 0) const {
    return next_ + ahead < tokens_.size() ? tokens_[next_ + ahead].text : absl::string_view();
  }
  bool AtKeyword(absl::string_view word) const {
    return !AtEnd() && absl::EqualsIgnoreCase(Peek(), word);
  }
  bool AtName() const { return !AtEnd() && tokens_[next_].kind == SoqlTokenKind::kName; }

  bool Take(absl::string_view word) {
    if (!AtKeyword(word)) return false;
    ++next_;
    return true;
  }

  // Parses from SELECT to the FROM clause, and leaves the rest.
  SelectedColumns Select() {
    if (!Take("select")) return {};
    std::vector<Item> items;
    do {
      items.push_back(NextItem());
    } while (Take(","));
    if (!Take("from")) return {};
    const std::vector<std::string> from = Path();
    const std::string object = from.empty() ? std::string() : from.back();
    from_ = object;
    Take("as");
    std::string alias = AtName() && !IsClause(Peek()) ? std::string(Peek()) : std::string();
    return Assemble(std::move(items), object, alias);
  }

  static bool IsClause(absl::string_view word) {
    static constexpr absl::string_view kClauses[] = {"using",  "where", "with",  "group",
                                                     "having", "order", "limit", "offset",
                                                     "for",    "all",   "update"};
    return std::any_of(std::begin(kClauses), std::end(kClauses), [word](absl::string_view clause) {
      return absl::EqualsIgnoreCase(word, clause);
    });
  }

  Item NextItem() {
    Item item;
    if (Peek() == "(") {
      SubQuery(item);
    } else if (AtKeyword("typeof")) {
      ++next_;
      item.path = Path();
      while (!AtEnd() && !Take("end")) ++next_;
    } else {
      item.path = Path();
      if (Peek() == "(") Call(item);
      if (AtName() && !AtKeyword("from")) item.alias = std::string(tokens_[next_++].text);
    }
    return item;
  }

  void SubQuery(Item& item) {
    ++next_;
    SelectedColumns list = Select();
    if (!from_.empty()) item.child.push_back({from_, std::move(list)});
    SkipToClose();
  }

  void Call(Item& item) {
    item.function = absl::StrJoin(item.path, ".");
    ++next_;
    item.path = Path();
    SkipToClose();
  }

  // Moves past the parenthesis that closes the one that is open.
  void SkipToClose() {
    for (int depth = 1; !AtEnd() && depth > 0; ++next_) {
      if (Peek() == "(") ++depth;
      if (Peek() == ")") --depth;
    }
  }

  std::vector<std::string> Path() {
    std::vector<std::string> path;
    while (AtName()) {
      path.emplace_back(tokens_[next_++].text);
      if (!Take(".")) break;
    }
    return path;
  }

  static SelectedColumns Assemble(std::vector<Item> items, const std::string& object,
                                  const std::string& alias) {
    const bool groups = std::any_of(items.begin(), items.end(), [](const Item& item) {
      return !item.function.empty() && !IsScalar(item.function);
    });
    SelectedColumns list;
    int unnamed = 0;
    for (Item& item : items) {
      if (!item.child.empty()) {
        list.children.push_back(std::move(item.child.front()));
        continue;
      }
      std::string column = ColumnOf(item, groups, object, alias, unnamed);
      if (!column.empty()) list.columns.push_back(std::move(column));
    }
    return list;
  }

  // The key under which the reply has the entry; empty where that is not known, or there is none
  // (`COUNT()`).
  static std::string ColumnOf(const Item& item, bool groups, const std::string& object,
                              const std::string& alias, int& unnamed) {
    if (!item.alias.empty()) return item.alias;
    if (absl::EqualsIgnoreCase(item.function, "fields")) return {};
    const bool count_of_all = absl::EqualsIgnoreCase(item.function, "count") && item.path.empty();
    if (count_of_all) return {};
    if (!item.function.empty() && !KeepsFieldName(item.function))
      return absl::StrCat("expr", unnamed++);
    std::vector<std::string> path = item.path;
    const bool prefixed =
        path.size() > 1 && (absl::EqualsIgnoreCase(path.front(), object) ||
                            (!alias.empty() && absl::EqualsIgnoreCase(path.front(), alias)));
    if (prefixed) path.erase(path.begin());
    // A grouped field loses its path: `SELECT Owner.Name, COUNT(Id) … GROUP BY Owner.Name` answers
    // with `Name`.
    if (groups && !path.empty()) return path.back();
    return absl::StrJoin(path, ".");
  }

  const std::vector<SoqlToken> tokens_;
  std::size_t next_ = 0;
  std::string from_;  // the object of the FROM clause that was read last
};

}  // namespace

SelectedColumns ParseSelectList(absl::string_view soql) {
  absl::StatusOr<std::vector<SoqlToken>> tokens = LexSoql(soql);
  if (!tokens.ok()) return {};
  return Parser(*std::move(tokens)).Run();
}

bool IsCountQuery(absl::string_view soql) {
  static constexpr absl::string_view kBegin[] = {"select", "count", "(", ")"};
  absl::StatusOr<std::vector<SoqlToken>> tokens = LexSoql(soql);
  return tokens.ok() && tokens->size() > std::size(kBegin) &&
         std::equal(std::begin(kBegin), std::end(kBegin), tokens->begin(),
                    [](absl::string_view word, const SoqlToken& token) {
                      return absl::EqualsIgnoreCase(word, token.text);
                    });
}

}  // namespace sfconnector
