// SPDX-License-Identifier: Apache-2.0
// Replies that are read as they arrive, requests that are sent as they come into being, and changes
// under a condition.
#include <deque>
#include <memory>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/rest/rest_client_fixture.h"

namespace sfconnector {
namespace {

using ::testing::HasSubstr;
using testing::kExpired;
using testing::RestClientTest;
using testing::ScriptedReply;

using Download = absl::StatusOr<std::unique_ptr<RestDownload>>;

class Downloads : public RestClientTest {
 protected:
  static RestRequest Blob() {
    RestRequest request("GET", "/services/data/{version}/sobjects/Attachment/00P/Body",
                        Effect::kNone);
    request.lane = HttpLane::kStream;
    request.may_be_html = true;
    return request;
  }

  static ScriptedReply Pieces(std::vector<std::string> pieces, HttpHeaders headers = {}) {
    ScriptedReply reply;
    reply.chunks = std::move(pieces);
    reply.headers = std::move(headers);
    return reply;
  }

  Download Open(RestRequest request = Blob()) {
    context_.emplace(loop_.executor(), CallOptions(), std::nullopt, clock_, observer_);
    return std::move(*loop_.Run(rest_->Open(*context_, std::move(request))));
  }

  absl::StatusOr<std::optional<std::string>> Read(Download& download) {
    return *loop_.Run((*download)->Read());
  }
};

TEST_F(Downloads, ArriveInPiecesAndEnd) {
  http_.Add(Pieces({"abc", "de"}, {{"Content-Type", "image/png"}, {"Content-Length", "5"}}));
  Download download = Open();
  ASSERT_TRUE(download.ok()) << download.status();
  EXPECT_EQ((*download)->Header("content-type"), "image/png");
  EXPECT_EQ((*download)->Length(), 5);
  EXPECT_EQ(**Read(download), "abc");
  EXPECT_TRUE(observer_.paths.empty());
  EXPECT_EQ(**Read(download), "de");
  EXPECT_FALSE(Read(download)->has_value());
  EXPECT_FALSE(Read(download)->has_value());
  EXPECT_EQ(observer_.paths.size(), 1u);
  EXPECT_EQ(http_.requests().at(0).lane, HttpLane::kStream);
}

TEST_F(Downloads, AnEmptyBodyIsAnEnd) {
  http_.Add(Pieces({}));
  Download download = Open();
  ASSERT_TRUE(download.ok());
  EXPECT_FALSE(Read(download)->has_value());
}

TEST_F(Downloads, TheLengthOfACompressedBodyIsNotKnown) {
  http_.Add(Pieces({"abc"}, {{"Content-Encoding", "gzip"}, {"Content-Length", "23"}}));
  EXPECT_FALSE((*Open())->Length().has_value());
  http_.Add(Pieces({"abc"}));
  EXPECT_FALSE((*Open())->Length().has_value());
}

TEST_F(Downloads, AreRepeatedUntilTheFirstByteIsThere) {
  http_.AddReply(503, "busy");
  http_.AddError(testing::ReplyLostError());
  ScriptedReply cut = Pieces({});
  cut.body_error = testing::ReplyLostError();
  http_.Add(cut);
  http_.Add(Pieces({"abc"}));
  Download download = Open();
  ASSERT_TRUE(download.ok()) << download.status();
  EXPECT_EQ(**Read(download), "abc");
  EXPECT_EQ(http_.requests().size(), 4u);
}

TEST_F(Downloads, RenewTheSession) {
  http_.AddReply(401, kExpired);
  http_.Add(Pieces({"abc"}));
  ASSERT_TRUE(Open().ok());
  EXPECT_EQ(http_.requests().at(1).Header("authorization"), "Bearer token1");
  EXPECT_EQ(tokens_.worked, 1);
}

TEST_F(Downloads, FollowRedirects) {
  http_.AddReply(302, "", {{"Location", "https://other.my.salesforce.com/body"}});
  http_.Add(Pieces({"abc"}));
  EXPECT_TRUE(Open().ok());
  EXPECT_EQ(http_.requests().at(1).url, "https://other.my.salesforce.com/body");
}

TEST_F(Downloads, AnErrorReplyIsAnErrorWithAllThatItSays) {
  http_.AddReply(404, R"([{"errorCode":"NOT_FOUND","message":"no such record"}])");
  const absl::Status status = Open().status();
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_EQ(GetReason(status), "NOT_FOUND");
  EXPECT_EQ(GetSalesforceError(status)->http_status(), 404);
}

TEST_F(Downloads, ABodyThatBreaksOffIsAnErrorThatSaysSo) {
  ScriptedReply cut = Pieces({"abc", "de"});
  cut.body_error = WithReason(testing::ReplyLostError(), "INCOMPLETE_REPLY");
  http_.Add(cut);
  Download download = Open();
  ASSERT_TRUE(download.ok());
  EXPECT_EQ(**Read(download), "abc");
  EXPECT_EQ(**Read(download), "de");
  const absl::Status status = Read(download).status();
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr("broke off after 5 bytes"));
  EXPECT_EQ(GetReason(status), "INCOMPLETE_REPLY");
  EXPECT_EQ(http_.requests().size(), 1u);
}

TEST_F(Downloads, ACancelledCallReadsNoMore) {
  http_.Add(Pieces({"abc", "de"}));
  Download download = Open();
  ASSERT_TRUE(download.ok());
  context_->Stop(absl::CancelledError("the caller left"));
  EXPECT_TRUE(absl::IsCancelled(Read(download).status()));
}

TEST_F(Downloads, MayBeHtmlOfTheOrgButNoPageOfTheEdge) {
  const std::pair<std::string, std::string> html = {"Content-Type", "text/html"};
  http_.Add(Pieces({"<html>"}, {html, {"Sforce-Limit-Info", "api-usage=1/15000"}}));
  EXPECT_TRUE(Open().ok());
  for (int i = 0; i < 4; ++i) http_.Add(Pieces({"<html>Maintenance"}, {html}));
  EXPECT_EQ(GetReason(Open().status()), "CORRUPT_REPLY");
}

TEST_F(Downloads, AreNoHtmlWhereThatCannotBe) {
  const std::pair<std::string, std::string> html = {"Content-Type", "text/html"};
  for (int i = 0; i < 4; ++i) http_.Add(Pieces({"<html>"}, {html, {"Sforce-Limit-Info", "x"}}));
  RestRequest request = Blob();
  request.may_be_html = false;
  EXPECT_EQ(GetReason(Open(std::move(request)).status()), "CORRUPT_REPLY");
}

TEST_F(Downloads, AreRepeatedWhereTheirHeadIsNotAccepted) {
  http_.Add(Pieces({"abc"}, {{"Content-Type", "application/json"}}));
  http_.Add(Pieces({"abc"}, {{"Content-Type", "text/csv"}}));
  RestRequest request = Blob();
  request.accept = [](const RestReply& reply) {
    return reply.Header("content-type") == "text/csv" ? absl::OkStatus()
                                                      : absl::InternalError("it is no CSV");
  };
  Download download = Open(std::move(request));
  ASSERT_TRUE(download.ok()) << download.status();
  EXPECT_EQ((*download)->Header("content-type"), "text/csv");
  EXPECT_EQ(http_.requests().size(), 2u);
}

// Gives out its pieces.
class PieceSource final : public HttpBodySource {
 public:
  explicit PieceSource(std::deque<std::string> pieces) : pieces_(std::move(pieces)) {}
  Task<absl::StatusOr<std::optional<std::string>>> Read() override {
    std::optional<std::string> piece;
    if (!pieces_.empty()) {
      piece = std::move(pieces_.front());
      pieces_.pop_front();
    }
    co_return piece;
  }

 private:
  std::deque<std::string> pieces_;
};

class Uploads : public RestClientTest {
 protected:
  static RestRequest Upload(Effect effect = Effect::kOnce) {
    RestRequest request("POST", "/services/data/{version}/sobjects/Document", effect);
    request.upload = std::make_shared<PieceSource>(std::deque<std::string>{"abc", "de"});
    request.content_type = "multipart/form-data";
    return request;
  }

  // A reply that comes before any of the upload was read.
  static ScriptedReply Early(ScriptedReply reply) {
    reply.pieces_read = 0;
    return reply;
  }
};

TEST_F(Uploads, AreSentAsTheyComeIntoBeing) {
  http_.AddReply(201, "{}");
  ASSERT_TRUE(Send(Upload()).ok());
  EXPECT_EQ(http_.requests().at(0).body, "abcde");
  EXPECT_EQ(http_.requests().at(0).Header("content-type"), "multipart/form-data");
}

TEST_F(Uploads, AreRepeatedWhileNothingWasRead) {
  http_.Add(Early(ScriptedReply::Failure(testing::NothingSentError())));
  http_.Add(Early(ScriptedReply::Of(401, kExpired)));
  http_.AddReply(201, "{}");
  ASSERT_TRUE(Send(Upload()).ok());
  EXPECT_EQ(http_.requests().size(), 3u);
  EXPECT_EQ(http_.requests().at(2).body, "abcde");
}

TEST_F(Uploads, AnExpiredSessionEndsAnUploadThatHasBegun) {
  http_.AddReply(401, kExpired);
  const absl::StatusOr<RestReply> reply = Send(Upload());
  EXPECT_TRUE(absl::IsAborted(reply.status())) << reply.status();
  EXPECT_EQ(GetReason(reply.status()), "UPLOAD_NOT_REPEATABLE");
  EXPECT_EQ(OutcomeOf(reply), v1::OUTCOME_NOT_DONE);
  const v1::SalesforceError detail = *GetSalesforceError(reply.status());
  EXPECT_EQ(detail.retryability(), v1::RETRYABILITY_SAFE);
  EXPECT_EQ(detail.errors(0).code(), "INVALID_SESSION_ID");
  EXPECT_EQ(http_.requests().size(), 1u);
  // The next call gets a new session.
  EXPECT_EQ(tokens_.generation, 1);
}

TEST_F(Uploads, APassingFailureEndsAnUploadThatHasBegun) {
  http_.AddReply(503, "busy");
  const absl::StatusOr<RestReply> reply = Send(Upload(Effect::kIdempotent));
  EXPECT_EQ(GetReason(reply.status()), "UPLOAD_NOT_REPEATABLE");
  EXPECT_EQ(OutcomeOf(reply), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(http_.requests().size(), 1u);
  http_.AddReply(400, R"([{"message":"locked","errorCode":"UNABLE_TO_LOCK_ROW","fields":[]}])");
  const absl::StatusOr<RestReply> locked = Send(Upload());
  EXPECT_EQ(GetReason(locked.status()), "UPLOAD_NOT_REPEATABLE");
  EXPECT_EQ(OutcomeOf(locked), v1::OUTCOME_NOT_DONE);
}

TEST_F(Uploads, AnUploadThatBeginsWithTheNewSessionIsNotSentTwiceEither) {
  http_.Add(Early(ScriptedReply::Of(401, kExpired)));
  http_.AddReply(503, "busy");
  EXPECT_EQ(GetReason(Send(Upload(Effect::kIdempotent)).status()), "UPLOAD_NOT_REPEATABLE");
  EXPECT_EQ(http_.requests().size(), 2u);
  http_.Add(Early(ScriptedReply::Of(401, kExpired)));
  http_.AddReply(401, kExpired);
  EXPECT_TRUE(absl::IsUnauthenticated(Send(Upload()).status()));
}

TEST_F(Uploads, OtherFailuresStayWhatTheyAre) {
  http_.AddReply(400,
                 R"([{"message":"no","errorCode":"REQUIRED_FIELD_MISSING","fields":["Name"]}])");
  EXPECT_EQ(GetReason(Send(Upload()).status()), "REQUIRED_FIELD_MISSING");
  http_.AddError(testing::ReplyLostError());
  const absl::StatusOr<RestReply> lost = Send(Upload());
  EXPECT_TRUE(absl::IsUnavailable(lost.status()));
  EXPECT_EQ(OutcomeOf(lost), v1::OUTCOME_UNKNOWN);
}

class RepeatableUploads : public RestClientTest {
 protected:
  RestRequest Upload(Effect effect = Effect::kIdempotent) {
    RestRequest request("PUT", "/services/data/{version}/jobs/ingest/750/batches", effect);
    request.make_upload = [this] {
      ++made_;
      return std::make_unique<PieceSource>(std::deque<std::string>{"abc", "de"});
    };
    request.content_type = "text/csv";
    return request;
  }

  int made_ = 0;
};

TEST_F(RepeatableUploads, AreMadeAnewForEachAttempt) {
  http_.AddReply(503, "busy");
  http_.AddReply(401, kExpired);
  http_.AddError(testing::ReplyLostError());
  http_.AddReply(201, "");
  ASSERT_TRUE(Send(Upload()).ok());
  EXPECT_EQ(made_, 4);
  for (const testing::SentRequest& request : http_.requests()) {
    EXPECT_EQ(request.body, "abcde");
    EXPECT_EQ(request.Header("content-type"), "text/csv");
  }
}

TEST_F(RepeatableUploads, AreRepeatedAsTheEffectAllows) {
  http_.AddError(testing::ReplyLostError());
  EXPECT_EQ(OutcomeOf(Send(Upload(Effect::kOnce))), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(made_, 1);
}

TEST_F(RepeatableUploads, ASuccessBeforeTheirEndIsNone) {
  ScriptedReply early = ScriptedReply::Of(201, "");
  early.pieces_read = 1;
  http_.Add(early);
  http_.AddReply(201, "");
  EXPECT_TRUE(Send(Upload()).ok());
  EXPECT_EQ(made_, 2);
  http_.Add(early);
  const absl::StatusOr<RestReply> once = Send(Upload(Effect::kOnce));
  EXPECT_EQ(GetReason(once.status()), "INCOMPLETE_UPLOAD");
  EXPECT_EQ(OutcomeOf(once), v1::OUTCOME_UNKNOWN);
}

TEST_F(RepeatableUploads, AFailureBeforeTheirEndIsThatFailure) {
  ScriptedReply early =
      ScriptedReply::Of(400, R"([{"message":"no","errorCode":"INVALIDJOBSTATE"}])");
  early.pieces_read = 0;
  http_.Add(early);
  EXPECT_EQ(GetReason(Send(Upload()).status()), "INVALIDJOBSTATE");
}

class Conditions : public RestClientTest {
 protected:
  static CallOptions IfMatch() {
    CallOptions options;
    EXPECT_TRUE(options.Set("if-match", "\"tag\"").ok());
    return options;
  }
  static RestRequest Update() {
    RestRequest request("PATCH", "/services/data/{version}/sobjects/Account/001",
                        Effect::kIdempotent);
    request.body = "{}";
    return request;
  }
};

TEST_F(Conditions, ThatDoNotHoldAreFailedPreconditions) {
  http_.AddReply(412, "");
  const absl::Status status = Send(Update(), IfMatch()).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_EQ(GetReason(status), "HTTP_412");
  EXPECT_EQ(http_.requests().at(0).Header("if-match"), "\"tag\"");
  http_.AddReply(412, R"([{"errorCode":"PRECONDITION_FAILED","message":"changed"}])");
  const absl::Status typed = Send(Update(), IfMatch()).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(typed));
  EXPECT_EQ(GetReason(typed), "PRECONDITION_FAILED");
}

TEST_F(Conditions, AChangeThatMayHaveMadeItsConditionFalseIsNotRepeated) {
  http_.AddError(testing::ReplyLostError());
  const absl::StatusOr<RestReply> lost = Send(Update(), IfMatch());
  EXPECT_TRUE(absl::IsUnavailable(lost.status()));
  EXPECT_EQ(OutcomeOf(lost), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(http_.requests().size(), 1u);
  EXPECT_FALSE(http_.requests().at(0).idempotent);
  http_.AddError(testing::NothingSentError());
  http_.AddReply(204, "");
  EXPECT_TRUE(Send(Update(), IfMatch()).ok());
  http_.AddError(testing::ReplyLostError());
  http_.AddReply(204, "");
  EXPECT_TRUE(Send(Update()).ok());
}

TEST_F(Conditions, AReadIsRepeatedUnderAConditionToo) {
  http_.AddError(testing::ReplyLostError());
  http_.AddReply(200, "{}");
  EXPECT_TRUE(Send(Get(), IfMatch()).ok());
}

TEST_F(Conditions, AReplyThatNothingHasChangedIsAnErrorToWhomItIsNoResult) {
  http_.AddReply(304, "");
  const absl::Status status = Send(Get()).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_EQ(GetReason(status), "HTTP_304");
  http_.AddReply(304, "", {{"ETag", "\"tag\""}});
  RestRequest request = Get();
  request.is_result = [](const RestReply& reply) { return reply.status == 304; };
  EXPECT_TRUE(Send(std::move(request)).ok());
  EXPECT_EQ(context_->reply().entries["etag"], "\"tag\"");
  EXPECT_EQ(tokens_.worked, 1);
}

}  // namespace
}  // namespace sfconnector
