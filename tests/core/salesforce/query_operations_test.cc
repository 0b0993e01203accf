// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "sfconnector/v1/query_service.pb.h"
#include "tests/core/salesforce/operation_harness.h"

namespace sfconnector {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr char kFirstPage[] = R"({"totalSize":3,"done":false,
  "nextRecordsUrl":"/services/data/v59.0/query/01gX-2","records":[
  {"attributes":{"type":"Contact","url":"/c/1"},"Id":"1","Account":{"attributes":{"type":"Account"},"Name":"A"}},
  {"attributes":{"type":"Contact","url":"/c/2"},"Id":"2","Account":null}]})";
constexpr char kLastPage[] = R"({"totalSize":3,"done":true,"records":[
  {"attributes":{"type":"Contact","url":"/c/3"},"Id":"3","Account":{"attributes":{"type":"Account"},"Name":"C"}}]})";

v1::QueryRequest Request(v1::RowEncoding encoding = v1::ROW_ENCODING_UNSPECIFIED) {
  v1::QueryRequest request;
  request.set_soql("SELECT Id, Account.Name FROM Contact");
  request.set_encoding(encoding);
  return request;
}

class QueryOperationsTest : public ::testing::Test {
 protected:
  testing::OperationHarness harness_;
};

TEST_F(QueryOperationsTest, APageAndItsSuccessorAreReadAlike) {
  v1::QueryResponse first;
  harness_.http.AddReply(200, kFirstPage);
  ASSERT_TRUE(harness_.Run("QueryService/Query", Request(), first).ok());
  EXPECT_EQ(first.total_size(), 3);
  EXPECT_FALSE(first.done());
  ASSERT_EQ(first.row_sets_size(), 1);
  EXPECT_EQ(first.row_sets(0).columns(1).name(), "Account.Name");
  EXPECT_EQ(first.row_sets(0).rows(0).values(1).string_value(), "A");

  v1::QueryRequest next;
  next.set_page_token(first.next_page_token());
  v1::QueryResponse last;
  harness_.http.AddReply(200, kLastPage);
  ASSERT_TRUE(harness_.Run("QueryService/Query", next, last).ok());
  EXPECT_TRUE(last.done());
  EXPECT_TRUE(last.next_page_token().empty());
  EXPECT_EQ(last.row_sets(0).columns(1).name(), "Account.Name");
  EXPECT_EQ(last.row_sets(0).rows(0).values(1).string_value(), "C");
  EXPECT_THAT(harness_.http.requests().at(1).url, EndsWith("/services/data/v59.0/query/01gX-2"));
}

TEST_F(QueryOperationsTest, RecordsAndJsonOnRequest) {
  v1::QueryResponse response;
  harness_.http.AddReply(200, kLastPage);
  ASSERT_TRUE(harness_.Run("QueryService/Query", Request(v1::ROW_ENCODING_RECORDS), response).ok());
  ASSERT_EQ(response.records_size(), 1);
  EXPECT_EQ(response.records(0).type(), "Contact");
  harness_.http.AddReply(200, kLastPage);
  ASSERT_TRUE(harness_.Run("QueryService/Query", Request(v1::ROW_ENCODING_JSON), response).ok());
  EXPECT_THAT(response.json(), ::testing::StartsWith(R"([{"attributes":{"type":"Contact")"));
}

TEST_F(QueryOperationsTest, ZeroRowsStillHaveColumns) {
  v1::QueryResponse response;
  harness_.http.AddReply(200, R"({"totalSize":0,"done":true,"records":[]})");
  ASSERT_TRUE(harness_.Run("QueryService/Query", Request(), response).ok());
  ASSERT_EQ(response.row_sets_size(), 1);
  EXPECT_EQ(response.row_sets(0).columns_size(), 2);
}

TEST_F(QueryOperationsTest, ACountIsTheTotal) {
  v1::QueryRequest request;
  request.set_soql("SELECT COUNT() FROM Contact");
  v1::QueryResponse response;
  harness_.http.AddReply(200, R"({"totalSize":17,"done":true,"records":[]})");
  ASSERT_TRUE(harness_.Run("QueryService/Query", request, response).ok());
  EXPECT_EQ(response.total_size(), 17);
}

TEST_F(QueryOperationsTest, BindsParametersAndAsksForThePageSize) {
  v1::QueryRequest request;
  request.set_soql("SELECT Id FROM Contact WHERE Name = :name");
  (*request.mutable_parameters())["name"].set_string_value("O'Brien");
  request.set_page_size(500);
  harness_.http.AddReply(200, R"({"totalSize":0,"done":true,"records":[]})");
  ASSERT_TRUE(harness_.Run("QueryService/Query", request).ok());
  EXPECT_THAT(harness_.http.requests().at(0).url, EndsWith("Name%20%3D%20%27O%5C%27Brien%27"));
  EXPECT_EQ(harness_.http.requests().at(0).Header("sforce-query-options"), "batchSize=500");
}

TEST_F(QueryOperationsTest, BadInputIsNamedAndNotSent) {
  auto message = [this](const v1::QueryRequest& request) {
    const absl::Status status = harness_.Run("QueryService/Query", request);
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    return std::string(status.message());
  };
  EXPECT_THAT(message(v1::QueryRequest()), HasSubstr("soql"));
  v1::QueryRequest request = Request();
  request.set_page_size(100);
  EXPECT_THAT(message(request), HasSubstr("page_size"));
  request = Request();
  request.set_page_token("nonsense");
  EXPECT_THAT(message(request), HasSubstr("page_token"));
  request = Request();
  request.set_soql(std::string(100001, 'x'));
  EXPECT_THAT(message(request), HasSubstr("100001"));
  request = Request();
  request.set_encoding(static_cast<v1::RowEncoding>(99));
  EXPECT_THAT(message(request), HasSubstr("encoding"));
  EXPECT_TRUE(harness_.http.requests().empty());
}

TEST_F(QueryOperationsTest, SalesforcesOwnWordsReachTheCaller) {
  harness_.http.AddReply(
      400, R"([{"message":"\nSELECT x FROM\n ^\nERROR at Row:1","errorCode":"MALFORMED_QUERY"}])");
  const absl::Status status = harness_.Run("QueryService/Query", Request());
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_EQ(GetReason(status), "MALFORMED_QUERY");
  EXPECT_THAT(GetSalesforceError(status)->errors(0).message(), HasSubstr("^\nERROR at Row:1"));
}

TEST_F(QueryOperationsTest, ChildRowsElsewhereHaveTheirTokens) {
  harness_.http.AddReply(
      200, R"({"totalSize":1,"done":true,"records":[{"attributes":{"type":"Account"},"Name":"A",
    "Contacts":{"totalSize":2,"done":false,"nextRecordsUrl":"/services/data/v59.0/query/01gC-1",
    "records":[{"attributes":{"type":"Contact"},"LastName":"x"}]}}]})");
  v1::QueryRequest request;
  request.set_soql("SELECT Name, (SELECT LastName FROM Contacts) FROM Account");
  v1::QueryResponse response;
  ASSERT_TRUE(harness_.Run("QueryService/Query", request, response).ok());
  ASSERT_EQ(response.child_pages_size(), 1);
  EXPECT_EQ(response.child_pages(0).path(0).relationship(), "Contacts");
  v1::QueryRequest next;
  next.set_page_token(response.child_pages(0).page_token());
  harness_.http.AddReply(
      200,
      R"({"totalSize":2,"done":true,"records":[{"attributes":{"type":"Contact"},"LastName":"y"}]})");
  v1::QueryResponse children;
  ASSERT_TRUE(harness_.Run("QueryService/Query", next, children).ok());
  EXPECT_EQ(children.row_sets(0).rows(0).values(0).string_value(), "y");
}

TEST_F(QueryOperationsTest, ACorruptPageIsFetchedAgain) {
  harness_.http.AddReply(200, R"({"totalSize":1,"done":true,"records":[{"Id":)");
  harness_.http.AddReply(200, kLastPage);
  EXPECT_TRUE(harness_.Run("QueryService/Query", Request()).ok());
}

}  // namespace
}  // namespace sfconnector
