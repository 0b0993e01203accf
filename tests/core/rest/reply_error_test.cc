// SPDX-License-Identifier: Apache-2.0
#include "core/rest/reply_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

RestReply Reply(int status, std::string body, HttpHeaders headers = {}) {
  RestReply reply;
  reply.status = status;
  reply.body = std::move(body);
  reply.headers = std::move(headers);
  return reply;
}

v1::Retry UsualRetry() {
  v1::Retry retry;
  for (int status : {420, 429, 500, 502, 503, 504}) retry.add_status_codes(status);
  return retry;
}

absl::Status ErrorOf(const RestReply& reply, const v1::Retry& retry = UsualRetry()) {
  return ErrorFromReply(reply, ParseErrorReply(reply), retry, Clock::WallTime());
}

TEST(ParseErrorReply, KeepsFieldsThatStoodInElementsOfTheirOwn) {
  const v1::SalesforceError detail = ParseErrorReply(
      Reply(400, R"({"exceptionCode":"C","exceptionMessage":"m","fields":"A","fields":"B"})"));
  ASSERT_EQ(detail.errors_size(), 1);
  EXPECT_THAT(detail.errors(0).fields(), ElementsAre("A", "B"));
  EXPECT_EQ(detail.errors(0).extra_size(), 0);
}

TEST(ParseErrorReply, KeepsEveryErrorOfAnArrayWithUnknownKeys) {
  const v1::SalesforceError detail = ParseErrorReply(Reply(
      400, R"([{"message":"m1","errorCode":"C1","fields":["A","B"],"x":1},{"errorCode":"C2"}])",
      {{"X-SFDC-Request-Id", "req1"}}));
  ASSERT_EQ(detail.errors_size(), 2);
  EXPECT_EQ(detail.errors(0).code(), "C1");
  EXPECT_EQ(detail.errors(0).message(), "m1");
  EXPECT_THAT(detail.errors(0).fields(), ElementsAre("A", "B"));
  ASSERT_EQ(detail.errors(0).extra_size(), 1);
  EXPECT_EQ(detail.errors(0).extra(0).name(), "x");
  EXPECT_EQ(detail.errors(1).code(), "C2");
  EXPECT_EQ(detail.request_id(), "req1");
  EXPECT_EQ(detail.http_status(), 400);
}

TEST(ParseErrorReply, ReadsABareObjectAnOAuthErrorAndRowResults) {
  EXPECT_EQ(ParseErrorReply(Reply(403, R"({"errorCode":"C","message":"m"})")).errors(0).code(),
            "C");
  EXPECT_EQ(
      ParseErrorReply(Reply(400, R"({"error":"invalid_grant","error_description":"expired"})"))
          .errors(0)
          .message(),
      "expired");
  EXPECT_EQ(
      ParseErrorReply(
          Reply(400, R"([{"success":false,"errors":[{"statusCode":"MISSING","message":"m"}]}])"))
          .errors(0)
          .code(),
      "MISSING");
}

TEST(ParseErrorReply, ListsTheRecordsOfAnAmbiguousExternalId) {
  const v1::SalesforceError detail = ParseErrorReply(Reply(300, R"(["/a/1","/a/2"])"));
  EXPECT_THAT(detail.matches(), ElementsAre("/a/1", "/a/2"));
}

TEST(ParseErrorReply, KeepsTheBeginningOfAnythingElse) {
  const v1::SalesforceError detail =
      ParseErrorReply(Reply(503, "<html>\n<b>Down   for maintenance</b>"));
  EXPECT_EQ(detail.errors_size(), 0);
  EXPECT_EQ(detail.body_excerpt(), "<html> <b>Down for maintenance</b>");
}

TEST(ParseErrorReply, MasksSecretsInAllThatItKeeps) {
  SecretMask secrets;
  secrets.Add(Secret("Pass\"word"));
  secrets.Add(Secret("12345678"));
  const v1::SalesforceError detail = ParseErrorReply(
      Reply(400, R"([{"message":"m Pass\"word","errorCode":"C","fields":["Pass\u0022word"],
          "a":"Pass\"word","b":[{"c":"x Pass\"word","Pass\"word":null}],"d":12345678,
          "e":12345678.5,"f":1.50}])"),
      secrets);
  ASSERT_EQ(detail.errors_size(), 1);
  const v1::ErrorItem& error = detail.errors(0);
  EXPECT_EQ(error.code(), "C");
  EXPECT_EQ(error.message(), "m ***");
  EXPECT_THAT(error.fields(), ElementsAre("***"));
  ASSERT_EQ(error.extra_size(), 5);
  EXPECT_EQ(error.extra(0).value().string_value(), "***");
  const v1::Record& nested = error.extra(1).value().list_value().values(0).record_value();
  EXPECT_EQ(nested.fields(0).value().string_value(), "x ***");
  EXPECT_EQ(nested.fields(1).name(), "***");
  EXPECT_EQ(error.extra(2).value().string_value(), "***");
  EXPECT_EQ(error.extra(3).value().string_value(), "***.5");
  EXPECT_EQ(error.extra(4).value().decimal_value(), "1.50");
}

TEST(ErrorFromReply, SaysWhatSalesforceSaid) {
  const absl::Status status =
      ErrorOf(Reply(400, R"([{"message":"No such column 'x'","errorCode":"INVALID_FIELD"},{}])"));
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr("INVALID_FIELD: No such column 'x'"));
  EXPECT_EQ(GetReason(status), "INVALID_FIELD");
}

TEST(ErrorFromReply, HonoursRetryAfterInSecondsAndAsADate) {
  EXPECT_EQ(GetRetryDelay(ErrorOf(Reply(503, "", {{"Retry-After", "7"}}))),
            std::chrono::seconds(7));
  EXPECT_EQ(
      GetRetryDelay(ErrorOf(Reply(503, "", {{"retry-after", "Thu, 01 Jan 1970 00:01:30 GMT"}}))),
      std::chrono::seconds(90));
  EXPECT_FALSE(GetRetryDelay(ErrorOf(Reply(503, "", {{"retry-after", "soon"}}))).has_value());
}

TEST(ErrorFromReply, TheConfiguredStatusesDecideWhatPasses) {
  v1::Retry only_503;
  only_503.add_status_codes(503);
  only_503.add_status_codes(409);
  EXPECT_EQ(GetSalesforceError(ErrorOf(Reply(500, ""), only_503))->retryability(),
            v1::RETRYABILITY_NEVER);
  EXPECT_EQ(GetSalesforceError(ErrorOf(Reply(503, ""), only_503))->retryability(),
            v1::RETRYABILITY_IF_IDEMPOTENT);
  EXPECT_EQ(GetSalesforceError(ErrorOf(Reply(409, ""), only_503))->retryability(),
            v1::RETRYABILITY_IF_IDEMPOTENT);
}

TEST(WithOutcome, ARefusalChangedNothingAServerErrorMayHave) {
  auto outcome = [](int http_status, Effect effect) {
    return GetSalesforceError(WithOutcome(ErrorOf(Reply(http_status, "")), effect))->outcome();
  };
  EXPECT_EQ(outcome(400, Effect::kOnce), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(outcome(429, Effect::kOnce), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(outcome(500, Effect::kOnce), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(outcome(503, Effect::kIdempotent), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(outcome(500, Effect::kNone), v1::OUTCOME_UNSPECIFIED);
}

TEST(WithOutcome, KeepsTheReason) {
  const absl::Status lost = WithReason(absl::UnavailableError("lost"), "CONNECTION_LOST");
  const absl::Status status = WithOutcome(lost, Effect::kOnce);
  EXPECT_EQ(GetReason(status), "CONNECTION_LOST");
  EXPECT_EQ(GetSalesforceError(status)->outcome(), v1::OUTCOME_UNKNOWN);
}

}  // namespace
}  // namespace sfconnector
