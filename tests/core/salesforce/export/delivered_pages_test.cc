// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/export/delivered_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sfconnector {
namespace {

using ::testing::ElementsAre;

TEST(DeliveredPagesTest, PagesThatFollowEachOtherAreOneRange) {
  DeliveredPages pages;
  for (const std::uint64_t page : {4, 0, 2, 1, 5, 3}) pages.Finish(page, 10 + page);
  EXPECT_THAT(pages.ranges(), ElementsAre(PageRange{0, 5, 75}));
  EXPECT_EQ(pages.records(), 75u);
  EXPECT_EQ(pages.finished(), 6u);
  EXPECT_EQ(pages.first_unfinished(), 6u);
}

TEST(DeliveredPagesTest, GapsStay) {
  DeliveredPages pages;
  pages.Finish(1, 10);
  pages.Finish(4, 20);
  pages.Finish(2, 30);
  EXPECT_THAT(pages.ranges(), ElementsAre(PageRange{1, 2, 40}, PageRange{4, 4, 20}));
  EXPECT_EQ(pages.first_unfinished(), 0u);
  EXPECT_FALSE(pages.IsFinished(0));
  EXPECT_TRUE(pages.IsFinished(1));
  EXPECT_TRUE(pages.IsFinished(2));
  EXPECT_FALSE(pages.IsFinished(3));
  EXPECT_TRUE(pages.IsFinished(4));
  EXPECT_FALSE(pages.IsFinished(5));
}

TEST(DeliveredPagesTest, PartsCountUntilTheirPageIsFinished) {
  DeliveredPages pages;
  pages.Advance(3, {100, 7, 1});
  pages.Advance(3, {200, 9, 2});
  EXPECT_EQ(pages.records(), 9u);
  EXPECT_EQ(pages.PartOf(3), (PagePart{200, 9, 2}));
  EXPECT_EQ(pages.PartOf(4), PagePart());
  EXPECT_FALSE(pages.IsFinished(3));
  pages.Finish(3, 12);
  EXPECT_EQ(pages.records(), 12u);
  EXPECT_TRUE(pages.parts().empty());
}

}  // namespace
}  // namespace sfconnector
