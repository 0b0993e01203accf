// SPDX-License-Identifier: Apache-2.0
#include <sys/file.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "tests/core/auth/auth_fixture.h"
#include "tests/core/auth/temporary_folder.h"

namespace sfconnector {
namespace {

using std::chrono::seconds;
using testing::Describe;
using testing::Granted;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::ScriptedReply;
using testing::SentRequest;

// Salesforce with refresh token rotation: each refresh kills the token that it was made with.
class RotatingEndpoint {
 public:
  ScriptedReply Answer(const SentRequest& request) {
    if (!absl::StrContains(request.body, absl::StrCat("refresh_token=", live_, "&"))) {
      return ScriptedReply::Of(
          400, R"({"error":"invalid_grant","error_description":"expired access/refresh token"})");
    }
    ++count_;
    live_ = absl::StrCat("rotated-", count_);
    return ScriptedReply::Of(200, Granted(absl::StrCat("access-", count_), live_, true));
  }

  const std::string& live() const { return live_; }
  void Revive(std::string token) { live_ = std::move(token); }

 private:
  int count_ = 0;
  std::string live_ = "configured-token";
};

class RotationTest : public testing::TokenSourceFixture {
 protected:
  RotationTest() {
    http_.SetResponder([this](const SentRequest& request) {
      if (on_request_) on_request_();
      return endpoint_.Answer(request);
    });
  }

  v1::Connection Settings(const std::string& configured = "configured-token") {
    v1::Connection settings = testing::RefreshTokenConnection(configured);
    settings.mutable_auth()->mutable_token_store()->mutable_file()->set_path(folder_.File("token"));
    return settings;
  }

  // A Get after the current token has worked, and was refused then.
  std::string Renewed(TokenSource& source) {
    absl::StatusOr<AccessToken> token = Get(source);
    EXPECT_TRUE(token.ok()) << Describe(token.status());
    if (token.ok()) {
      source.Worked(*token);
      source.Refused(*token);
    }
    return GetText(source);
  }

  testing::TemporaryFolder folder_;
  RotatingEndpoint endpoint_;
  std::function<void()> on_request_;
};

TEST_F(RotationTest, MemoryStoreFollowsTheRotation) {
  TokenSource& source = Make(testing::RefreshTokenConnection());
  EXPECT_EQ(GetText(source), "access-1");
  EXPECT_EQ(Renewed(source), "access-2");
  EXPECT_EQ(Renewed(source), "access-3");
}

TEST_F(RotationTest, RefreshTokenThatStaysIsNotStored) {
  http_.AddReply(200, Granted("access"));
  EXPECT_EQ(GetText(Make(Settings())), "access");
  EXPECT_FALSE(std::filesystem::exists(folder_.File("token")));
}

TEST_F(RotationTest, NewRefreshTokenIsStoredBeforeTheAccessTokenIsHandedOut) {
  TokenSource& source = Make(Settings());
  http_.Hold();
  auto context = MakeContext();
  Result result;
  Start(source, *context, &result);
  loop_.Poll();
  EXPECT_FALSE(std::filesystem::exists(folder_.File("token")));
  http_.Release();
  while (!result) {
    loop_.Poll();
    ASSERT_TRUE(result || !folder_.Read("token").empty());
  }
  EXPECT_THAT(folder_.Read("token"), HasSubstr("\"rotated-1\""));
}

TEST_F(RotationTest, RestartGoesOnWithTheStoredToken) {
  EXPECT_EQ(GetText(Make(Settings())), "access-1");
  EXPECT_EQ(GetText(Make(Settings())), "access-2");
  EXPECT_EQ(GetText(Make(Settings())), "access-3");
}

TEST_F(RotationTest, NewlyConfiguredTokenWinsOverTheStore) {
  EXPECT_EQ(GetText(Make(Settings())), "access-1");
  endpoint_.Revive("newly-configured");
  EXPECT_EQ(GetText(Make(Settings("newly-configured"))), "access-2");
  // From then on the store descends from the new one.
  EXPECT_EQ(GetText(Make(Settings("newly-configured"))), "access-3");
}

TEST_F(RotationTest, ProcessesThatShareAFileFollowEachOther) {
  TokenSource& one = Make(Settings());
  TokenSource& other = Make(Settings());
  EXPECT_EQ(GetText(one), "access-1");
  EXPECT_EQ(GetText(other), "access-2");
  EXPECT_EQ(Renewed(one), "access-3");
  EXPECT_EQ(Renewed(other), "access-4");
  EXPECT_EQ(Renewed(one), "access-5");
}

TEST_F(RotationTest, ProcessesThatShareAFileRefreshOneAfterTheOther) {
  TokenSource& one = Make(Settings());
  TokenSource& other = Make(Settings());
  http_.Hold();
  auto context = MakeContext();
  Result results[2];
  Start(one, *context, &results[0]);
  Start(other, *context, &results[1]);
  loop_.Poll();
  clock_.Advance(seconds(1));
  loop_.Poll();
  EXPECT_EQ(http_.requests().size(), 1u);
  http_.Release();
  loop_.Poll();
  clock_.Advance(seconds(1));
  loop_.Poll();
  ASSERT_TRUE(results[0]);
  ASSERT_TRUE(results[1]);
  EXPECT_EQ((*results[0])->token.Reveal(), "access-1");
  ASSERT_TRUE(results[1]->ok()) << results[1]->status();
  EXPECT_EQ((*results[1])->token.Reveal(), "access-2");
}

TEST_F(RotationTest, LockThatIsNeverGivenBackIsAnErrorInTime) {
  const int lock = open(folder_.File("token.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  ASSERT_EQ(flock(lock, LOCK_EX | LOCK_NB), 0);
  TokenSource& source = Make(Settings());
  auto context = MakeContext();
  Result result;
  Start(source, *context, &result);
  for (int i = 0; i < 61; ++i) {
    loop_.Poll();
    clock_.Advance(seconds(1));
  }
  loop_.Poll();
  close(lock);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(GetReason(result->status()), "TOKEN_STORE_LOCKED");
  EXPECT_THAT(std::string(result->status().message()), HasSubstr(folder_.File("token")));
  EXPECT_TRUE(http_.requests().empty());
}

TEST_F(RotationTest, TokenThatCannotBeStoredIsKeptAndStoredByTheNextCall) {
  TokenSource& source = Make(Settings());
  // A folder of that name lets the refresh begin but not the replacement succeed.
  on_request_ = [this] { std::filesystem::create_directories(folder_.File("token/in-the-way")); };
  const absl::Status failure = Get(source).status();
  EXPECT_EQ(GetReason(failure), "TOKEN_STORE_FAILED");
  EXPECT_THAT(std::string(failure.message()), HasSubstr(folder_.File("token")));
  EXPECT_THAT(Describe(failure), Not(HasSubstr("rotated-1")));
  EXPECT_EQ(observer_.logs.size(), 1u);
  EXPECT_EQ(GetReason(Get(source).status()), "TOKEN_STORE_FAILED");
  EXPECT_EQ(http_.requests().size(), 1u);

  on_request_ = nullptr;
  std::filesystem::remove_all(folder_.File("token"));
  // The access token that came with it is still good.
  EXPECT_EQ(GetText(source), "access-1");
  EXPECT_EQ(http_.requests().size(), 1u);
  EXPECT_THAT(folder_.Read("token"), HasSubstr("\"rotated-1\""));
  EXPECT_EQ(Renewed(source), "access-2");
  // Nothing is left over of the failed attempts.
  int files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder_.path()))
    ++files;
  EXPECT_EQ(files, 2);
}

TEST_F(RotationTest, CorruptStoreIsAnErrorThatNamesIt) {
  for (const char* content : {"", "no JSON", "[]", R"({"descends_from":"x"})",
                              R"({"descends_from":"x","refresh_token":7})",
                              R"({"descends_from":"x","refresh_token":""})"}) {
    folder_.Write("token", content);
    const absl::Status failure = Get(Make(Settings())).status();
    EXPECT_EQ(failure.code(), absl::StatusCode::kFailedPrecondition) << content;
    EXPECT_EQ(GetReason(failure), "TOKEN_STORE_FAILED") << content;
    EXPECT_THAT(std::string(failure.message()), HasSubstr(folder_.File("token"))) << content;
  }
  EXPECT_TRUE(http_.requests().empty());
}

TEST_F(RotationTest, LostReplyIsRepeatedUntilARotationWasSeen) {
  TokenSource& source = Make(testing::RefreshTokenConnection());
  http_.AddError(testing::ReplyLostError());
  http_.AddReply(200, Granted("first", "rotated", true));
  EXPECT_EQ(GetText(source), "first");
  EXPECT_TRUE(http_.requests()[0].idempotent);

  source.Refused(*Get(source));
  http_.AddError(testing::ReplyLostError());
  EXPECT_EQ(Get(source).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(http_.requests().size(), 3u);
  EXPECT_FALSE(http_.requests()[2].idempotent);
}

TEST_F(RotationTest, StoredTokenIsARotationSeen) {
  EXPECT_EQ(GetText(Make(Settings())), "access-1");
  TokenSource& restarted = Make(Settings());
  http_.AddError(testing::ReplyLostError());
  EXPECT_FALSE(Get(restarted).ok());
  EXPECT_FALSE(http_.requests().back().idempotent);
}

TEST_F(RotationTest, RequestOfWhichNothingWasSentIsAlwaysRepeated) {
  TokenSource& source = Make(Settings());
  EXPECT_EQ(GetText(source), "access-1");
  source.Refused(*Get(source));
  http_.AddError(testing::NothingSentError());
  http_.AddReply(200, Granted("access-2", "rotated-2", true));
  EXPECT_EQ(GetText(source), "access-2");
}

TEST_F(RotationTest, CloseLetsARefreshEndAndStoreItsToken) {
  absl::StatusOr<std::unique_ptr<TokenSource>> source =
      MakeTokenSource(Settings(), http_, loop_.executor(), clock_, observer_, "crm", MakeRandom());
  ASSERT_TRUE(source.ok());
  http_.Hold();
  auto context = MakeContext();
  Result result;
  Start(**source, *context, &result);
  loop_.Poll();
  context->Stop(absl::CancelledError("shutting down"));
  bool closed = false;
  Spawn(loop_.executor(), [](TokenSource& closing, bool& done) -> Task<void> {
    co_await closing.Close();
    done = true;
  }(**source, closed));
  loop_.Poll();
  EXPECT_FALSE(closed);
  clock_.Advance(seconds(4));
  http_.Release();
  loop_.Poll();
  EXPECT_TRUE(closed);
  source->reset();
  EXPECT_THAT(folder_.Read("token"), HasSubstr("\"rotated-1\""));
}

TEST_F(RotationTest, CloseWaitsNoLongerThanAFewSeconds) {
  absl::StatusOr<std::unique_ptr<TokenSource>> source =
      MakeTokenSource(Settings(), http_, loop_.executor(), clock_, observer_, "crm", MakeRandom());
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
  clock_.Advance(seconds(5));
  loop_.Poll();
  EXPECT_TRUE(closed);
}

}  // namespace
}  // namespace sfconnector
