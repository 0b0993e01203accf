// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/query/sosl_bind.h"

#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/status.h"
#include "core/soql/bind_soql.h"

namespace sfconnector {
namespace {

constexpr absl::string_view kReserved = "?&|!{}[]()^~*:\\\"'+-";

bool IsOperator(absl::string_view word) {
  return absl::EqualsIgnoreCase(word, "AND") || absl::EqualsIgnoreCase(word, "OR") ||
         absl::EqualsIgnoreCase(word, "NOT");
}

// White space of any kind becomes a space: a line break would end the statement's line.
std::string Escape(absl::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (absl::StrContains(kReserved, c)) escaped += '\\';
    escaped += absl::ascii_iscntrl(static_cast<unsigned char>(c)) ? ' ' : c;
  }
  return escaped;
}

// Words that must all occur. Those that would be operators are quoted.
std::string Term(absl::string_view text) {
  std::string term;
  for (absl::string_view word : absl::StrSplit(Escape(text), ' ', absl::SkipEmpty())) {
    const bool quoted = IsOperator(word);
    absl::StrAppend(&term, term.empty() ? "" : " ", quoted ? "\"" : "", word, quoted ? "\"" : "");
  }
  return term;
}

class SoslBinder {
 public:
  SoslBinder(absl::string_view sosl, const SearchBindParameters& parameters)
      : sosl_(sosl), parameters_(parameters) {}

  absl::StatusOr<std::string> Run() {
    const std::size_t open = OpeningBrace();
    const std::size_t close = open == absl::string_view::npos ? open : ClosingBrace(open);
    if (close == absl::string_view::npos) {
      return InvalidField("sosl", "does not begin with FIND {…}");
    }
    std::string bound(sosl_.substr(0, open));
    SFC_RETURN_IF_ERROR(BindBraces(sosl_.substr(open, close - open), open, bound));
    const ParameterLiteral literal = [this](const std::string& name) { return Literal(name); };
    absl::StatusOr<std::string> rest = ReplaceParameters(sosl_.substr(close), "sosl", literal);
    if (!rest.ok()) return rest.status();
    for (const auto& [name, value] : parameters_) {
      if (!used_.contains(name))
        return InvalidField(absl::StrCat("parameters.", name), "is not named by sosl");
    }
    return bound + *rest;
  }

 private:
  std::size_t OpeningBrace() const {
    absl::string_view rest = absl::StripLeadingAsciiWhitespace(sosl_);
    if (!absl::StartsWithIgnoreCase(rest, "FIND")) return absl::string_view::npos;
    rest = absl::StripLeadingAsciiWhitespace(rest.substr(4));
    if (!absl::StartsWith(rest, "{")) return absl::string_view::npos;
    return sosl_.size() - rest.size();
  }

  std::size_t ClosingBrace(std::size_t open) const {
    for (std::size_t i = open; i < sosl_.size(); ++i) {
      if (sosl_[i] == '\\') {
        ++i;
      } else if (sosl_[i] == '}') {
        return i;
      }
    }
    return absl::string_view::npos;
  }

  // A colon is reserved there, so one that is not escaped begins a parameter.
  absl::Status BindBraces(absl::string_view braces, std::size_t offset, std::string& bound) {
    for (std::size_t i = 0; i < braces.size(); ++i) {
      if (braces[i] == '\\' && i + 1 < braces.size()) {
        bound += braces[i++];
        bound += braces[i];
        continue;
      }
      if (braces[i] != ':') {
        bound += braces[i];
        continue;
      }
      std::size_t end = i + 1;
      while (end < braces.size() && IsNamePart(braces[end])) ++end;
      const std::string name(braces.substr(i + 1, end - i - 1));
      if (name.empty()) {
        return InvalidField("sosl", absl::StrCat("the colon at byte ", offset + i,
                                                 " names no parameter; `\\:` is a colon"));
      }
      absl::StatusOr<std::string> term = TermOf(name);
      if (!term.ok()) return term.status();
      bound += *term;
      i = end - 1;
    }
    return absl::OkStatus();
  }

  static bool IsNamePart(char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
  }

  absl::StatusOr<const v1::SearchBindValue*> Find(const std::string& name) {
    const auto it = parameters_.find(name);
    if (it == parameters_.end()) {
      return InvalidField("parameters", absl::StrCat("has no value for `:", name, "` of sosl"));
    }
    used_.insert(name);
    return &it->second;
  }

  absl::StatusOr<std::string> TermOf(const std::string& name) {
    const absl::StatusOr<const v1::SearchBindValue*> value = Find(name);
    if (!value.ok()) return value.status();
    const std::string field = absl::StrCat("parameters.", name);
    std::string term;
    if ((*value)->has_term()) {
      term = Term((*value)->term());
    } else if ((*value)->has_phrase()) {
      term = Escape((*value)->phrase());
    } else {
      return InvalidField(field, "must be a term or a phrase within the braces of FIND");
    }
    if (absl::StripAsciiWhitespace(term).empty()) {
      return InvalidField(field, "has nothing to look for");
    }
    return (*value)->has_phrase() ? absl::StrCat("\"", term, "\"") : term;
  }

  absl::StatusOr<std::string> Literal(const std::string& name) {
    const absl::StatusOr<const v1::SearchBindValue*> value = Find(name);
    if (!value.ok()) return value.status();
    const std::string field = absl::StrCat("parameters.", name);
    if (!(*value)->has_literal()) {
      return InvalidField(field, "must be a literal outside of the braces of FIND");
    }
    return SoqlLiteral((*value)->literal(), field);
  }

  const absl::string_view sosl_;
  const SearchBindParameters& parameters_;
  std::set<std::string> used_;
};

}  // namespace

absl::StatusOr<std::string> BindSosl(absl::string_view sosl,
                                     const SearchBindParameters& parameters) {
  return SoslBinder(sosl, parameters).Run();
}

}  // namespace sfconnector
