// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/export/page_text.h"

#include <gtest/gtest.h>

#include "core/base/status.h"
#include "core/codec/csv_error.h"

namespace sfconnector {
namespace {

constexpr char kHeader[] = "\"Id\",\"Text\"\n";
constexpr char kRecords[] = "\"1\",\"a\nb\"\n\"2\",\"c\"\n\"3\",\"\"\"\"\n";

// Feeds `body` in pieces of that size.
absl::Status FeedAll(PageText& text, const std::string& body, std::size_t piece, std::string& out) {
  for (std::size_t at = 0; at < body.size(); at += piece) {
    SFC_RETURN_IF_ERROR(text.Feed(absl::string_view(body).substr(at, piece), out));
  }
  return text.End(out);
}

TEST(PageTextTest, IsTheRecordsWithoutTheHeaderHoweverTheyAreCut) {
  const std::string body = std::string(kHeader) + kRecords;
  for (std::size_t piece = 1; piece <= body.size(); ++piece) {
    PageText text(CsvLineEnding::kLf, {});
    std::string out;
    ASSERT_TRUE(FeedAll(text, body, piece, out).ok());
    EXPECT_EQ(out, kRecords);
    EXPECT_EQ(text.records(), 3u);
    EXPECT_EQ(text.header(), "\"Id\",\"Text\"");
  }
}

TEST(PageTextTest, TellsHowMuchBelongsToARecordThatHasNotEnded) {
  PageText text(CsvLineEnding::kLf, {});
  std::string out;
  ASSERT_TRUE(text.Feed(std::string(kHeader) + "\"1\",\"a\nb\"\n\"2\",\"c", out).ok());
  EXPECT_EQ(text.records(), 1u);
  EXPECT_EQ(text.partial(), std::string("\"2\",\"c").size());
}

TEST(PageTextTest, SkipsWhatWasDelivered) {
  const std::string body = std::string(kHeader) + kRecords;
  PageText first(CsvLineEnding::kLf, {});
  std::string out;
  ASSERT_TRUE(first.Feed(body.substr(0, 25), out).ok());
  out.resize(out.size() - first.partial());
  const DeliveredPart part = first.Deliver(out);
  EXPECT_EQ(part.records, 1u);
  for (std::size_t piece = 1; piece <= body.size(); ++piece) {
    PageText again(CsvLineEnding::kLf, part);
    std::string rest;
    ASSERT_TRUE(FeedAll(again, body, piece, rest).ok());
    EXPECT_EQ(out + rest, kRecords);
    EXPECT_EQ(again.records(), 3u);
    const DeliveredPart whole = again.Deliver(rest);
    EXPECT_EQ(whole.bytes, std::string(kRecords).size());
    EXPECT_EQ(whole.hash, ContentHash::Of(kRecords));
  }
}

TEST(PageTextTest, APageThatIsNotWhatItWasIsAnError) {
  PageText first(CsvLineEnding::kLf, {});
  std::string out;
  ASSERT_TRUE(first.Feed(std::string(kHeader) + kRecords, out).ok());
  const DeliveredPart part = first.Deliver(out);
  PageText other(CsvLineEnding::kLf, part);
  std::string changed = std::string(kHeader) + kRecords;
  changed[changed.find('c')] = 'd';
  std::string rest;
  EXPECT_EQ(GetReason(FeedAll(other, changed, 5, rest)), kResultChanged);
  PageText shorter(CsvLineEnding::kLf, part);
  EXPECT_EQ(GetReason(FeedAll(shorter, std::string(kHeader) + "\"1\",\"a\nb\"\n", 5, rest)),
            kResultChanged);
}

TEST(PageTextTest, APageThatIsCutWithinQuotesIsAnError) {
  PageText text(CsvLineEnding::kLf, {});
  std::string out;
  EXPECT_EQ(GetReason(FeedAll(text, std::string(kHeader) + "\"1\",\"a", 3, out)), kCsvCut);
}

TEST(PageTextTest, AnEmptyBodyHasNoRecords) {
  PageText text(CsvLineEnding::kCrlf, {});
  std::string out;
  ASSERT_TRUE(text.End(out).ok());
  EXPECT_EQ(out, "");
  EXPECT_EQ(text.records(), 0u);
  EXPECT_EQ(text.header(), "");
}

}  // namespace
}  // namespace sfconnector
