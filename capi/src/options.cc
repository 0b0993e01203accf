// SPDX-License-Identifier: Apache-2.0
#include "capi/src/options.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <string>

#include "absl/strings/ascii.h"
#include "capi/src/result.h"
#include "capi/src/time_limit.h"

namespace sfconnector::capi {
namespace {

absl::Status Set(CallOptions& options, absl::string_view key, absl::string_view value) {
  const std::string name = absl::AsciiStrToLower(key);
  // Work on a copy: a refused option leaves the others as they were.
  CallOptions changed = options;
  auto& headers = changed.headers;
  headers.erase(std::remove_if(headers.begin(), headers.end(),
                               [&name](const auto& header) { return header.first == name; }),
                headers.end());
  bool recognised = false;
  SFC_RETURN_IF_ERROR(changed.Set(name, value, &recognised));
  if (!recognised) return InvalidField(name, "is not an option of a call");
  if (changed.connection != options.connection)
    return InvalidField(name, "is chosen by the client");
  options = std::move(changed);
  return absl::OkStatus();
}

}  // namespace
}  // namespace sfconnector::capi

using namespace sfconnector;        // NOLINT(google-build-using-namespace): entry points are global
using namespace sfconnector::capi;  // NOLINT(google-build-using-namespace)

sfc_options* sfc_options_new(void) {
  try {
    return new sfc_options;
  } catch (...) {
    return nullptr;
  }
}

int32_t sfc_options_set(sfc_options* options, const char* key, const char* value,
                        sfc_error** error) {
  return Guard(error, [&]() -> Result {
    if (options == nullptr) return NullArgument("options");
    if (key == nullptr) return NullArgument("key");
    if (value == nullptr) return NullArgument("value");
    return Set(options->call, key, value);
  });
}

int32_t sfc_options_set_timeout_ms(sfc_options* options, int64_t timeout_ms, sfc_error** error) {
  return Guard(error, [&]() -> Result {
    if (options == nullptr) return NullArgument("options");
    if (timeout_ms < 0) return InvalidField("timeout_ms", "must not be negative");
    options->timeout.reset();
    if (timeout_ms > 0) options->timeout = TimeLimit(timeout_ms);
    return absl::OkStatus();
  });
}

int32_t sfc_options_set_canceller(sfc_options* options, sfc_canceller* canceller,
                                  sfc_error** error) {
  return Guard(error, [&]() -> Result {
    if (options == nullptr) return NullArgument("options");
    options->canceller = canceller == nullptr ? nullptr : canceller->canceller;
    return absl::OkStatus();
  });
}

void sfc_options_free(sfc_options* options) { delete options; }
