// SPDX-License-Identifier: Apache-2.0
#include "core/http/curl_error.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace sfconnector {
namespace {

enum class Kind {
  kResolve,
  kConnect,
  kTls,
  kProxy,
  kLost,
  kIncomplete,
  kHeadersTooLarge,
  kInvalid,
  kMemory,
};

// OpenSSL tells apart a handshake that was refused and one whose connection was cut; libcurl's code
// does not.
bool IsCutHandshake(const CurlFailure& failure) {
  return failure.code == CURLE_SSL_CONNECT_ERROR &&
         (absl::StrContains(failure.detail, "SSL_connect:") ||
          absl::StrContains(failure.detail, "unexpected eof"));
}

// A TLS 1.3 server refuses a client certificate after the handshake has ended on the client's side,
// so that libcurl reports it as a failure to receive.
bool IsTlsAlert(const CurlFailure& failure) {
  return absl::StrContains(failure.detail, "SSL routines") &&
         absl::StrContains(failure.detail, "alert");
}

Kind KindOfLoss(const CurlFailure& failure) {
  if (failure.progress.reply_begun) return Kind::kIncomplete;
  if (IsTlsAlert(failure)) return Kind::kTls;
  if (failure.progress.sent) return Kind::kLost;
  return failure.has_proxy ? Kind::kProxy : Kind::kConnect;
}

Kind KindOf(const CurlFailure& failure) {
  switch (failure.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return Kind::kResolve;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
      return Kind::kProxy;
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
      return failure.has_proxy ? Kind::kProxy : Kind::kConnect;
    case CURLE_SSL_CONNECT_ERROR:
      return IsCutHandshake(failure) ? Kind::kConnect : Kind::kTls;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CLIENTCERT:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_USE_SSL_FAILED:
      return Kind::kTls;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
      return Kind::kIncomplete;
    case CURLE_UNSUPPORTED_PROTOCOL:
      // What libcurl says of a reply that does not begin like one; ParseUrl has settled the URL's
      // own protocol.
      return failure.progress.sent ? Kind::kIncomplete : Kind::kInvalid;
    case CURLE_URL_MALFORMAT:
    case CURLE_BAD_FUNCTION_ARGUMENT:
    case CURLE_UNKNOWN_OPTION:
      return Kind::kInvalid;
    case CURLE_OUT_OF_MEMORY:
      // This is also how libcurl refuses a header of more than 100 KiB.
      return failure.progress.sent && !failure.progress.has_head ? Kind::kHeadersTooLarge
                                                                 : Kind::kMemory;
    default:
      return absl::StrContains(failure.detail, "response headers") ? Kind::kHeadersTooLarge
                                                                   : KindOfLoss(failure);
  }
}

absl::Status WithFate(absl::Status status, v1::Retryability retryability, v1::Outcome outcome) {
  v1::SalesforceError detail = GetSalesforceError(status).value_or(v1::SalesforceError());
  detail.set_retryability(retryability);
  detail.set_outcome(outcome);
  return WithSalesforceError(std::move(status), detail);
}

absl::Status TooLarge(absl::string_view message, absl::string_view reason) {
  return WithFate(WithReason(absl::ResourceExhaustedError(message), reason), v1::RETRYABILITY_NEVER,
                  v1::OUTCOME_UNKNOWN);
}

absl::Status Incomplete(absl::string_view host, absl::string_view why) {
  return WithReason(
      absl::UnavailableError(absl::StrCat("the reply of ", host, " is incomplete: ", why)),
      "INCOMPLETE_REPLY");
}

absl::Status Describe(const CurlFailure& failure) {
  const std::string& host = failure.host;
  const std::string why =
      failure.detail.empty() ? std::string(curl_easy_strerror(failure.code)) : failure.detail;
  switch (KindOf(failure)) {
    case Kind::kResolve:
      return WithReason(absl::UnavailableError(absl::StrCat("the name ", host, " has no address")),
                        "RESOLVE_FAILED");
    case Kind::kConnect:
      return WithReason(absl::UnavailableError(absl::StrCat("no connection to ", host, ": ", why)),
                        "CONNECT_FAILED");
    case Kind::kTls:
      return WithReason(
          absl::FailedPreconditionError(absl::StrCat("no TLS session with ", host, ": ", why)),
          "TLS_FAILURE");
    case Kind::kProxy: {
      const std::string answer =
          failure.connect_code > 0 ? absl::StrCat("it answered ", failure.connect_code) : why;
      return WithReason(absl::UnavailableError(absl::StrCat("no connection to ", host,
                                                            " through the proxy: ", answer)),
                        "PROXY_FAILED");
    }
    case Kind::kLost:
      return WithReason(absl::UnavailableError(absl::StrCat(
                            "the connection to ", host,
                            " was lost before a reply came: ", curl_easy_strerror(failure.code))),
                        "CONNECTION_LOST");
    case Kind::kIncomplete:
      return Incomplete(host, curl_easy_strerror(failure.code));
    case Kind::kHeadersTooLarge:
      return HeadersTooLarge(host);
    case Kind::kInvalid:
      return WithFate(
          absl::InvalidArgumentError(absl::StrCat(
              "the request to ", host, " cannot be sent: ", curl_easy_strerror(failure.code))),
          v1::RETRYABILITY_NEVER, v1::OUTCOME_NOT_DONE);
    case Kind::kMemory:
      break;
  }
  return absl::ResourceExhaustedError(
      absl::StrCat("the exchange with ", host, " failed: ", curl_easy_strerror(failure.code)));
}

}  // namespace

absl::Status WithProgress(absl::Status status, const ExchangeProgress& progress) {
  return progress.sent
             ? WithFate(std::move(status), v1::RETRYABILITY_IF_IDEMPOTENT, v1::OUTCOME_UNKNOWN)
             : WithFate(std::move(status), v1::RETRYABILITY_SAFE, v1::OUTCOME_NOT_DONE);
}

absl::Status ToStatus(const CurlFailure& failure) {
  absl::Status status = Describe(failure);
  // What says of itself that it will fail again keeps saying so.
  if (GetSalesforceError(status)) return status;
  return WithProgress(std::move(status), failure.progress);
}

absl::Status HeadersTooLarge(absl::string_view host) {
  return TooLarge(absl::StrCat("the headers of the reply of ", host, " are too large"),
                  "HEADERS_TOO_LARGE");
}

absl::Status UnreadReplyTooLarge(absl::string_view host) {
  return TooLarge(absl::StrCat("the reply of ", host, " is too long for one that nobody reads"),
                  "REPLY_TOO_LARGE");
}

absl::Status IncompleteHead(absl::string_view host, const ExchangeProgress& progress) {
  return WithProgress(Incomplete(host, "it ends within its headers"), progress);
}

}  // namespace sfconnector
