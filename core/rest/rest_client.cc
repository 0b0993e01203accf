// SPDX-License-Identifier: Apache-2.0
#include "core/rest/rest_client.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/auth/secret_mask.h"
#include "core/base/status.h"
#include "core/http/url.h"
#include "core/rest/error_table.h"
#include "core/rest/reply_error.h"
#include "core/rest/session.h"

namespace sfconnector {
namespace {

// Salesforce ends a query after 120 s and any other request after 10 minutes; the first byte comes
// soon after.
constexpr Clock::Duration kReadFirstByte = std::chrono::seconds(130);
constexpr Clock::Duration kWriteFirstByte = std::chrono::seconds(620);

// A shorter header value is no secret, and its letters may stand anywhere.
constexpr std::size_t kMinSecretBytes = 8;

// Longer paths are cut where they are logged.
constexpr std::size_t kMaxLoggedPath = 512;

void SetHeader(HttpHeaders& headers, absl::string_view name, absl::string_view value) {
  for (auto& [key, old] : headers) {
    if (absl::EqualsIgnoreCase(key, name)) {
      old = std::string(value);
      return;
    }
  }
  headers.emplace_back(std::string(name), std::string(value));
}

bool IsRedirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool IsHtml(const RestReply& reply) {
  return absl::StartsWithIgnoreCase(reply.Header("content-type"), "text/html");
}

// What the far end tells beside the body, for the caller.
void KeepMetadata(const RestReply& reply, ReplyMetadata& metadata) {
  static constexpr std::pair<const char*, const char*> kKept[] = {
      {"sforce-limit-info", "sforce-limit-info"},
      {"x-sfdc-request-id", "sfconnector-request-id"},
      {"warning", "warning"},
      {"etag", "etag"},
      {"last-modified", "last-modified"}};
  for (const auto& [header, key] : kKept) {
    absl::string_view value = reply.Header(header);
    if (!value.empty()) metadata.entries[key] = std::string(value);
  }
}

CircuitBreaker::Verdict VerdictOf(const absl::Status& status, const CallContext& context) {
  if (status.ok()) return CircuitBreaker::Verdict::kSuccess;
  // A caller that cancels, or is in a hurry, says nothing about the far end.
  if (!context.status().ok()) return CircuitBreaker::Verdict::kUndecided;
  std::optional<v1::SalesforceError> detail = GetSalesforceError(status);
  if (!detail) return CircuitBreaker::Verdict::kUndecided;
  const bool failure = detail->http_status() == 0 || detail->http_status() >= 500;
  return failure ? CircuitBreaker::Verdict::kFailure : CircuitBreaker::Verdict::kSuccess;
}

absl::Status CorruptReply(const RestReply& reply, absl::string_view what) {
  v1::SalesforceError detail;
  detail.set_http_status(reply.status);
  detail.set_request_id(std::string(reply.Header("x-sfdc-request-id")));
  detail.set_retryability(v1::RETRYABILITY_IF_IDEMPOTENT);
  absl::Status error =
      absl::UnavailableError(absl::StrCat("Salesforce's reply cannot be read: ", what));
  return WithReason(WithSalesforceError(std::move(error), detail), "CORRUPT_REPLY");
}

}  // namespace

absl::string_view RestReply::Header(absl::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return {};
}

// One request on its way: what lasts over its attempts.
class RestClient::Exchange {
 public:
  Exchange(RestClient& client, CallContext& context, RestRequest request)
      : client_(client), context_(context), request_(std::move(request)) {}

  // One attempt, with one more behind it where the session turns out to have expired.
  Task<absl::Status> Attempt(int number) {
    attempt_ = number;
    absl::Status status = co_await AttemptOnce();
    // The session's source is told of every refusal, also of one that is not tried again.
    if (!expired_ || !session_->Renew() || replayed_) co_return status;
    replayed_ = true;
    status = co_await AttemptOnce();
    if (expired_) session_->Renew();
    co_return status;
  }

  // Why nothing was sent: there was no session, whose source has done its own retries, or the
  // circuit is open, which is there to fail fast. Attempts end with OK then, so that they are not
  // repeated.
  const absl::Status& refused() const { return refused_; }

  RestReply TakeReply() { return std::move(reply_); }

 private:
  Task<absl::Status> AttemptOnce() {
    expired_ = false;
    absl::StatusOr<Session> session =
        co_await OpenSession(context_, client_.settings_, client_.tokens_);
    if (!session.ok()) {
      refused_ = NothingSent(session.status(), request_.effect);
      co_return absl::OkStatus();
    }
    session_ = *std::move(session);
    // A caller's own token goes to an instance of its own.
    const bool guarded = !session_->is_callers();
    std::optional<CircuitBreaker::Ticket> ticket;
    if (guarded) {
      absl::StatusOr<CircuitBreaker::Ticket> admitted = client_.breaker_.Admit();
      if (!admitted.ok()) {
        refused_ = NothingSent(admitted.status(), request_.effect);
        co_return absl::OkStatus();
      }
      ticket = *admitted;
    }
    absl::Status status = co_await Exchanged();
    if (ticket) client_.breaker_.Report(*ticket, VerdictOf(status, context_));
    if (IsSuccess()) session_->Worked();
    co_return WithOutcome(std::move(status), request_.effect);
  }

  // Sends, follows redirects, and judges the reply.
  Task<absl::Status> Exchanged() {
    std::string url = FirstUrl();
    const int max_redirects = client_.settings_.redirects().max();
    for (int redirects = 0;; ++redirects) {
      absl::Status status = co_await Fetch(url);
      if (!status.ok()) co_return status;
      KeepMetadata(reply_, context_.reply());
      if (!IsRedirect(reply_.status)) break;
      absl::StatusOr<std::string> next = RedirectTarget(url, redirects < max_redirects);
      if (!next.ok()) co_return next.status();
      url = *std::move(next);
    }
    co_return Judge();
  }

  // Sends the request to `url` and reads the whole reply into `reply_`.
  Task<absl::Status> Fetch(const std::string& url) {
    const Clock::Instant start = context_.clock().Now();
    HttpRequest http = BuildRequest(url);
    absl::StatusOr<std::unique_ptr<HttpResponse>> response =
        co_await client_.http_.Send(context_, std::move(http));
    reply_ = RestReply();
    if (!response.ok()) {
      Observe(url, nullptr, start);
      co_return response.status();
    }
    reply_.status = (*response)->status();
    reply_.headers = (*response)->headers();
    absl::Status status = co_await ReadBody(**response);
    Observe(url, response->get(), start);
    co_return status;
  }

  Task<absl::Status> ReadBody(HttpResponse& response) {
    const auto limit =
        static_cast<std::size_t>(client_.settings_.response_limits().max_body_bytes());
    const bool watched = request_.on_progress && IsSuccess();
    if (watched) request_.on_progress({});
    while (true) {
      absl::StatusOr<std::optional<std::string>> chunk = co_await response.Read();
      if (!chunk.ok()) co_return chunk.status();
      if (!chunk->has_value()) co_return absl::OkStatus();
      if (reply_.body.size() + (*chunk)->size() > limit) co_return ReplyTooLarge(limit);
      reply_.body.append(**chunk);
      if (watched) request_.on_progress(reply_.body);
    }
  }

  absl::Status ReplyTooLarge(std::size_t limit) const {
    v1::SalesforceError detail;
    detail.set_http_status(reply_.status);
    detail.set_retryability(v1::RETRYABILITY_NEVER);
    detail.set_outcome(IsSuccess() ? v1::OUTCOME_UNKNOWN : v1::OUTCOME_UNSPECIFIED);
    absl::Status error = absl::ResourceExhaustedError(
        absl::StrCat("the reply's body is longer than ", limit, " bytes"));
    return WithReason(WithSalesforceError(std::move(error), detail), "REPLY_TOO_LARGE");
  }

  bool IsSuccess() const { return reply_.status >= 200 && reply_.status < 300; }

  // Whether the reply is the answer that was asked for.
  absl::Status Judge() {
    if (request_.unwrap && IsSuccess() && !IsHtml(reply_)) {
      absl::Status unwrapped = request_.unwrap(reply_);
      if (!unwrapped.ok()) return CorruptReply(reply_, unwrapped.message());
    }
    const bool result = request_.is_result && request_.is_result(reply_);
    if (!IsSuccess() && !result) return Failure();
    // Salesforce's edge answers with a page of its own, even with 200, while the org is being
    // maintained.
    if (IsHtml(reply_)) return CorruptReply(reply_, "it is an HTML page");
    if (!request_.accept) return absl::OkStatus();
    absl::Status status = request_.accept(reply_);
    return status.ok() ? status : CorruptReply(reply_, status.message());
  }

  absl::Status Failure() {
    v1::SalesforceError detail = ParseErrorReply(reply_);
    HideSecrets(detail);
    for (const v1::ErrorItem& error : detail.errors()) {
      expired_ = expired_ || IsSessionExpired(reply_.status, error.code(), error.message());
    }
    return ErrorFromReply(reply_, std::move(detail), client_.settings_.retry(),
                          context_.clock().WallNow());
  }

  // A gateway's page may repeat the request's headers.
  void HideSecrets(v1::SalesforceError& detail) const {
    if (detail.body_excerpt().empty() && detail.errors().empty()) return;
    SecretMask mask;
    mask.Add(session_->token());
    for (const auto& [name, value] : client_.settings_.headers()) {
      if (value.size() >= kMinSecretBytes) mask.Add(Secret(value));
    }
    detail.set_body_excerpt(mask.Mask(detail.body_excerpt()));
    for (v1::ErrorItem& error : *detail.mutable_errors()) {
      error.set_message(mask.Mask(error.message()));
    }
  }

  std::string WithVersion(absl::string_view path) const {
    return absl::StrReplaceAll(path, {{"{version}", client_.VersionOf(context_)}});
  }

  std::string FirstUrl() const {
    std::string url = absl::StrCat(session_->instance_url(), WithVersion(request_.path));
    char separator = '?';
    for (const auto& [name, value] : request_.query) {
      absl::StrAppend(&url, std::string(1, separator), PercentEncodeQuery(name), "=",
                      PercentEncodeQuery(value));
      separator = '&';
    }
    return url;
  }

  // Where a redirect leads, if the session may go there.
  absl::StatusOr<std::string> RedirectTarget(const std::string& from, bool may_follow) const {
    absl::StatusOr<std::string> target = ResolveUrl(from, reply_.Header("location"));
    const bool reads = request_.method == "GET" || request_.method == "HEAD";
    if (target.ok() && may_follow && reads && MayVisit(*target)) return target;
    v1::SalesforceError detail;
    detail.set_http_status(reply_.status);
    detail.set_retryability(v1::RETRYABILITY_NEVER);
    absl::StatusOr<Url> url = target.ok() ? ParseUrl(*target) : target.status();
    absl::Status error = absl::FailedPreconditionError(
        absl::StrCat("the request was redirected to ", url.ok() ? url->host : "an invalid URL",
                     ", and was not sent there"));
    return WithReason(WithSalesforceError(std::move(error), detail), "REDIRECTED");
  }

  bool MayVisit(const std::string& target) const {
    absl::StatusOr<Url> url = ParseUrl(target);
    absl::StatusOr<Url> instance = ParseUrl(session_->instance_url());
    if (!url.ok() || !instance.ok() || url->scheme != instance->scheme) return false;
    if (url->host == instance->host && url->port == instance->port) return true;
    const auto& allowed = client_.settings_.redirects().allowed_hosts();
    return std::any_of(allowed.begin(), allowed.end(), [&url](const std::string& pattern) {
      return HostMatches(url->host, pattern);
    });
  }

  HttpRequest BuildRequest(const std::string& url) const {
    HttpRequest http;
    http.method = request_.method;
    http.url = url;
    http.body = request_.body;
    http.idempotent = request_.effect != Effect::kOnce;
    http.lane = request_.lane;
    http.first_byte_timeout = request_.effect == Effect::kNone ? kReadFirstByte : kWriteFirstByte;
    http.headers = {
        {"Accept", "application/json"},
        {"User-Agent", client_.user_agent_},
        {"Sforce-Call-Options", absl::StrCat("client=", client_.settings_.client_name())}};
    if (!request_.body.empty()) SetHeader(http.headers, "Content-Type", request_.content_type);
    for (const auto& [name, value] : client_.settings_.headers())
      SetHeader(http.headers, name, value);
    for (const auto& [name, value] : request_.headers) SetHeader(http.headers, name, value);
    for (const auto& [name, value] : context_.options().headers)
      SetHeader(http.headers, name, value);
    SetHeader(http.headers, "Authorization", absl::StrCat("Bearer ", session_->token().Reveal()));
    return http;
  }

  void Observe(const std::string& url, const HttpResponse* response, Clock::Instant start) const {
    absl::StatusOr<Url> parsed = ParseUrl(url);
    if (!parsed.ok()) return;
    HttpEvent event;
    event.method = request_.method;
    event.host = parsed->host;
    // Where a redirect leads, too, the path may hold what the request's held.
    const std::string path =
        WithVersion(request_.log_path.empty() ? request_.path : request_.log_path);
    event.path = absl::string_view(path).substr(0, kMaxLoggedPath);
    event.status = reply_.status;
    event.attempt = attempt_;
    if (response != nullptr) {
      event.bytes_sent = response->bytes_sent();
      event.bytes_received = response->bytes_received();
    }
    event.duration = context_.clock().Now() - start;
    event.request_id = reply_.Header("x-sfdc-request-id");
    context_.observer().OnHttp(event);
  }

  RestClient& client_;
  CallContext& context_;
  const RestRequest request_;
  std::optional<Session> session_;
  absl::Status refused_;
  RestReply reply_;
  int attempt_ = 1;
  bool expired_ = false;   // the last reply says that the session has expired
  bool replayed_ = false;  // a new session was tried already
};

RestClient::RestClient(const v1::Connection& settings, HttpClient& http, TokenSource* tokens,
                       Clock& clock, Random random)
    : settings_(settings),
      http_(http),
      tokens_(tokens),
      retry_(settings.retry(), std::move(random)),
      breaker_(settings.circuit_breaker(), clock),
      user_agent_(absl::StrCat("sfconnector (", settings.client_name(), ")")) {}

std::string RestClient::VersionOf(const CallContext& context) const {
  const std::string& chosen = context.options().api_version;
  return absl::StrCat("v", chosen.empty() ? settings_.api_version() : chosen);
}

Task<absl::StatusOr<RestReply>> RestClient::Send(CallContext& context, RestRequest request) {
  const bool idempotent = request.effect != Effect::kOnce;
  Exchange exchange(*this, context, std::move(request));
  std::function<Task<absl::Status>(int)> attempt = [&exchange](int number) {
    return exchange.Attempt(number);
  };
  RetryPolicy policy = retry_;
  absl::Status status = co_await RunWithRetry(context, policy, idempotent, attempt);
  if (!status.ok()) co_return status;
  if (!exchange.refused().ok()) co_return exchange.refused();
  co_return exchange.TakeReply();
}

}  // namespace sfconnector
