// SPDX-License-Identifier: Apache-2.0
#include "core/http/http_client.h"

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

Task<absl::StatusOr<std::string>> HttpResponse::ReadAll(std::size_t max_bytes) {
  std::string body;
  while (true) {
    absl::StatusOr<std::optional<std::string>> chunk = co_await Read();
    if (!chunk.ok()) co_return chunk.status();
    if (!chunk->has_value()) co_return body;
    if (body.size() + (*chunk)->size() > max_bytes) {
      absl::Status error = absl::ResourceExhaustedError(
          absl::StrCat("the reply's body is longer than ", max_bytes, " bytes"));
      co_return WithReason(std::move(error), "REPLY_TOO_LARGE");
    }
    if (body.empty()) {
      body = std::move(**chunk);
    } else {
      body.append(**chunk);
    }
  }
}

}  // namespace sfconnector
