// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/export/reading_pace.h"

#include <chrono>

#include <gtest/gtest.h>

namespace sfconnector {
namespace {

using std::chrono::milliseconds;

class ReadingPaceTest : public ::testing::Test {
 protected:
  static constexpr std::size_t kMessage = ReadingPace::kMinMessageBytes;

  // Writes messages, each after `pause`, of which it has waited for `waited`.
  void Write(int messages, Clock::Duration pause, Clock::Duration waited = {}) {
    for (int i = 0; i < messages; ++i) {
      now_ += pause;
      pace_.OnWritten(kMessage, now_, waited);
    }
  }

  Clock::Instant now_;
  ReadingPace pace_{5, now_};
};

TEST_F(ReadingPaceTest, BeginsWithOnePageAndShortMessages) {
  EXPECT_EQ(pace_.pages(), 1);
  EXPECT_EQ(pace_.message_bytes(), ReadingPace::kMinMessageBytes);
}

TEST_F(ReadingPaceTest, SlowPagesThatAreReadAtOnceGetCompanyUpToTheLimit) {
  Write(15, milliseconds(10));
  EXPECT_EQ(pace_.pages(), 1);
  Write(1, milliseconds(10));
  EXPECT_EQ(pace_.pages(), 3);
  Write(80, milliseconds(10));
  EXPECT_EQ(pace_.pages(), 5);
}

TEST_F(ReadingPaceTest, APageThatComesFastStaysAlone) {
  Write(800, std::chrono::microseconds(100));
  EXPECT_EQ(pace_.pages(), 1);
}

TEST_F(ReadingPaceTest, WhatWaitsForTheReaderGetsNoCompanyAndLosesIt) {
  Write(80, milliseconds(10), milliseconds(6));
  EXPECT_EQ(pace_.pages(), 1);
  Write(80, milliseconds(10));
  Write(48, milliseconds(10), milliseconds(40));
  EXPECT_EQ(pace_.pages(), 2);
  Write(80, milliseconds(10), milliseconds(40));
  EXPECT_EQ(pace_.pages(), 1);
}

TEST_F(ReadingPaceTest, MessagesThatFollowEachOtherCloselyGrowUpToTheLimit) {
  Write(15, milliseconds(1));
  EXPECT_EQ(pace_.message_bytes(), ReadingPace::kMinMessageBytes);
  Write(1, milliseconds(1));
  EXPECT_EQ(pace_.message_bytes(), 2 * ReadingPace::kMinMessageBytes);
  Write(80, milliseconds(1));
  EXPECT_EQ(pace_.message_bytes(), ReadingPace::kMaxMessageBytes);
}

TEST_F(ReadingPaceTest, MessagesStayAsTheyAreAtAnEvenPaceAndAreShortAgainAtASlowOne) {
  Write(80, milliseconds(1));
  Write(80, milliseconds(50));
  EXPECT_EQ(pace_.message_bytes(), ReadingPace::kMaxMessageBytes);
  Write(16, milliseconds(100));
  EXPECT_EQ(pace_.message_bytes(), ReadingPace::kMinMessageBytes);
}

}  // namespace
}  // namespace sfconnector
