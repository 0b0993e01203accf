// SPDX-License-Identifier: Apache-2.0
#include "tests/support/row_hash.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/support/generated_rows.h"

namespace sfconnector::testing {
namespace {

std::string HashOf(std::string_view csv) {
  CsvRowHash hash;
  hash.Feed(csv);
  return hash.Finish("a,b") ? hash.hash().Hex() : "none";
}

TEST(RowHashTest, HasTheRowsThatWereGeneratedWhereverTheTextIsCut) {
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{100'000}}) {
    GeneratedRows generated(500);
    CsvRowHash hash;
    for (std::string csv = generated.Next(1000); !csv.empty(); csv = generated.Next(1000)) {
      for (std::string_view rest = csv; !rest.empty();) {
        const std::string_view next = rest.substr(0, piece);
        hash.Feed(next);
        rest.remove_prefix(next.size());
      }
    }
    EXPECT_TRUE(hash.Finish(GeneratedRows::kColumns));
    EXPECT_EQ(hash.hash().rows(), 500);
    EXPECT_EQ(hash.hash().Hex(), generated.hash().Hex());
  }
}

TEST(RowHashTest, DoesNotDependOnTheOrderNorOnQuotes) {
  EXPECT_EQ(HashOf("a,b\n1,x\n2,y\n"), HashOf("\"a\",\"b\"\n\"2\",\"y\"\n\"1\",\"x\""));
}

TEST(RowHashTest, TellsWhatIsMissingDoubledMovedOrChanged) {
  const std::string hash = HashOf("a,b\n1,x\n2,y\n");
  EXPECT_NE(HashOf("a,b\n1,x\n"), hash);
  EXPECT_NE(HashOf("a,b\n1,x\n2,y\n2,y\n"), hash);
  EXPECT_NE(HashOf("a,b\n1,y\n2,x\n"), hash);
  EXPECT_NE(HashOf("a,b\n1,x\n2,Y\n"), hash);
  EXPECT_NE(HashOf("a,b\n1,x\n2y,\n"), hash);
}

TEST(RowHashTest, RefusesWhatIsNoCsvAndAnotherHeader) {
  EXPECT_EQ(HashOf("a,b\n1,\"x\"y\n"), "none");
  EXPECT_EQ(HashOf("a,b\n1,x\"y\n"), "none");
  EXPECT_EQ(HashOf("a,b\n1,\"x\n"), "none");
  EXPECT_EQ(HashOf("b,a\n1,x\n"), "none");
}

}  // namespace
}  // namespace sfconnector::testing
