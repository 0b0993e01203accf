// SPDX-License-Identifier: Apache-2.0
#include "core/auth/token_reply.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/auth/json_members.h"
#include "core/base/status.h"
#include "core/http/secure_url.h"
#include "core/http/url.h"

namespace sfconnector {
namespace {

using Code = absl::StatusCode;

struct Meaning {
  Code code;
  v1::Retryability retryability;
};

constexpr Meaning kRefused = {Code::kUnauthenticated, v1::RETRYABILITY_NEVER};
constexpr Meaning kMisconfigured = {Code::kFailedPrecondition, v1::RETRYABILITY_NEVER};
constexpr Meaning kPassing = {Code::kUnavailable, v1::RETRYABILITY_IF_IDEMPOTENT};

struct ErrorRow {
  absl::string_view error;
  Meaning meaning = {};
};

// OAuth's `error`: RFC 6749, section 5.2, and Salesforce Help, "OAuth 2.0 Flow Errors".
constexpr ErrorRow kErrors[] = {
    {"unsupported_grant_type", kMisconfigured},
    {"redirect_uri_mismatch", kMisconfigured},
    {"invalid_scope", kMisconfigured},
    {"invalid_request", {Code::kInvalidArgument, v1::RETRYABILITY_NEVER}},
    // The limit counts the logins of an hour: trying again soon makes it worse.
    {"rate_limit_exceeded", {Code::kResourceExhausted, v1::RETRYABILITY_NEVER}},
    {"unknown_error", kPassing},
    {"server_error", kPassing},
    {"temporarily_unavailable", kPassing},
};

constexpr std::size_t kExcerptBytes = 200;
// A year, which is longer than any token lives; keeps instants far from overflow.
constexpr std::int64_t kMaxLifetimeSeconds = 366 * 24 * 60 * 60;

// `expires_in` is a number (RFC 6749, section 5.1), which some servers quote.
std::optional<Clock::Duration> Lifetime(const JsonMembers& members) {
  const Secret& quoted = members.String("expires_in");
  const std::string& text = (quoted.empty() ? members.Other("expires_in") : quoted).Reveal();
  std::int64_t seconds = 0;
  if (!absl::SimpleAtoi(text, &seconds) || seconds <= 0) return std::nullopt;
  return std::chrono::seconds(std::min(seconds, kMaxLifetimeSeconds));
}

Meaning MeaningOf(int status, absl::string_view error, const v1::Retry& retry) {
  if (status == 429) return {Code::kResourceExhausted, v1::RETRYABILITY_SAFE};
  const auto& passing = retry.status_codes();
  if (status >= 500 || std::find(passing.begin(), passing.end(), status) != passing.end())
    return kPassing;
  for (const ErrorRow& row : kErrors) {
    if (row.error == error) return row.meaning;
  }
  if (!error.empty() || status == 401 || status == 403) return kRefused;
  return kMisconfigured;
}

// The beginning of a page that is no token reply. Pages with anything like a token in them are not
// shown: what is in a broken token reply is secret and not known to the mask.
std::string Excerpt(absl::string_view body, const SecretMask& mask) {
  if (absl::StrContains(absl::AsciiStrToLower(body), "token")) return {};
  std::string text = mask.Mask(body);
  for (char& c : text) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) c = ' ';
  }
  absl::RemoveExtraAsciiWhitespace(&text);
  if (text.size() <= kExcerptBytes) return text;
  std::size_t size = kExcerptBytes;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

absl::Status Failure(const RawTokenReply& raw, Meaning meaning, absl::string_view message,
                     v1::SalesforceError detail) {
  detail.set_http_status(raw.status);
  detail.set_request_id(raw.request_id);
  detail.set_retryability(meaning.retryability);
  detail.set_outcome(v1::OUTCOME_NOT_DONE);
  absl::Status status = WithSalesforceError(absl::Status(meaning.code, message), detail);
  if (raw.retry_after) status = WithRetryDelay(std::move(status), *raw.retry_after);
  return status;
}

absl::Status OAuthFailure(const RawTokenReply& raw, absl::string_view error,
                          absl::string_view description, const SecretMask& mask,
                          const v1::Retry& retry) {
  v1::SalesforceError detail;
  v1::ErrorItem& item = *detail.add_errors();
  item.set_code(mask.Mask(error));
  item.set_message(mask.Mask(description));
  std::string message = absl::StrCat("the token endpoint answered ", item.code());
  if (!item.message().empty()) absl::StrAppend(&message, ": ", item.message());
  return Failure(raw, MeaningOf(raw.status, error, retry), message, std::move(detail));
}

absl::Status NotATokenReply(const RawTokenReply& raw, absl::string_view what,
                            const SecretMask& mask, const v1::Retry& retry) {
  v1::SalesforceError detail;
  detail.set_body_excerpt(Excerpt(raw.body, mask));
  std::string message =
      absl::StrCat("the token endpoint answered HTTP ", raw.status, " and ", what);
  if (!detail.body_excerpt().empty()) absl::StrAppend(&message, ": ", detail.body_excerpt());
  absl::Status status = Failure(raw, MeaningOf(raw.status, "", retry), message, std::move(detail));
  return WithReason(std::move(status), "INVALID_TOKEN_REPLY");
}

// The instance that the session is for. Anything but an origin that a session may be sent to is an
// error.
absl::StatusOr<std::string> InstanceOrigin(absl::string_view text) {
  if (text.empty()) return std::string();
  absl::StatusOr<Url> url = ParseUrl(text);
  if (!url.ok() || !MayCarrySecrets(*url))
    return absl::FailedPreconditionError("an instance_url that is no https URL");
  return url->Origin();
}

}  // namespace

absl::StatusOr<TokenReply> ReadTokenReply(const RawTokenReply& raw, const SecretMask& mask,
                                          const v1::Retry& retry) {
  const std::optional<JsonMembers> members = JsonMembers::Read(raw.body);
  if (!members) return NotATokenReply(raw, "no JSON object", mask, retry);
  const std::string& error = members->String("error").Reveal();
  if (!error.empty()) {
    return OAuthFailure(raw, error, members->String("error_description").Reveal(), mask, retry);
  }
  const bool granted = raw.status >= 200 && raw.status < 300;
  if (!granted) return NotATokenReply(raw, "no OAuth error", mask, retry);
  TokenReply reply;
  reply.access_token = members->String("access_token");
  if (reply.access_token.empty()) return NotATokenReply(raw, "no access_token", mask, retry);
  absl::StatusOr<std::string> instance = InstanceOrigin(members->String("instance_url").Reveal());
  if (!instance.ok()) return NotATokenReply(raw, instance.status().message(), mask, retry);
  reply.instance_url = *std::move(instance);
  reply.refresh_token = members->String("refresh_token");
  reply.expires_in = Lifetime(*members);
  return reply;
}

}  // namespace sfconnector
