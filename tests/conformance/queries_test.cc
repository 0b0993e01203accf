// SPDX-License-Identifier: Apache-2.0
// Queries page by page.
#include <set>

#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Queries : public ConformanceTest {
 protected:
  // The one row's `Name` that a query with one parameter finds, or what went wrong.
  std::vector<std::string> Names(const std::string& soql, const std::string& parameter,
                                 const v1::BindValue& value) {
    v1::QueryRequest request;
    request.set_soql(soql);
    request.set_encoding(v1::ROW_ENCODING_RECORDS);
    (*request.mutable_parameters())[parameter] = value;
    v1::QueryResponse response;
    const Outcome outcome = Query(request, &response);
    if (!outcome.ok()) return {"failed: " + outcome.message};
    std::vector<std::string> names;
    for (const v1::Record& record : response.records()) names.push_back(TextOf(record, "Name"));
    return names;
  }
};

using PagedQueries = BigOrgTest;

TEST_F(Queries, RecordsDescribeThemselves) {
  org().InsertOne("Item__c", R"("Name":"a","Whole__c":7,"Flag__c":true)");
  v1::QueryResponse response;
  ASSERT_TRUE(Succeeded(Query("SELECT Name, Whole__c, Flag__c, Text__c FROM Item__c", &response)));
  EXPECT_EQ(response.total_size(), 1);
  EXPECT_TRUE(response.done());
  EXPECT_EQ(response.next_page_token(), "");
  ASSERT_THAT(response.records(), SizeIs(1));
  EXPECT_EQ(response.records(0).type(), "Item__c");
  EXPECT_EQ(TextOf(response.records(0), "Name"), "a");
  EXPECT_EQ(TextOf(response.records(0), "Flag__c"), "true");
  EXPECT_EQ(TextOf(response.records(0), "Text__c"), "null");
}

TEST_F(Queries, RowsAnnounceTheirColumns) {
  org().InsertOne("Item__c", R"("Name":"a","Text__c":"x")");
  v1::QueryRequest request;
  request.set_soql("SELECT Name, Text__c, CreatedBy.Name FROM Item__c");
  v1::QueryResponse response;
  ASSERT_TRUE(Succeeded(Query(request, &response)));
  std::vector<std::string> columns;
  std::vector<std::string> values;
  for (const v1::RowSet& rows : response.row_sets()) {
    for (const v1::Column& column : rows.columns()) columns.push_back(column.name());
    for (const v1::Row& row : rows.rows()) {
      for (const v1::Value& value : row.values()) values.push_back(TextOf(value));
    }
  }
  EXPECT_THAT(columns, ElementsAre("Name", "Text__c", "CreatedBy.Name"));
  EXPECT_THAT(values, ElementsAre("a", "x", "Ada Admin"));
}

TEST_F(Queries, JsonIsSalesforcesOwn) {
  org().InsertOne("Item__c", R"("Name":"a \"b\"")");
  v1::QueryRequest request;
  request.set_soql("SELECT Name FROM Item__c");
  request.set_encoding(v1::ROW_ENCODING_JSON);
  v1::QueryResponse response;
  ASSERT_TRUE(Succeeded(Query(request, &response)));
  EXPECT_THAT(response.json(), HasSubstr(R"("attributes":{"type":"Item__c","url":)"));
  EXPECT_THAT(response.json(), HasSubstr(R"("Name":"a \"b\"")"));
  EXPECT_EQ(response.json().front(), '[');
  EXPECT_EQ(response.json().back(), ']');
}

TEST_F(Queries, ZeroRowsAnnounceColumns) {
  v1::QueryRequest request;
  request.set_soql("SELECT Name, Text__c FROM Item__c WHERE Name = 'none'");
  v1::QueryResponse response;
  ASSERT_TRUE(Succeeded(Query(request, &response)));
  EXPECT_EQ(response.total_size(), 0);
  EXPECT_TRUE(response.done());
  ASSERT_THAT(response.row_sets(), SizeIs(1));
  EXPECT_THAT(response.row_sets(0).columns(), SizeIs(2));
  EXPECT_THAT(response.row_sets(0).rows(), IsEmpty());
}

TEST_F(Queries, CountIsTheTotalSize) {
  org().Insert("Item__c", {R"("Name":"a")", R"("Name":"b")", R"("Name":"c")"});
  for (const auto encoding :
       {v1::ROW_ENCODING_ROWS, v1::ROW_ENCODING_RECORDS, v1::ROW_ENCODING_JSON}) {
    v1::QueryRequest request;
    request.set_soql("SELECT COUNT() FROM Item__c");
    request.set_encoding(encoding);
    v1::QueryResponse response;
    ASSERT_TRUE(Succeeded(Query(request, &response)));
    EXPECT_EQ(response.total_size(), 3);
    EXPECT_TRUE(response.done());
  }
}

TEST_F(Queries, AggregatesHaveTheirNames) {
  org().Insert("Item__c", {R"("Name":"a","Batch__c":"x","Whole__c":1)",
                           R"("Name":"b","Batch__c":"x","Whole__c":2)",
                           R"("Name":"c","Batch__c":"y","Whole__c":5)"});
  v1::QueryResponse response;
  ASSERT_TRUE(
      Succeeded(Query("SELECT Batch__c, COUNT(Id), SUM(Whole__c) total FROM Item__c "
                      "GROUP BY Batch__c ORDER BY Batch__c",
                      &response)));
  ASSERT_THAT(response.records(), SizeIs(2));
  EXPECT_EQ(response.records(0).type(), "AggregateResult");
  EXPECT_EQ(TextOf(response.records(0), "Batch__c"), "x");
  EXPECT_EQ(TextOf(response.records(0), "expr0"), "2");
  EXPECT_EQ(TextOf(response.records(0), "total"), "3.0");
}

TEST_F(Queries, ParentsAndChildrenAreNested) {
  const std::string parent = org().InsertOne("Item__c", R"("Name":"p")");
  org().Insert("Item__c", {R"("Name":"c1","Parent__c":")" + parent + "\"",
                           R"("Name":"c2","Parent__c":")" + parent + "\""});
  v1::QueryResponse response;
  ASSERT_TRUE(Succeeded(
      Query("SELECT Name, Parent__r.Name, (SELECT Name FROM Parts__r ORDER BY Name) FROM Item__c "
            "ORDER BY Name DESC",
            &response)));
  ASSERT_THAT(response.records(), SizeIs(3));
  const v1::Record& top = response.records(0);
  EXPECT_EQ(TextOf(top, "Name"), "p");
  EXPECT_EQ(TextOf(top, "Parent__r"), "null");
  ASSERT_EQ(top.fields(2).name(), "Parts__r");
  const v1::RecordSet& parts = top.fields(2).value().record_set_value();
  EXPECT_EQ(parts.total_size(), 2);
  EXPECT_TRUE(parts.done());
  ASSERT_THAT(parts.records(), SizeIs(2));
  EXPECT_EQ(TextOf(parts.records(0), "Name"), "c1");
  EXPECT_EQ(TextOf(response.records(1).fields(1).value().record_value(), "Name"), "p");
}

TEST_F(Queries, ChildRowsThatContinueHaveAPageOfTheirOwn) {
  const std::string parent = org().InsertOne("Item__c", R"("Name":"p")");
  std::vector<std::string> members;
  for (int i = 0; i < 450; ++i)
    members.push_back("\"Name\":\"c" + std::to_string(i) + R"(","Parent__c":")" + parent + "\"");
  org().Insert("Item__c", members);
  v1::QueryRequest request;
  request.set_soql("SELECT Name, (SELECT Name FROM Parts__r) FROM Item__c WHERE Parent__c = null");
  request.set_page_size(200);
  v1::QueryResponse response;
  ASSERT_TRUE(Succeeded(Query(request, &response)));
  std::set<std::string> names;
  const auto add = [&names](const v1::QueryResponse& page, std::uint32_t table) {
    for (const v1::RowSet& rows : page.row_sets()) {
      if (rows.table() != table) continue;
      for (const v1::Row& row : rows.rows()) names.insert(TextOf(row.values(0)));
    }
  };
  add(response, 1);
  ASSERT_THAT(response.child_pages(), SizeIs(1));
  ASSERT_THAT(response.child_pages(0).path(), SizeIs(1));
  EXPECT_EQ(response.child_pages(0).path(0).relationship(), "Parts__r");
  std::string token = response.child_pages(0).page_token();
  while (!token.empty()) {
    v1::QueryRequest next;
    next.set_page_size(200);
    next.set_page_token(token);
    v1::QueryResponse page;
    ASSERT_TRUE(Succeeded(Query(next, &page)));
    add(page, 0);
    token = page.next_page_token();
  }
  EXPECT_THAT(names, SizeIs(450));
}

TEST_F(Queries, MalformedQueryTellsWhere) {
  v1::QueryResponse response;
  const Outcome outcome = Query("SELECT Name FROM Item__c WHERE Name ==== 'x'", &response);
  EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "MALFORMED_QUERY"));
  EXPECT_THAT(outcome.message, HasSubstr("^"));
  EXPECT_THAT(outcome.message, HasSubstr("Row:1:Column:"));
}

TEST_F(Queries, UnknownColumnAndObjectAreErrors) {
  v1::QueryResponse response;
  EXPECT_TRUE(FailedWith(Query("SELECT Nope__c FROM Item__c", &response), kInvalidArgument,
                         "INVALID_FIELD"));
  EXPECT_TRUE(
      FailedWith(Query("SELECT Id FROM Nope__c", &response), kInvalidArgument, "INVALID_TYPE"));
}

TEST_F(Queries, HostileTextStaysAText) {
  const std::vector<std::string> texts = {
      "O'Brien",
      "a\\",
      "\\' OR Name != '",
      "' OR Id != null OR Name = '",
      "line\nbreak\ttab",
      "100%_sure",
      ":name",
      "\"",
      "🙂",
      "{0}",
      "--",
      "/*",
  };
  std::vector<std::string> members;
  for (const std::string& text : texts) {
    ASSERT_TRUE(
        Succeeded(CreateRecord("Item__c", {TextField("Name", "hit"), TextField("Text__c", text)})));
  }
  org().InsertOne("Item__c", R"("Name":"miss","Text__c":"miss")");
  for (const std::string& text : texts) {
    SCOPED_TRACE(text);
    v1::BindValue value;
    value.set_string_value(text);
    EXPECT_THAT(Names("SELECT Name FROM Item__c WHERE Text__c = :text", "text", value),
                ElementsAre("hit"));
    v1::BindValue like;
    like.set_like_literal_value(text);
    EXPECT_THAT(Names("SELECT Name FROM Item__c WHERE Text__c LIKE :text", "text", like),
                ElementsAre("hit"));
  }
}

TEST_F(Queries, ParametersHaveTypes) {
  org().InsertOne(
      "Item__c",
      R"("Name":"hit","Whole__c":42,"Precise__c":1.5,"Flag__c":true,"Text__c":"b",)"
      R"("Day__c":"2024-02-29","Moment__c":"2024-02-29T12:30:15.000+0000","Price__c":9.99)");
  org().InsertOne("Item__c", R"("Name":"miss","Text__c":"z")");
  const std::string select = "SELECT Name FROM Item__c WHERE ";
  v1::BindValue value;
  value.set_integer_value(42);
  EXPECT_THAT(Names(select + "Whole__c = :v", "v", value), ElementsAre("hit"));
  value.set_decimal_value("1.50");
  EXPECT_THAT(Names(select + "Precise__c = :v", "v", value), ElementsAre("hit"));
  value.set_bool_value(true);
  EXPECT_THAT(Names(select + "Flag__c = :v", "v", value), ElementsAre("hit"));
  value.set_date_value("2024-02-29");
  EXPECT_THAT(Names(select + "Day__c = :v", "v", value), ElementsAre("hit"));
  value.mutable_datetime_value()->set_seconds(1709209815);
  EXPECT_THAT(Names(select + "Moment__c = :v", "v", value), ElementsAre("hit"));
  value.set_null_value(v1::NULL_VALUE_UNSPECIFIED);
  EXPECT_THAT(Names(select + "Whole__c != :v", "v", value), ElementsAre("hit"));
  value.mutable_list_value()->add_values()->set_string_value("a");
  value.mutable_list_value()->add_values()->set_string_value("b");
  EXPECT_THAT(Names(select + "Text__c IN :v", "v", value), ElementsAre("hit"));
}

TEST_F(Queries, WrongParametersAreNamedAndNothingIsSent) {
  v1::QueryResponse response;
  v1::QueryRequest unused;
  unused.set_soql("SELECT Id FROM Item__c");
  (*unused.mutable_parameters())["extra"].set_bool_value(true);
  Outcome outcome = Query(unused, &response);
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.fields, ElementsAre("parameters.extra"));

  outcome = Query("SELECT Id FROM Item__c WHERE Name = :unknown", &response);
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.message, HasSubstr(":unknown"));

  v1::QueryRequest decimal;
  decimal.set_soql("SELECT Id FROM Item__c WHERE Precise__c = :v");
  (*decimal.mutable_parameters())["v"].set_decimal_value("1 OR Name != null");
  EXPECT_EQ(Query(decimal, &response).code, kInvalidArgument);

  EXPECT_THAT(Query("", &response).fields, ElementsAre("soql"));
  EXPECT_EQ(org().Count("GET"), 0);
}

TEST_F(Queries, DateLiteralsAreNoParameters) {
  org().InsertOne("Item__c", R"("Name":"a")");
  v1::QueryResponse response;
  ASSERT_TRUE(Succeeded(
      Query("SELECT Id FROM Item__c WHERE CreatedDate = LAST_N_DAYS:2 OR Name = ':x'", &response)));
}

TEST_F(PagedQueries, PagesAreServedByAnyReplica) {
  const std::unique_ptr<Connection> other = Connect(Settings(big()));
  v1::QueryRequest request;
  request.set_soql("SELECT Id FROM Account ORDER BY Id");
  request.set_encoding(v1::ROW_ENCODING_RECORDS);
  std::vector<std::string> ids;
  for (int page = 0; page == 0 || !request.page_token().empty(); ++page) {
    v1::QueryResponse response;
    Connection& replica = page % 2 == 0 ? connection() : *other;
    ASSERT_TRUE(Succeeded(CallOn(replica, "QueryService/Query", request, &response)));
    EXPECT_EQ(response.total_size(), kBigRows);
    EXPECT_EQ(response.done(), response.next_page_token().empty());
    for (const v1::Record& record : response.records()) ids.push_back(TextOf(record, "Id"));
    request.Clear();
    request.set_page_token(response.next_page_token());
  }
  EXPECT_THAT(ids, SizeIs(kBigRows));
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
}

TEST_F(PagedQueries, PageSizeIsAskedFor) {
  v1::QueryRequest request;
  request.set_soql("SELECT Id FROM Account");
  request.set_encoding(v1::ROW_ENCODING_RECORDS);
  request.set_page_size(300);
  v1::QueryResponse response;
  ASSERT_TRUE(Succeeded(Query(request, &response)));
  EXPECT_THAT(response.records(), SizeIs(300));
  request.set_page_size(100);
  EXPECT_THAT(Query(request, &response).fields, ElementsAre("page_size"));
}

TEST_F(PagedQueries, ForeignTokensAreRefusedAndNothingIsSent) {
  for (const std::string& token :
       {std::string("x"), std::string("MQp2NTkuMApsb2dpbgpodHRwOi8vZXZpbAox"),
        // "1\nv59.0\nquery\n../../../evil\n1"
        std::string("MQp2NTkuMApxdWVyeQouLi8uLi8uLi9ldmlsCjE=")}) {
    v1::QueryRequest request;
    request.set_page_token(token);
    v1::QueryResponse response;
    const Outcome outcome = Query(request, &response);
    EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
    EXPECT_THAT(outcome.fields, ElementsAre("page_token"));
  }
  EXPECT_EQ(big().Count("GET"), 0);
}

TEST_F(PagedQueries, LostLocatorIsAnError) {
  v1::QueryRequest request;
  request.set_soql("SELECT Id FROM Account");
  v1::QueryResponse response;
  ASSERT_TRUE(Succeeded(Query(request, &response)));
  big().Fault(R"({"match":{"path":"/services/data/v59.0/query/"},"action":{"loseLocators":true}})");
  v1::QueryRequest next;
  next.set_page_token(response.next_page_token());
  EXPECT_TRUE(FailedWith(Query(next, &response), kFailedPrecondition, "INVALID_QUERY_LOCATOR"));
}

}  // namespace
}  // namespace sfconnector::conformance
