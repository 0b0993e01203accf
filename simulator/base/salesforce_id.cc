// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/salesforce_id.h"

#include <algorithm>

namespace sfsim {
namespace {

constexpr std::string_view kDigits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kSuffix = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
constexpr std::string_view kInstance = "Sf0";

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
char Upper(char c) { return IsLower(c) ? static_cast<char>(c - 32) : c; }
char Lower(char c) { return IsUpper(c) ? static_cast<char>(c + 32) : c; }

std::string WithSuffix(std::string id) {
  for (size_t group = 0; group < 3; ++group) {
    size_t bits = 0;
    for (size_t j = 0; j < 5; ++j) bits |= static_cast<size_t>(IsUpper(id[group * 5 + j])) << j;
    id.push_back(kSuffix[bits]);
  }
  return id;
}

// Gives the 15 characters the letter case that the suffix records.
std::optional<std::string> RepairCase(std::string_view id) {
  std::string repaired(id.substr(0, 15));
  for (size_t group = 0; group < 3; ++group) {
    const size_t bits = kSuffix.find(Upper(id[15 + group]));
    if (bits == std::string_view::npos) return std::nullopt;
    for (size_t j = 0; j < 5; ++j) {
      char& c = repaired[group * 5 + j];
      const bool upper = (bits >> j & 1) != 0;
      if (upper && !IsUpper(c) && !IsLower(c)) return std::nullopt;
      c = upper ? Upper(c) : Lower(c);
    }
  }
  return WithSuffix(std::move(repaired));
}

}  // namespace

std::string MakeId(std::string_view key_prefix, uint64_t counter) {
  std::string id(key_prefix);
  id.append(kInstance);
  id.append(9, '0');
  for (size_t i = 14; counter > 0 && i > 5; --i, counter /= 62) id[i] = kDigits[counter % 62];
  return WithSuffix(std::move(id));
}

bool LooksLikeId(std::string_view text) {
  return (text.size() == 15 || text.size() == 18) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return kDigits.find(c) != std::string_view::npos; });
}

std::optional<std::string> NormalizeId(std::string_view id) {
  if (!LooksLikeId(id)) return std::nullopt;
  return id.size() == 15 ? WithSuffix(std::string(id)) : RepairCase(id);
}

}  // namespace sfsim
