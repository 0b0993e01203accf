// SPDX-License-Identifier: Apache-2.0
#include "core/rest/exchange.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/rest/error_table.h"
#include "core/rest/reply_error.h"

namespace sfconnector {
namespace {

// A shorter header value is no secret, and its letters may stand anywhere.
constexpr std::size_t kMinSecretBytes = 8;

bool IsRedirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool IsHtml(const RestReply& reply) {
  return absl::StartsWithIgnoreCase(reply.Header("content-type"), "text/html");
}

// A page of Salesforce's edge, or of a gateway, in place of a reply of the org: those have an id or
// tell the limits.
bool IsPageOfTheEdge(const RestReply& reply) {
  return IsHtml(reply) && reply.Header("x-sfdc-request-id").empty() &&
         reply.Header("sforce-limit-info").empty();
}

// Gives an upload to one attempt after the other, of which none follows once it was read from.
class UploadSource final : public HttpBodySource {
 public:
  UploadSource(std::shared_ptr<HttpBodySource> upload, std::shared_ptr<bool> begun)
      : upload_(std::move(upload)), begun_(std::move(begun)) {}

  Task<absl::StatusOr<std::optional<std::string>>> Read() override {
    *begun_ = true;
    absl::StatusOr<std::optional<std::string>> piece = co_await upload_->Read();
    co_return piece;
  }

 private:
  const std::shared_ptr<HttpBodySource> upload_;
  const std::shared_ptr<bool> begun_;
};

// Takes note of whether an upload was read to its end.
class WatchedSource final : public HttpBodySource {
 public:
  WatchedSource(std::unique_ptr<HttpBodySource> source, std::shared_ptr<bool> read_whole)
      : source_(std::move(source)), read_whole_(std::move(read_whole)) {}

  Task<absl::StatusOr<std::optional<std::string>>> Read() override {
    absl::StatusOr<std::optional<std::string>> piece = co_await source_->Read();
    if (piece.ok() && !piece->has_value()) *read_whole_ = true;
    co_return piece;
  }

 private:
  const std::unique_ptr<HttpBodySource> source_;
  const std::shared_ptr<bool> read_whole_;
};

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

// Whether the org itself has refused the request, which it does for sessions that it takes: their
// check comes first.
bool IsAnswered(const absl::Status& status) {
  const v1::SalesforceError detail = GetSalesforceError(status).value_or(v1::SalesforceError());
  const bool refused = detail.http_status() >= 300 && detail.http_status() < 500;
  return refused && !absl::IsUnauthenticated(status) &&
         (detail.errors_size() > 0 || detail.matches_size() > 0);
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

absl::Status IncompleteUpload(const RestReply& reply) {
  v1::SalesforceError detail;
  detail.set_http_status(reply.status);
  detail.set_request_id(std::string(reply.Header("x-sfdc-request-id")));
  detail.set_retryability(v1::RETRYABILITY_IF_IDEMPOTENT);
  absl::Status error =
      absl::UnavailableError("Salesforce answered before it had received the whole upload");
  return WithReason(WithSalesforceError(std::move(error), detail), "INCOMPLETE_UPLOAD");
}

}  // namespace

RestClient::Exchange::Exchange(RestClient& client, CallContext& context, RestRequest request,
                               bool download)
    : client_(client),
      context_(context),
      request_(std::move(request)),
      download_(download),
      outgoing_(client.settings_, request_, context.options(), client.VersionOf(context)) {}

Task<absl::Status> RestClient::Exchange::Attempt(int number) {
  attempt_ = number;
  absl::Status status = co_await AttemptOnce();
  // The session's source is told of every refusal, also of one that is not tried again.
  bool again = expired_ && session_->Renew() && !replayed_;
  if (again && !*upload_begun_) {
    replayed_ = true;
    again = false;
    status = co_await AttemptOnce();
    if (expired_) session_->Renew();
  }
  if (status.ok() || !*upload_begun_) co_return status;
  given_up_ = again || IsPassing(status) ? UploadNotRepeatable(status) : status;
  co_return absl::OkStatus();
}

std::unique_ptr<RestDownload> RestClient::Exchange::TakeDownload() {
  return std::make_unique<RestDownload>(
      context_, std::move(response_), std::move(first_piece_),
      [record = RecordOf(), &context = context_](const HttpResponse& response) {
        record.Report(context, &response);
      });
}

Task<absl::Status> RestClient::Exchange::AttemptOnce() {
  expired_ = false;
  absl::StatusOr<Session> session =
      co_await OpenSession(context_, client_.settings_, client_.tokens_);
  if (!session.ok()) {
    given_up_ = NothingSent(session.status(), request_.effect);
    co_return absl::OkStatus();
  }
  session_ = *std::move(session);
  // A caller's own token goes to an instance of its own.
  const bool guarded = !session_->is_callers();
  std::optional<CircuitBreaker::Ticket> ticket;
  if (guarded) {
    absl::StatusOr<CircuitBreaker::Ticket> admitted = client_.breaker_.Admit();
    if (!admitted.ok()) {
      given_up_ = NothingSent(admitted.status(), request_.effect);
      co_return absl::OkStatus();
    }
    ticket = *admitted;
  }
  absl::Status status = co_await Exchanged();
  if (ticket) client_.breaker_.Report(*ticket, VerdictOf(status, context_));
  if (IsSuccess() || status.ok() || IsAnswered(status)) session_->Worked();
  co_return WithOutcome(std::move(status), request_.effect);
}

Task<absl::Status> RestClient::Exchange::Exchanged() {
  url_ = outgoing_.FirstUrl(*session_);
  const int max_redirects = client_.settings_.redirects().max();
  for (int redirects = 0;; ++redirects) {
    absl::Status status = co_await Fetch();
    if (!status.ok()) co_return status;
    KeepMetadata(reply_, context_.reply());
    if (!IsRedirect(reply_.status)) break;
    absl::StatusOr<std::string> next =
        outgoing_.RedirectTarget(*session_, url_, reply_, redirects < max_redirects);
    if (!next.ok()) co_return next.status();
    url_ = *std::move(next);
  }
  co_return Judge();
}

Task<absl::Status> RestClient::Exchange::Fetch() {
  start_ = context_.clock().Now();
  HttpRequest http = outgoing_.Build(*session_, url_);
  if (request_.upload != nullptr) {
    http.body_source = std::make_unique<UploadSource>(request_.upload, upload_begun_);
  } else if (request_.make_upload) {
    upload_whole_ = std::make_shared<bool>(false);
    http.body_source = std::make_unique<WatchedSource>(request_.make_upload(), upload_whole_);
  }
  absl::StatusOr<std::unique_ptr<HttpResponse>> response =
      co_await client_.http_.Send(context_, std::move(http));
  reply_ = RestReply();
  response_.reset();
  if (!response.ok()) {
    Observe(nullptr);
    co_return response.status();
  }
  reply_.status = (*response)->status();
  reply_.headers = (*response)->headers();
  if (download_ && IsSuccess()) {
    absl::Status begun = co_await BeginBody(*std::move(response));
    co_return begun;
  }
  absl::Status status = co_await ReadBody(**response);
  Observe(response->get());
  co_return status;
}

Task<absl::Status> RestClient::Exchange::BeginBody(std::unique_ptr<HttpResponse> response) {
  absl::StatusOr<std::optional<std::string>> piece = co_await response->Read();
  if (!piece.ok()) {
    Observe(response.get());
    co_return piece.status();
  }
  first_piece_ = *std::move(piece);
  response_ = std::move(response);
  co_return absl::OkStatus();
}

Task<absl::Status> RestClient::Exchange::ReadBody(HttpResponse& response) {
  const auto limit = static_cast<std::size_t>(client_.settings_.response_limits().max_body_bytes());
  const bool watched = request_.on_progress && IsSuccess();
  if (watched) request_.on_progress({});
  if (IsSuccess()) reply_.body.reserve(std::min(request_.expected_body_bytes, limit));
  while (true) {
    absl::StatusOr<bool> more = co_await response.ReadMore(reply_.body);
    if (!more.ok()) co_return more.status();
    if (!*more) co_return absl::OkStatus();
    if (reply_.body.size() > limit) co_return ReplyTooLarge(limit);
    if (watched) request_.on_progress(reply_.body);
  }
}

absl::Status RestClient::Exchange::ReplyTooLarge(std::size_t limit) const {
  v1::SalesforceError detail;
  detail.set_http_status(reply_.status);
  detail.set_retryability(v1::RETRYABILITY_NEVER);
  detail.set_outcome(IsSuccess() ? v1::OUTCOME_UNKNOWN : v1::OUTCOME_UNSPECIFIED);
  absl::Status error = absl::ResourceExhaustedError(
      absl::StrCat("the reply's body is longer than ", limit, " bytes"));
  return WithReason(WithSalesforceError(std::move(error), detail), "REPLY_TOO_LARGE");
}

absl::Status RestClient::Exchange::Judge() {
  if (download_ && IsSuccess()) return JudgeDownload();
  if (request_.unwrap && IsSuccess() && !IsHtml(reply_)) {
    absl::Status unwrapped = request_.unwrap(reply_);
    if (!unwrapped.ok()) return CorruptReply(reply_, unwrapped.message());
  }
  const bool result = request_.is_result && request_.is_result(reply_);
  if (!IsSuccess() && !result) return Failure();
  if (upload_whole_ != nullptr && !*upload_whole_) return IncompleteUpload(reply_);
  if (IsStrangePage()) return CorruptReply(reply_, "it is an HTML page");
  if (!request_.accept) return absl::OkStatus();
  absl::Status status = request_.accept(reply_);
  return status.ok() ? status : CorruptReply(reply_, status.message());
}

absl::Status RestClient::Exchange::JudgeDownload() {
  absl::Status status = request_.accept ? request_.accept(reply_) : absl::OkStatus();
  if (IsStrangePage()) status = absl::InternalError("it is an HTML page");
  if (status.ok()) return status;
  Observe(response_.get());
  response_.reset();
  return CorruptReply(reply_, status.message());
}

// Salesforce's edge answers with a page of its own, even with 200, while the org is being
// maintained.
bool RestClient::Exchange::IsStrangePage() const {
  return request_.may_be_html ? IsPageOfTheEdge(reply_) : IsHtml(reply_);
}

absl::Status RestClient::Exchange::Failure() {
  if (request_.to_rest_failure) request_.to_rest_failure(reply_);
  v1::SalesforceError detail = ParseErrorReply(reply_, Secrets());
  for (const v1::ErrorItem& error : detail.errors()) {
    expired_ = expired_ || IsSessionExpired(reply_.status, error.code(), error.message());
  }
  return ErrorFromReply(reply_, std::move(detail), client_.settings_.retry(),
                        context_.clock().WallNow());
}

bool RestClient::Exchange::IsPassing(const absl::Status& status) const {
  if (!context_.status().ok()) return false;
  const v1::SalesforceError detail = GetSalesforceError(status).value_or(v1::SalesforceError());
  return detail.retryability() == v1::RETRYABILITY_SAFE ||
         (detail.retryability() == v1::RETRYABILITY_IF_IDEMPOTENT && idempotent());
}

SecretMask RestClient::Exchange::Secrets() const {
  SecretMask mask;
  mask.Add(session_->token());
  for (const Secret& secret : request_.secrets) mask.Add(secret);
  for (const auto& [name, value] : client_.settings_.headers()) {
    if (value.size() >= kMinSecretBytes) mask.Add(Secret(value));
  }
  return mask;
}

HttpRecord RestClient::Exchange::RecordOf() const {
  HttpRecord record;
  record.method = request_.method;
  record.url = url_;
  record.path = outgoing_.LogPath();
  record.status = reply_.status;
  record.attempt = attempt_;
  record.start = start_;
  record.request_id = std::string(reply_.Header("x-sfdc-request-id"));
  return record;
}

}  // namespace sfconnector
