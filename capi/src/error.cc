// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>

#include "capi/src/metadata.h"
#include "capi/src/result.h"
#include "core/base/status.h"
#include "core/operation/status_json.h"

// All of it is made at once, so that readers on several threads share nothing that changes.
struct sfc_error {
  std::int32_t code = SFC_OK;
  std::string message;
  std::string reason;
  std::int32_t http_status = 0;
  std::int32_t retryability = SFC_RETRY_UNSPECIFIED;
  std::int32_t outcome = SFC_OUTCOME_UNSPECIFIED;
  std::int64_t retry_delay_ms = -1;
  std::string details;
  std::string json;
  sfconnector::ReplyMetadata metadata;
};

namespace sfconnector::capi {
namespace {

// Codes without a status come from where nothing more could be said.
absl::Status StatusOf(const Result& result) {
  if (!result.status.ok()) return result.status;
  return absl::Status(
      static_cast<absl::StatusCode>(result.code),
      result.code == SFC_RESOURCE_EXHAUSTED ? "out of memory" : "unknown exception");
}

std::int64_t RetryDelayMs(const absl::Status& status) {
  const auto delay = GetRetryDelay(status);
  return delay ? std::chrono::ceil<std::chrono::milliseconds>(*delay).count() : -1;
}

}  // namespace

sfc_error* NewError(const Result& result) noexcept {
  if (result.code <= SFC_OK) return nullptr;
  try {
    const absl::Status status = StatusOf(result);
    auto error = std::make_unique<sfc_error>();
    error->code = result.code;
    error->message = std::string(status.message());
    error->reason = GetReason(status);
    if (const auto detail = GetSalesforceError(status)) {
      error->http_status = detail->http_status();
      error->retryability = detail->retryability();
      error->outcome = detail->outcome();
    }
    error->retry_delay_ms = RetryDelayMs(status);
    error->details = EncodeRpcStatus(status, std::numeric_limits<std::size_t>::max());
    error->json = StatusToJson(status);
    error->metadata = result.metadata;
    return error.release();
  } catch (...) {
    return nullptr;
  }
}

}  // namespace sfconnector::capi

using sfconnector::capi::FindMetadata;
using sfconnector::capi::MetadataAt;

int32_t sfc_error_code(const sfc_error* error) { return error == nullptr ? SFC_OK : error->code; }

const char* sfc_error_message(const sfc_error* error) {
  return error == nullptr ? "" : error->message.c_str();
}

const char* sfc_error_reason(const sfc_error* error) {
  return error == nullptr ? "" : error->reason.c_str();
}

int32_t sfc_error_http_status(const sfc_error* error) {
  return error == nullptr ? 0 : error->http_status;
}

int32_t sfc_error_retryability(const sfc_error* error) {
  return error == nullptr ? SFC_RETRY_UNSPECIFIED : error->retryability;
}

int32_t sfc_error_outcome(const sfc_error* error) {
  return error == nullptr ? SFC_OUTCOME_UNSPECIFIED : error->outcome;
}

int64_t sfc_error_retry_delay_ms(const sfc_error* error) {
  return error == nullptr ? -1 : error->retry_delay_ms;
}

const void* sfc_error_details(const sfc_error* error, size_t* size) {
  if (size != nullptr) *size = error == nullptr ? 0 : error->details.size();
  return error == nullptr || size == nullptr ? nullptr : error->details.data();
}

const char* sfc_error_json(const sfc_error* error) {
  return error == nullptr ? "{\"code\":0,\"status\":\"OK\"}" : error->json.c_str();
}

const char* sfc_error_metadata(const sfc_error* error, const char* key) {
  return error == nullptr ? nullptr : FindMetadata(error->metadata, key);
}

const char* sfc_error_metadata_at(const sfc_error* error, size_t index, const char** value) {
  if (value != nullptr) *value = nullptr;
  return error == nullptr ? nullptr : MetadataAt(error->metadata, index, value);
}

void sfc_error_free(sfc_error* error) { delete error; }
