// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "sfconnector/v1/query_service.pb.h"
#include "tests/core/salesforce/operation_harness.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::SentRequest;
using ::testing::SizeIs;

class SearchOperationsTest : public ::testing::Test {
 protected:
  const SentRequest& Sent(std::size_t index = 0) { return harness_.http.requests().at(index); }

  testing::OperationHarness harness_;
};

TEST_F(SearchOperationsTest, SearchKeepsRecordsMetadataAndWhatIsNew) {
  harness_.http.AddReply(200, R"({"searchRecords":[{"attributes":{"type":"Account","url":"/a"},
      "Name":"Acme"}],"metadata":{"entityetadata":[1]},"more":1.50})");
  v1::SearchRequest request;
  request.set_sosl("FIND {:q} RETURNING Account(Name)");
  (*request.mutable_parameters())["q"].set_term("A&B");
  v1::SearchResponse response;
  ASSERT_TRUE(harness_.Run("QueryService/Search", request, response).ok());
  EXPECT_THAT(Sent().url, EndsWith("/services/data/v59.0/search?q=FIND%20%7BA%5C%26B%7D%20RETURNING"
                                   "%20Account%28Name%29"));
  ASSERT_THAT(response.search_records(), SizeIs(1));
  EXPECT_EQ(response.search_records(0).type(), "Account");
  EXPECT_TRUE(response.metadata().has_record_value());
  EXPECT_EQ(response.extra(0).value().decimal_value(), "1.50");
}

TEST_F(SearchOperationsTest, OldVersionsAnswerWithAnArray) {
  harness_.http.AddReply(200, R"([{"attributes":{"type":"Lead","url":"/l"},"Id":"00Q1"}])");
  v1::SearchRequest request;
  request.set_sosl("FIND {x}");
  v1::SearchResponse response;
  ASSERT_TRUE(harness_.Run("QueryService/Search", request, response).ok());
  EXPECT_THAT(response.search_records(), SizeIs(1));
}

TEST_F(SearchOperationsTest, ASearchThatFitsIntoNoUrlIsRefused) {
  v1::SearchRequest request;
  request.set_sosl(absl::StrCat("FIND {", std::string(20000, 'x'), "}"));
  const absl::Status status = harness_.Run("QueryService/Search", request);
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_TRUE(harness_.http.requests().empty());
}

TEST_F(SearchOperationsTest, AParameterisedSearchSendsWhatIsSetInSalesforcesKeys) {
  harness_.http.AddReply(200, R"({"searchRecords":[]})");
  v1::ParameterizedSearchRequest request;
  request.set_q("Acme & Co");
  request.add_fields("Id");
  v1::SearchedObject& object = *request.add_sobjects();
  object.set_name("Account");
  object.set_where("Name LIKE 'A%'");
  object.set_order_by("Name");
  object.set_limit(5);
  request.set_in("NAME");
  request.set_overall_limit(10);
  request.set_spell_correction(false);
  v1::ParameterizedSearchResponse response;
  ASSERT_TRUE(harness_.Run("QueryService/ParameterizedSearch", request, response).ok());
  EXPECT_EQ(Sent().method, "POST");
  EXPECT_EQ(Sent().body,
            R"({"q":"Acme & Co","fields":["Id"],"sobjects":[{"name":"Account","where":)"
            R"("Name LIKE 'A%'","orderBy":"Name","limit":5}],"in":"NAME","overallLimit":10,)"
            R"("spellCorrection":false})");
}

TEST_F(SearchOperationsTest, ExplainKeepsPlansInTheirOrder) {
  harness_.http.AddReply(200, R"({"plans":[{"cardinality":1,"fields":["Id"],
      "leadingOperationType":"Index","notes":[{"description":"d","fields":["F"],"tableEnumOrId":"Account"}],
      "relativeCost":0.5,"sobjectCardinality":100,"sobjectType":"Account","new":true},
      {"cardinality":100,"fields":[],"leadingOperationType":"TableScan","notes":[],"relativeCost":2.8,
      "sobjectCardinality":100,"sobjectType":"Account"}],"sourceQuery":"SELECT Id"})");
  v1::ExplainQueryRequest request;
  request.set_query("SELECT Id FROM Account WHERE Name = :n");
  (*request.mutable_parameters())["n"].set_string_value("x");
  v1::ExplainQueryResponse response;
  ASSERT_TRUE(harness_.Run("QueryService/ExplainQuery", request, response).ok());
  EXPECT_THAT(Sent().url, HasSubstr("/query?explain=SELECT%20Id%20FROM%20Account%20WHERE"));
  ASSERT_THAT(response.plans(), SizeIs(2));
  EXPECT_EQ(response.plans(0).leading_operation_type(), "Index");
  EXPECT_EQ(response.plans(0).relative_cost(), 0.5);
  EXPECT_EQ(response.plans(0).notes(0).table_enum_or_id(), "Account");
  EXPECT_EQ(response.plans(0).extra(0).name(), "new");
  EXPECT_EQ(response.source_query(), "SELECT Id");
}

// SOQL that is too long for a URL.
std::string LongSoql() {
  std::string soql = "SELECT Id FROM Account WHERE Name IN ('@{ref.id}'";
  for (int i = 0; i < 2000; ++i) absl::StrAppend(&soql, ",'name ", i, "'");
  return soql + ")";
}

std::string InEnvelope(int status, const std::string& body) {
  return absl::StrCat(R"({"compositeResponse":[{"body":)", body,
                      R"(,"httpHeaders":{},"httpStatusCode":)", status,
                      R"(,"referenceId":"part"}]})");
}

constexpr char kPage[] =
    R"({"totalSize":1,"done":true,"records":[{"attributes":{"type":"Account"},"Id":"a1"}]})";

TEST_F(SearchOperationsTest, LongSoqlGoesThroughACompositeRequest) {
  for (const bool stream : {false, true}) {
    harness_.http.AddReply(200, InEnvelope(200, kPage));
    absl::Status status;
    if (stream) {
      v1::StreamQueryRequest request;
      request.set_soql(LongSoql());
      request.set_page_size(500);
      status = harness_.Run("QueryService/StreamQuery", request);
    } else {
      v1::QueryRequest request;
      request.set_soql(LongSoql());
      request.set_page_size(500);
      v1::QueryResponse response;
      status = harness_.Run("QueryService/Query", request, response);
      EXPECT_EQ(response.row_sets(0).rows(0).values(0).string_value(), "a1");
    }
    ASSERT_TRUE(status.ok()) << status;
    const SentRequest& sent = harness_.http.requests().back();
    EXPECT_EQ(sent.method, "POST");
    EXPECT_THAT(sent.url, EndsWith("/services/data/v59.0/composite"));
    EXPECT_THAT(sent.body, HasSubstr(R"("url":"/services/data/v59.0/query?q=SELECT%20Id)"));
    EXPECT_THAT(sent.body, HasSubstr(R"("Sforce-Query-Options":"batchSize=500")"));
    EXPECT_THAT(sent.body, Not(HasSubstr("@{ref.id}")));
  }
}

TEST_F(SearchOperationsTest, AnErrorWithinTheCompositeIsTheQuerysOwn) {
  harness_.http.AddReply(
      200,
      InEnvelope(400, R"([{"message":"unexpected token: 'x'","errorCode":"MALFORMED_QUERY"}])"));
  v1::QueryRequest request;
  request.set_soql(LongSoql());
  const absl::Status status = harness_.Run("QueryService/Query", request);
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_EQ(GetReason(status), "MALFORMED_QUERY");
  EXPECT_EQ(GetSalesforceError(status)->http_status(), 400);
}

TEST_F(SearchOperationsTest, AnEnvelopeThatIsNoneIsAskedForAgain) {
  harness_.http.AddReply(200, R"({"compositeResponse":[]})");
  harness_.http.AddReply(200, InEnvelope(200, kPage));
  v1::QueryRequest request;
  request.set_soql(LongSoql());
  v1::QueryResponse response;
  ASSERT_TRUE(harness_.Run("QueryService/Query", request, response).ok());
  EXPECT_EQ(harness_.http.requests().size(), 2u);
}

TEST_F(SearchOperationsTest, TheLengthOfSoqlIsCountedInCharacters) {
  v1::QueryRequest request;
  std::string letters;
  for (int i = 0; i < 60000; ++i) letters += "\xC3\xA9";
  request.set_soql("SELECT Id FROM Account WHERE Name = '" + letters + "'");
  harness_.http.AddReply(200, InEnvelope(200, kPage));
  EXPECT_TRUE(harness_.Run("QueryService/Query", request).ok());
  request.set_soql("SELECT Id FROM Account WHERE Name = '" + std::string(100000, 'x') + "'");
  const absl::Status status = harness_.Run("QueryService/Query", request);
  EXPECT_THAT(std::string(status.message()), HasSubstr("soql: has 100038 characters"));
}

TEST_F(SearchOperationsTest, DeletedRowsComeFromQueryAll) {
  harness_.http.AddReply(200, kPage);
  v1::QueryRequest request;
  request.set_soql("SELECT Id FROM Account");
  request.set_include_deleted(true);
  ASSERT_TRUE(harness_.Run("QueryService/Query", request).ok());
  harness_.http.AddReply(200, kPage);
  v1::StreamQueryRequest stream;
  stream.set_soql("SELECT Id FROM Account");
  stream.set_include_deleted(true);
  ASSERT_TRUE(harness_.Run("QueryService/StreamQuery", stream).ok());
  for (const SentRequest& request_sent : harness_.http.requests()) {
    EXPECT_THAT(request_sent.url, HasSubstr("/services/data/v59.0/queryAll?q="));
  }
}

}  // namespace
}  // namespace sfconnector
