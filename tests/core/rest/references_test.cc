// SPDX-License-Identifier: Apache-2.0
#include "core/rest/references.h"

#include <gtest/gtest.h>

namespace sfconnector {
namespace {

TEST(References, AreRecognisedAsAWhole) {
  for (const char* text : {"@{a.id}", "@{q.records[0].Id}", "@{a[1].id}", "@{A_1.B__c}"}) {
    EXPECT_TRUE(IsReference(text)) << text;
  }
  for (const char* text : {"", "a", "@{}", "@{a.id", "@a.id}", "@{a.id}x", "x@{a.id}",
                           "@{a.id}@{b}", "@{a/../b}", "@{a b}", "@{a?}", "@{ü}", "{a.id}"}) {
    EXPECT_FALSE(IsReference(text)) << text;
  }
}

TEST(References, AreCounted) {
  EXPECT_EQ(CountReferences(""), 0);
  EXPECT_EQ(CountReferences("@{@{a.id}@{b} @{ } @{c[0]}"), 3);
}

TEST(References, StayInAPathOnlyAsAWholeSegmentAndWhereTheyAreAllowed) {
  EXPECT_EQ(EncodeSegment("@{a.id}", References::kAllowed), "@{a.id}");
  EXPECT_EQ(EncodeSegment("@{a.id}", References::kNone).find("@{"), std::string::npos);
  EXPECT_EQ(EncodeSegment("@{a.id}/x", References::kAllowed).find('/'), std::string::npos);
  EXPECT_EQ(EncodeSegment("@{a.id}/x", References::kAllowed).find('{'), std::string::npos);
}

TEST(References, StayInAQueryWithinOtherText) {
  EXPECT_EQ(EncodeQuery("Id = '@{a.id}' & @{ x", References::kAllowed),
            "Id%20%3D%20%27@{a.id}%27%20%26%20%40%7B%20x");
  EXPECT_EQ(EncodeQuery("@{a.id}", References::kNone), "%40%7Ba.id%7D");
}

}  // namespace
}  // namespace sfconnector
