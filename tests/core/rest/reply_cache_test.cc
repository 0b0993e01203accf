// SPDX-License-Identifier: Apache-2.0
#include "core/rest/reply_cache.h"

#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace sfconnector {
namespace {

// An entry that takes 100 bytes under a key of one letter.
ReplyCache::Entry Entry(char filler) {
  ReplyCache::Entry entry;
  entry.etag = "\"1\"";
  entry.value = std::string(95, filler);
  return entry;
}

TEST(ReplyCache, KnowsWhatItWasTold) {
  ReplyCache cache(1000);
  EXPECT_EQ(cache.Find("a"), nullptr);
  cache.Put("a", Entry('x'));
  ASSERT_NE(cache.Find("a"), nullptr);
  EXPECT_EQ(cache.Find("a")->value, std::string(95, 'x'));
  cache.Put("a", Entry('y'));
  EXPECT_EQ(cache.Find("a")->value, std::string(95, 'y'));
}

TEST(ReplyCache, WhatWasUsedLongestAgoGoesFirst) {
  ReplyCache cache(300);
  for (const char* key : {"a", "b", "c"}) cache.Put(key, Entry('x'));
  EXPECT_NE(cache.Find("a"), nullptr);
  cache.Put("d", Entry('x'));
  EXPECT_EQ(cache.Find("b"), nullptr);
  EXPECT_NE(cache.Find("a"), nullptr);
  EXPECT_NE(cache.Find("c"), nullptr);
  EXPECT_NE(cache.Find("d"), nullptr);
}

TEST(ReplyCache, ALargeEntryMakesRoomForItself) {
  ReplyCache cache(300);
  for (const char* key : {"a", "b", "c"}) cache.Put(key, Entry('x'));
  ReplyCache::Entry large = Entry('x');
  large.value.append(100, 'x');
  cache.Put("d", std::move(large));
  EXPECT_EQ(cache.Find("a"), nullptr);
  EXPECT_EQ(cache.Find("b"), nullptr);
  EXPECT_NE(cache.Find("c"), nullptr);
  EXPECT_NE(cache.Find("d"), nullptr);
}

TEST(ReplyCache, WhatIsTooLargeIsNotKeptAndTakesNothingAway) {
  ReplyCache cache(300);
  cache.Put("a", Entry('x'));
  ReplyCache::Entry huge = Entry('x');
  huge.value.append(300, 'x');
  cache.Put("b", huge);
  EXPECT_EQ(cache.Find("b"), nullptr);
  EXPECT_NE(cache.Find("a"), nullptr);
  cache.Put("a", std::move(huge));
  EXPECT_EQ(cache.Find("a"), nullptr) << "it is no longer what the org says";
}

TEST(ReplyCache, AnEntryOutlivesItsPlace) {
  ReplyCache cache(100);
  cache.Put("a", Entry('x'));
  const std::shared_ptr<const ReplyCache::Entry> held = cache.Find("a");
  cache.Put("b", Entry('y'));
  EXPECT_EQ(cache.Find("a"), nullptr);
  EXPECT_EQ(held->value, std::string(95, 'x'));
}

}  // namespace
}  // namespace sfconnector
