// SPDX-License-Identifier: Apache-2.0
#include "core/http/http_client.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status.h"

namespace sfconnector {

absl::string_view HttpResponse::Header(absl::string_view name) const {
  for (const auto& [key, value] : headers()) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return {};
}

Task<absl::StatusOr<std::optional<std::string>>> HttpResponse::Read() {
  std::string piece;
  absl::StatusOr<bool> more = co_await ReadMore(piece);
  if (!more.ok()) co_return more.status();
  std::optional<std::string> result;
  if (*more) result = std::move(piece);
  co_return result;
}

Task<absl::StatusOr<std::string>> HttpResponse::ReadAll(std::size_t max_bytes) {
  std::string body;
  while (true) {
    absl::StatusOr<bool> more = co_await ReadMore(body);
    if (!more.ok()) co_return more.status();
    if (!*more) co_return body;
    if (body.size() > max_bytes) {
      absl::Status error = absl::ResourceExhaustedError(
          absl::StrCat("the reply's body is longer than ", max_bytes, " bytes"));
      co_return WithReason(std::move(error), "REPLY_TOO_LARGE");
    }
  }
}

}  // namespace sfconnector
