// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/page_records.h"

#include <vector>

#include "tests/core/bulk/bulk_fixture.h"

namespace sfconnector {
namespace {

using testing::BulkTest;
using testing::kJobId;
using testing::ScriptedReply;

constexpr char kHeader[] = "\"Id\",\"Text\"\n";
constexpr char kRecords[] = "\"1\",\"a\nb\"\n\"2\",\"c\"\n\"3\",\"\"\"\"\n";
constexpr std::size_t kAll = 1'000'000;

class PageRecordsTest : public BulkTest {
 protected:
  // Opens a page that arrives in pieces of that size, behind `before`.
  PageRecords& Open(const std::string& body, std::size_t piece, const PagePart& before = {},
                    HttpHeaders headers = {}) {
    ScriptedReply reply;
    reply.headers = std::move(headers);
    for (std::size_t at = 0; at < body.size(); at += piece) {
      reply.chunks.push_back(body.substr(at, piece));
    }
    http_.Add(reply);
    ResultPageRequest request;
    request.job_id = kJobId;
    absl::StatusOr<ResultPage> page = Run(OpenResultPage(context(), request));
    EXPECT_TRUE(page.ok()) << page.status();
    return records_.emplace(*std::move(page), before);
  }

  absl::Status ReadAll(std::string& out) {
    const absl::StatusOr<bool> more = Run(records_->Read(out, kAll));
    EXPECT_FALSE(more.value_or(false));
    return more.status();
  }

  std::optional<PageRecords> records_;
};

TEST_F(PageRecordsTest, AreThereWithoutTheHeaderHoweverThePageIsCut) {
  const std::string body = std::string(kHeader) + "\n" + kRecords;
  for (std::size_t piece = 1; piece <= body.size(); ++piece) {
    const PageRecords& page = Open(body, piece);
    std::string out;
    ASSERT_TRUE(ReadAll(out).ok());
    EXPECT_EQ(out, kRecords);
    EXPECT_EQ(page.part(), (PagePart{out.size(), 3, ContentHash::Of(out)}));
    EXPECT_EQ(page.header(), "\"Id\",\"Text\"");
  }
}

TEST_F(PageRecordsTest, ComeInWholeAsSoonAsThereAreEnough) {
  const std::string body = std::string(kHeader) + kRecords;
  PageRecords& page = Open(body, 1);
  std::string out;
  const absl::StatusOr<bool> more = Run(page.Read(out, 3));
  ASSERT_TRUE(more.ok()) << more.status();
  EXPECT_TRUE(*more);
  EXPECT_EQ(out, "\"1\",\"a\nb\"\n");
  EXPECT_EQ(page.part(), (PagePart{out.size(), 1, ContentHash::Of(out)}));
  ASSERT_TRUE(ReadAll(out).ok());
  EXPECT_EQ(out, kRecords);
}

TEST_F(PageRecordsTest, WhatIsEnoughIsNotExceededByAWholePiece) {
  std::string body = kHeader;
  for (int i = 0; i < 50'000; ++i) body += "\"1\",\"a\"\n";
  PageRecords& page = Open(body, body.size());
  std::string out;
  ASSERT_TRUE(Run(page.Read(out, 100'000)).ok());
  EXPECT_GE(out.size(), 100'000u);
  EXPECT_LT(out.size(), 140'000u);
}

TEST_F(PageRecordsTest, BeginBehindWhatWasRead) {
  const std::string body = std::string(kHeader) + kRecords;
  Open(body, 1);
  std::string out;
  ASSERT_TRUE(Run(records_->Read(out, 3)).ok());
  const PagePart part = records_->part();
  for (std::size_t piece = 1; piece <= body.size(); ++piece) {
    const PageRecords& again = Open(body, piece, part);
    EXPECT_EQ(again.part(), part);
    std::string rest;
    ASSERT_TRUE(ReadAll(rest).ok());
    EXPECT_EQ(out + rest, kRecords);
    EXPECT_EQ(again.part(), (PagePart{sizeof(kRecords) - 1, 3, ContentHash::Of(kRecords)}));
  }
}

TEST_F(PageRecordsTest, APageThatIsNotWhatItWasIsAnError) {
  const std::string body = std::string(kHeader) + kRecords;
  Open(body, body.size());
  std::string out;
  ASSERT_TRUE(ReadAll(out).ok());
  const PagePart part = records_->part();
  std::string changed = body;
  changed[changed.find('c')] = 'd';
  Open(changed, 5, part);
  EXPECT_EQ(GetReason(ReadAll(out)), kResultChanged);
  Open(std::string(kHeader) + "\"1\",\"a\nb\"\n", 5, part);
  EXPECT_EQ(GetReason(ReadAll(out)), kResultChanged);
}

TEST_F(PageRecordsTest, APageThatIsCutIsAnErrorThatTellsHow) {
  std::string out;
  Open(std::string(kHeader) + "\"1\",\"a", 3);
  EXPECT_EQ(GetReason(ReadAll(out)), kCorruptReply);
  Open(std::string(kHeader) + kRecords, 3, {}, {{"Sforce-NumberOfRecords", "4"}});
  EXPECT_EQ(GetReason(ReadAll(out)), kRecordCount);
  EXPECT_EQ(out, kRecords);
}

TEST_F(PageRecordsTest, ARecordWithoutEndIsAnError) {
  Open(std::string(kHeader) + "\"" + std::string(20'000'000, 'x'), 1'000'000);
  std::string out;
  EXPECT_EQ(GetReason(ReadAll(out)), kCorruptReply);
  EXPECT_EQ(out, "");
}

TEST_F(PageRecordsTest, AnEmptyBodyHasNone) {
  Open("", 1);
  std::string out;
  ASSERT_TRUE(ReadAll(out).ok());
  EXPECT_EQ(out, "");
  EXPECT_EQ(records_->part(), PagePart());
  EXPECT_EQ(records_->header(), "");
}

}  // namespace
}  // namespace sfconnector
