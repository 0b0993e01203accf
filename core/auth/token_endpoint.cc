// SPDX-License-Identifier: Apache-2.0
#include "core/auth/token_endpoint.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "core/base/proto_duration.h"
#include "core/base/status.h"
#include "core/retry/retry_after.h"

namespace sfconnector {
namespace {

// A token reply has about 2 KiB.
constexpr std::size_t kMaxReplyBytes = 1 << 20;
// Token endpoints answer within a few seconds; giving up after this leaves time for another
// attempt.
constexpr Clock::Duration kFirstByteTimeout = std::chrono::seconds(30);

}  // namespace

TokenEndpoint::TokenEndpoint(const v1::Connection& settings, Grant grant, Url url, HttpClient& http,
                             Random random)
    : retry_settings_(settings.retry()),
      retry_(settings.retry(), std::move(random)),
      timeout_(FromProto(settings.timeout())),
      user_agent_(absl::StrCat("sfconnector (", settings.client_name(), ")")),
      grant_(std::move(grant)),
      url_(std::move(url)),
      http_(http) {}

Task<absl::StatusOr<TokenReply>> TokenEndpoint::Request(CallContext& context,
                                                        const Secret& refresh_token,
                                                        bool repeatable) {
  TokenReply granted;
  std::function<Task<absl::Status>(int)> attempt = [&](int number) {
    return Attempt(context, refresh_token, repeatable, number, granted);
  };
  RetryPolicy policy = retry_;
  absl::Status status = co_await RunWithRetry(context, policy, repeatable, attempt);
  if (!status.ok()) co_return Settle(std::move(status));
  co_return granted;
}

Task<absl::Status> TokenEndpoint::Attempt(CallContext& context, const Secret& refresh_token,
                                          bool repeatable, int number, TokenReply& granted) {
  // Written anew for each attempt: an assertion expires after minutes.
  absl::StatusOr<TokenRequest> request =
      grant_.MakeRequest(refresh_token, context.clock().WallNow());
  if (!request.ok()) co_return request.status();
  HttpRequest http = MakeHttpRequest(*request, repeatable);
  RawTokenReply raw;
  absl::Status status = co_await Exchange(context, std::move(http), number, raw);
  if (!status.ok()) co_return status;
  absl::StatusOr<TokenReply> reply = ReadTokenReply(raw, request->mask, retry_settings_);
  if (!reply.ok()) co_return reply.status();
  granted = *std::move(reply);
  co_return absl::OkStatus();
}

Task<absl::Status> TokenEndpoint::Exchange(CallContext& context, HttpRequest request, int number,
                                           RawTokenReply& raw) {
  const Clock::Instant begun = context.clock().Now();
  HttpEvent event;
  event.method = "POST";
  event.host = url_.host;
  event.path = url_.path;
  event.attempt = number;
  absl::Status status;
  absl::StatusOr<std::unique_ptr<HttpResponse>> response =
      co_await http_.Send(context, std::move(request));
  if (response.ok()) {
    HttpResponse& reply = **response;
    raw.status = reply.status();
    raw.request_id = std::string(reply.Header("x-sfdc-request-id"));
    raw.retry_after = ParseRetryAfter(reply.Header("retry-after"), context.clock().WallNow());
    absl::StatusOr<std::string> body = co_await reply.ReadAll(kMaxReplyBytes);
    status = body.status();
    if (body.ok()) raw.body = *std::move(body);
    event.status = raw.status;
    event.bytes_sent = reply.bytes_sent();
    event.bytes_received = reply.bytes_received();
    event.request_id = raw.request_id;
  } else {
    status = response.status();
  }
  event.duration = context.clock().Now() - begun;
  context.observer().OnHttp(event);
  co_return status;
}

HttpRequest TokenEndpoint::MakeHttpRequest(const TokenRequest& request, bool repeatable) const {
  HttpRequest http;
  http.method = "POST";
  http.url = grant_.url();
  http.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  http.headers.emplace_back("Accept", "application/json");
  http.headers.emplace_back("User-Agent", user_agent_);
  if (!request.authorization.empty()) {
    http.headers.emplace_back("Authorization", request.authorization.Reveal());
  }
  http.body = request.form.Reveal();
  http.idempotent = repeatable;
  http.first_byte_timeout = std::min(kFirstByteTimeout, timeout_);
  return http;
}

absl::Status TokenEndpoint::Settle(absl::Status failure) const {
  v1::SalesforceError detail = GetSalesforceError(failure).value_or(v1::SalesforceError());
  const bool late = absl::IsDeadlineExceeded(failure);
  // What is repeated now is the caller's request, of which nothing was sent.
  if (late || detail.retryability() == v1::RETRYABILITY_IF_IDEMPOTENT) {
    detail.set_retryability(v1::RETRYABILITY_SAFE);
  }
  detail.set_outcome(v1::OUTCOME_NOT_DONE);
  const absl::StatusCode code = late ? absl::StatusCode::kUnavailable : failure.code();
  const absl::string_view why = late ? "it did not answer in time" : failure.message();
  failure = Reworded(failure, code, absl::StrCat("no access token from ", url_.host, ": ", why));
  return WithSalesforceError(std::move(failure), detail);
}

}  // namespace sfconnector
