// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "simulator/base/datetime.h"
#include "simulator/base/decimal.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/text.h"
#include "simulator/json/json_value.h"

namespace sfsim {
namespace {

TEST(SalesforceId, SuffixAndRepairFollowTheRule) {
  EXPECT_EQ("a001a000002zl5UAAQ", NormalizeId("a001a000002zl5U"));
  EXPECT_EQ("a001a000002zl5UAAQ", NormalizeId("A001A000002ZL5UAAQ"));
  EXPECT_EQ(std::nullopt, NormalizeId("a001a000002zl5"));
  EXPECT_EQ(std::nullopt, NormalizeId("a001a000002zl5-"));
  EXPECT_LT(MakeId("001", 61), MakeId("001", 62));
}

TEST(Decimal, KeepsEighteenDigits) {
  const auto text = [](std::string_view number, int scale) {
    std::string out;
    const auto value = ParseDecimal(number, scale);
    if (value) AppendDecimal(*value, scale, true, &out);
    return out;
  };
  EXPECT_EQ("1234567890123456.78", text("1234567890123456.78", 2));
  EXPECT_EQ("-0.05", text("-0.05", 2));
  EXPECT_EQ("23.0", text("23", 2));
  EXPECT_EQ("1.24", text("1.235", 2));
  EXPECT_EQ("1200.0", text("1.2e3", 2));
  EXPECT_EQ("", text("1234567890123456789", 0));
  EXPECT_EQ("", text("12x", 0));
}

TEST(DateTime, ReadsAndWritesInstants) {
  std::string out;
  AppendInstant(*ParseInstant("2022-03-17T17:21:26.5+01:00"), &out);
  EXPECT_EQ("2022-03-17T16:21:26.500+0000", out);
  EXPECT_EQ(std::nullopt, ParseInstant("2022-03-17 17:21:26Z"));
  EXPECT_EQ(std::nullopt, ParseDate("2023-02-29"));
  EXPECT_TRUE(ParseDate("2024-02-29"));
  EXPECT_EQ("Mon, 10 Aug 2015 00:00:00 GMT",
            HttpDate(*ParseHttpDate("Tue, 10 Aug 2015 00:00:00 GMT")));
}

TEST(Like, MatchesCharactersNotBytes) {
  EXPECT_TRUE(LikeText("_mile", "Émile"));
  EXPECT_TRUE(LikeText("%a%b%", "xxAyyBzz"));
  EXPECT_FALSE(LikeText("a_", "a"));
  EXPECT_TRUE(LikeText("\\_%", "_x"));
  EXPECT_FALSE(LikeText("\\_%", "ax"));
}

TEST(Json, KeepsDigitsOrderAndPlace) {
  const auto json = ReadJson("{\"b\":1.10,\n \"a\":[true,null,\"\\ud83d\\ude00\"]}");
  ASSERT_TRUE(json.ok());
  EXPECT_EQ("b", json->members[0].name);
  EXPECT_EQ("1.10", json->members[0].value.text);
  EXPECT_EQ("😀", json->members[1].value.items[2].text);
  const auto broken = ReadJson("{\"a\":\n x}");
  ASSERT_FALSE(broken.ok());
  EXPECT_NE(std::string::npos, broken.error().message.find("[line:2, column:2]"))
      << broken.error().message;
  for (const char* text :
       {"", "{", "[1,]", "{\"a\"}", "01", "1.", "\"\\x\"", "\"a", "nul", "1 2"}) {
    EXPECT_FALSE(ReadJson(text).ok()) << text;
  }
}

}  // namespace
}  // namespace sfsim
