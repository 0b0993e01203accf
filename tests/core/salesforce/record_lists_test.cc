// SPDX-License-Identifier: Apache-2.0
// Lists of records, cut into the requests that Salesforce takes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/salesforce/record/save_rows.h"
#include "sfconnector/v1/record_service.pb.h"
#include "tests/core/salesforce/operation_harness.h"

namespace sfconnector {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using testing::ScriptedReply;

constexpr char kParserError[] = R"([{"message":"bad","errorCode":"JSON_PARSER_ERROR"}])";

// A reply that says of `count` rows that they were saved.
std::string Saved(int count, const std::string& more = "") {
  std::string body = "[";
  for (int i = 0; i < count; ++i) {
    absl::StrAppend(&body, i > 0 ? "," : "", R"({"id":"001","success":true,"errors":[])", more,
                    "}");
  }
  return body + "]";
}

v1::Field Text(const std::string& name, const std::string& value) {
  v1::Field field;
  field.set_name(name);
  field.mutable_value()->set_string_value(value);
  return field;
}

class RecordListsTest : public ::testing::Test {
 protected:
  template <class Request = v1::CreateRecordsRequest>
  static Request Records(int count, const std::string& type = "Account") {
    Request request;
    for (int i = 0; i < count; ++i) request.add_records()->set_type(type);
    return request;
  }

  absl::Status Create(const v1::CreateRecordsRequest& request) {
    created_.Clear();
    return harness_.Run("RecordService/CreateRecords", request, created_);
  }

  // How many rows have each RowOutcome, in its order.
  std::vector<int> Outcomes() const {
    std::vector<int> counts(4, 0);
    for (const v1::SaveResult& result : created_.results()) ++counts[result.outcome()];
    return counts;
  }

  std::size_t requests() const { return harness_.http.requests().size(); }
  const testing::SentRequest& request(std::size_t index) const {
    return harness_.http.requests().at(index);
  }

  testing::OperationHarness harness_;
  v1::CreateRecordsResponse created_;
};

std::vector<int> Sizes(const std::vector<RowRange>& ranges) {
  std::vector<int> sizes;
  for (const RowRange& range : ranges) sizes.push_back(range.size());
  return sizes;
}

TEST(CutRows, PutsUpTo200RowsIntoARequest) {
  const auto same = [](int) { return absl::string_view("A"); };
  EXPECT_THAT(Sizes(CutRows(1, same)), ::testing::ElementsAre(1));
  EXPECT_THAT(Sizes(CutRows(200, same)), ::testing::ElementsAre(200));
  EXPECT_THAT(Sizes(CutRows(401, same)), ::testing::ElementsAre(200, 200, 1));
}

TEST(CutRows, PutsUpToTenRunsOfATypeIntoARequest) {
  const auto alternating = [](int row) { return absl::string_view(row % 2 == 0 ? "A" : "B"); };
  EXPECT_THAT(Sizes(CutRows(10, alternating)), ::testing::ElementsAre(10));
  EXPECT_THAT(Sizes(CutRows(25, alternating)), ::testing::ElementsAre(10, 10, 5));
  const auto pairs = [](int row) { return absl::string_view(row / 2 % 2 == 0 ? "A" : "B"); };
  EXPECT_THAT(Sizes(CutRows(22, pairs)), ::testing::ElementsAre(20, 2));
  // A cut by size does not end a run, but begins to count anew.
  const auto late = [](int row) {
    return absl::string_view(row < 195 || row % 2 == 0 ? "A" : "B");
  };
  EXPECT_THAT(Sizes(CutRows(209, late)), ::testing::ElementsAre(200, 9));
}

TEST_F(RecordListsTest, ALongListIsSentInPartsAndInOrder) {
  harness_.http.AddReply(200, Saved(200));
  harness_.http.AddReply(
      200, R"([{"success":false,"errors":[{"statusCode":"A","message":"m","fields":["Name"]}]}])");
  v1::CreateRecordsRequest list = Records(201);
  *list.mutable_records(200)->add_fields() = Text("Name", "last");
  ASSERT_TRUE(Create(list).ok());
  ASSERT_EQ(created_.results_size(), 201);
  EXPECT_TRUE(created_.results(199).success());
  EXPECT_EQ(created_.results(200).errors(0).status_code(), "A");
  EXPECT_EQ(created_.results(200).outcome(), v1::ROW_OUTCOME_UNSPECIFIED);
  EXPECT_EQ(requests(), 2u);
  EXPECT_EQ(request(1).body, R"({"records":[{"attributes":{"type":"Account"},"Name":"last"}]})");
}

TEST_F(RecordListsTest, AllOrNoneNeedsOneRequest) {
  v1::CreateRecordsRequest list = Records(201);
  list.set_all_or_none(true);
  const absl::Status refused = Create(list);
  EXPECT_TRUE(absl::IsInvalidArgument(refused));
  EXPECT_EQ(refused.message(), "all_or_none: cannot hold for 201 rows, which take 2 API calls");
  EXPECT_EQ(requests(), 0u);
  list = Records(2);
  list.set_all_or_none(true);
  harness_.http.AddReply(200, Saved(2));
  ASSERT_TRUE(Create(list).ok());
  EXPECT_THAT(request(0).body, EndsWith(R"(],"allOrNone":true})"));
}

TEST_F(RecordListsTest, AShortListFailsAsItsRequestFails) {
  harness_.http.AddReply(400, kParserError);
  EXPECT_EQ(GetReason(Create(Records(2))), "JSON_PARSER_ERROR");
  harness_.http.AddError(testing::ReplyLostError());
  const absl::Status lost = Create(Records(200));
  EXPECT_TRUE(absl::IsUnavailable(lost));
  EXPECT_EQ(GetSalesforceError(lost)->outcome(), v1::OUTCOME_UNKNOWN);
}

TEST_F(RecordListsTest, ALostPartIsUnknownAndTheRestIsNotSent) {
  harness_.http.AddReply(200, Saved(200));
  harness_.http.AddError(WithReason(testing::ReplyLostError(), "CONNECTION_LOST"));
  ASSERT_TRUE(Create(Records(601)).ok());
  EXPECT_THAT(Outcomes(), ::testing::ElementsAre(200, 201, 0, 200));
  EXPECT_EQ(created_.results(200).outcome(), v1::ROW_OUTCOME_UNKNOWN);
  EXPECT_EQ(created_.results(200).errors(0).status_code(), "CONNECTION_LOST");
  EXPECT_EQ(created_.results(600).outcome(), v1::ROW_OUTCOME_NOT_SENT);
  EXPECT_EQ(created_.results(600).errors(0).status_code(), "CONNECTION_LOST");
  EXPECT_FALSE(created_.results(600).success());
  EXPECT_EQ(requests(), 2u);
}

TEST_F(RecordListsTest, ARefusedPartDoesNotStopTheNextOne) {
  harness_.http.AddReply(400, kParserError);
  harness_.http.AddReply(200, Saved(200));
  harness_.http.AddReply(400, kParserError);
  ASSERT_TRUE(Create(Records(401)).ok());
  EXPECT_THAT(Outcomes(), ::testing::ElementsAre(200, 0, 201, 0));
  EXPECT_EQ(created_.results(0).errors(0).status_code(), "JSON_PARSER_ERROR");
  EXPECT_EQ(created_.results(0).errors(0).message(), "bad");
  EXPECT_EQ(requests(), 3u);
}

TEST_F(RecordListsTest, AFailureThatOtherPartsWouldMeetStopsThem) {
  for (const char* code : {"REQUEST_LIMIT_EXCEEDED", "INSUFFICIENT_ACCESS"}) {
    harness_.http.AddReply(200, Saved(200));
    harness_.http.AddReply(403, absl::StrCat(R"([{"message":"m","errorCode":")", code, "\"}]"));
    const std::size_t before = requests();
    ASSERT_TRUE(Create(Records(601)).ok()) << code;
    EXPECT_THAT(Outcomes(), ::testing::ElementsAre(200, 201, 200, 0)) << code;
    EXPECT_EQ(created_.results(600).errors(0).status_code(), code);
    EXPECT_EQ(requests(), before + 2);
  }
}

TEST_F(RecordListsTest, APartThatCouldNotBeSentSaysSo) {
  harness_.http.AddReply(200, Saved(200));
  harness_.http.SetResponder([](const testing::SentRequest&) {
    return ScriptedReply::Failure(WithReason(testing::NothingSentError(), "CONNECT_FAILED"));
  });
  ASSERT_TRUE(Create(Records(401)).ok());
  EXPECT_THAT(Outcomes(), ::testing::ElementsAre(200, 201, 0, 0));
}

TEST_F(RecordListsTest, AListThatHasCertainlyChangedNothingFails) {
  harness_.http.AddReply(401, R"([{"message":"m","errorCode":"INVALID_SESSION_ID"}])");
  EXPECT_TRUE(absl::IsUnauthenticated(Create(Records(401))));
  EXPECT_EQ(requests(), 1u);
  for (int i = 0; i < 3; ++i) harness_.http.AddReply(400, kParserError);
  EXPECT_EQ(GetReason(Create(Records(401))), "JSON_PARSER_ERROR");
  harness_.http.AddError(testing::ReplyLostError());
  EXPECT_TRUE(Create(Records(401)).ok());
  EXPECT_THAT(Outcomes(), ::testing::ElementsAre(0, 201, 0, 200));
}

TEST_F(RecordListsTest, ACreateIsNotRepeatedAndAnUpdateIs) {
  harness_.http.AddError(testing::ReplyLostError());
  harness_.http.AddReply(200, Saved(1));
  const auto list = Records<v1::UpdateRecordsRequest>(1);
  v1::UpdateRecordsResponse response;
  ASSERT_TRUE(harness_.Run("RecordService/UpdateRecords", list, response).ok());
  EXPECT_EQ(response.results_size(), 1);
  EXPECT_EQ(request(1).method, "PATCH");
  EXPECT_THAT(request(1).url, EndsWith("/composite/sobjects"));
}

TEST_F(RecordListsTest, ACallThatEndsBetweenPartsTellsThatRowsWereSaved) {
  harness_.http.SetResponder([this](const testing::SentRequest&) {
    harness_.call->Stop(absl::DeadlineExceededError("the call's deadline has passed"));
    return ScriptedReply::Of(200, Saved(200));
  });
  const absl::Status status = Create(Records(601));
  EXPECT_TRUE(absl::IsDeadlineExceeded(status)) << status;
  EXPECT_EQ(GetSalesforceError(status)->outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(requests(), 1u);
}

TEST_F(RecordListsTest, AValueThatCannotBeWrittenIsNamedBeforeAnythingIsSent) {
  v1::CreateRecordsRequest list = Records(401);
  v1::Field& field = *list.mutable_records(400)->add_fields();
  field.set_name("Amount");
  field.mutable_value()->set_decimal_value("1.5,\"x\":2");
  const absl::Status status = Create(list);
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr("records[400].Amount"));
  EXPECT_EQ(requests(), 0u);
}

TEST_F(RecordListsTest, UpsertsAreOfOneTypeAndSayWhatIsNew) {
  v1::UpsertRecordsRequest list;
  list.set_sobject("Account");
  list.set_external_id_field("Key__c");
  *list.add_records()->add_fields() = Text("Key__c", "a");
  list.add_records()->set_type("account");
  harness_.http.AddReply(200, Saved(2, R"(,"created":true,"new":1)"));
  v1::UpsertRecordsResponse response;
  ASSERT_TRUE(harness_.Run("RecordService/UpsertRecords", list, response).ok());
  EXPECT_TRUE(response.results(1).created());
  EXPECT_EQ(response.results(1).extra(0).name(), "new");
  EXPECT_EQ(request(0).method, "PATCH");
  EXPECT_THAT(request(0).url, EndsWith("/composite/sobjects/Account/Key__c"));
  EXPECT_EQ(request(0).body, R"({"records":[{"attributes":{"type":"Account"},"Key__c":"a"},)"
                             R"({"attributes":{"type":"account"}}]})");
  list.mutable_records(1)->set_type("Contact");
  EXPECT_EQ(harness_.Run("RecordService/UpsertRecords", list).message(),
            "records[1].type: is not Account");
}

TEST_F(RecordListsTest, DeletesAreByIdAndOnlyByIds) {
  v1::DeleteRecordsRequest list;
  list.add_ids("001000000000001AAA");
  list.add_ids("003000000000001");
  list.set_all_or_none(true);
  harness_.http.AddReply(200, Saved(2));
  v1::DeleteRecordsResponse response;
  ASSERT_TRUE(harness_.Run("RecordService/DeleteRecords", list, response).ok());
  EXPECT_EQ(response.results_size(), 2);
  EXPECT_EQ(request(0).method, "DELETE");
  EXPECT_THAT(
      request(0).url,
      EndsWith("/composite/sobjects?ids=001000000000001AAA%2C003000000000001&allOrNone=true"));
  list.add_ids("001000000000001,001000000000002");
  EXPECT_THAT(std::string(harness_.Run("RecordService/DeleteRecords", list).message()),
              HasSubstr("ids[2]: is no record id"));
  EXPECT_EQ(requests(), 1u);
}

TEST_F(RecordListsTest, ReadsHaveOneResultAnId) {
  v1::GetRecordsRequest list;
  list.set_sobject("Account");
  for (int i = 0; i < 2001; ++i) list.add_ids("001");
  list.add_fields("Id");
  list.add_fields("Name");
  std::string body = "[null";
  for (int i = 1; i < 2000; ++i) body += R"(,{"attributes":{"type":"Account"},"Id":"001"})";
  harness_.http.AddReply(200, body + "]");
  harness_.http.AddReply(200, "[null]");
  v1::GetRecordsResponse response;
  ASSERT_TRUE(harness_.Run("RecordService/GetRecords", list, response).ok());
  ASSERT_EQ(response.results_size(), 2001);
  EXPECT_FALSE(response.results(0).has_record());
  EXPECT_EQ(response.results(1).record().type(), "Account");
  EXPECT_FALSE(response.results(2000).has_record());
  EXPECT_EQ(request(1).method, "POST");
  EXPECT_THAT(request(1).url, EndsWith("/composite/sobjects/Account"));
  EXPECT_EQ(request(1).body, R"({"ids":["001"],"fields":["Id","Name"]})");
}

TEST_F(RecordListsTest, AReadThatIsShortOrStrangeIsRepeated) {
  v1::GetRecordsRequest list;
  list.set_sobject("Account");
  list.add_ids("001");
  list.add_ids("002");
  list.add_fields("Id");
  harness_.http.AddReply(200, "[null]");
  harness_.http.AddReply(200, R"([{"Id":"001"},"x"])");
  harness_.http.AddReply(200, R"([{"Id":"001"},null])");
  v1::GetRecordsResponse response;
  ASSERT_TRUE(harness_.Run("RecordService/GetRecords", list, response).ok());
  EXPECT_EQ(response.results_size(), 2);
  list.clear_fields();
  EXPECT_EQ(harness_.Run("RecordService/GetRecords", list).message(), "fields: is required");
}

}  // namespace
}  // namespace sfconnector
