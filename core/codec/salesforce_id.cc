// SPDX-License-Identifier: Apache-2.0
#include "core/codec/salesforce_id.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"

namespace sfconnector {
namespace {

constexpr std::size_t kShortSize = 15;
constexpr std::size_t kLongSize = 18;
constexpr std::size_t kGroups = 3;
constexpr std::size_t kGroupSize = 5;
constexpr absl::string_view kSuffixAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

bool IsAlphanumeric(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); });
}

// The three characters that tell the case of the 15 before them: of each group of five, one bit a
// character.
std::string SuffixOf(absl::string_view id) {
  std::string suffix;
  for (std::size_t group = 0; group < kGroups; ++group) {
    std::size_t bits = 0;
    for (std::size_t i = 0; i < kGroupSize; ++i) {
      const char c = id[group * kGroupSize + i];
      if (absl::ascii_isupper(static_cast<unsigned char>(c))) bits |= std::size_t{1} << i;
    }
    suffix.push_back(kSuffixAlphabet[bits]);
  }
  return suffix;
}

// Gives the first 15 characters of a long id the case that its suffix tells. False where a digit
// would have to be upper-case.
bool RestoreCase(std::string& id) {
  for (std::size_t i = 0; i < kShortSize; ++i) {
    const std::size_t bits = kSuffixAlphabet.find(id[kShortSize + i / kGroupSize]);
    if (bits == absl::string_view::npos) return false;
    const auto c = static_cast<unsigned char>(id[i]);
    const bool upper = (bits >> i % kGroupSize & 1) != 0;
    if (upper && !absl::ascii_isalpha(c)) return false;
    id[i] = upper ? absl::ascii_toupper(c) : absl::ascii_tolower(c);
  }
  return true;
}

}  // namespace

bool IsSalesforceId(absl::string_view text) {
  if (!IsAlphanumeric(text)) return false;
  if (text.size() == kShortSize) return true;
  return text.size() == kLongSize && text.substr(kShortSize) == SuffixOf(text);
}

std::optional<std::string> LongSalesforceId(absl::string_view text) {
  if (!IsAlphanumeric(text)) return std::nullopt;
  std::string id(text);
  if (text.size() == kShortSize) return id + SuffixOf(text);
  if (text.size() != kLongSize) return std::nullopt;
  std::transform(id.begin() + kShortSize, id.end(), id.begin() + kShortSize,
                 [](char c) { return absl::ascii_toupper(static_cast<unsigned char>(c)); });
  if (!RestoreCase(id)) return std::nullopt;
  return id;
}

}  // namespace sfconnector
