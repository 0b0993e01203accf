// SPDX-License-Identifier: Apache-2.0
#include "core/http/reply_body.h"

#include <cstdint>
#include <string>

#include <gtest/gtest.h>

#include "core/http/gzip.h"

namespace sfconnector {
namespace {

// Bytes that no compression makes small.
std::string SomeBytes() {
  constexpr std::size_t kSize = 3 << 20;
  std::string bytes;
  bytes.reserve(kSize);
  std::uint32_t state = 1;
  while (bytes.size() < kSize) {
    state = state * 1664525 + 1013904223;
    bytes.push_back(static_cast<char>(state >> 24));
  }
  return bytes;
}

TEST(ReplyBody, IsWholeThoughItsReaderIsAlwaysBehind) {
  const std::string bytes = SomeBytes();
  for (const bool zipped : {true, false}) {
    ReplyBody body;
    ASSERT_TRUE(body.SetEncoding(zipped ? "gzip" : "").ok());
    const std::string wire = zipped ? GzipCompress(bytes) : bytes;
    std::string text;
    const auto take = [&] {
      const absl::Status taken = body.TakeTo(text);
      ASSERT_TRUE(taken.ok()) << taken;
    };
    constexpr std::size_t kPiece = 50000;
    for (std::size_t at = 0; at < wire.size(); at += kPiece) {
      body.Append(absl::string_view(wire).substr(at, kPiece));
      // With 200,000 bytes ahead of it, which one reading does not use up.
      while (body.size() > 4 * kPiece) take();
    }
    while (body.size() > 0) take();
    EXPECT_TRUE(body.CheckEnd(true).ok());
    EXPECT_TRUE(text == bytes) << text.size();
  }
}

}  // namespace
}  // namespace sfconnector
