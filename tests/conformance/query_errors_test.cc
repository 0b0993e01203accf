// SPDX-License-Identifier: Apache-2.0
// What is refused of SOQL, by each way to it: one page, a stream, and an explanation.
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kUnknownType[] =
    " is not supported. If you are attempting to use a custom object, be sure to append the '__c' "
    "after the entity name. Please reference your WSDL or the describe call for the appropriate "
    "names.";

class QueryErrors : public ConformanceTest {
 protected:
  using Parameters = std::map<std::string, v1::BindValue>;

  std::vector<Outcome> ByEachWay(const std::string& soql, const Parameters& parameters = {}) {
    return ByEachWay(connection(), soql, parameters);
  }

  static std::vector<Outcome> ByEachWay(Connection& connection, const std::string& soql,
                                        const Parameters& parameters) {
    v1::QueryRequest page;
    page.set_soql(soql);
    page.mutable_parameters()->insert(parameters.begin(), parameters.end());
    v1::QueryRequest all = page;
    all.set_include_deleted(true);
    v1::StreamQueryRequest stream = Streamed(soql);
    *stream.mutable_parameters() = page.parameters();
    v1::ExplainQueryRequest explain;
    explain.set_query(soql);
    *explain.mutable_parameters() = page.parameters();
    v1::QueryResponse response;
    v1::ExplainQueryResponse plans;
    return {CallOn(connection, "QueryService/Query", page, &response),
            CallOn(connection, "QueryService/Query", all, &response),
            StreamQuery(connection, stream).outcome,
            CallOn(connection, "QueryService/ExplainQuery", explain, &plans)};
  }

  // That a value is none of SOQL's, as a parameter of its own and within a list.
  void ExpectNoLiteral(const v1::BindValue& value) {
    SCOPED_TRACE(value.ShortDebugString());
    for (const Outcome& outcome :
         ByEachWay("SELECT Id FROM Item__c WHERE Name = :v", {{"v", value}}))
      EXPECT_TRUE(RefusedFor(outcome, "parameters.v"));
    v1::BindValue list;
    list.mutable_list_value()->add_values()->set_string_value("a");
    *list.mutable_list_value()->add_values() = value;
    for (const Outcome& outcome :
         ByEachWay("SELECT Id FROM Item__c WHERE Name IN :v", {{"v", list}}))
      EXPECT_TRUE(RefusedFor(outcome, "parameters.v[1]"));
  }
};

TEST_F(QueryErrors, AnUnknownObjectIsShownInItsPlace) {
  for (const Outcome& outcome : ByEachWay("SELECT Id, FirstName, LastName FROM XYZZY")) {
    EXPECT_TRUE(Refused(outcome, kInvalidArgument, "INVALID_TYPE", 400,
                        "\nSELECT Id, FirstName, LastName FROM XYZZY\n"
                        "                                    ^\n"
                        "ERROR at Row:1:Column:37\nsObject type 'XYZZY'" +
                            std::string(kUnknownType)));
  }
}

TEST_F(QueryErrors, AnUnknownColumnIsShownInItsPlace) {
  for (const Outcome& outcome : ByEachWay("SELECT Nope__c FROM Item__c")) {
    EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "INVALID_FIELD"));
    EXPECT_EQ(outcome.detail.http_status(), 400);
    EXPECT_THAT(outcome.message, HasSubstr("\nSELECT Nope__c FROM Item__c\n       ^\nERROR at "
                                           "Row:1:Column:8\nNo such column 'Nope__c'"));
  }
}

TEST_F(QueryErrors, TextThatIsNoIdIsShownInItsPlace) {
  for (const Outcome& outcome :
       ByEachWay("SELECT Id FROM Contact WHERE (Id = 'somethingwonky') LIMIT 1")) {
    EXPECT_TRUE(Refused(outcome, kInvalidArgument, "INVALID_QUERY_FILTER_OPERATOR", 400,
                        "\nSELECT Id FROM Contact WHERE (Id = 'somethingwonky') LIMIT 1\n"
                        "                              ^\n"
                        "ERROR at Row:1:Column:31\ninvalid ID field: somethingwonky"));
  }
}

TEST_F(QueryErrors, MalformedSoqlIsAnErrorByEachWay) {
  for (const char* soql :
       {"SELECT FROM Item__c", "DELETE FROM Item__c", "SELECT Id FROM Item__c; SELECT Id FROM User",
        "SELECT Id FROM Item__c WHERE Name = \"a\"", "SELECT Id FROM Item__c -- comment", "%27",
        "SELECT Id FROM Item__c WHERE Name = 'a' ALL ROWS", "\xF0\x9F\x99\x82"}) {
    SCOPED_TRACE(soql);
    for (const Outcome& outcome : ByEachWay(soql)) {
      EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "MALFORMED_QUERY"));
      EXPECT_EQ(outcome.detail.http_status(), 400);
      EXPECT_EQ(outcome.detail.retryability(), v1::RETRYABILITY_NEVER);
    }
  }
}

TEST_F(QueryErrors, LimitsOfSalesforceAreTold) {
  struct Limit {
    const char* code;
    const char* message;
    Code means;
  };
  for (const Limit& limit : {
           Limit{"QUERY_TOO_COMPLICATED",
                 "Query is either selecting too many fields or the filter conditions are too "
                 "complicated.",
                 kInvalidArgument},
           Limit{"QUERY_TIMEOUT", "Your query request was running for too long.",
                 kDeadlineExceeded},
           Limit{"OPERATION_TOO_LARGE", "too many rows", kResourceExhausted},
           Limit{"EXCEEDED_ID_LIMIT",
                 "Aggregate query does not support queryMore(), use LIMIT to restrict the results "
                 "to a single batch",
                 kOutOfRange},
           Limit{"MALFORMED_QUERY", "SOQL statements can not be longer than 100000 characters",
                 kInvalidArgument},
       }) {
    org().ClearFaults();
    org().ClearJournal();
    org().Fault(R"({"match":{"path":"/services/data/","count":0},"action":{"status":400,)"
                R"("error":{"code":")" +
                std::string(limit.code) + R"(","message":")" + limit.message + "\"}}}");
    for (const Outcome& outcome : ByEachWay("SELECT Id FROM Item__c"))
      EXPECT_TRUE(Refused(outcome, limit.means, limit.code, 400, limit.message));
    EXPECT_THAT(org().Journal(), SizeIs(4));
  }
}

TEST_F(QueryErrors, WhatIsNoLiteralIsRefusedAndNothingIsSent) {
  v1::BindValue value;
  ExpectNoLiteral(value);
  for (const char* decimal : {"", "1.5 OR Name != null", "0x10", "NaN", "1,5", "+1"}) {
    value.set_decimal_value(decimal);
    ExpectNoLiteral(value);
  }
  for (const char* date : {"", "2024-02-30", "2024-2-3", "TODAY", "2024-02-29'"}) {
    value.set_date_value(date);
    ExpectNoLiteral(value);
  }
  for (const char* currency : {"", "5000", "usd5000", "USD", "USD5000 OR", "€5"}) {
    value.set_currency_value(currency);
    ExpectNoLiteral(value);
  }
  value.mutable_datetime_value()->set_seconds(253402300800);
  ExpectNoLiteral(value);
  value.mutable_list_value()->add_values()->mutable_list_value();
  for (const Outcome& outcome :
       ByEachWay("SELECT Id FROM Item__c WHERE Name IN :v", {{"v", value}}))
    EXPECT_TRUE(RefusedFor(outcome, "parameters.v[0]"));
  value.mutable_list_value()->clear_values();
  for (const Outcome& outcome :
       ByEachWay("SELECT Id FROM Item__c WHERE Name IN :v", {{"v", value}}))
    EXPECT_TRUE(RefusedFor(outcome, "parameters.v"));
  EXPECT_THAT(org().Journal(), IsEmpty());
}

TEST_F(QueryErrors, ParametersThatDoNotMeetTheTextAreRefusedAndNothingIsSent) {
  v1::BindValue value;
  value.set_string_value("a");
  for (const Outcome& outcome : ByEachWay("SELECT Id FROM Item__c", {{"it's", value}}))
    EXPECT_TRUE(RefusedFor(outcome, "parameters.it's"));
  for (const Outcome& outcome : ByEachWay("SELECT Id FROM Item__c WHERE Name = :w"))
    EXPECT_TRUE(RefusedFor(outcome, "parameters"));
  // Within a string nothing is a parameter.
  for (const Outcome& outcome :
       ByEachWay("SELECT Id FROM Item__c WHERE Name = ':v'", {{"v", value}}))
    EXPECT_TRUE(RefusedFor(outcome, "parameters.v"));
  EXPECT_THAT(org().Journal(), IsEmpty());
}

TEST_F(QueryErrors, SoqlThatCannotBeSentIsRefused) {
  const std::vector<Outcome> empty = ByEachWay("");
  const std::vector<Outcome> open = ByEachWay("SELECT Id FROM Item__c WHERE Name = 'a");
  const std::vector<Outcome> large =
      ByEachWay("SELECT Id FROM Item__c WHERE Name = '" + std::string(100000, 'x') + "'");
  for (const std::vector<Outcome>& outcomes : {empty, open, large}) {
    for (const int way : {0, 1, 2})
      EXPECT_TRUE(RefusedFor(outcomes[static_cast<std::size_t>(way)], "soql"));
    EXPECT_TRUE(RefusedFor(outcomes[3], "query"));
  }
  EXPECT_THAT(large[0].message, HasSubstr("Salesforce takes up to 100000"));
  EXPECT_THAT(org().Journal(), IsEmpty());
}

TEST_F(QueryErrors, SettingsOfAQueryAreChecked) {
  for (const int size : {-1, 1, 199, 2001}) {
    v1::QueryRequest request;
    request.set_soql("SELECT Id FROM Item__c");
    request.set_page_size(size);
    v1::QueryResponse response;
    EXPECT_TRUE(RefusedFor(Query(request, &response), "page_size"));
    v1::StreamQueryRequest stream = Streamed("SELECT Id FROM Item__c");
    stream.set_page_size(size);
    EXPECT_TRUE(RefusedFor(StreamQuery(connection(), stream).outcome, "page_size"));
  }
  v1::QueryRequest request;
  request.set_soql("SELECT Id FROM Item__c");
  request.set_encoding(static_cast<v1::RowEncoding>(9));
  v1::QueryResponse response;
  EXPECT_TRUE(RefusedFor(Query(request, &response), "encoding"));
  EXPECT_TRUE(RefusedFor(
      StreamQuery(connection(), Streamed("SELECT Id FROM Item__c", request.encoding())).outcome,
      "encoding"));
  EXPECT_THAT(org().Journal(), IsEmpty());
}

TEST_F(QueryErrors, AnIdThatIsNoneOfAReportOrListViewIsNotExplained) {
  for (const char* id : {"00O000000000001EAA", "00B000000000001EAA", "a00000000000001AAA"}) {
    v1::ExplainQueryRequest request;
    request.set_query(id);
    v1::ExplainQueryResponse response;
    EXPECT_TRUE(Refused(Call("QueryService/ExplainQuery", request, &response), kInvalidArgument,
                        "INVALID_ID", 400,
                        "The ID is not that of a report or a list view: " + std::string(id)));
  }
}

class PagedQueryErrors : public BigOrgTest {
 protected:
  void TearDown() override {
    big().ClearFaults();
    BigOrgTest::TearDown();
  }

  // The page that follows `first` says these things of itself.
  static void AnswerNextPage(const std::string& body) {
    big().Fault(R"({"match":{"path":"/services/data/v59.0/query/","count":0},)"
                R"("action":{"status":200,"body":)" +
                body + "}}");
  }
};

TEST_F(PagedQueryErrors, AggregatesThatTakeSeveralPagesAreOutOfRange) {
  const std::string soql = "SELECT Id, COUNT(Name) FROM Account GROUP BY Id";
  v1::QueryRequest request;
  request.set_soql(soql);
  v1::QueryResponse response;
  for (const Outcome& outcome :
       {Query(request, &response), StreamQuery(connection(), Streamed(soql)).outcome}) {
    EXPECT_TRUE(Refused(outcome, kOutOfRange, "EXCEEDED_ID_LIMIT", 400,
                        "Aggregate query does not support queryMore(), use LIMIT to restrict the "
                        "results to a single batch"));
  }
}

TEST_F(PagedQueryErrors, ATokenIsOfOneEncoding) {
  v1::QueryRequest request;
  request.set_soql("SELECT Id FROM Account");
  v1::QueryResponse response;
  ASSERT_TRUE(Succeeded(Query(request, &response)));
  request.set_page_token(response.next_page_token());
  request.set_encoding(v1::ROW_ENCODING_JSON);
  EXPECT_TRUE(RefusedFor(Query(request, &response), "encoding"));
}

TEST_F(PagedQueryErrors, RowsThatAreMissingAreLostData) {
  for (const auto encoding : {v1::ROW_ENCODING_ROWS, v1::ROW_ENCODING_RECORDS}) {
    big().ClearFaults();
    AnswerNextPage(R"({"totalSize":6500,"done":true,"records":[]})");
    const StreamedRows rows =
        StreamQuery(connection(), Streamed("SELECT Id FROM Account", encoding));
    EXPECT_TRUE(FailedWith(rows.outcome, kDataLoss, "INCOMPLETE_RESULT"));
    EXPECT_EQ(rows.outcome.message, "Salesforce announced 6500 rows and sent 2000");
  }
}

TEST_F(PagedQueryErrors, APageThatStaysUnreadableIsLostData) {
  AnswerNextPage(R"("{\"totalSize\":6500,\"done\":true,\"records\":[{]}")");
  const StreamedRows rows = StreamQuery(connection(), Streamed("SELECT Id FROM Account"));
  EXPECT_TRUE(FailedWith(rows.outcome, kDataLoss, "CORRUPT_REPLY"));
  EXPECT_THAT(rows.Column("Id"), SizeIs(2000));
  EXPECT_EQ(big().Count("GET", "/services/data/v59.0/query/"), 4);
}

TEST_F(PagedQueryErrors, APageThatLeadsElsewhereIsNotFollowed) {
  for (const char* url : {"https://evil.example/services/data/v59.0/query/01g-2000",
                          "/services/data/v59.0/sobjects", "/services/data/v59.0/query/../x"}) {
    SCOPED_TRACE(url);
    big().ClearFaults();
    big().ClearJournal();
    AnswerNextPage(R"({"totalSize":6500,"done":false,"records":[],"nextRecordsUrl":")" +
                   std::string(url) + "\"}");
    const StreamedRows rows = StreamQuery(connection(), Streamed("SELECT Id FROM Account"));
    EXPECT_FALSE(rows.outcome.ok());
    for (const JournalEntry& entry : big().Journal())
      EXPECT_THAT(entry.target, ::testing::StartsWith("/services/data/v59.0/query"));
  }
}

TEST_F(PagedQueryErrors, ErrorsBetweenPagesKeepTheRowsBefore) {
  big().Fault(R"({"match":{"path":"/services/data/v59.0/query/","nth":2,"count":0},)"
              R"("action":{"error":"QUERY_TIMEOUT"}})");
  const StreamedRows rows = StreamQuery(connection(), Streamed("SELECT Id FROM Account"));
  EXPECT_TRUE(Refused(rows.outcome, kDeadlineExceeded, "QUERY_TIMEOUT", 400,
                      "Your query request was running for too long."));
  EXPECT_THAT(rows.Column("Id"), SizeIs(4000));
}

}  // namespace
}  // namespace sfconnector::conformance
