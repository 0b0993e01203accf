// SPDX-License-Identifier: Apache-2.0
#include "core/retry/retry_after.h"

#include <gtest/gtest.h>

namespace sfconnector {
namespace {

using std::chrono::seconds;

// 14 November 2023, 22:13:20 UTC.
constexpr Clock::WallTime kNow{seconds(1'700'000'000)};

TEST(ParseRetryAfter, ReadsSeconds) {
  EXPECT_EQ(ParseRetryAfter("0", kNow), seconds(0));
  EXPECT_EQ(ParseRetryAfter(" 120 ", kNow), seconds(120));
}

TEST(ParseRetryAfter, ReadsDates) {
  EXPECT_EQ(ParseRetryAfter("Tue, 14 Nov 2023 22:14:20 GMT", kNow), seconds(60));
  EXPECT_EQ(ParseRetryAfter("Tue, 14 Nov 2023 22:12:20 GMT", kNow), seconds(0));
}

TEST(ParseRetryAfter, WaitsAtMostADay) {
  EXPECT_EQ(ParseRetryAfter("999999999", kNow), seconds(86'400));
  EXPECT_EQ(ParseRetryAfter("Tue, 14 Nov 2999 22:14:20 GMT", kNow), seconds(86'400));
}

TEST(ParseRetryAfter, GivesNothingForOtherText) {
  for (absl::string_view text : {"", "soon", "-1", "1.5", "99999999999999999999"}) {
    EXPECT_FALSE(ParseRetryAfter(text, kNow)) << text;
  }
}

}  // namespace
}  // namespace sfconnector
