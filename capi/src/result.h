// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <exception>
#include <new>
#include <utility>

#include "absl/status/status.h"
#include "core/base/call_options.h"
#include "core/base/status.h"
#include "sfconnector/sfconnector.h"

namespace sfconnector::capi {

// How an entry point ended: a status, or one of the codes that are none (SFC_END, SFC_AGAIN).
struct Result {
  // NOLINTNEXTLINE(google-explicit-constructor): a status is a result
  Result(absl::Status status_in, ReplyMetadata metadata_in = {})
      : code(static_cast<std::int32_t>(status_in.code())),
        status(std::move(status_in)),
        metadata(std::move(metadata_in)) {}
  explicit Result(sfc_code code_in) : code(code_in) {}

  std::int32_t code;
  absl::Status status;
  ReplyMetadata metadata;
};

// The error to hand out for a failed result; null for the others, and where memory is exhausted.
sfc_error* NewError(const Result& result) noexcept;

// Sets `*error`, where wanted, and returns the code.
inline std::int32_t Report(const Result& result, sfc_error** error) noexcept {
  if (error != nullptr) *error = NewError(result);
  return result.code;
}

// Runs the body of an entry point, a function that returns a Result: nothing that it throws gets
// out.
template <class Body>
Result Contain(Body&& body) noexcept {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return Result(SFC_RESOURCE_EXHAUSTED);
  } catch (const std::exception& e) {
    try {
      return absl::InternalError(e.what());
    } catch (...) {
      return Result(SFC_INTERNAL);
    }
  } catch (...) {
    return Result(SFC_INTERNAL);
  }
}

template <class Body>
std::int32_t Guard(sfc_error** error, Body&& body) noexcept {
  if (error != nullptr) *error = nullptr;
  return Report(Contain(std::forward<Body>(body)), error);
}

// INVALID_ARGUMENT for a required argument that is NULL.
inline absl::Status NullArgument(absl::string_view name) {
  return InvalidField(name, "must not be NULL");
}

}  // namespace sfconnector::capi
