// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "sfconnector/v1/query_service.pb.h"
#include "tests/core/salesforce/operation_harness.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using testing::ScriptedReply;
using testing::SentRequest;

std::string Page(int total, std::vector<std::string> ids, const std::string& next) {
  std::string records;
  for (const std::string& id : ids) {
    absl::StrAppend(&records, records.empty() ? "" : ",",
                    R"({"attributes":{"type":"Account","url":"/a"},"Id":")", id, "\"}");
  }
  return absl::StrCat(
      R"({"totalSize":)", total, R"(,"done":)", next.empty() ? "true" : "false",
      next.empty() ? ""
                   : absl::StrCat(R"(,"nextRecordsUrl":"/services/data/v59.0/query/)", next, "\""),
      R"(,"records":[)", records, "]}");
}

v1::StreamQueryRequest Request(v1::RowEncoding encoding = v1::ROW_ENCODING_RECORDS) {
  v1::StreamQueryRequest request;
  request.set_soql("SELECT Id FROM Account");
  request.set_encoding(encoding);
  return request;
}

class StreamQueryTest : public ::testing::Test {
 protected:
  std::vector<v1::StreamQueryResponse> Messages() {
    std::vector<v1::StreamQueryResponse> messages;
    for (const std::string& bytes : harness_.writer->messages) {
      EXPECT_TRUE(messages.emplace_back().ParseFromString(bytes));
    }
    return messages;
  }

  std::vector<std::string> Ids() {
    std::vector<std::string> ids;
    for (const v1::StreamQueryResponse& message : Messages()) {
      for (const v1::Record& record : message.records())
        ids.push_back(record.fields(0).value().string_value());
    }
    return ids;
  }

  // How often a URL that ends so was asked for.
  int Requests(absl::string_view end) {
    int count = 0;
    for (const SentRequest& request : harness_.http.requests())
      count += absl::EndsWith(request.url, end) ? 1 : 0;
    return count;
  }

  testing::OperationHarness harness_;
};

TEST_F(StreamQueryTest, DeliversAllRowsOnceInOrderAndTheTotalFirst) {
  harness_.http.AddReply(200, Page(5, {"1", "2"}, "L-2"));
  harness_.http.AddReply(200, Page(5, {"3", "4"}, "L-4"));
  harness_.http.AddReply(200, Page(5, {"5"}, ""));
  ASSERT_TRUE(harness_.Run("QueryService/StreamQuery", Request()).ok());
  EXPECT_THAT(Ids(), ElementsAre("1", "2", "3", "4", "5"));
  EXPECT_EQ(Messages().at(0).total_size(), 5);
  EXPECT_FALSE(Messages().at(1).has_total_size());
}

TEST_F(StreamQueryTest, UsesConnectionsOfItsOwn) {
  harness_.http.AddReply(200, Page(0, {}, ""));
  ASSERT_TRUE(harness_.Run("QueryService/StreamQuery", Request()).ok());
  EXPECT_EQ(harness_.http.requests().at(0).lane, HttpLane::kStream);
}

TEST_F(StreamQueryTest, AsksForTheNextPageWhileTheReaderIsSlowAndForNoneBeyond) {
  harness_.http.SetResponder([](const SentRequest& request) {
    if (absl::EndsWith(request.url, "/L-1")) return ScriptedReply::Of(200, Page(3, {"2"}, "L-2"));
    if (absl::EndsWith(request.url, "/L-2")) return ScriptedReply::Of(200, Page(3, {"3"}, ""));
    return ScriptedReply::Of(200, Page(3, {"1"}, "L-1"));
  });
  harness_.Start("QueryService/StreamQuery", Request());
  harness_.writer->hold = true;
  harness_.loop.Poll();
  EXPECT_THAT(Ids(), ElementsAre("1"));
  EXPECT_EQ(Requests("/L-1"), 1);
  EXPECT_EQ(Requests("/L-2"), 0);
  harness_.writer->hold = false;
  harness_.writer->release.Set();
  EXPECT_TRUE(harness_.Finish().ok());
  EXPECT_THAT(Ids(), ElementsAre("1", "2", "3"));
}

TEST_F(StreamQueryTest, ACutPageIsFetchedAgainByItsLocator) {
  harness_.http.AddReply(200, Page(2, {"1"}, "L-1"));
  ScriptedReply cut = ScriptedReply::Of(200, R"({"totalSize":2,"done":true,"rec)");
  cut.body_error = testing::ReplyLostError();
  harness_.http.Add(cut);
  harness_.http.AddReply(200, Page(2, {"2"}, ""));
  ASSERT_TRUE(harness_.Run("QueryService/StreamQuery", Request()).ok());
  EXPECT_THAT(Ids(), ElementsAre("1", "2"));
  EXPECT_EQ(Requests("/L-1"), 2);
}

TEST_F(StreamQueryTest, ACorruptPageIsFetchedAgain) {
  harness_.http.AddReply(200, Page(2, {"1"}, "L-1"));
  harness_.http.AddReply(200, R"({"totalSize":2,"done":true,"records":[{"Id":"2"}, {"Id)");
  harness_.http.AddReply(200, Page(2, {"2"}, ""));
  ASSERT_TRUE(harness_.Run("QueryService/StreamQuery", Request()).ok());
  EXPECT_THAT(Ids(), ElementsAre("1", "2"));
}

TEST_F(StreamQueryTest, ACutFirstPageRunsTheQueryAgainAndForgetsTheOldLocator) {
  int queries = 0;
  harness_.http.SetResponder([&queries](const SentRequest& request) {
    if (absl::EndsWith(request.url, "/NEW-1")) return ScriptedReply::Of(200, Page(2, {"2"}, ""));
    if (absl::EndsWith(request.url, "/OLD-1"))
      return ScriptedReply::Of(200, Page(2, {"wrong"}, ""));
    if (++queries > 1) return ScriptedReply::Of(200, Page(2, {"1"}, "NEW-1"));
    ScriptedReply cut = ScriptedReply::Of(200, Page(2, {"1"}, "OLD-1").substr(0, 90));
    cut.body_error = testing::ReplyLostError();
    return cut;
  });
  ASSERT_TRUE(harness_.Run("QueryService/StreamQuery", Request()).ok());
  EXPECT_THAT(Ids(), ElementsAre("1", "2"));
  EXPECT_EQ(Requests("/NEW-1"), 1);
}

TEST_F(StreamQueryTest, APageThatStaysCorruptEndsTheStreamWithAnError) {
  harness_.http.AddReply(200, Page(2, {"1"}, "L-1"));
  harness_.http.SetResponder([](const SentRequest&) { return ScriptedReply::Of(200, "{"); });
  const absl::Status status = harness_.Run("QueryService/StreamQuery", Request());
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_EQ(GetReason(status), "CORRUPT_REPLY");
  EXPECT_THAT(Ids(), ElementsAre("1"));
  EXPECT_EQ(Requests("/L-1"), 4);
}

TEST_F(StreamQueryTest, MissingRowsAreAnError) {
  harness_.http.AddReply(200, Page(3, {"1", "2"}, ""));
  const absl::Status status = harness_.Run("QueryService/StreamQuery", Request());
  EXPECT_TRUE(absl::IsDataLoss(status));
  EXPECT_EQ(GetReason(status), "INCOMPLETE_RESULT");
}

TEST_F(StreamQueryTest, RowsBeyondTheTotalAreAnErrorBeforeTheyAreDelivered) {
  harness_.http.AddReply(200, Page(1, {"1", "2"}, ""));
  const absl::Status status = harness_.Run("QueryService/StreamQuery", Request());
  EXPECT_EQ(GetReason(status), "INCOMPLETE_RESULT") << status;
  EXPECT_TRUE(Ids().empty());
}

TEST_F(StreamQueryTest, APageThatNamesItselfIsNotFetchedForEver) {
  harness_.http.AddReply(200, Page(2, {"1"}, "L-1"));
  harness_.http.SetResponder(
      [](const SentRequest&) { return ScriptedReply::Of(200, Page(2, {}, "L-1")); });
  const absl::Status status = harness_.Run("QueryService/StreamQuery", Request());
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_EQ(Requests("/L-1"), 2);
}

TEST_F(StreamQueryTest, AnEmptyPageInBetweenIsPassedOver) {
  harness_.http.AddReply(200, Page(2, {"1"}, "L-1"));
  harness_.http.AddReply(200, Page(2, {}, "L-2"));
  harness_.http.AddReply(200, Page(2, {"2"}, ""));
  ASSERT_TRUE(harness_.Run("QueryService/StreamQuery", Request()).ok());
  EXPECT_THAT(Ids(), ElementsAre("1", "2"));
}

TEST_F(StreamQueryTest, EmptyPagesWithoutEndAreAnError) {
  int pages = 0;
  harness_.http.SetResponder([&pages](const SentRequest&) {
    return ScriptedReply::Of(200, Page(2, {}, absl::StrCat("L-", ++pages)));
  });
  const absl::Status status = harness_.Run("QueryService/StreamQuery", Request());
  EXPECT_EQ(GetReason(status), "INCOMPLETE_RESULT") << status;
  EXPECT_LE(pages, 20);
}

TEST_F(StreamQueryTest, ALocatorThatLeadsElsewhereIsNotFollowed) {
  std::string page = Page(2, {"1"}, "L-1");
  page.replace(page.find("/services/data/v59.0/query/L-1"), 30, "/services/apexrest/evil/x/y/zz");
  harness_.http.AddReply(200, page);
  EXPECT_FALSE(harness_.Run("QueryService/StreamQuery", Request()).ok());
  EXPECT_EQ(harness_.http.requests().size(), 1u);
}

TEST_F(StreamQueryTest, ACountHasATotalAndNoRows) {
  v1::StreamQueryRequest request;
  request.set_soql("select count() from Account");
  harness_.http.AddReply(200, R"({"totalSize":17,"done":true,"records":[]})");
  ASSERT_TRUE(harness_.Run("QueryService/StreamQuery", request).ok());
  ASSERT_EQ(Messages().size(), 1u);
  EXPECT_EQ(Messages()[0].total_size(), 17);
}

TEST_F(StreamQueryTest, NoRowsStillHaveATotalAndColumns) {
  harness_.http.AddReply(200, Page(0, {}, ""));
  ASSERT_TRUE(harness_.Run("QueryService/StreamQuery", Request(v1::ROW_ENCODING_ROWS)).ok());
  ASSERT_EQ(Messages().size(), 1u);
  EXPECT_TRUE(Messages()[0].has_total_size());
  EXPECT_EQ(Messages()[0].row_sets(0).columns(0).name(), "Id");
}

TEST_F(StreamQueryTest, ChildRowsOnPagesOfTheirOwnFollowTheirParents) {
  harness_.http.SetResponder([](const SentRequest& request) {
    if (absl::EndsWith(request.url, "/C-1")) {
      return ScriptedReply::Of(
          200,
          R"({"totalSize":2,"done":true,"records":[{"attributes":{"type":"Contact"},"Id":"c2"}]})");
    }
    return ScriptedReply::Of(
        200, R"({"totalSize":1,"done":true,"records":[{"attributes":{"type":"Account"},"Id":"a1",
      "Contacts":{"totalSize":2,"done":false,"nextRecordsUrl":"/services/data/v59.0/query/C-1",
      "records":[{"attributes":{"type":"Contact"},"Id":"c1"}]}}]})");
  });
  v1::StreamQueryRequest request;
  request.set_soql("SELECT Id, (SELECT Id FROM Contacts) FROM Account");
  ASSERT_TRUE(harness_.Run("QueryService/StreamQuery", request).ok());
  std::vector<std::string> children;
  for (const v1::StreamQueryResponse& message : Messages()) {
    for (const v1::RowSet& set : message.row_sets()) {
      if (set.table() == 0) continue;
      EXPECT_EQ(set.parent_row(), 0);
      for (const v1::Row& row : set.rows()) children.push_back(row.values(0).string_value());
    }
  }
  EXPECT_THAT(children, ElementsAre("c1", "c2"));
}

TEST_F(StreamQueryTest, ACancelledStreamEndsAtOnceWithWhatWasAskedForEarly) {
  harness_.http.AddReply(200, Page(2, {"1"}, "L-1"));
  harness_.http.AddReply(200, Page(2, {"2"}, ""));
  harness_.Start("QueryService/StreamQuery", Request());
  harness_.writer->hold = true;
  harness_.loop.Poll();
  harness_.call->Stop(absl::CancelledError("the reader left"));
  EXPECT_TRUE(absl::IsCancelled(harness_.Finish()));
}

}  // namespace
}  // namespace sfconnector
