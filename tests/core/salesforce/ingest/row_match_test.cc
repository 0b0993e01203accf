// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/row_match.h"

#include <algorithm>
#include <random>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sfconnector {
namespace {

RowKey KeyOf(const std::string& cell) {
  RowKeyMaker maker;
  maker.Add(cell);
  return maker.Finish();
}

TEST(RowMatchTest, EveryRowIsTakenOnce) {
  std::vector<RowKey> keys;
  for (int i = 0; i < 10'000; ++i) keys.push_back(KeyOf(std::to_string(i)));
  RowMatch match(keys);
  std::vector<std::uint32_t> order(keys.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::shuffle(order.begin(), order.end(), std::mt19937(1));
  for (const std::uint32_t row : order) {
    EXPECT_FALSE(match.taken(row));
    EXPECT_EQ(match.Take(keys[row]), row);
    EXPECT_TRUE(match.taken(row));
  }
  EXPECT_EQ(match.left(), 0u);
  EXPECT_EQ(match.Take(keys[0]), std::nullopt);
}

TEST(RowMatchTest, EqualRowsAreTakenInTheirOrder) {
  RowMatch match({KeyOf("a"), KeyOf("b"), KeyOf("a"), KeyOf("a")});
  EXPECT_EQ(match.Take(KeyOf("a")), 0u);
  EXPECT_EQ(match.Take(KeyOf("a")), 2u);
  EXPECT_EQ(match.left(), 2u);
  EXPECT_EQ(match.Take(KeyOf("a")), 3u);
  EXPECT_EQ(match.Take(KeyOf("a")), std::nullopt);
  EXPECT_EQ(match.Take(KeyOf("b")), 1u);
}

TEST(RowMatchTest, ManyEqualRowsCostNoMoreThanOthers) {
  constexpr std::uint32_t kRows = 200'000;
  RowMatch match(std::vector<RowKey>(kRows, KeyOf("a")));
  for (std::uint32_t row = 0; row < kRows; ++row) ASSERT_EQ(match.Take(KeyOf("a")), row);
}

TEST(RowMatchTest, UnknownRowsAreNotFound) {
  RowMatch match({KeyOf("a")});
  EXPECT_EQ(match.Take(KeyOf("b")), std::nullopt);
  EXPECT_EQ(match.left(), 1u);
  RowMatch none({});
  EXPECT_EQ(none.Take(KeyOf("a")), std::nullopt);
}

TEST(RowKeyTest, CellsDoNotRunTogether) {
  RowKeyMaker maker;
  maker.Add("ab");
  maker.Add("c");
  const RowKey first = maker.Finish();
  maker.Add("a");
  maker.Add("bc");
  EXPECT_NE(maker.Finish(), first);
  maker.Add("ab");
  maker.Add("c");
  EXPECT_EQ(maker.Finish(), first);
}

}  // namespace
}  // namespace sfconnector
