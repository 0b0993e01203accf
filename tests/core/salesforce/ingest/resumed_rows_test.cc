// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/resumed_rows.h"

#include <map>
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"
#include "tests/support/run_task.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::SizeIs;

// Keeps what is told, by row.
class TellingWriter final : public MessageWriter {
 public:
  Task<absl::Status> Write(std::string encoded) override {
    v1::IngestResponse message;
    EXPECT_TRUE(message.ParseFromString(encoded));
    for (const v1::IngestedRow& row : message.rows().rows()) {
      EXPECT_TRUE(told.emplace(row.row(), row).second) << row.row();
    }
    co_return absl::OkStatus();
  }

  std::map<std::int64_t, v1::IngestedRow> told;
};

class ResumedRowsTest : public ::testing::Test {
 protected:
  ResumedRowsTest() {
    absl::StatusOr<std::unique_ptr<ResumedRows>> rows =
        loop_.Run(ResumedRows::Create(spool_)).value_or(absl::UnknownError("no end"));
    EXPECT_TRUE(rows.ok());
    rows_ = *std::move(rows);
  }

  static RowKey KeyOf(const std::string& cell) {
    RowKeyMaker maker;
    maker.Add(cell);
    return maker.Finish();
  }

  void Add(const std::string& cell) {
    rows_->AddRow(KeyOf(cell));
    Flush();
  }
  void Result(const std::string& cell, const std::string& id) {
    v1::IngestedRow result;
    result.set_state(v1::INGESTED_ROW_STATE_CREATED);
    result.set_id(id);
    rows_->AddResult(KeyOf(cell), result);
    Flush();
  }
  void Flush() {
    if (!rows_->must_flush()) return;
    EXPECT_TRUE(loop_.Run(rows_->Flush())->ok());
  }

  // Tells everything; returns how many results are of no row.
  std::int64_t Tell() {
    Outlet outlet(call_, writer_);
    ResumedRows::WithoutResult without;
    const absl::StatusOr<std::int64_t> surplus =
        loop_.Run(rows_->Tell(spool_, false, without, outlet))
            .value_or(absl::UnknownError("no end"));
    EXPECT_TRUE(surplus.ok()) << surplus.status();
    return surplus.value_or(-1);
  }

  std::vector<std::pair<std::int64_t, std::string>> Ids() const {
    std::vector<std::pair<std::int64_t, std::string>> ids;
    for (const auto& [row, told] : writer_.told) ids.emplace_back(row, told.id());
    return ids;
  }

  testing::TestLoop loop_;
  testing::FakeClock clock_;
  Observer observer_;
  CallContext call_{loop_.executor(), CallOptions(), std::nullopt, clock_, observer_};
  Spool spool_{::testing::TempDir(), std::uint64_t{64} << 20, loop_.executor()};
  std::unique_ptr<ResumedRows> rows_;
  TellingWriter writer_;
};

TEST_F(ResumedRowsTest, ResultsMeetTheirRowsInAnyOrder) {
  Add("a");
  Add("b");
  Add("c");
  rows_->BeginResults();
  Result("c", "3");
  Result("a", "1");
  EXPECT_EQ(Tell(), 0);
  EXPECT_THAT(Ids(), ElementsAre(Pair(0, "1"), Pair(1, ""), Pair(2, "3")));
  EXPECT_EQ(writer_.told.at(1).state(), v1::INGESTED_ROW_STATE_NOT_SENT);
}

TEST_F(ResumedRowsTest, EqualRowsShareTheirResults) {
  Add("a");
  Add("a");
  rows_->BeginResults();
  Result("a", "1");
  Result("a", "2");
  Result("a", "3");
  EXPECT_EQ(Tell(), 1);
  EXPECT_THAT(Ids(), ElementsAre(Pair(0, "1"), Pair(1, "2")));
}

TEST_F(ResumedRowsTest, ResultsThatWereDroppedDoNotCount) {
  Add("a");
  rows_->BeginResults();
  Result("a", "1");
  rows_->DropResults();
  rows_->BeginResults();
  Result("a", "2");
  EXPECT_EQ(Tell(), 0);
  EXPECT_THAT(Ids(), ElementsAre(Pair(0, "2")));
}

TEST_F(ResumedRowsTest, ManyRowsAreAllTold) {
  constexpr int kRows = 30'000;
  for (int i = 0; i < kRows; ++i) Add(std::to_string(i));
  rows_->BeginResults();
  for (int i = kRows; i-- > 0;) Result(std::to_string(i), std::to_string(i));
  EXPECT_EQ(Tell(), 0);
  ASSERT_THAT(writer_.told, SizeIs(kRows));
  for (const auto& [row, told] : writer_.told) ASSERT_EQ(told.id(), std::to_string(row));
}

}  // namespace
}  // namespace sfconnector
