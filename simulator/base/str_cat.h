// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace sfsim {

inline void AppendPiece(std::string_view piece, std::string* out) { out->append(piece); }

template <std::integral Number>
void AppendPiece(Number number, std::string* out) {
  out->append(std::to_string(number));
}

// Appends texts and whole numbers. (Debian's absl::StrAppend knows no std::string_view.)
template <typename... Pieces>
void StrAppend(std::string* out, const Pieces&... pieces) {
  (AppendPiece(pieces, out), ...);
}

template <typename... Pieces>
std::string StrCat(const Pieces&... pieces) {
  std::string out;
  StrAppend(&out, pieces...);
  return out;
}

}  // namespace sfsim
