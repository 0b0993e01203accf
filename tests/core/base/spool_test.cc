// SPDX-License-Identifier: Apache-2.0
#include "core/base/spool.h"

#include <stdlib.h>

#include <filesystem>
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "tests/support/run_task.h"

namespace sfconnector {
namespace {

class SpoolTest : public ::testing::Test {
 protected:
  SpoolTest() {
    std::string name = ::testing::TempDir() + "spool.XXXXXX";
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
    spool_.emplace(directory_, 100, loop_.executor());
  }
  ~SpoolTest() override {
    file_.reset();
    std::filesystem::remove_all(directory_);
  }

  absl::StatusOr<std::shared_ptr<SpoolFile>> Create() {
    return loop_.Run(spool_->Create()).value_or(absl::UnknownError("no end"));
  }
  absl::Status Append(const std::string& bytes) {
    return loop_.Run(file_->Append(bytes)).value_or(absl::UnknownError("no end"));
  }
  std::string Read(std::uint64_t offset, std::size_t size) {
    const absl::StatusOr<std::string> bytes =
        loop_.Run(file_->Read(offset, size)).value_or(absl::UnknownError("no end"));
    return bytes.ok() ? *bytes : bytes.status().ToString();
  }

  testing::TestLoop loop_;
  std::string directory_;
  std::optional<Spool> spool_;
  std::shared_ptr<SpoolFile> file_;
};

TEST_F(SpoolTest, BytesComeBackFromAnywhere) {
  file_ = *Create();
  ASSERT_TRUE(Append("hello ").ok());
  ASSERT_TRUE(Append("world").ok());
  EXPECT_EQ(file_->size(), 11u);
  EXPECT_EQ(Read(0, 100), "hello world");
  EXPECT_EQ(Read(4, 3), "o w");
  EXPECT_EQ(Read(11, 5), "");
}

TEST_F(SpoolTest, FilesHaveNoName) {
  file_ = *Create();
  ASSERT_TRUE(Append("secret").ok());
  EXPECT_TRUE(std::filesystem::is_empty(directory_));
}

TEST_F(SpoolTest, AllFilesTogetherAreBounded) {
  file_ = *Create();
  const std::shared_ptr<SpoolFile> first = file_;
  ASSERT_TRUE(Append(std::string(60, 'a')).ok());
  file_ = *Create();
  ASSERT_TRUE(Append(std::string(40, 'b')).ok());
  const absl::Status full = Append("c");
  EXPECT_EQ(full.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(GetReason(full), "SPOOL_FULL");
  EXPECT_EQ(file_->size(), 40u);
  EXPECT_EQ(spool_->used(), 100u);
}

TEST_F(SpoolTest, RoomOfAFileThatIsGoneIsFreeAgain) {
  file_ = *Create();
  ASSERT_TRUE(Append(std::string(100, 'a')).ok());
  file_ = *Create();
  EXPECT_EQ(spool_->used(), 0u);
  EXPECT_TRUE(Append(std::string(100, 'b')).ok());
}

TEST_F(SpoolTest, DirectoryThatIsNotThereIsAnError) {
  spool_.emplace(directory_ + "/none", 100, loop_.executor());
  const absl::StatusOr<std::shared_ptr<SpoolFile>> file = Create();
  EXPECT_EQ(file.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(GetReason(file.status()), "SPOOL_FAILED");
}

TEST_F(SpoolTest, CloseWaitsForTheLastFile) {
  file_ = *Create();
  bool closed = false;
  const auto close = [](Spool& spool, bool& done) -> Task<void> {
    co_await spool.Close();
    done = true;
  };
  Spawn(loop_.executor(), close(*spool_, closed));
  loop_.Poll();
  EXPECT_FALSE(closed);
  file_.reset();
  loop_.Poll();
  EXPECT_TRUE(closed);
}

}  // namespace
}  // namespace sfconnector
