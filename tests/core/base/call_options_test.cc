// SPDX-License-Identifier: Apache-2.0
#include "core/base/call_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(CallOptions, TakesItsOwnKeysInAnyCase) {
  CallOptions options;
  EXPECT_TRUE(options.Set("SFConnector-Connection", "sandbox").ok());
  EXPECT_TRUE(options.Set("sfconnector-api-version", "v60").ok());
  EXPECT_TRUE(options.Set("sfconnector-access-token", "00D!x").ok());
  EXPECT_TRUE(options.Set("sfconnector-instance-url", "https://a.my.salesforce.com").ok());
  EXPECT_EQ(options.connection, "sandbox");
  EXPECT_EQ(options.api_version, "60.0");
  EXPECT_EQ(options.access_token.Reveal(), "00D!x");
  EXPECT_EQ(options.instance_url, "https://a.my.salesforce.com");
}

TEST(CallOptions, PassesSalesforceAndTraceHeadersOn) {
  CallOptions options;
  EXPECT_TRUE(options.Set("Sforce-Auto-Assign", "FALSE").ok());
  EXPECT_TRUE(options.Set("traceparent", "00-1-2-01").ok());
  EXPECT_THAT(options.headers,
              ElementsAre(Pair("sforce-auto-assign", "FALSE"), Pair("traceparent", "00-1-2-01")));
}

TEST(CallOptions, LeavesOtherKeysToTheDoor) {
  CallOptions options;
  bool recognised = true;
  EXPECT_TRUE(options.Set("user-agent", "x", &recognised).ok());
  EXPECT_FALSE(recognised);
  EXPECT_TRUE(options.headers.empty());
}

TEST(CallOptions, RefusesUnknownOptionsAndValuesThatWouldBreakAHeader) {
  CallOptions options;
  EXPECT_FALSE(options.Set("sfconnector-conection", "x").ok());
  EXPECT_FALSE(options.Set("sforce-call-options", "a\r\nAuthorization: b").ok());
  EXPECT_FALSE(options.Set("sfconnector-api-version", "59.1").ok());
}

TEST(NormaliseApiVersion, AcceptsTheUsualSpellings) {
  for (const char* text : {"59.0", "v59.0", "v59", "59"})
    EXPECT_EQ(*NormaliseApiVersion(text), "59.0") << text;
  for (const char* text : {"", "v", "59.5", "0", "59.0.0", "-1", "x", "5900"}) {
    EXPECT_FALSE(NormaliseApiVersion(text).ok()) << text;
  }
}

}  // namespace
}  // namespace sfconnector
