// SPDX-License-Identifier: Apache-2.0
#include "core/codec/datetime.h"

#include <gtest/gtest.h>

namespace sfconnector {
namespace {

using google::protobuf::Duration;
using google::protobuf::Timestamp;

std::string Reformat(absl::string_view text) {
  const std::optional<Timestamp> time = ParseDatetime(text);
  return time ? FormatDatetime(*time) : "none";
}

TEST(ParseDatetime, ReadsSalesforcesForm) {
  const std::optional<Timestamp> time = ParseDatetime("2015-06-26T19:46:33.000+0000");
  ASSERT_TRUE(time.has_value());
  EXPECT_EQ(time->seconds(), 1435347993);
  EXPECT_EQ(time->nanos(), 0);
}

TEST(ParseDatetime, ReadsRfc3339) {
  EXPECT_EQ(Reformat("2015-06-26T19:46:33Z"), "2015-06-26T19:46:33Z");
  EXPECT_EQ(Reformat("2015-06-26t19:46:33.5z"), "2015-06-26T19:46:33.500Z");
  EXPECT_EQ(Reformat("2015-06-26T19:46:33.123456789Z"), "2015-06-26T19:46:33.123456789Z");
  EXPECT_EQ(Reformat("2015-06-26T19:46:33.000120Z"), "2015-06-26T19:46:33.000120Z");
  EXPECT_EQ(Reformat("2016-01-01T00:30:00+02:00"), "2015-12-31T22:30:00Z");
  EXPECT_EQ(Reformat("2015-12-31T23:00:00-0130"), "2016-01-01T00:30:00Z");
  EXPECT_EQ(Reformat("0001-01-01T00:00:00Z"), "0001-01-01T00:00:00Z");
  EXPECT_EQ(Reformat("9999-12-31T23:59:59.999999999Z"), "9999-12-31T23:59:59.999999999Z");
  EXPECT_EQ(Reformat("1969-12-31T23:59:59.250Z"), "1969-12-31T23:59:59.250Z");
  EXPECT_EQ(Reformat("2000-02-29T00:00:00Z"), "2000-02-29T00:00:00Z");
}

TEST(ParseDatetime, RefusesWhatIsNoInstant) {
  for (const char* text : {"",
                           "2015-06-26",
                           "2015-06-26T19:46Z",
                           "2015-06-26T19:46:33",
                           "2015-02-29T00:00:00Z",
                           "2015-13-01T00:00:00Z",
                           "2015-00-10T00:00:00Z",
                           "2015-06-31T00:00:00Z",
                           "2015-06-26T24:00:00Z",
                           "2015-06-26T23:60:00Z",
                           "2015-06-26T23:59:60Z",
                           "0000-01-01T00:00:00Z",
                           "0001-01-01T00:00:00+01:00",
                           "9999-12-31T23:59:59-01:00",
                           "2015-06-26T19:46:33.Z",
                           "2015-06-26T19:46:33.1234567890Z",
                           "2015-06-26 19:46:33Z",
                           "2015-06-26T19:46:33Z ",
                           "2015-06-26T19:46:33+1",
                           "+2015-06-26T19:46:33Z",
                           "2015-6-26T19:46:33Z",
                           "2015-06-26T19:46:33+24:00"}) {
    EXPECT_FALSE(ParseDatetime(text).has_value()) << text;
  }
}

TEST(FormatSalesforceDatetime, WritesMilliseconds) {
  Timestamp time;
  time.set_seconds(1435347993);
  EXPECT_EQ(FormatSalesforceDatetime(time), "2015-06-26T19:46:33.000Z");
  time.set_nanos(987654321);
  EXPECT_EQ(FormatSalesforceDatetime(time), "2015-06-26T19:46:33.987Z");
}

TEST(IsValidDatetime, BoundsSecondsAndNanoseconds) {
  Timestamp time;
  EXPECT_TRUE(IsValidDatetime(time));
  time.set_nanos(-1);
  EXPECT_FALSE(IsValidDatetime(time));
  time.set_nanos(1000000000);
  EXPECT_FALSE(IsValidDatetime(time));
  time.set_nanos(0);
  time.set_seconds(253402300800);
  EXPECT_FALSE(IsValidDatetime(time));
}

TEST(IsDate, TakesDaysThatExist) {
  EXPECT_TRUE(IsDate("2024-02-29"));
  EXPECT_TRUE(IsDate("0001-01-01"));
  for (const char* text : {"2023-02-29", "2023-2-1", "20230201", "2023-02-01T", "", "2023-02-00",
                           "0000-01-01", "2023-02-01' OR Id != '"}) {
    EXPECT_FALSE(IsDate(text)) << text;
  }
}

TEST(Duration, IsSecondsWithAnS) {
  for (const char* text :
       {"0s", "1s", "1.500s", "-1.500s", "-0.250s", "0.000000001s", "315576000000s", "3.000001s"}) {
    const std::optional<Duration> duration = ParseDuration(text);
    ASSERT_TRUE(duration.has_value()) << text;
    EXPECT_EQ(FormatDuration(*duration), text);
  }
  EXPECT_EQ(FormatDuration(*ParseDuration("1.5s")), "1.500s");
  for (const char* text : {"", "1", "s", "1.s", ".5s", "1m", "1s ", "315576000001s", "+1s", "1e3s",
                           "9999999999999999999s", "1.1234567890s", "--1s"}) {
    EXPECT_FALSE(ParseDuration(text).has_value()) << text;
  }
}

TEST(IsValidDuration, WantsOneSign) {
  Duration duration;
  duration.set_seconds(1);
  duration.set_nanos(-1);
  EXPECT_FALSE(IsValidDuration(duration));
  duration.set_seconds(-1);
  EXPECT_TRUE(IsValidDuration(duration));
}

}  // namespace
}  // namespace sfconnector
