// SPDX-License-Identifier: Apache-2.0
// What is refused of searches, in SOSL and in parameters.
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SearchErrors : public ConformanceTest {
 protected:
  Outcome Search(const std::string& sosl,
                 const std::map<std::string, v1::SearchBindValue>& parameters = {}) {
    v1::SearchRequest request;
    request.set_sosl(sosl);
    request.mutable_parameters()->insert(parameters.begin(), parameters.end());
    v1::SearchResponse response;
    return Call("QueryService/Search", request, &response);
  }

  Outcome Search(const v1::ParameterizedSearchRequest& request) {
    v1::ParameterizedSearchResponse response;
    return Call("QueryService/ParameterizedSearch", request, &response);
  }

  static v1::ParameterizedSearchRequest ForItems(const std::string& q) {
    v1::ParameterizedSearchRequest request;
    request.set_q(q);
    request.add_sobjects()->set_name("Item__c");
    request.mutable_sobjects(0)->add_fields("Name");
    return request;
  }

  // What a search finds among the names of items, or what went wrong.
  std::vector<std::string> Names(const v1::ParameterizedSearchRequest& request) {
    v1::ParameterizedSearchResponse response;
    const Outcome outcome = Call("QueryService/ParameterizedSearch", request, &response);
    if (!outcome.ok()) return {"failed: " + outcome.message};
    std::vector<std::string> names;
    for (const v1::Record& record : response.search_records())
      names.push_back(TextOf(record, "Name"));
    return names;
  }
};

TEST_F(SearchErrors, AReservedCharacterIsShownInItsPlace) {
  EXPECT_TRUE(Refused(Search("FIND {John|jane_gray@uoa.edu} RETURNING Contact"), kInvalidArgument,
                      "MALFORMED_SEARCH", 400,
                      "\nFIND {John|jane_gray@uoa.edu} RETURNING Contact\n         ^\n"
                      "ERROR at Row:1:Column:10\nline 1:10 mismatched character '|' expecting "
                      "'}'"));
}

TEST_F(SearchErrors, AnUnknownObjectOrColumnIsNamed) {
  const Outcome object = Search("FIND {lamp} RETURNING Nothing__c(Id)");
  EXPECT_TRUE(FailedWith(object, kInvalidArgument, "INVALID_TYPE"));
  EXPECT_THAT(object.message, HasSubstr("sObject type 'Nothing__c' is not supported."));
  const Outcome column = Search("FIND {lamp} RETURNING Item__c(Nope__c)");
  EXPECT_TRUE(FailedWith(column, kInvalidArgument, "INVALID_FIELD"));
  EXPECT_THAT(column.message, HasSubstr("No such column 'Nope__c'"));
  for (const Outcome& outcome : {object, column}) {
    EXPECT_EQ(outcome.detail.http_status(), 400);
    EXPECT_EQ(outcome.detail.retryability(), v1::RETRYABILITY_NEVER);
  }
}

TEST_F(SearchErrors, ATermIsLongerThanOneCharacter) {
  EXPECT_TRUE(Refused(Search("FIND {a} RETURNING Item__c"), kInvalidArgument, "MALFORMED_SEARCH",
                      400, "search term must be longer than one character: a"));
  EXPECT_TRUE(Refused(Search(ForItems("a")), kInvalidArgument, "MALFORMED_SEARCH", 400,
                      "search term must be longer than one character: a"));
}

TEST_F(SearchErrors, WhatCannotBeSentIsRefusedAndNothingIsSent) {
  EXPECT_TRUE(RefusedFor(Search(""), "sosl"));
  EXPECT_TRUE(RefusedFor(Search("SELECT Id FROM Item__c"), "sosl"));
  EXPECT_TRUE(RefusedFor(Search("FIND {lamp"), "sosl"));
  EXPECT_TRUE(RefusedFor(Search("FIND {a:}"), "sosl"));
  EXPECT_TRUE(RefusedFor(Search("FIND {lamp} RETURNING Item__c(Id WHERE Name = 'a)"), "sosl"));
  EXPECT_TRUE(RefusedFor(Search("FIND {" + std::string(16000, '%') + "}"), "sosl"));
  EXPECT_THAT(org().Journal(), IsEmpty());
}

TEST_F(SearchErrors, ParametersOfTheWrongKindAreRefusedAndNothingIsSent) {
  v1::SearchBindValue unset;
  v1::SearchBindValue literal;
  literal.mutable_literal()->set_string_value("lamp");
  v1::SearchBindValue empty;
  empty.set_term(" \t\n");
  v1::SearchBindValue nothing;
  nothing.set_phrase("");
  for (const v1::SearchBindValue& value : {unset, literal, empty, nothing})
    EXPECT_TRUE(RefusedFor(Search("FIND {:v}", {{"v", value}}), "parameters.v"));
  v1::SearchBindValue term;
  term.set_term("lamp");
  const std::string where = "FIND {lamp} RETURNING Item__c(Id WHERE Name = :v)";
  v1::SearchBindValue decimal;
  decimal.mutable_literal()->set_decimal_value("1 OR Name != null");
  for (const v1::SearchBindValue& value : {unset, term, decimal})
    EXPECT_TRUE(RefusedFor(Search(where, {{"v", value}}), "parameters.v"));
  EXPECT_THAT(org().Journal(), IsEmpty());
}

TEST_F(SearchErrors, WrongParametersOfASearchAreNamed) {
  const std::string missing = "The required parameter is missing: q";
  EXPECT_TRUE(Refused(Search(v1::ParameterizedSearchRequest()), kInvalidArgument,
                      "MISSING_ARGUMENT", 400, missing));
  v1::ParameterizedSearchRequest request = ForItems("lamp");
  request.set_in("EVERYWHERE");
  EXPECT_TRUE(Refused(Search(request), kInvalidArgument, "INVALID_INPUT", 400,
                      "Invalid value of parameter: in"));
  request = ForItems("lamp");
  request.set_overall_limit(-1);
  EXPECT_TRUE(Refused(Search(request), kInvalidArgument, "INVALID_INPUT", 400,
                      "Invalid value of parameter: overallLimit"));
  request = ForItems("lamp");
  request.set_offset(-1);
  EXPECT_TRUE(Refused(Search(request), kInvalidArgument, "INVALID_INPUT", 400,
                      "Invalid value of parameter: offset"));
}

TEST_F(SearchErrors, UnknownObjectsAndColumnsOfASearchAreNamed) {
  v1::ParameterizedSearchRequest request = ForItems("lamp");
  request.mutable_sobjects(0)->set_name("Nothing__c");
  EXPECT_TRUE(FailedWith(Search(request), kInvalidArgument, "INVALID_TYPE"));
  request = ForItems("lamp");
  request.mutable_sobjects(0)->add_fields("Nope__c");
  EXPECT_TRUE(FailedWith(Search(request), kInvalidArgument, "INVALID_FIELD"));
  request = ForItems("lamp");
  request.mutable_sobjects(0)->set_where("Name ==== 'x'");
  EXPECT_TRUE(FailedWith(Search(request), kInvalidArgument, "MALFORMED_SEARCH"));
}

TEST_F(SearchErrors, ParametersOfASearchMayHoldAnyCharacters) {
  org().Insert("Item__c", {R"("Name":"Größe \"eins\"")", R"("Name":"it's a lamp")"});
  for (const std::string q : {"Größe", "\\\"eins\\\"", "it's"}) {
    const std::vector<std::string> names = Names(ForItems(q));
    EXPECT_THAT(names, ::testing::SizeIs(1)) << q;
  }
  for (const std::string q : {"100%", "lamp%20it", "q\\&sobject=User", "\\{0\\}", "zz\n\tzz",
                              "\xF0\x9F\x99\x82\xF0\x9F\x99\x82"}) {
    EXPECT_THAT(Names(ForItems(q)), IsEmpty()) << q;
  }
  v1::ParameterizedSearchRequest request = ForItems("lamp");
  request.mutable_sobjects(0)->set_where("Name = 'it\\'s a lamp'");
  EXPECT_THAT(Names(request), ::testing::ElementsAre("it's a lamp"));
}

}  // namespace
}  // namespace sfconnector::conformance
