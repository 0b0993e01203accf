// SPDX-License-Identifier: Apache-2.0
#include "core/auth/file_token_store.h"

#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "tests/core/auth/temporary_folder.h"
#include "tests/support/fake_clock.h"
#include "tests/support/run_task.h"

namespace sfconnector {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

class FileTokenStoreTest : public ::testing::Test {
 protected:
  using Acquired = std::optional<absl::StatusOr<std::unique_ptr<TokenStore::Lock>>>;

  std::unique_ptr<TokenStore> Open(const std::string& configured) {
    return MakeFileTokenStore(folder_.File("token"), Secret(configured));
  }

  std::string Loaded(TokenStore& store) {
    absl::StatusOr<std::optional<Secret>> token = store.Load();
    EXPECT_TRUE(token.ok()) << token.status();
    return token.ok() && token->has_value() ? (*token)->Reveal() : "(none)";
  }

  std::unique_ptr<CallContext> MakeContext() {
    return std::make_unique<CallContext>(loop_.executor(), CallOptions(),
                                         clock_.Now() + seconds(60), clock_, observer_);
  }

  testing::TestLoop loop_;
  testing::FakeClock clock_;
  Observer observer_;
  testing::TemporaryFolder folder_;
};

TEST_F(FileTokenStoreTest, IsEmptyWithoutAFile) {
  EXPECT_EQ(Loaded(*Open("configured")), "(none)");
}

TEST_F(FileTokenStoreTest, LoadsWhatWasSaved) {
  const std::string token = "5Aep861\"\\\n\xc3\xa9.token";
  ASSERT_TRUE(Open("configured")->Save(Secret(token)).ok());
  EXPECT_EQ(Loaded(*Open("configured")), token);
}

TEST_F(FileTokenStoreTest, CountsAsEmptyUnderAnotherConfiguredToken) {
  ASSERT_TRUE(Open("configured")->Save(Secret("rotated")).ok());
  EXPECT_EQ(Loaded(*Open("another")), "(none)");
  EXPECT_EQ(Loaded(*Open("configured")), "rotated");
}

TEST_F(FileTokenStoreTest, HoldsAFingerprintInsteadOfTheConfiguredToken) {
  ASSERT_TRUE(Open("configured")->Save(Secret("rotated")).ok());
  // printf %s configured | sha256sum
  EXPECT_EQ(
      folder_.Read("token"),
      R"({"descends_from":"20158224750041d653cd8c737d64c2fdce258d4280c9bf2a49fa1db0a7f9f3ac","refresh_token":"rotated"})");
}

TEST_F(FileTokenStoreTest, FileIsTheOwnersAlone) {
  const mode_t before = umask(0);
  ASSERT_TRUE(Open("configured")->Save(Secret("rotated")).ok());
  umask(before);
  struct stat attributes {};
  ASSERT_EQ(stat(folder_.File("token").c_str(), &attributes), 0);
  EXPECT_EQ(attributes.st_mode & 07777, 0600u);
}

TEST_F(FileTokenStoreTest, ReplacesTheFileAsAWhole) {
  ASSERT_TRUE(Open("configured")->Save(Secret("first")).ok());
  struct stat first {};
  ASSERT_EQ(stat(folder_.File("token").c_str(), &first), 0);
  // Whoever has the old file open goes on reading the old file.
  std::ifstream reader(folder_.File("token"));
  ASSERT_TRUE(Open("configured")->Save(Secret("second")).ok());
  const std::string old_content(std::istreambuf_iterator<char>(reader), {});
  EXPECT_THAT(old_content, HasSubstr("first"));
  EXPECT_EQ(Loaded(*Open("configured")), "second");
}

TEST_F(FileTokenStoreTest, MissingFolderIsAnErrorThatNamesThePath) {
  const std::string path = folder_.File("missing/token");
  std::unique_ptr<TokenStore> store = MakeFileTokenStore(path, Secret("configured"));
  auto context = MakeContext();
  Acquired lock = loop_.Run(store->Acquire(*context));
  ASSERT_TRUE(lock);
  for (const absl::Status& failure : {lock->status(), store->Save(Secret("rotated"))}) {
    EXPECT_EQ(GetReason(failure), "TOKEN_STORE_FAILED");
    EXPECT_THAT(std::string(failure.message()), HasSubstr(path));
    EXPECT_THAT(failure.ToString(), Not(HasSubstr("rotated")));
  }
}

TEST_F(FileTokenStoreTest, UnreadableFileIsAnErrorThatNamesThePath) {
  std::filesystem::create_directory(folder_.File("token"));
  const absl::Status failure = Open("configured")->Load().status();
  EXPECT_EQ(GetReason(failure), "TOKEN_STORE_FAILED");
  EXPECT_THAT(std::string(failure.message()), HasSubstr(folder_.File("token")));
}

TEST_F(FileTokenStoreTest, HugeFileIsRefused) {
  folder_.Write("token", std::string(1 << 20, ' '));
  EXPECT_EQ(GetReason(Open("configured")->Load().status()), "TOKEN_STORE_FAILED");
}

TEST_F(FileTokenStoreTest, LockExcludesOthersUntilItIsGivenBack) {
  std::unique_ptr<TokenStore> one = Open("configured");
  std::unique_ptr<TokenStore> other = Open("configured");
  auto context = MakeContext();
  Acquired held = loop_.Run(one->Acquire(*context));
  ASSERT_TRUE(held && held->ok());
  Acquired waiting;
  loop_.Start(other->Acquire(*context), &waiting);
  loop_.Poll();
  clock_.Advance(seconds(1));
  loop_.Poll();
  EXPECT_FALSE(waiting);
  held->value().reset();
  clock_.Advance(milliseconds(500));
  loop_.Poll();
  ASSERT_TRUE(waiting);
  EXPECT_TRUE(waiting->ok()) << waiting->status();
}

TEST_F(FileTokenStoreTest, CancellationEndsTheWaitForTheLock) {
  std::unique_ptr<TokenStore> one = Open("configured");
  std::unique_ptr<TokenStore> other = Open("configured");
  auto context = MakeContext();
  Acquired held = loop_.Run(one->Acquire(*context));
  ASSERT_TRUE(held && held->ok());
  Acquired waiting;
  loop_.Start(other->Acquire(*context), &waiting);
  loop_.Poll();
  context->Stop(absl::CancelledError("enough"));
  loop_.Poll();
  ASSERT_TRUE(waiting);
  EXPECT_EQ(waiting->status(), absl::CancelledError("enough"));
}

}  // namespace
}  // namespace sfconnector
