// SPDX-License-Identifier: Apache-2.0
#include "core/http/gzip.h"

#include <string>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace sfconnector {
namespace {

std::string SomeText() {
  std::string text;
  for (int i = 0; i < 20000; ++i) absl::StrAppend(&text, "row ", i * 7919 % 10007, "\n");
  return text;
}

TEST(Gzip, DecodesWhatItEncodes) {
  for (const std::string& text : {std::string(), std::string("a"), SomeText()}) {
    const std::string zipped = GzipCompress(text);
    GzipDecoder decoder;
    absl::string_view input = zipped;
    std::string output = "kept ";
    ASSERT_TRUE(decoder.Decode(input, text.size() + 1, output).ok());
    EXPECT_EQ(output, "kept " + text);
    EXPECT_TRUE(input.empty());
    EXPECT_TRUE(decoder.AtEnd());
  }
}

TEST(GzipDecoder, TakesAndGivesPiecesOfAnySize) {
  const std::string text = SomeText();
  const std::string zipped = GzipCompress(text);
  for (const std::size_t step : {1, 7, 1000}) {
    GzipDecoder decoder;
    std::string output;
    for (std::size_t at = 0; at < zipped.size(); at += step) {
      EXPECT_FALSE(decoder.AtEnd());
      absl::string_view input = absl::string_view(zipped).substr(at, step);
      std::size_t before = 0;
      do {
        before = output.size();
        ASSERT_TRUE(decoder.Decode(input, step, output).ok());
        ASSERT_LE(output.size() - before, step);
      } while (!input.empty() || output.size() > before);
    }
    EXPECT_TRUE(decoder.AtEnd());
    EXPECT_EQ(output, text);
  }
}

TEST(GzipDecoder, MembersInARowAreOneText) {
  const std::string zipped = GzipCompress("one ") + GzipCompress("") + GzipCompress("text");
  GzipDecoder decoder;
  absl::string_view input = zipped;
  std::string output;
  ASSERT_TRUE(decoder.Decode(input, 100, output).ok());
  EXPECT_EQ(output, "one text");
  EXPECT_TRUE(decoder.AtEnd());
}

TEST(GzipDecoder, WhatIsNotGzipIsAnError) {
  for (const std::string& text : {std::string("not gzip at all"), GzipCompress("a") + "garbage"}) {
    GzipDecoder decoder;
    absl::string_view input = text;
    std::string output;
    EXPECT_EQ(decoder.Decode(input, 100, output).code(), absl::StatusCode::kDataLoss);
  }
}

TEST(GzipDecoder, NothingIsNoWholeStream) { EXPECT_FALSE(GzipDecoder().AtEnd()); }

}  // namespace
}  // namespace sfconnector
