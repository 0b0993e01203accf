// SPDX-License-Identifier: Apache-2.0
#include "server/json_text.h"

#include <string>

#include <gtest/gtest.h>

namespace sfconnector::server {
namespace {

std::string Quote(const std::string& text) {
  std::string out;
  AppendJsonString(text, out);
  return out;
}

TEST(AppendJsonString, EscapesWhatJsonWants) {
  EXPECT_EQ(Quote("a\"b\\c\nd\x01\x7F"), R"("a\"b\\c\nd\u0001\u007f")");
  EXPECT_EQ(Quote(std::string("\0", 1)), R"("\u0000")");
}

TEST(AppendJsonString, KeepsUtf8AndReplacesWhatIsNone) {
  for (const char* text : {"é", "€", "😀", "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(Quote(text), "\"" + std::string(text) + "\"");
  }
  const std::string bad = "\xEF\xBF\xBD";
  EXPECT_EQ(Quote("\xFFx"), "\"" + bad + "x\"");
  EXPECT_EQ(Quote("\xC3"), "\"" + bad + "\"");
  EXPECT_EQ(Quote("\xC0\x80"), "\"" + bad + bad + "\"");
  EXPECT_EQ(Quote("\xED\xA0\x80"), "\"" + bad + bad + bad + "\"");
  EXPECT_EQ(Quote("\xE2\x82"), "\"" + bad + bad + "\"");
}

TEST(IsJsonNumber, TakesNumbersOnly) {
  for (const char* number : {"0", "-0", "12", "1.5", "1e9", "1.5E-3", "59.0"})
    EXPECT_TRUE(IsJsonNumber(number)) << number;
  for (const char* other :
       {"", "-", "+1", "01", ".5", "1.", "1e", "0x1F", "1_000", "inf", "1 ", "1.2.3"}) {
    EXPECT_FALSE(IsJsonNumber(other)) << other;
  }
}

}  // namespace
}  // namespace sfconnector::server
