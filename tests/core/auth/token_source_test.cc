// SPDX-License-Identifier: Apache-2.0
#include "core/auth/token_source.h"

#include <deque>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "tests/core/auth/auth_fixture.h"

namespace sfconnector {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::Describe;
using ::testing::ElementsAre;
using testing::Granted;
using ::testing::HasSubstr;
using ::testing::Not;

class TokenSourceTest : public testing::TokenSourceFixture {
 protected:
  TokenSource& MakePassword() { return Make(testing::PasswordConnection()); }

  TokenSource& MakeBearer() {
    v1::Connection settings = testing::BaseConnection();
    settings.set_base_url("https://example.my.salesforce.com");
    settings.mutable_auth()->mutable_bearer_token()->set_token("given-token");
    return Make(settings);
  }
};

TEST_F(TokenSourceTest, GetsATokenAndKeepsIt) {
  TokenSource& source = MakePassword();
  http_.AddReply(200, Granted("first"));
  absl::StatusOr<AccessToken> token = Get(source);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->token.Reveal(), "first");
  EXPECT_EQ(token->instance_url, "https://example.my.salesforce.com");
  clock_.Advance(std::chrono::hours(1000));
  EXPECT_EQ(GetText(source), "first");
  EXPECT_EQ(http_.requests().size(), 1u);
}

TEST_F(TokenSourceTest, ConfiguredBaseUrlWinsOverTheReply) {
  v1::Connection settings = testing::PasswordConnection();
  settings.set_base_url("https://gateway.example.com");
  http_.AddReply(200, Granted("first"));
  absl::StatusOr<AccessToken> token = Get(Make(settings));
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->instance_url, "https://gateway.example.com");
}

TEST_F(TokenSourceTest, NoInstanceAnywhereIsAnError) {
  http_.AddReply(200, R"({"access_token":"secret-access"})");
  const absl::Status status = Get(MakePassword()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("base_url"));
}

TEST_F(TokenSourceTest, NoCredentialsIsNoSource) {
  v1::Connection settings;
  absl::StatusOr<std::unique_ptr<TokenSource>> source =
      MakeTokenSource(settings, http_, loop_.executor(), clock_, observer_, "crm", MakeRandom());
  ASSERT_TRUE(source.ok());
  EXPECT_EQ(*source, nullptr);
}

TEST_F(TokenSourceTest, ManyCallersCauseOneRequest) {
  TokenSource& source = MakePassword();
  http_.Hold();
  http_.AddReply(200, Granted("shared"));
  std::deque<std::unique_ptr<CallContext>> contexts;
  std::deque<Result> results(100);
  for (Result& result : results) {
    contexts.push_back(MakeContext());
    Start(source, *contexts.back(), &result);
  }
  loop_.Poll();
  EXPECT_EQ(http_.requests().size(), 1u);
  http_.Release();
  loop_.Poll();
  for (const Result& result : results) {
    ASSERT_TRUE(result);
    ASSERT_TRUE(result->ok()) << result->status();
    EXPECT_EQ((*result)->token.Reveal(), "shared");
  }
  EXPECT_EQ(http_.requests().size(), 1u);
  EXPECT_EQ(observer_.refreshes.size(), 1u);
}

TEST_F(TokenSourceTest, ManyCallersShareOneError) {
  TokenSource& source = MakePassword();
  http_.Hold();
  http_.AddReply(400, R"({"error":"invalid_grant","error_description":"authentication failure"})");
  std::deque<std::unique_ptr<CallContext>> contexts;
  std::deque<Result> results(10);
  for (Result& result : results) {
    contexts.push_back(MakeContext());
    Start(source, *contexts.back(), &result);
  }
  loop_.Poll();
  http_.Release();
  loop_.Poll();
  for (const Result& result : results) {
    ASSERT_TRUE(result);
    EXPECT_EQ(result->status().code(), absl::StatusCode::kUnauthenticated);
    EXPECT_EQ(GetReason(result->status()), "invalid_grant");
  }
  EXPECT_EQ(http_.requests().size(), 1u);
}

TEST_F(TokenSourceTest, RefusedCredentialsAreNotPresentedByEveryCall) {
  constexpr char kRefusal[] =
      R"({"error":"invalid_grant","error_description":"authentication failure"})";
  TokenSource& source = MakePassword();
  for (const seconds pause : {seconds(5), seconds(10), seconds(20)}) {
    http_.AddReply(400, kRefusal);
    const std::size_t before = http_.requests().size();
    EXPECT_EQ(Get(source).status().code(), absl::StatusCode::kUnauthenticated);
    clock_.Advance(pause - seconds(1));
    const absl::Status standing = Get(source).status();
    EXPECT_EQ(standing.code(), absl::StatusCode::kUnauthenticated);
    EXPECT_EQ(GetReason(standing), "invalid_grant");
    EXPECT_EQ(GetRetryDelay(standing), seconds(1));
    EXPECT_EQ(http_.requests().size(), before + 1);
    clock_.Advance(seconds(1));
  }
  http_.AddReply(200, Granted("later"));
  EXPECT_EQ(GetText(source), "later");
}

TEST_F(TokenSourceTest, PauseAfterARefusalEndsAtFiveMinutesAndStartsAnewAfterASuccess) {
  constexpr char kRefusal[] = R"({"error":"invalid_client"})";
  TokenSource& source = MakePassword();
  for (int i = 0; i < 8; ++i) {
    http_.AddReply(400, kRefusal);
    EXPECT_FALSE(Get(source).ok());
    clock_.Advance(std::chrono::minutes(5));
  }
  http_.AddReply(200, Granted("first"));
  absl::StatusOr<AccessToken> token = Get(source);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_TRUE(source.Refused(*token));
  http_.AddReply(400, kRefusal);
  EXPECT_FALSE(Get(source).ok());
  clock_.Advance(seconds(5));
  http_.AddReply(200, Granted("second"));
  EXPECT_EQ(GetText(source), "second");
}

TEST_F(TokenSourceTest, FailureThatIsNoRefusalIsTriedAnewByTheNextCall) {
  TokenSource& source = MakePassword();
  http_.AddReply(400, R"({"error":"unsupported_grant_type"})");
  EXPECT_EQ(Get(source).status().code(), absl::StatusCode::kFailedPrecondition);
  http_.AddReply(200, Granted("later"));
  EXPECT_EQ(GetText(source), "later");
}

TEST_F(TokenSourceTest, TooManyLoginsAreNotMadeMore) {
  TokenSource& source = MakePassword();
  http_.AddReply(400, R"({"error":"rate_limit_exceeded"})");
  EXPECT_EQ(Get(source).status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Get(source).status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(http_.requests().size(), 1u);
}

TEST_F(TokenSourceTest, CallerThatGivesUpDoesNotStopTheOthers) {
  TokenSource& source = MakePassword();
  http_.Hold();
  http_.AddReply(200, Granted("shared"));
  auto first = MakeContext();
  auto second = MakeContext();
  auto third = MakeContext(seconds(5));
  Result results[3];
  Start(source, *first, &results[0]);
  Start(source, *second, &results[1]);
  Start(source, *third, &results[2]);
  loop_.Poll();
  first->Stop(absl::CancelledError("not needed any more"));
  loop_.Poll();
  ASSERT_TRUE(results[0]);
  EXPECT_EQ(results[0]->status(), absl::CancelledError("not needed any more"));
  clock_.Advance(seconds(5));
  loop_.Poll();
  ASSERT_TRUE(results[2]);
  EXPECT_EQ(results[2]->status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_FALSE(results[1]);
  http_.Release();
  loop_.Poll();
  ASSERT_TRUE(results[1]);
  EXPECT_EQ((*results[1])->token.Reveal(), "shared");
}

TEST_F(TokenSourceTest, RequestGoesOnWhenAllCallersHaveGivenUp) {
  TokenSource& source = MakePassword();
  http_.Hold();
  http_.AddReply(200, Granted("kept"));
  auto context = MakeContext();
  Result result;
  Start(source, *context, &result);
  loop_.Poll();
  context->Stop(absl::CancelledError("enough"));
  loop_.Poll();
  http_.Release();
  loop_.Poll();
  EXPECT_EQ(GetText(source), "kept");
  EXPECT_EQ(http_.requests().size(), 1u);
}

TEST_F(TokenSourceTest, StoppedCallGetsNothing) {
  auto context = MakeContext();
  context->Stop(absl::CancelledError("enough"));
  Result result = loop_.Run(MakePassword().Get(*context));
  EXPECT_EQ(result->status(), absl::CancelledError("enough"));
  EXPECT_TRUE(http_.requests().empty());
}

TEST_F(TokenSourceTest, RefusedTokenIsReplaced) {
  TokenSource& source = MakePassword();
  http_.AddReply(200, Granted("first"));
  http_.AddReply(200, Granted("second"));
  absl::StatusOr<AccessToken> first = Get(source);
  ASSERT_TRUE(first.ok());
  EXPECT_TRUE(source.Refused(*first));
  EXPECT_EQ(GetText(source), "second");
}

TEST_F(TokenSourceTest, TokensThatNeverWorkAreNotAskedForAgainAndAgain) {
  TokenSource& source = MakePassword();
  const auto get_and_refuse = [&](const char* text) {
    http_.AddReply(200, Granted(text));
    absl::StatusOr<AccessToken> token = Get(source);
    ASSERT_TRUE(token.ok()) << token.status();
    EXPECT_TRUE(source.Refused(*token));
  };
  get_and_refuse("first");
  get_and_refuse("second");
  const absl::Status vain = Get(source).status();
  EXPECT_EQ(vain.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(GetReason(vain), "SESSION_REFUSED");
  EXPECT_EQ(GetRetryDelay(vain), seconds(5));
  EXPECT_EQ(http_.requests().size(), 2u);
  clock_.Advance(seconds(5));
  get_and_refuse("third");
  EXPECT_EQ(GetRetryDelay(Get(source).status()), seconds(10));
  clock_.Advance(seconds(10));
  // One that works settles the matter.
  http_.AddReply(200, Granted("fourth"));
  absl::StatusOr<AccessToken> token = Get(source);
  ASSERT_TRUE(token.ok()) << token.status();
  source.Worked(*token);
  EXPECT_TRUE(source.Refused(*token));
  get_and_refuse("fifth");
  http_.AddReply(200, Granted("sixth"));
  EXPECT_EQ(GetText(source), "sixth");
}

TEST_F(TokenSourceTest, RefusalOfAnOldTokenKeepsTheNewOne) {
  TokenSource& source = MakePassword();
  http_.AddReply(200, Granted("first"));
  http_.AddReply(200, Granted("second"));
  absl::StatusOr<AccessToken> first = Get(source);
  ASSERT_TRUE(first.ok());
  EXPECT_TRUE(source.Refused(*first));
  EXPECT_EQ(GetText(source), "second");
  EXPECT_TRUE(source.Refused(*first));
  EXPECT_EQ(GetText(source), "second");
  EXPECT_EQ(http_.requests().size(), 2u);
}

TEST_F(TokenSourceTest, ExpiresByTheReplysLifetimeLessTheSkew) {
  TokenSource& source = MakePassword();
  http_.AddReply(200, Granted("first", R"("expires_in":60)"));
  http_.AddReply(200, Granted("second"));
  EXPECT_EQ(GetText(source), "first");
  clock_.Advance(seconds(49));
  EXPECT_EQ(GetText(source), "first");
  clock_.Advance(seconds(1));
  EXPECT_EQ(GetText(source), "second");
}

TEST_F(TokenSourceTest, ExpiresByTheDefaultLifetimeWhereTheReplySaysNothing) {
  v1::Connection settings = testing::PasswordConnection();
  settings.mutable_auth()->mutable_default_token_lifetime()->set_seconds(3600);
  settings.mutable_auth()->mutable_clock_skew()->set_seconds(100);
  TokenSource& source = Make(settings);
  http_.AddReply(200, Granted("first"));
  http_.AddReply(200, Granted("second"));
  EXPECT_EQ(GetText(source), "first");
  clock_.Advance(seconds(3499));
  EXPECT_EQ(GetText(source), "first");
  clock_.Advance(seconds(1));
  EXPECT_EQ(GetText(source), "second");
}

TEST_F(TokenSourceTest, TokenOfLessThanTheSkewServesThoseWhoWaitedForIt) {
  TokenSource& source = MakePassword();
  http_.AddReply(200, Granted("short", R"("expires_in":"5")"));
  http_.AddReply(200, Granted("next"));
  EXPECT_EQ(GetText(source), "short");
  EXPECT_EQ(GetText(source), "next");
}

TEST_F(TokenSourceTest, PassingFailuresAreRetriedAsThePolicySays) {
  http_.AddError(testing::NothingSentError());
  http_.AddError(testing::ReplyLostError());
  http_.AddReply(503, "<html>maintenance</html>");
  http_.AddReply(200, Granted("at last"));
  EXPECT_EQ(GetText(MakePassword()), "at last");
  EXPECT_THAT(observer_.exchanges,
              ElementsAre("POST login.salesforce.com/services/oauth2/token 0 #1",
                          "POST login.salesforce.com/services/oauth2/token 0 #2",
                          "POST login.salesforce.com/services/oauth2/token 503 #3",
                          "POST login.salesforce.com/services/oauth2/token 200 #4"));
  EXPECT_EQ(observer_.refreshes, std::vector<absl::Status>({absl::OkStatus()}));
}

TEST_F(TokenSourceTest, RetriesEnd) {
  // The refresh has a time limit of its own, which skipped pauses would reach at once.
  TokenSource& source = MakePassword();
  for (int i = 0; i < 4; ++i) http_.AddError(testing::ReplyLostError());
  auto context = MakeContext();
  Result result;
  Start(source, *context, &result);
  for (int i = 0; i < 4; ++i) {
    loop_.Poll();
    clock_.Advance(seconds(2));
  }
  loop_.Poll();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(result->status().message()), HasSubstr("login.salesforce.com"));
  // Of what the caller asked for nothing was done, although a token request's reply was lost.
  EXPECT_EQ(GetSalesforceError(result->status())->outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(GetSalesforceError(result->status())->retryability(), v1::RETRYABILITY_SAFE);
  EXPECT_EQ(http_.requests().size(), 4u);
}

TEST_F(TokenSourceTest, RefusedGrantIsNotRetried) {
  http_.AddReply(
      400, R"({"error":"invalid_client_id","error_description":"client identifier invalid"})");
  const absl::Status status = Get(MakePassword()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(GetSalesforceError(status)->errors(0).message(), "client identifier invalid");
  EXPECT_EQ(http_.requests().size(), 1u);
}

TEST_F(TokenSourceTest, SilentEndpointIsUnavailableAfterTheConnectionsTimeout) {
  TokenSource& source = MakePassword();
  http_.Hold();
  auto context = MakeContext();
  Result result;
  Start(source, *context, &result);
  loop_.Poll();
  clock_.Advance(seconds(60));
  loop_.Poll();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(context->status().ok());
}

TEST_F(TokenSourceTest, CutReplyIsRetried) {
  testing::ScriptedReply cut = testing::ScriptedReply::Of(200, R"({"access_to)");
  cut.body_error = testing::ReplyLostError();
  http_.Add(cut);
  http_.AddReply(200, Granted("whole"));
  EXPECT_EQ(GetText(MakePassword()), "whole");
}

TEST_F(TokenSourceTest, CloseStopsTheRequestInFlight) {
  absl::StatusOr<std::unique_ptr<TokenSource>> source =
      MakeTokenSource(testing::PasswordConnection(), http_, loop_.executor(), clock_, observer_,
                      "crm", MakeRandom());
  ASSERT_TRUE(source.ok());
  http_.Hold();
  auto context = MakeContext();
  Result result;
  Start(**source, *context, &result);
  loop_.Poll();
  bool closed = false;
  Spawn(loop_.executor(), [](TokenSource& closing, bool& done) -> Task<void> {
    co_await closing.Close();
    done = true;
  }(**source, closed));
  loop_.Poll();
  EXPECT_TRUE(closed);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(http_.held(), 0);
  EXPECT_EQ(Get(**source).status().code(), absl::StatusCode::kCancelled);
  source->reset();
}

TEST_F(TokenSourceTest, BearerTokenIsHandedOutUntilItIsRefused) {
  TokenSource& source = MakeBearer();
  absl::StatusOr<AccessToken> token = Get(source);
  ASSERT_TRUE(token.ok());
  EXPECT_EQ(token->token.Reveal(), "given-token");
  EXPECT_EQ(token->instance_url, "https://example.my.salesforce.com");
  EXPECT_FALSE(source.Refused(*token));
  const absl::Status status = Get(source).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(GetReason(status), "TOKEN_EXPIRED");
}

TEST_F(TokenSourceTest, PrivateKeyThatCannotBeReadIsNamed) {
  v1::Connection settings = testing::BaseConnection();
  v1::JwtBearerGrant& grant = *settings.mutable_auth()->mutable_jwt_bearer();
  grant.set_token_url("https://login.salesforce.com/services/oauth2/token");
  grant.set_private_key("no key at all");
  const absl::Status status =
      MakeTokenSource(settings, http_, loop_.executor(), clock_, observer_, "crm", MakeRandom())
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("auth.jwt_bearer.private_key"));
}

// Whatever goes wrong, and whatever the far end repeats of what it was sent.
TEST_F(TokenSourceTest, NoSecretIsSaidToAnybody) {
  const std::string bodies[] = {
      "pass&word pass%26word pass&amp;word security-value client-secret-value",
      "<html>pass&amp;wordsecurity-value refresh-value</html>",
      R"({"error":"invalid_grant","error_description":"pass&word refresh-value client-secret-value"})",
      R"({"error":"refresh-value pass&word"})",
      R"({"access_token":"access-value","instance_url":"http://evil.example.com"})",
      R"({"access_token":"access-value","instance_ur)",
      "access_token=access-value&x=y",
  };
  v1::Connection password = testing::PasswordConnection();
  password.mutable_auth()->mutable_password()->set_security_token("security-value");
  const v1::Connection refresh = testing::RefreshTokenConnection("refresh-value");
  auto check = [&](const v1::Connection& settings, std::vector<const char*> secrets) {
    observer_.everything.clear();
    for (int status : {200, 302, 400, 401, 500}) {
      for (const std::string& body : bodies) {
        http_.SetResponder(
            [&](const testing::SentRequest&) { return testing::ScriptedReply::Of(status, body); });
        const absl::Status error = GetWithPauses(Make(settings)).status();
        ASSERT_FALSE(error.ok());
        for (const char* secret : secrets) EXPECT_THAT(Describe(error), Not(HasSubstr(secret)));
      }
    }
    for (const char* secret : secrets) EXPECT_THAT(observer_.everything, Not(HasSubstr(secret)));
  };
  check(password, {"pass&word", "pass%26word", "pass&amp;word", "security-value",
                   "client-secret-value", "access-value"});
  check(refresh, {"refresh-value", "client-secret-value", "access-value"});
}

}  // namespace
}  // namespace sfconnector
