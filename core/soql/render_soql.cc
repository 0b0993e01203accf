// SPDX-License-Identifier: Apache-2.0
#include "core/soql/render_soql.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace sfconnector {
namespace {

constexpr std::size_t kMaxSoqlLength = 100000;

std::size_t CountCharacters(absl::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

}  // namespace

absl::StatusOr<std::string> RenderSoql(const std::string& soql, const BindParameters& parameters,
                                       absl::string_view field) {
  if (soql.empty()) return InvalidField(field, "is required");
  absl::StatusOr<std::string> bound = BindSoql(soql, parameters, field);
  if (!bound.ok()) return bound.status();
  const std::size_t length = CountCharacters(*bound);
  if (length > kMaxSoqlLength) {
    return InvalidField(field, absl::StrCat("has ", length, " characters; Salesforce takes up to ",
                                            kMaxSoqlLength));
  }
  return bound;
}

}  // namespace sfconnector
