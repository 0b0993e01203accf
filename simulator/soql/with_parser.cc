// SPDX-License-Identifier: Apache-2.0
#include "simulator/soql/with_parser.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "simulator/soql/literal_parser.h"

namespace sfsim::soql {
namespace {

bool AcceptAny(TokenStream* tokens, const auto& keywords) {
  return std::any_of(keywords.begin(), keywords.end(),
                     [tokens](std::string_view keyword) { return tokens->AcceptKeyword(keyword); });
}

// `Geography__c AT (usa__c, uk__c)`
void ParseCategoryFilter(TokenStream* tokens) {
  static constexpr std::array<std::string_view, 4> kSelectors = {"AT", "ABOVE", "BELOW",
                                                                 "ABOVE_OR_BELOW"};
  tokens->ExpectName();
  if (!AcceptAny(tokens, kSelectors)) tokens->FailHere();
  if (!tokens->AcceptSymbol("(")) {
    tokens->ExpectName();
    return;
  }
  do {
    tokens->ExpectName();
  } while (tokens->AcceptSymbol(","));
  tokens->ExpectSymbol(")");
}

// `maxDescriptorPerRecord = 100`
void ParseSetting(TokenStream* tokens) {
  tokens->ExpectName();
  tokens->ExpectSymbol("=");
  ParseLiteral(tokens);
}

}  // namespace

void ParseWith(TokenStream* tokens) {
  static constexpr std::array<std::string_view, 3> kModes = {"SECURITY_ENFORCED", "USER_MODE",
                                                             "SYSTEM_MODE"};
  if (AcceptAny(tokens, kModes)) return;
  if (tokens->AcceptKeyword("DATA")) {
    tokens->ExpectKeyword("CATEGORY");
    do {
      ParseCategoryFilter(tokens);
    } while (tokens->AcceptKeyword("AND"));
  } else if (tokens->AcceptKeyword("RECORDVISIBILITYCONTEXT")) {
    tokens->ExpectSymbol("(");
    do {
      ParseSetting(tokens);
    } while (tokens->AcceptSymbol(","));
    tokens->ExpectSymbol(")");
  } else {
    ParseSetting(tokens);
  }
}

}  // namespace sfsim::soql
