// SPDX-License-Identifier: Apache-2.0
#include "core/rest/error_table.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace sfconnector {
namespace {

using Code = absl::StatusCode;

constexpr v1::Retryability kNever = v1::RETRYABILITY_NEVER;
constexpr v1::Retryability kSafe = v1::RETRYABILITY_SAFE;
constexpr v1::Retryability kIfIdempotent = v1::RETRYABILITY_IF_IDEMPOTENT;

struct CodeRow {
  absl::string_view code;
  ErrorClass meaning = {};
};

// By Salesforce's own code. What is not here goes by its HTTP status.
constexpr CodeRow kByCode[] = {
    // Nothing was done, and it will work again.
    {"UNABLE_TO_LOCK_ROW", {Code::kAborted, kSafe}},
    {"SERVER_UNAVAILABLE", {Code::kUnavailable, kIfIdempotent}},
    // The same query would run into the same limit.
    {"QUERY_TIMEOUT", {Code::kDeadlineExceeded, kNever}},
    {"REQUEST_RUNNING_TOO_LONG", {Code::kDeadlineExceeded, kIfIdempotent}},

    // Another part of the same request failed.
    {"PROCESSING_HALTED", {Code::kAborted, kNever}},
    {"BATCH_PROCESSING_HALTED", {Code::kAborted, kNever}},
    {"ALL_OR_NONE_OPERATION_ROLLED_BACK", {Code::kAborted, kNever}},

    // Sessions and rights.
    {"INVALID_SESSION_ID", {Code::kUnauthenticated, kNever}},
    {"INVALID_AUTH_HEADER", {Code::kUnauthenticated, kNever}},
    {"Bad_OAuth_Token", {Code::kUnauthenticated, kNever}},
    {"INSUFFICIENT_ACCESS", {Code::kPermissionDenied, kNever}},
    {"INSUFFICIENT_ACCESS_OR_READONLY", {Code::kPermissionDenied, kNever}},
    {"INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", {Code::kPermissionDenied, kNever}},
    {"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", {Code::kFailedPrecondition, kNever}},
    {"FORBIDDEN", {Code::kPermissionDenied, kNever}},
    {"API_DISABLED_FOR_ORG", {Code::kPermissionDenied, kNever}},
    {"API_CURRENTLY_DISABLED", {Code::kPermissionDenied, kNever}},
    {"FUNCTIONALITY_NOT_ENABLED", {Code::kPermissionDenied, kNever}},

    // What is not there, or twice.
    {"NOT_FOUND", {Code::kNotFound, kNever}},
    {"ENTITY_IS_DELETED", {Code::kNotFound, kNever}},
    {"DUPLICATE_VALUE", {Code::kAlreadyExists, kNever}},
    {"DUPLICATES_DETECTED", {Code::kAlreadyExists, kNever}},
    {"INVALID_QUERY_LOCATOR", {Code::kFailedPrecondition, kNever}},

    // Rules of the org.
    {"FIELD_CUSTOM_VALIDATION_EXCEPTION", {Code::kFailedPrecondition, kNever}},
    {"DELETE_FAILED", {Code::kFailedPrecondition, kNever}},
    {"CANNOT_UPDATE_CONVERTED_LEAD", {Code::kFailedPrecondition, kNever}},

    // Limits.
    {"STORAGE_LIMIT_EXCEEDED", {Code::kResourceExhausted, kNever}},
    {"EXCEEDED_ID_LIMIT", {Code::kOutOfRange, kNever}},
    {"OPERATION_TOO_LARGE", {Code::kResourceExhausted, kNever}},
    {"QUERY_TOO_COMPLICATED", {Code::kInvalidArgument, kNever}},

    // Salesforce's own failures.
    {"UNKNOWN_EXCEPTION", {Code::kInternal, kIfIdempotent}},
    {"INTERNAL_ERROR", {Code::kInternal, kIfIdempotent}},
    {"APEX_ERROR", {Code::kInternal, kIfIdempotent}},
};

// The codes of the bulk APIs (Bulk API 2.0 and Bulk API Developer Guide, "Errors"). Bulk API 2.0
// writes them in capitals.
constexpr CodeRow kByBulkCode[] = {
    {"Unknown", {Code::kInternal, kIfIdempotent}},
    {"InternalServerError", {Code::kInternal, kIfIdempotent}},
    {"Timeout", {Code::kDeadlineExceeded, kIfIdempotent}},
    {"TooManyLockFailure", {Code::kAborted, kIfIdempotent}},
    {"InvalidSessionId", {Code::kUnauthenticated, kNever}},
    {"InvalidUser", {Code::kPermissionDenied, kNever}},
    {"FeatureNotEnabled", {Code::kPermissionDenied, kNever}},
    {"ExceededQuota", {Code::kResourceExhausted, kNever}},
    {"InvalidJobState", {Code::kFailedPrecondition, kNever}},
    {"HttpsRequired", {Code::kFailedPrecondition, kNever}},
    {"NotFound", {Code::kNotFound, kNever}},
    {"Gone", {Code::kNotFound, kNever}},
    {"MethodNotAllowed", {Code::kUnimplemented, kNever}},
    {"InvalidOperation", {Code::kInvalidArgument, kNever}},
    {"InvalidUrl", {Code::kInvalidArgument, kNever}},
    {"InvalidXml", {Code::kInvalidArgument, kNever}},
    {"InvalidVersion", {Code::kInvalidArgument, kNever}},
    {"InvalidJob", {Code::kInvalidArgument, kNever}},
    {"InvalidBatch", {Code::kInvalidArgument, kNever}},
    {"InvalidEntity", {Code::kInvalidArgument, kNever}},
    {"ClientInputError", {Code::kInvalidArgument, kNever}},
    {"UnsupportedContentType", {Code::kInvalidArgument, kNever}},
};

// What the message says where the bulk APIs have one code for several things.
bool TellsOfNothingThere(absl::string_view message) {
  return absl::StrContains(message, "unable to find") ||
         absl::StrContains(message, "invalid job id") ||
         absl::StrContains(message, "invalid batch id");
}

bool TellsOfUnfinishedWork(absl::string_view message) {
  return absl::StrContains(message, "not completed") || absl::StrContains(message, "not processed");
}

ErrorClass ByBulkCode(const CodeRow& row, absl::string_view message) {
  if (row.code != "InvalidJob" && row.code != "InvalidBatch") return row.meaning;
  const std::string text = absl::AsciiStrToLower(message);
  if (TellsOfNothingThere(text)) return {Code::kNotFound, kNever};
  if (TellsOfUnfinishedWork(text)) return {Code::kFailedPrecondition, kNever};
  return row.meaning;
}

ErrorClass ByHttpStatus(int status) {
  switch (status) {
    case 300:
      return {Code::kFailedPrecondition, kNever};
    case 401:
      return {Code::kUnauthenticated, kNever};
    case 403:
      return {Code::kPermissionDenied, kNever};
    case 404:
      return {Code::kNotFound, kNever};
    case 405:
    case 501:
      return {Code::kUnimplemented, kNever};
    case 408:
      return {Code::kDeadlineExceeded, kIfIdempotent};
    case 409:
      return {Code::kAborted, kNever};
    case 410:
      return {Code::kNotFound, kNever};
    case 412:
    case 428:
      return {Code::kFailedPrecondition, kNever};
    case 413:
    case 414:
    case 415:
    case 431:
      return {Code::kInvalidArgument, kNever};
    case 420:  // the edge has no route to the org at the moment: it was not reached
    case 429:
      return {status == 429 ? Code::kResourceExhausted : Code::kUnavailable, kSafe};
    case 502:
    case 503:
    case 504:
      return {Code::kUnavailable, kIfIdempotent};
    default:
      break;
  }
  if (status >= 500) return {Code::kInternal, kIfIdempotent};
  if (status >= 400) return {Code::kInvalidArgument, kNever};
  if (status >= 300) return {Code::kFailedPrecondition, kNever};
  return {Code::kInternal, kNever};
}

}  // namespace

ErrorClass ClassifyError(int http_status, absl::string_view code, absl::string_view message) {
  if (code == "REQUEST_LIMIT_EXCEEDED") {
    // The daily limit stays exhausted for hours; the concurrency limit is over when some long
    // request ends.
    const bool concurrency = absl::StrContains(message, "Concurrent");
    return {Code::kResourceExhausted, concurrency ? kSafe : kNever};
  }
  if (code == "FORBIDDEN") {
    // Reports say so of their limits, too: those of an hour, and those of one moment.
    if (absl::StrContains(message, "requests at a time")) return {Code::kResourceExhausted, kSafe};
    if (absl::StrContains(message, "every 60 minutes")) return {Code::kResourceExhausted, kNever};
  }
  // A bulk job that cannot be deleted yet has a code that stands for everything.
  if (code == "API_ERROR" && absl::StrContains(message, "job is not terminated")) {
    return {Code::kFailedPrecondition, kNever};
  }
  for (const CodeRow& row : kByCode) {
    if (row.code == code) return row.meaning;
  }
  for (const CodeRow& row : kByBulkCode) {
    if (absl::EqualsIgnoreCase(row.code, code)) return ByBulkCode(row, message);
  }
  if (absl::StartsWithIgnoreCase(code, "TransactionSecurity"))
    return {Code::kPermissionDenied, kNever};
  return ByHttpStatus(http_status);
}

bool IsSessionExpired(int http_status, absl::string_view code, absl::string_view message) {
  // The identity service has an error of its own.
  if (http_status == 403 && code == "Bad_OAuth_Token") return true;
  if (http_status == 401 && code == "InvalidSessionId") return true;
  if (http_status != 401 || code != "INVALID_SESSION_ID") return false;
  // The session is fine but may not do this: a new one would be refused too, again and again.
  return !absl::StrContains(message, "not valid for use with") &&
         !absl::StrContains(message, "Connected app is not attached");
}

}  // namespace sfconnector
