// SPDX-License-Identifier: Apache-2.0
#include "core/codec/wire.h"

#include <string>

#include <gtest/gtest.h>

#include "sfconnector/v1/value.pb.h"

namespace sfconnector {
namespace {

// A list whose only element holds `text`, its lengths guessed to take `guess` bytes.
std::string List(const std::string& text, std::size_t guess) {
  WireBuffer out;
  out.Byte(WireBuffer::BytesTag(v1::ListValue::kValuesFieldNumber));
  const WireBuffer::Length value = out.Open(guess);
  out.BytesField(v1::Value::kStringValueFieldNumber, text);
  out.Close(value);
  return std::string(out.view());
}

TEST(WireBuffer, PatchesLengthsWhateverTheGuess) {
  for (const std::size_t size : {0, 1, 100, 124, 125, 126, 127, 128, 16000, 16380, 16384, 300000}) {
    v1::ListValue list;
    list.add_values()->set_string_value(std::string(size, 'x'));
    for (const std::size_t guess : {1, 2, 3}) {
      EXPECT_EQ(List(std::string(size, 'x'), guess), list.SerializeAsString()) << size << guess;
    }
  }
}

TEST(WireBuffer, WritesVarints) {
  for (const std::uint64_t value : {0ull, 1ull, 127ull, 128ull, 300ull, 1ull << 32, ~0ull}) {
    v1::Value message;
    message.set_integer_value(static_cast<std::int64_t>(value));
    WireBuffer out;
    out.VarintField(v1::Value::kIntegerValueFieldNumber, value);
    EXPECT_EQ(std::string(out.view()), message.SerializeAsString());
    EXPECT_EQ(WireBuffer::VarintSize(value) + 1, out.size());
  }
}

TEST(WireBuffer, KeepsNothingWhenCleared) {
  WireBuffer out;
  out.Append("abc");
  out.clear();
  EXPECT_TRUE(out.empty());
  out.Append("d");
  EXPECT_EQ(std::string(out.view()), "d");
}

}  // namespace
}  // namespace sfconnector
