// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "sfconnector/v1/error.pb.h"

namespace sfconnector {

// Errors are absl::Status everywhere inside. What is known beyond code and message travels as
// payloads under the type URLs that gRPC clients know from `google.rpc`: ErrorInfo, RetryInfo,
// BadRequest, and `sfconnector.v1.SalesforceError`.

inline constexpr char kSalesforceDomain[] = "salesforce.com";
inline constexpr char kConnectorDomain[] = "sfconnector";

// Attaches `detail`, and an ErrorInfo whose reason is the code of its first error.
absl::Status WithSalesforceError(absl::Status status, const v1::SalesforceError& detail);

// The attached detail, if there is one.
std::optional<v1::SalesforceError> GetSalesforceError(const absl::Status& status);

// Attaches an ErrorInfo with one of this connector's own reasons, such as `CIRCUIT_OPEN`.
absl::Status WithReason(absl::Status status, absl::string_view reason);

// The reason of the attached ErrorInfo; empty where there is none.
std::string GetReason(const absl::Status& status);

// Attaches a RetryInfo: the call should not be repeated before `delay` has passed.
absl::Status WithRetryDelay(absl::Status status, std::chrono::nanoseconds delay);
std::optional<std::chrono::nanoseconds> GetRetryDelay(const absl::Status& status);

// INVALID_ARGUMENT that names the field, in its text and as a BadRequest detail. `field` is a path
// such as `auth.jwt_bearer.subject`.
absl::Status InvalidField(absl::string_view field, absl::string_view description);

// The same error for a field that stands in `parent`: its path is prefixed with `parent.`. Other
// errors are returned unchanged.
absl::Status PrefixField(absl::string_view parent, const absl::Status& status);

// The same details under another code (not OK) and text.
absl::Status Reworded(const absl::Status& status, absl::StatusCode code, absl::string_view text);

// The status as `google.rpc.Status`, with its details, serialised in at most `max_bytes`: what is
// too long is cut, and SalesforceError.truncated says so.
std::string EncodeRpcStatus(const absl::Status& status, std::size_t max_bytes);

// A gRPC client of version 1.51 turns trailers above its limit (8 KiB with everything) into
// RESOURCE_EXHAUSTED and nothing else.
inline constexpr std::size_t kMaxTrailerStatusBytes = 4096;

}  // namespace sfconnector

// Returns the error of a status expression from a function that returns Status or StatusOr.
#define SFC_RETURN_IF_ERROR(expression)                                              \
  do {                                                                               \
    if (absl::Status sfc_status = (expression); !sfc_status.ok()) return sfc_status; \
  } while (false)
