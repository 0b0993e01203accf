// SPDX-License-Identifier: Apache-2.0
#include "core/rest/references.h"

#include <algorithm>
#include <functional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/http/url.h"

namespace sfconnector {
namespace {

constexpr absl::string_view kOpen = "@{";

// What a path into a reply is made of: `query.records[0].Id`.
bool IsPathCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains("_.[]", c);
}

// The length of the reference at the beginning of `text`; 0 where there is none.
std::size_t ReferenceLength(absl::string_view text) {
  if (!absl::StartsWith(text, kOpen)) return 0;
  const auto* const begin = text.begin() + kOpen.size();
  const auto* const end = std::find_if_not(begin, text.end(), IsPathCharacter);
  if (end == begin || end == text.end() || *end != '}') return 0;
  return static_cast<std::size_t>(end - text.begin()) + 1;
}

// Calls `reference` for the references in `text` and `other` for what stands around them, in order.
void Walk(absl::string_view text, const std::function<void(absl::string_view)>& reference,
          const std::function<void(absl::string_view)>& other) {
  std::size_t done = 0;
  for (std::size_t at = text.find(kOpen); at != absl::string_view::npos;) {
    const std::size_t length = ReferenceLength(text.substr(at));
    if (length > 0) {
      other(text.substr(done, at - done));
      reference(text.substr(at, length));
      done = at + length;
    }
    at = text.find(kOpen, at + std::max<std::size_t>(length, 1));
  }
  other(text.substr(done));
}

}  // namespace

bool IsReference(absl::string_view text) {
  return !text.empty() && ReferenceLength(text) == text.size();
}

int CountReferences(absl::string_view text) {
  int count = 0;
  Walk(
      text, [&count](absl::string_view) { ++count; }, [](absl::string_view) {});
  return count;
}

std::string EncodeSegment(absl::string_view text, References references) {
  if (references == References::kAllowed && IsReference(text)) return std::string(text);
  return PercentEncodeSegment(text);
}

std::string EncodeQuery(absl::string_view text, References references) {
  if (references == References::kNone) return PercentEncodeQuery(text);
  std::string encoded;
  Walk(
      text, [&encoded](absl::string_view reference) { absl::StrAppend(&encoded, reference); },
      [&encoded](absl::string_view other) {
        absl::StrAppend(&encoded, PercentEncodeQuery(other));
      });
  return encoded;
}

}  // namespace sfconnector
