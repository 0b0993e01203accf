// SPDX-License-Identifier: Apache-2.0
#include "core/codec/csv_blocks.h"

#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace sfconnector {
namespace {

// All bits of a block that ends within quotes, else none.
std::uint64_t Spread(std::uint64_t quoted) { return std::uint64_t{0} - (quoted >> 63); }

// Bit i of the result is the parity of the bits up to i.
std::uint64_t PrefixXor(std::uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

// Everywhere: eight bytes at a time in an ordinary register.

constexpr std::uint64_t kEachByte = 0x0101010101010101;

// The first byte of the text is the lowest of each word.
struct Words {
  explicit Words(const char* text) {
    std::memcpy(words, text, sizeof(words));
    if constexpr (std::endian::native == std::endian::big) {
      for (std::uint64_t& word : words) word = __builtin_bswap64(word);
    }
  }

  std::uint64_t Equal(char byte) const {
    std::uint64_t bits = 0;
    for (int i = 0; i < 8; ++i) bits |= EqualOf(words[i], byte) << (8 * i);
    return bits;
  }

  // One bit for each byte of a word.
  static std::uint64_t EqualOf(std::uint64_t word, char byte) {
    constexpr std::uint64_t kLow = kEachByte * 0x7F;
    const std::uint64_t difference = word ^ kEachByte * static_cast<unsigned char>(byte);
    const std::uint64_t equal = ~(((difference & kLow) + kLow) | difference | kLow);
    return (equal >> 7) * 0x0102040810204080 >> 56;
  }

  std::uint64_t words[8] = {};
};

void PortableBlocks(const char* text, std::size_t blocks, char delimiter, std::uint64_t& quoted,
                    CsvBlock* out) {
  for (std::size_t i = 0; i < blocks; ++i) {
    const Words words(text + i * kCsvBlockBytes);
    out[i].quotes = words.Equal('"');
    out[i].quoted = PrefixXor(out[i].quotes) ^ quoted;
    out[i].delimiters = words.Equal(delimiter);
    out[i].line_feeds = words.Equal('\n');
    out[i].carriage_returns = words.Equal('\r');
    quoted = Spread(out[i].quoted);
  }
}

void PortableRecordEnds(const char* text, std::size_t blocks, std::uint64_t& quoted,
                        std::uint64_t* out) {
  for (std::size_t i = 0; i < blocks; ++i) {
    const Words words(text + i * kCsvBlockBytes);
    const std::uint64_t within = PrefixXor(words.Equal('"')) ^ quoted;
    out[i] = words.Equal('\n') & ~within;
    quoted = Spread(within);
  }
}

#if defined(__x86_64__)

// Every x86-64: 16 bytes at a time.

struct Sse2Block {
  explicit Sse2Block(const char* text) {
    for (int i = 0; i < 4; ++i) {
      parts[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + 16 * i));
    }
  }

  std::uint64_t Equal(__m128i byte) const {
    std::uint64_t bits = 0;
    for (int i = 0; i < 4; ++i) {
      const auto part = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(parts[i], byte)));
      bits |= std::uint64_t{part} << (16 * i);
    }
    return bits;
  }

  __m128i parts[4] = {};
};

void Sse2Blocks(const char* text, std::size_t blocks, char delimiter, std::uint64_t& quoted,
                CsvBlock* out) {
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i delimiters = _mm_set1_epi8(delimiter);
  const __m128i line_feed = _mm_set1_epi8('\n');
  const __m128i carriage_return = _mm_set1_epi8('\r');
  for (std::size_t i = 0; i < blocks; ++i) {
    const Sse2Block block(text + i * kCsvBlockBytes);
    out[i].quotes = block.Equal(quote);
    out[i].quoted = PrefixXor(out[i].quotes) ^ quoted;
    out[i].delimiters = block.Equal(delimiters);
    out[i].line_feeds = block.Equal(line_feed);
    out[i].carriage_returns = block.Equal(carriage_return);
    quoted = Spread(out[i].quoted);
  }
}

void Sse2RecordEnds(const char* text, std::size_t blocks, std::uint64_t& quoted,
                    std::uint64_t* out) {
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i line_feed = _mm_set1_epi8('\n');
  for (std::size_t i = 0; i < blocks; ++i) {
    const Sse2Block block(text + i * kCsvBlockBytes);
    const std::uint64_t within = PrefixXor(block.Equal(quote)) ^ quoted;
    out[i] = block.Equal(line_feed) & ~within;
    quoted = Spread(within);
  }
}

// 32 bytes at a time. The functions that use the instructions must say so, each of them.

__attribute__((target("avx2"))) inline std::uint64_t Avx2Equal(__m256i low, __m256i high,
                                                               __m256i byte) {
  const auto low_bits =
      static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, byte)));
  const auto high_bits =
      static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, byte)));
  return std::uint64_t{high_bits} << 32 | low_bits;
}

// A product without carries by all ones is the parity of the bits before each.
__attribute__((target("avx2,pclmul"))) inline std::uint64_t Avx2PrefixXor(std::uint64_t bits) {
  const __m128i factor = _mm_cvtsi64_si128(static_cast<long long>(bits));
  return static_cast<std::uint64_t>(
      _mm_cvtsi128_si64(_mm_clmulepi64_si128(factor, _mm_set1_epi8('\xFF'), 0)));
}

__attribute__((target("avx2"))) inline __m256i Avx2Load(const char* text) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
}

__attribute__((target("avx2,pclmul"))) void Avx2Blocks(const char* text, std::size_t blocks,
                                                       char delimiter, std::uint64_t& quoted,
                                                       CsvBlock* out) {
  const __m256i quote = _mm256_set1_epi8('"');
  const __m256i delimiters = _mm256_set1_epi8(delimiter);
  const __m256i line_feed = _mm256_set1_epi8('\n');
  const __m256i carriage_return = _mm256_set1_epi8('\r');
  for (std::size_t i = 0; i < blocks; ++i) {
    const __m256i low = Avx2Load(text + i * kCsvBlockBytes);
    const __m256i high = Avx2Load(text + i * kCsvBlockBytes + 32);
    out[i].quotes = Avx2Equal(low, high, quote);
    out[i].quoted = Avx2PrefixXor(out[i].quotes) ^ quoted;
    out[i].delimiters = Avx2Equal(low, high, delimiters);
    out[i].line_feeds = Avx2Equal(low, high, line_feed);
    out[i].carriage_returns = Avx2Equal(low, high, carriage_return);
    quoted = Spread(out[i].quoted);
  }
}

__attribute__((target("avx2,pclmul"))) void Avx2RecordEnds(const char* text, std::size_t blocks,
                                                           std::uint64_t& quoted,
                                                           std::uint64_t* out) {
  const __m256i quote = _mm256_set1_epi8('"');
  const __m256i line_feed = _mm256_set1_epi8('\n');
  std::uint64_t carried = quoted;
  for (std::size_t i = 0; i < blocks; ++i) {
    const __m256i low = Avx2Load(text + i * kCsvBlockBytes);
    const __m256i high = Avx2Load(text + i * kCsvBlockBytes + 32);
    const std::uint64_t within = Avx2PrefixXor(Avx2Equal(low, high, quote)) ^ carried;
    out[i] = Avx2Equal(low, high, line_feed) & ~within;
    carried = Spread(within);
  }
  quoted = carried;
}

bool HasAvx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul"); }

#endif

}  // namespace

std::vector<CsvBlockFinder> CsvBlockFinders() {
  std::vector<CsvBlockFinder> finders;
#if defined(__x86_64__)
  if (HasAvx2()) finders.push_back({"avx2", Avx2Blocks, Avx2RecordEnds});
  finders.push_back({"sse2", Sse2Blocks, Sse2RecordEnds});
#endif
  finders.push_back({"portable", PortableBlocks, PortableRecordEnds});
  return finders;
}

const CsvBlockFinder& FastestCsvBlockFinder() {
  static const CsvBlockFinder fastest = CsvBlockFinders().front();
  return fastest;
}

}  // namespace sfconnector
