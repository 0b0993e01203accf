// SPDX-License-Identifier: Apache-2.0
#include "core/codec/salesforce_id.h"

#include <gtest/gtest.h>

#include "absl/strings/ascii.h"

namespace sfconnector {
namespace {

TEST(LongSalesforceId, AppendsTheSuffix) {
  EXPECT_EQ(LongSalesforceId("a001a000002zl5U"), "a001a000002zl5UAAQ");
  EXPECT_EQ(LongSalesforceId("000000000000000"), "000000000000000AAA");
  EXPECT_EQ(LongSalesforceId("ABCDEABCDEABCDE"), "ABCDEABCDEABCDE555");
  EXPECT_EQ(LongSalesforceId("Abcdeabcdeabcde"), "AbcdeabcdeabcdeBAA");
}

TEST(LongSalesforceId, BringsBackTheCaseOfALongId) {
  const std::string id = "a001a000002zl5UAAQ";
  EXPECT_EQ(LongSalesforceId(id), id);
  EXPECT_EQ(LongSalesforceId(absl::AsciiStrToUpper(id)), id);
  EXPECT_EQ(LongSalesforceId(absl::AsciiStrToLower(id)), id);
}

TEST(LongSalesforceId, RefusesWhatIsNoId) {
  for (const char* text :
       {"", "a001a000002zl5", "a001a000002zl5UA", "a001a000002zl5UAAQx", "a001a000002zl5-",
        "a001a000002zl5U' --", "a001a000002zl5UAA9", "000000000000000BAA"}) {
    EXPECT_FALSE(LongSalesforceId(text).has_value()) << text;
    EXPECT_FALSE(IsSalesforceId(text)) << text;
  }
}

TEST(IsSalesforceId, WantsTheRightSuffix) {
  EXPECT_TRUE(IsSalesforceId("a001a000002zl5U"));
  EXPECT_TRUE(IsSalesforceId("a001a000002zl5UAAQ"));
  EXPECT_FALSE(IsSalesforceId("A001A000002ZL5UAAQ"));
  EXPECT_FALSE(IsSalesforceId("a001a000002zl5uaaq"));
}

}  // namespace
}  // namespace sfconnector
