// SPDX-License-Identifier: Apache-2.0
// Searches, plans, deleted rows, and SOQL that no URL can carry.
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class Searches : public ConformanceTest {
 protected:
  Outcome Search(const v1::SearchRequest& request, v1::SearchResponse* response) {
    return Call("QueryService/Search", request, response);
  }

  // The names of the items that a search with one parameter finds, or what went wrong.
  std::vector<std::string> Found(const std::string& sosl, const v1::SearchBindValue& value) {
    v1::SearchRequest request;
    request.set_sosl(sosl);
    (*request.mutable_parameters())["v"] = value;
    v1::SearchResponse response;
    const Outcome outcome = Search(request, &response);
    if (!outcome.ok()) return {"failed: " + outcome.message};
    return Names(response.search_records());
  }

  template <class Records>
  static std::vector<std::string> Names(const Records& records) {
    std::vector<std::string> names;
    for (const v1::Record& record : records) names.push_back(TextOf(record, "Name"));
    return names;
  }

  static v1::SearchBindValue Term(const std::string& text) {
    v1::SearchBindValue value;
    value.set_term(text);
    return value;
  }
  static v1::SearchBindValue Phrase(const std::string& text) {
    v1::SearchBindValue value;
    value.set_phrase(text);
    return value;
  }
};

constexpr char kFindItems[] = "FIND {:v} IN ALL FIELDS RETURNING Item__c(Name ORDER BY Name)";

TEST_F(Searches, TermsAreWordsThatMustAllOccur) {
  org().Insert("Item__c",
               {R"("Name":"Blue lamp")", R"("Name":"Green lamp")", R"("Name":"Blue chair")"});
  EXPECT_THAT(Found(kFindItems, Term("lamp")), ElementsAre("Blue lamp", "Green lamp"));
  EXPECT_THAT(Found(kFindItems, Term("lamp blue")), ElementsAre("Blue lamp"));
  EXPECT_THAT(Found(kFindItems, Term("sofa")), IsEmpty());
}

TEST_F(Searches, APhraseKeepsItsOrder) {
  org().Insert("Item__c", {R"("Name":"Blue lamp")", R"("Name":"Lamp blue")"});
  EXPECT_THAT(Found(kFindItems, Phrase("blue lamp")), ElementsAre("Blue lamp"));
}

TEST_F(Searches, ReservedCharactersAreNoOperators) {
  org().Insert("Item__c",
               {R"("Name":"Rock and roll")", R"("Name":"Roll")", R"("Name":"O'Neil {x}")"});
  EXPECT_THAT(Found(kFindItems, Term("rock and roll")), ElementsAre("Rock and roll"));
  EXPECT_THAT(Found(kFindItems, Term("O'Neil {x}")), ElementsAre("O'Neil {x}"));
  for (const std::string hostile : {"a* OR b", "}", "\\", "\"", ") RETURNING User", "a:b", "?"}) {
    EXPECT_THAT(Found(kFindItems, Phrase(hostile + " zzz")), IsEmpty()) << hostile;
  }
}

TEST_F(Searches, ClausesTakeLiterals) {
  org().Insert("Item__c",
               {R"("Name":"Lamp","Text__c":"it's")", R"("Name":"Lamp 2","Text__c":"its")"});
  v1::SearchRequest request;
  request.set_sosl("FIND {:q} RETURNING Item__c(Name WHERE Text__c = :text)");
  (*request.mutable_parameters())["q"].set_term("lamp");
  (*request.mutable_parameters())["text"].mutable_literal()->set_string_value("it's");
  v1::SearchResponse response;
  ASSERT_TRUE(Succeeded(Search(request, &response)));
  EXPECT_THAT(Names(response.search_records()), ElementsAre("Lamp"));
}

TEST_F(Searches, MalformedSoslIsAnErrorWithSalesforcesText) {
  v1::SearchRequest request;
  request.set_sosl("FIND {lamp} RETURNING Item__c(Name WHERE)");
  v1::SearchResponse response;
  const Outcome outcome = Search(request, &response);
  EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "MALFORMED_SEARCH"));
  EXPECT_EQ(outcome.detail.http_status(), 400);
}

TEST_F(Searches, UnboundAndUnusedParametersAreNamed) {
  v1::SearchRequest request;
  request.set_sosl(kFindItems);
  v1::SearchResponse response;
  EXPECT_THAT(Search(request, &response).message, HasSubstr("has no value for `:v`"));
  (*request.mutable_parameters())["v"].set_term("x");
  (*request.mutable_parameters())["w"].set_term("x");
  EXPECT_THAT(Search(request, &response).message, HasSubstr("parameters.w: is not named by sosl"));
  EXPECT_EQ(org().Count("GET"), 0);
}

TEST_F(Searches, AParameterisedSearchNeedsNoSosl) {
  org().Insert("Item__c", {R"("Name":"Lamp one")", R"("Name":"Lamp two")", R"("Name":"Chair")"});
  v1::ParameterizedSearchRequest request;
  request.set_q("lamp");
  v1::SearchedObject& object = *request.add_sobjects();
  object.set_name("Item__c");
  object.add_fields("Name");
  object.set_order_by("Name DESC");
  object.set_limit(1);
  v1::ParameterizedSearchResponse response;
  ASSERT_TRUE(Succeeded(Call("QueryService/ParameterizedSearch", request, &response)));
  EXPECT_THAT(Names(response.search_records()), ElementsAre("Lamp two"));
  EXPECT_EQ(response.search_records(0).type(), "Item__c");
}

TEST_F(Searches, AParameterisedSearchForNothingIsAnError) {
  v1::ParameterizedSearchRequest request;
  v1::ParameterizedSearchResponse response;
  const Outcome outcome = Call("QueryService/ParameterizedSearch", request, &response);
  EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
}

TEST_F(Searches, ExplainTellsThePlans) {
  v1::ExplainQueryRequest request;
  request.set_query("SELECT Id FROM Item__c WHERE Key__c = :key");
  (*request.mutable_parameters())["key"].set_string_value("it's");
  v1::ExplainQueryResponse response;
  ASSERT_TRUE(Succeeded(Call("QueryService/ExplainQuery", request, &response)));
  ASSERT_THAT(response.plans(), Not(IsEmpty()));
  EXPECT_EQ(response.plans(0).sobject_type(), "Item__c");
  EXPECT_FALSE(response.plans(0).leading_operation_type().empty());
}

TEST_F(Searches, ExplainOfMalformedSoqlIsAnError) {
  v1::ExplainQueryRequest request;
  request.set_query("SELECT FROM Item__c");
  v1::ExplainQueryResponse response;
  EXPECT_TRUE(FailedWith(Call("QueryService/ExplainQuery", request, &response), kInvalidArgument,
                         "MALFORMED_QUERY"));
}

TEST_F(Searches, DeletedRowsAreThereOnRequest) {
  const std::string id = org().InsertOne("Item__c", R"("Name":"gone")");
  org().InsertOne("Item__c", R"("Name":"here")");
  org().Delete("Item__c", id);
  v1::QueryRequest request;
  request.set_soql("SELECT Name, IsDeleted FROM Item__c");
  request.set_encoding(v1::ROW_ENCODING_RECORDS);
  v1::QueryResponse living;
  ASSERT_TRUE(Succeeded(Query(request, &living)));
  EXPECT_THAT(Names(living.records()), ElementsAre("here"));
  request.set_include_deleted(true);
  v1::QueryResponse all;
  ASSERT_TRUE(Succeeded(Query(request, &all)));
  EXPECT_THAT(Names(all.records()), UnorderedElementsAre("gone", "here"));
  v1::StreamQueryRequest stream = Streamed("SELECT Name FROM Item__c", v1::ROW_ENCODING_RECORDS);
  stream.set_include_deleted(true);
  EXPECT_EQ(StreamQuery(connection(), stream).total_size, 2);
}

// A query for `Name` among so many names that no URL can carry it.
v1::QueryRequest LongQuery(const std::string& name) {
  v1::QueryRequest request;
  request.set_soql("SELECT Name FROM Item__c WHERE Name IN :names");
  request.set_encoding(v1::ROW_ENCODING_RECORDS);
  v1::BindList& list = *(*request.mutable_parameters())["names"].mutable_list_value();
  for (int i = 0; i < 3000; ++i) {
    list.add_values()->set_string_value("no item with the number " + std::to_string(i));
  }
  list.add_values()->set_string_value(name);
  return request;
}

TEST_F(Searches, SoqlThatNoUrlCarriesIsRunAllTheSame) {
  org().InsertOne("Item__c", R"("Name":"it's @{me}")");
  v1::QueryResponse response;
  ASSERT_TRUE(Succeeded(Query(LongQuery("it's @{me}"), &response)));
  EXPECT_THAT(Names(response.records()), ElementsAre("it's @{me}"));
  EXPECT_EQ(org().Count("POST", std::string(kData) + "/composite"), 1);
}

TEST_F(Searches, AnErrorOfSuchSoqlIsItsOwn) {
  v1::QueryRequest request = LongQuery("x");
  request.set_soql("SELECT Nmae FROM Item__c WHERE Name IN :names");
  v1::QueryResponse response;
  const Outcome outcome = Query(request, &response);
  EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "INVALID_FIELD"));
  EXPECT_EQ(outcome.detail.http_status(), 400);
}

TEST_F(Searches, SoqlBeyondSalesforcesLimitIsRefusedClearly) {
  v1::QueryRequest request;
  request.set_soql("SELECT Name FROM Item__c WHERE Name = '" + std::string(100000, 'x') + "'");
  v1::QueryResponse response;
  const Outcome outcome = Query(request, &response);
  EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
  EXPECT_THAT(outcome.fields, ElementsAre("soql"));
  EXPECT_EQ(org().Count("POST", std::string(kData) + "/composite"), 0);
}

class LongQueries : public BigOrgTest {};

TEST_F(LongQueries, SoqlThatNoUrlCarriesStreamsAllItsPages) {
  v1::StreamQueryRequest request = Streamed("SELECT Id FROM Account WHERE Name NOT IN :names");
  v1::BindList& list = *(*request.mutable_parameters())["names"].mutable_list_value();
  for (int i = 0; i < 2500; ++i) {
    list.add_values()->set_string_value("no account with the number " + std::to_string(i));
  }
  const StreamedRows rows = StreamQuery(connection(), request);
  EXPECT_TRUE(Succeeded(rows.outcome));
  EXPECT_EQ(rows.total_size, kBigRows);
  EXPECT_THAT(rows.Column("Id"), SizeIs(kBigRows));
}

}  // namespace
}  // namespace sfconnector::conformance
