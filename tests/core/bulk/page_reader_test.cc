// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/page_reader.h"

#include <vector>

#include "tests/core/bulk/bulk_fixture.h"

namespace sfconnector {
namespace {

using testing::BulkTest;
using testing::kJobId;
using testing::ScriptedReply;

constexpr char kPage[] = "\"Id\",\"Name\"\n\"1\",\"a\nb\"\n\"2\",\"\"\n";

class PageReaderTest : public BulkTest {
 protected:
  static ScriptedReply Page(std::vector<std::string> chunks, HttpHeaders headers = {}) {
    ScriptedReply reply;
    reply.chunks = std::move(chunks);
    reply.headers = std::move(headers);
    return reply;
  }
  static ScriptedReply Cut(std::vector<std::string> chunks, HttpHeaders headers = {}) {
    ScriptedReply reply = Page(std::move(chunks), std::move(headers));
    reply.body_error = testing::ReplyLostError();
    return reply;
  }

  void Begin(bool with_header = true) {
    ResultPageRequest request;
    request.job_id = kJobId;
    reader_.emplace(context(), request, with_header);
  }

  // Reads to the end; each element is what one Read brought.
  absl::StatusOr<std::vector<std::string>> ReadAll(bool with_header = true) {
    Begin(with_header);
    const absl::Status opened = Run(reader_->Open());
    if (!opened.ok()) return opened;
    std::vector<std::string> read;
    while (true) {
      std::string records;
      const absl::StatusOr<bool> more = Run(reader_->Read(records));
      if (!more.ok()) return more.status();
      if (!*more) return read;
      read.push_back(records);
    }
  }

  std::string Text(bool with_header = true) {
    const absl::StatusOr<std::vector<std::string>> read = ReadAll(with_header);
    EXPECT_TRUE(read.ok()) << read.status();
    std::string text;
    if (read.ok()) {
      for (const std::string& part : *read) text += part;
    }
    return text;
  }

  std::optional<ResultPageReader> reader_;
};

TEST_F(PageReaderTest, ReadsWholeRecordsWhereverThePageIsCut) {
  const std::string page = kPage;
  for (std::size_t first = 0; first <= page.size(); ++first) {
    for (const std::size_t second : {first, (first + page.size()) / 2}) {
      http_.Add(
          Page({page.substr(0, first), page.substr(first, second - first), page.substr(second)},
               {{"Sforce-NumberOfRecords", "2"}}));
      const absl::StatusOr<std::vector<std::string>> read = ReadAll();
      ASSERT_TRUE(read.ok()) << read.status();
      std::string text;
      for (const std::string& part : *read) {
        EXPECT_EQ(part.back(), '\n');
        text += part;
      }
      EXPECT_EQ(text, page);
      EXPECT_EQ(reader_->records(), 2u);
    }
  }
}

TEST_F(PageReaderTest, LeavesTheHeaderOutWhereItIsAskedTo) {
  http_.Add(Page({"\"Id\"\r", "\n\"1\"\r\n"}));
  EXPECT_EQ(Text(/*with_header=*/false), "\"1\"\r\n");
  http_.Add(Page({"\"Id\"\n"}));
  EXPECT_EQ(Text(/*with_header=*/false), "");
}

TEST_F(PageReaderTest, AResultWithoutRecordsIsItsHeaderOrNothing) {
  http_.Add(Page({"\"Id\"\n"}, {{"Sforce-NumberOfRecords", "0"}}));
  EXPECT_EQ(Text(), "\"Id\"\n");
  http_.Add(Page({}, {{"Sforce-NumberOfRecords", "0"}}));
  EXPECT_EQ(Text(), "");
  EXPECT_EQ(reader_->records(), 0u);
}

TEST_F(PageReaderTest, APageThatBreaksOffIsReadAgainAndSkipsWhatWasRead) {
  const std::string page = kPage;
  for (std::size_t cut = 1; cut <= page.size(); ++cut) {
    for (const bool with_header : {true, false}) {
      http_.Add(Cut({page.substr(0, cut / 2), page.substr(cut / 2, cut - cut / 2)}));
      http_.Add(Page({page.substr(0, 5), page.substr(5)}));
      EXPECT_EQ(Text(with_header), with_header ? page : page.substr(page.find('\n') + 1));
      EXPECT_EQ(reader_->records(), 2u);
    }
  }
}

TEST_F(PageReaderTest, ALongPageMayBreakOftenAsLongAsItComesForward) {
  std::string page = "\"Id\"\n";
  for (int i = 0; i < 20; ++i) {
    page += "\"1\"\n";
    http_.Add(Cut({page}));
  }
  http_.Add(Page({page}));
  EXPECT_EQ(Text(), page);
}

TEST_F(PageReaderTest, APageThatStaysBrokenIsTheTransportsError) {
  for (int i = 0; i < 5; ++i) http_.Add(Cut({"\"Id\"\n\"1"}));
  const absl::Status status = ReadAll().status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(DetailOf(status).job_id(), kJobId);
}

TEST_F(PageReaderTest, APageThatStaysCutWithinARecordIsLost) {
  for (int i = 0; i < 5; ++i) http_.Add(Page({"\"Id\"\n\"1"}));
  const absl::Status status = ReadAll().status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_EQ(GetReason(status), "CORRUPT_REPLY");
}

TEST_F(PageReaderTest, APageWithOtherThanTheAnnouncedRecordsIsReadAgain) {
  const HttpHeaders two = {{"Sforce-NumberOfRecords", "2"}};
  http_.Add(Page({"\"Id\"\n\"1\"\n"}, two));
  http_.Add(Page({"\"Id\"\n\"1\"\n\"2\"\n"}, two));
  EXPECT_EQ(Text(), "\"Id\"\n\"1\"\n\"2\"\n");
  for (int i = 0; i < 5; ++i) http_.Add(Page({"\"Id\"\n\"1\"\n"}, two));
  const absl::Status status = ReadAll().status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_EQ(GetReason(status), "RECORD_COUNT");
}

TEST_F(PageReaderTest, APageThatChangesInBetweenIsAnError) {
  for (const ScriptedReply& other :
       {Page({"\"Id\"\n\"3\"\n\"2\"\n"}), Page({"\"Id\"\n"}),
        Page({"\"Id\"\n\"1\"\n\"2\"\n"}, {{"Sforce-Locator", "MQ"}})}) {
    http_.Add(Cut({"\"Id\"\n\"1\"\n"}));
    http_.Add(other);
    const absl::Status status = ReadAll().status();
    EXPECT_TRUE(absl::IsDataLoss(status)) << status;
    EXPECT_EQ(GetReason(status), "RESULT_CHANGED");
  }
}

TEST_F(PageReaderTest, AnErrorOfSalesforceIsThatError) {
  http_.AddReply(404, R"([{"errorCode":"NOT_FOUND","message":"no such job"}])");
  const absl::Status status = ReadAll().status();
  EXPECT_EQ(GetReason(status), "NOT_FOUND");
  EXPECT_EQ(DetailOf(status).job_id(), kJobId);
}

}  // namespace
}  // namespace sfconnector
