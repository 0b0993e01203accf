// SPDX-License-Identifier: Apache-2.0
#include "core/rest/reply_error.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/json_value.h"
#include "core/rest/error_table.h"
#include "core/rest/mask_texts.h"
#include "core/retry/retry_after.h"

namespace sfconnector {
namespace {

constexpr std::size_t kExcerptBytes = 512;

const std::string& Text(const v1::Value& value) { return value.string_value(); }

// The key that holds the code differs between the APIs; all of them mean the same.
bool IsCodeKey(absl::string_view key) {
  return key == "errorCode" || key == "statusCode" || key == "exceptionCode" || key == "error";
}

bool IsMessageKey(absl::string_view key) {
  return key == "message" || key == "exceptionMessage" || key == "error_description";
}

void AddError(const v1::Record& object, v1::SalesforceError& detail) {
  v1::ErrorItem error;
  for (const v1::Field& field : object.fields()) {
    const v1::Value& value = field.value();
    if (IsCodeKey(field.name()) && value.has_string_value()) {
      error.set_code(Text(value));
    } else if (IsMessageKey(field.name()) && value.has_string_value()) {
      error.set_message(Text(value));
    } else if (field.name() == "fields" && value.has_list_value()) {
      for (const v1::Value& name : value.list_value().values()) error.add_fields(Text(name));
    } else if (field.name() == "fields" && value.has_string_value()) {
      error.add_fields(Text(value));  // in XML each of them is an element
    } else {
      *error.add_extra() = field;
    }
  }
  if (!error.code().empty() || !error.message().empty()) *detail.add_errors() = std::move(error);
}

const v1::Value* FindField(const v1::Record& object, absl::string_view name) {
  auto it = std::find_if(object.fields().begin(), object.fields().end(),
                         [name](const v1::Field& field) { return field.name() == name; });
  return it == object.fields().end() ? nullptr : &it->value();
}

void AddErrors(const v1::Value& value, v1::SalesforceError& detail);

// An error, or the result of a row, which holds its errors.
void AddObject(const v1::Record& object, v1::SalesforceError& detail) {
  const v1::Value* nested = FindField(object, "errors");
  if (nested != nullptr && nested->has_list_value()) {
    AddErrors(*nested, detail);
  } else {
    AddError(object, detail);
  }
}

void AddErrors(const v1::Value& value, v1::SalesforceError& detail) {
  if (value.has_record_value()) AddObject(value.record_value(), detail);
  for (const v1::Value& element : value.list_value().values()) {
    if (element.has_record_value()) AddObject(element.record_value(), detail);
  }
}

void AddMatches(const v1::Value& value, v1::SalesforceError& detail) {
  for (const v1::Value& element : value.list_value().values()) {
    if (element.has_string_value()) detail.add_matches(Text(element));
  }
}

// The identity service answers with nothing but a code, such as `Bad_OAuth_Token`.
void AddIdentityError(const RestReply& reply, v1::SalesforceError& detail) {
  const absl::string_view code = absl::StripAsciiWhitespace(reply.body);
  const bool is_code = absl::StrContains(code, '_') &&
                       std::all_of(code.begin(), code.end(),
                                   [](char c) { return c == '_' || absl::ascii_isalpha(c); });
  if (reply.status != 403 || !is_code) return;
  v1::ErrorItem& error = *detail.add_errors();
  error.set_code(std::string(code));
  error.set_message(std::string(code));
}

// The beginning of a body, as one line of readable text.
std::string Excerpt(absl::string_view body) {
  std::string text(body.substr(0, kExcerptBytes));
  for (char& c : text) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0x80)
      c = ' ';
  }
  absl::RemoveExtraAsciiWhitespace(&text);
  return text;
}

std::string MessageOf(const RestReply& reply, const v1::SalesforceError& detail) {
  if (reply.status == 300)
    return absl::StrCat("the external id matches ", detail.matches_size(), " records");
  if (detail.errors_size() == 0)
    return absl::StrCat("Salesforce answered with HTTP status ", reply.status);
  const v1::ErrorItem& first = detail.errors(0);
  std::string message = absl::StrCat(first.code(), ": ", first.message());
  if (detail.errors_size() > 1)
    absl::StrAppend(&message, " (and ", detail.errors_size() - 1, " more errors)");
  return message;
}

bool IsListed(const v1::Retry& settings, int status) {
  const auto& listed = settings.status_codes();
  return std::find(listed.begin(), listed.end(), status) != listed.end();
}

// The configured statuses decide about server errors and about statuses that the operator has
// added.
v1::Retryability Configured(const v1::Retry& settings, int status, v1::Retryability usual) {
  if (status >= 500 && !IsListed(settings, status)) return v1::RETRYABILITY_NEVER;
  const bool added = status != 401 && status != 403 && IsListed(settings, status);
  if (added && usual == v1::RETRYABILITY_NEVER) return v1::RETRYABILITY_IF_IDEMPOTENT;
  return usual;
}

absl::Status SetOutcome(absl::Status status, Effect effect, v1::Outcome outcome) {
  v1::SalesforceError detail = GetSalesforceError(status).value_or(v1::SalesforceError());
  detail.set_outcome(effect == Effect::kNone ? v1::OUTCOME_UNSPECIFIED : outcome);
  // A reason that is not Salesforce's stays.
  const std::string reason = GetReason(status);
  status = WithSalesforceError(std::move(status), detail);
  return detail.errors_size() == 0 && !reason.empty() ? WithReason(std::move(status), reason)
                                                      : status;
}

}  // namespace

v1::SalesforceError ParseErrorReply(const RestReply& reply, const SecretMask& secrets) {
  v1::SalesforceError detail;
  detail.set_http_status(reply.status);
  detail.set_request_id(std::string(reply.Header("x-sfdc-request-id")));
  v1::Value body;
  const bool is_json = JsonToValue(reply.body, body).ok();
  if (is_json) MaskTexts(secrets, body);
  if (is_json && reply.status == 300) {
    AddMatches(body, detail);
  } else if (is_json) {
    AddErrors(body, detail);
  }
  if (!is_json) AddIdentityError(reply, detail);
  // Masked before it is cut: half of a secret is none that the mask knows.
  if (detail.errors_size() == 0 && detail.matches_size() == 0)
    detail.set_body_excerpt(Excerpt(secrets.Mask(reply.body)));
  return detail;
}

absl::Status ErrorFromReply(const RestReply& reply, v1::SalesforceError detail,
                            const v1::Retry& settings, Clock::WallTime now) {
  const v1::ErrorItem first = detail.errors_size() > 0 ? detail.errors(0) : v1::ErrorItem();
  const ErrorClass meaning = ClassifyError(reply.status, first.code(), first.message());
  detail.set_retryability(Configured(settings, reply.status, meaning.retryability));
  absl::Status status =
      WithSalesforceError(absl::Status(meaning.code, MessageOf(reply, detail)), detail);
  if (detail.errors_size() == 0)
    status = WithReason(std::move(status), absl::StrCat("HTTP_", reply.status));
  const std::optional<Clock::Duration> pause = ParseRetryAfter(reply.Header("retry-after"), now);
  return pause ? WithRetryDelay(std::move(status), *pause) : status;
}

absl::Status WithOutcome(absl::Status status, Effect effect) {
  if (status.ok()) return status;
  const v1::SalesforceError detail = GetSalesforceError(status).value_or(v1::SalesforceError());
  const bool refused = detail.http_status() >= 300 && detail.http_status() < 500;
  const bool untouched = refused || detail.retryability() == v1::RETRYABILITY_SAFE ||
                         detail.outcome() == v1::OUTCOME_NOT_DONE;
  return SetOutcome(std::move(status), effect,
                    untouched ? v1::OUTCOME_NOT_DONE : v1::OUTCOME_UNKNOWN);
}

absl::Status NothingSent(absl::Status status, Effect effect) {
  return SetOutcome(std::move(status), effect, v1::OUTCOME_NOT_DONE);
}

absl::Status UploadNotRepeatable(const absl::Status& failure) {
  absl::Status status =
      Reworded(failure, absl::StatusCode::kAborted,
               absl::StrCat("the upload has begun and cannot be sent again: ", failure.message()));
  v1::SalesforceError detail = GetSalesforceError(failure).value_or(v1::SalesforceError());
  detail.set_retryability(detail.outcome() == v1::OUTCOME_NOT_DONE
                              ? v1::RETRYABILITY_SAFE
                              : v1::RETRYABILITY_IF_IDEMPOTENT);
  return WithReason(WithSalesforceError(std::move(status), detail), "UPLOAD_NOT_REPEATABLE");
}

absl::Status BrokenOff(const absl::Status& why, std::uint64_t bytes) {
  return Reworded(why, why.code(),
                  absl::StrCat("the body broke off after ", bytes, " bytes: ", why.message()));
}

}  // namespace sfconnector
