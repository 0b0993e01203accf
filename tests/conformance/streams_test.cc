// SPDX-License-Identifier: Apache-2.0
// Queries as streams: every row once, in order, in messages of a bounded size.
#include <algorithm>
#include <set>

#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::SizeIs;

constexpr v1::RowEncoding kEncodings[] = {v1::ROW_ENCODING_ROWS, v1::ROW_ENCODING_RECORDS,
                                          v1::ROW_ENCODING_JSON};

using Streams = ConformanceTest;
using LongStreams = BigOrgTest;

TEST_F(LongStreams, RowsOfAllPagesComeOnceAndInOrder) {
  for (const auto encoding : {v1::ROW_ENCODING_ROWS, v1::ROW_ENCODING_RECORDS}) {
    const StreamedRows rows =
        StreamQuery(connection(), Streamed("SELECT Id, Name FROM Account ORDER BY Id", encoding));
    ASSERT_TRUE(Succeeded(rows.outcome));
    EXPECT_EQ(rows.total_size, kBigRows);
    const std::vector<std::string> ids = rows.Column("Id");
    EXPECT_THAT(ids, SizeIs(kBigRows));
    EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
  }
  // Four pages of 2,000 rows each time.
  EXPECT_EQ(big().Count("GET"), 8);
}

TEST_F(LongStreams, JsonMessagesAreArraysOfUntouchedRecords) {
  const StreamedRows rows =
      StreamQuery(connection(), Streamed("SELECT Id, Name FROM Account", v1::ROW_ENCODING_JSON));
  ASSERT_TRUE(Succeeded(rows.outcome));
  int records = 0;
  for (const v1::StreamQueryResponse& part : rows.parts) {
    if (part.json().empty()) continue;
    EXPECT_EQ(part.json().front(), '[');
    EXPECT_EQ(part.json().back(), ']');
    records += CountOf(part.json(), R"("attributes":{"type":"Account")");
  }
  EXPECT_EQ(records, kBigRows);
}

TEST_F(LongStreams, MessagesStaySmall) {
  for (const auto encoding : kEncodings) {
    const StreamedRows rows = StreamQuery(
        connection(),
        Streamed("SELECT Id, Name, Description, Website, Phone, Type FROM Account", encoding));
    ASSERT_TRUE(Succeeded(rows.outcome));
    EXPECT_GT(rows.messages, 3);
    EXPECT_THAT(rows.largest_message, Le(std::size_t{512} * 1024));
  }
}

TEST_F(LongStreams, PageSizeIsAskedFor) {
  v1::StreamQueryRequest request = Streamed("SELECT Id FROM Account LIMIT 1000");
  request.set_page_size(200);
  const StreamedRows rows = StreamQuery(connection(), request);
  ASSERT_TRUE(Succeeded(rows.outcome));
  EXPECT_THAT(rows.Column("Id"), SizeIs(1000));
  EXPECT_EQ(big().Count("GET"), 5);
}

TEST_F(LongStreams, SeveralAtOnceDoNotMix) {
  std::vector<std::unique_ptr<Stream>> streams;
  for (const char* order : {"ASC", "DESC"}) {
    streams.push_back(connection().Open(
        "sfconnector.v1.QueryService/StreamQuery",
        Streamed(std::string("SELECT Id FROM Account ORDER BY Id ") + order).SerializeAsString(),
        {}));
  }
  const std::vector<std::string> down = ReadAll(*streams[1]).Column("Id");
  const std::vector<std::string> up = ReadAll(*streams[0]).Column("Id");
  EXPECT_THAT(up, SizeIs(kBigRows));
  EXPECT_TRUE(std::equal(up.rbegin(), up.rend(), down.begin(), down.end()));
}

TEST_F(Streams, ChildRowsOfTheirOwnPagesAllCome) {
  const std::vector<std::string> parents =
      org().Insert("Item__c", {R"("Name":"p0")", R"("Name":"p1")", R"("Name":"p2")"});
  constexpr int kParts[] = {450, 0, 230};
  std::vector<std::string> members;
  for (int parent = 0; parent < 3; ++parent) {
    for (int i = 0; i < kParts[parent]; ++i) {
      members.push_back("\"Name\":\"" + std::to_string(parent) + "-" + std::to_string(i) +
                        R"(","Parent__c":")" + parents[static_cast<std::size_t>(parent)] + "\"");
    }
  }
  org().Insert("Item__c", members);
  v1::StreamQueryRequest request = Streamed(
      "SELECT Name, (SELECT Name FROM Parts__r) FROM Item__c WHERE Parent__c = null ORDER BY Name");
  request.set_page_size(200);
  const StreamedRows rows = StreamQuery(connection(), request);
  ASSERT_TRUE(Succeeded(rows.outcome));
  EXPECT_THAT(rows.Column("Name"), ElementsAre("p0", "p1", "p2"));
  std::set<std::string> names;
  int count[3] = {};
  for (const v1::StreamQueryResponse& part : rows.parts) {
    for (const v1::RowSet& set : part.row_sets()) {
      if (set.table() != 1) continue;
      for (const v1::Row& row : set.rows()) {
        ++count[set.parent_row()];
        const std::string name = TextOf(row.values(0));
        EXPECT_EQ(name.substr(0, 2), std::to_string(set.parent_row()) + "-");
        names.insert(name);
      }
    }
  }
  EXPECT_THAT(count, ElementsAre(450, 0, 230));
  EXPECT_THAT(names, SizeIs(680));
}

TEST_F(Streams, EmptyResultHasColumnsAndTotal) {
  for (const auto encoding : kEncodings) {
    const StreamedRows rows = StreamQuery(
        connection(), Streamed("SELECT Name, Text__c FROM Item__c WHERE Name = 'x'", encoding));
    ASSERT_TRUE(Succeeded(rows.outcome));
    EXPECT_EQ(rows.total_size, 0);
    EXPECT_EQ(rows.messages, 1);
    if (encoding == v1::ROW_ENCODING_ROWS) {
      EXPECT_THAT(rows.parts[0].row_sets(0).columns(), SizeIs(2));
    }
  }
}

TEST_F(Streams, CountIsTheTotalSize) {
  org().Insert("Item__c", {R"("Name":"a")", R"("Name":"b")"});
  for (const auto encoding : kEncodings) {
    const StreamedRows rows =
        StreamQuery(connection(), Streamed("SELECT COUNT() FROM Item__c", encoding));
    ASSERT_TRUE(Succeeded(rows.outcome));
    EXPECT_EQ(rows.total_size, 2);
  }
}

TEST_F(Streams, InvalidQueryFailsWithSalesforcesWords) {
  const StreamedRows rows = StreamQuery(connection(), Streamed("SELECT FROM Item__c"));
  EXPECT_TRUE(FailedWith(rows.outcome, kInvalidArgument, "MALFORMED_QUERY"));
  EXPECT_THAT(rows.outcome.message, HasSubstr("^"));
  EXPECT_EQ(rows.messages, 0);
}

TEST_F(Streams, WrongParametersAreNamedAndNothingIsSent) {
  v1::StreamQueryRequest request = Streamed("SELECT Id FROM Item__c");
  (*request.mutable_parameters())["extra"].set_bool_value(true);
  EXPECT_THAT(StreamQuery(connection(), request).outcome.fields, ElementsAre("parameters.extra"));
  EXPECT_EQ(
      StreamQuery(connection(), Streamed("SELECT Id FROM Item__c WHERE Name = :x")).outcome.code,
      kInvalidArgument);
  EXPECT_EQ(org().Count("GET"), 0);
}

}  // namespace
}  // namespace sfconnector::conformance
