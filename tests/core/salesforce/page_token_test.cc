// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/query/page_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sfconnector {
namespace {

PageToken SomeToken() {
  PageToken token;
  token.locator = *ParseNextRecordsUrl("/services/data/v59.0/query/01gRO0000016PIAYA2-500");
  token.encoding = v1::ROW_ENCODING_ROWS;
  token.columns = {"Id", "Owner.Name"};
  return token;
}

TEST(PageToken, SurvivesTheWayToTheCallerAndBack) {
  absl::StatusOr<PageToken> token = DecodePageToken(EncodePageToken(SomeToken()));
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->locator.Path(), "/services/data/v59.0/query/01gRO0000016PIAYA2-500");
  EXPECT_EQ(token->encoding, v1::ROW_ENCODING_ROWS);
  EXPECT_THAT(token->columns, ::testing::ElementsAre("Id", "Owner.Name"));
}

TEST(PageToken, RefusesWhatThisServiceDidNotMake) {
  EXPECT_FALSE(DecodePageToken("").ok());
  EXPECT_FALSE(DecodePageToken("%%%").ok());
  EXPECT_FALSE(DecodePageToken("bm90IGEgdG9rZW4").ok());
}

TEST(PageToken, CannotLeadARequestElsewhere) {
  PageToken token = SomeToken();
  token.locator.locator = "../../../apexrest/evil";
  EXPECT_FALSE(DecodePageToken(EncodePageToken(token)).ok());
  token = SomeToken();
  token.locator.resource = "sobjects";
  EXPECT_FALSE(DecodePageToken(EncodePageToken(token)).ok());
  token = SomeToken();
  token.locator.version = "v59.0/../x";
  EXPECT_FALSE(DecodePageToken(EncodePageToken(token)).ok());
}

TEST(PageToken, OnlyAQueryPagesPathIsFollowed) {
  EXPECT_TRUE(ParseNextRecordsUrl("/services/data/v60.0/queryAll/01gX-2000").ok());
  EXPECT_FALSE(
      ParseNextRecordsUrl("https://evil.example/services/data/v60.0/query/01gX-2000").ok());
  EXPECT_FALSE(ParseNextRecordsUrl("/services/data/v60.0/query/01g?x=1").ok());
  EXPECT_FALSE(ParseNextRecordsUrl("/services/data/v60.0/sobjects/Account").ok());
}

}  // namespace
}  // namespace sfconnector
