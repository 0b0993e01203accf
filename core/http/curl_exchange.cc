// SPDX-License-Identifier: Apache-2.0
#include "core/http/curl_exchange.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace sfconnector {
namespace {

// Less would have libcurl wait at every read.
constexpr std::size_t kMinReplyWatermark = std::size_t{16} * 1024;

// Bytes that a counter of libcurl names; never negative.
std::uint64_t Counter(CURL* handle, CURLINFO info) {
  curl_off_t value = 0;
  curl_easy_getinfo(handle, info, &value);
  return value > 0 ? static_cast<std::uint64_t>(value) : 0;
}

std::uint64_t LongCounter(CURL* handle, CURLINFO info) {
  long value = 0;
  curl_easy_getinfo(handle, info, &value);
  return value > 0 ? static_cast<std::uint64_t>(value) : 0;
}

}  // namespace

CurlExchange::CurlExchange(std::shared_ptr<CurlLoop> loop, const CurlOptions& options,
                           CallContext& context, Clock& clock, Executor executor,
                           HttpRequest request, Url url)
    : loop_(std::move(loop)),
      options_(options),
      context_(context),
      executor_(std::move(executor)),
      request_(std::move(request)),
      url_(std::move(url)),
      may_resend_(request_.idempotent && request_.body_source == nullptr),
      has_proxy_(options.UsesProxy(url_.host)),
      reply_watermark_(std::max(request_.reply_watermark, kMinReplyWatermark)),
      http2_limit_(options.max_body_bytes() > 0
                       ? std::max(options.max_body_bytes(), reply_watermark_)
                       : std::numeric_limits<std::size_t>::max()),
      request_body_(std::move(request_.body), std::move(request_.body_source)),
      request_watchdog_(clock, executor_,
                        [this] { TimeOut("the request was not taken", "SILENCE_TIMEOUT"); }),
      head_(options.max_header_bytes()),
      reply_watchdog_(clock, executor_, [this] {
        if (reply_begun_) {
          TimeOut("the reply does not go on", "SILENCE_TIMEOUT");
        } else {
          TimeOut("no reply came", "FIRST_BYTE_TIMEOUT");
        }
      }) {}

CurlExchange::~CurlExchange() { Abandon(absl::CancelledError("the exchange was given up")); }

absl::Status CurlExchange::Start() {
  handle_ = loop_->TakeHandle();
  if (handle_ == nullptr) return absl::ResourceExhaustedError("no memory for another request");
  CURLcode code = options_.Apply(handle_, url_, request_.lane, connect_to_);
  if (code == CURLE_OK) code = SetRequest();
  if (code != CURLE_OK) return StatusOf(code);
  if (loop_->Add(handle_, *this) != CURLM_OK) return StatusOf(CURLE_FAILED_INIT);
  stop_hook_.emplace(
      context_.OnStop([this] { Abandon(WithProgress(context_.status(), progress())); }));
  if (request_body_.streamed()) Spawn(executor_, Pump(shared_from_this()));
  return absl::OkStatus();
}

void CurlExchange::OnEnd(CURLcode code) { Finish(EndOfReply(code)); }

absl::Status CurlExchange::EndOfReply(CURLcode code) const {
  if (head_too_large_) return HeadersTooLarge(url_.host);
  if (reply_overflowed_) return UnreadReplyTooLarge(url_.host);
  if (code != CURLE_OK) return StatusOf(code);
  // libcurl takes a reply that ends within its headers for one without a body.
  if (!head_.complete()) return IncompleteHead(url_.host, progress());
  return absl::OkStatus();
}

// Reads the source ahead by one piece. A Read that is under way when the exchange ends is left to
// return by itself: this coroutine keeps source and exchange alive until then.
Task<void> CurlExchange::Pump(std::shared_ptr<CurlExchange> self) {
  RequestBody& body = self->request_body_;
  while (true) {
    co_await body.wanted().Wait();
    body.wanted().Reset();
    if (self->finished_) co_return;
    // Asked again while the piece before was on its way, which is not used up yet.
    if (!body.used_up()) continue;
    absl::StatusOr<std::optional<std::string>> piece = co_await body.source()->Read();
    if (self->finished_) co_return;
    if (!piece.ok()) {
      self->Abandon(WithProgress(piece.status(), self->progress()));
      co_return;
    }
    const bool last = !piece->has_value();
    if (!last && (*piece)->empty()) {
      body.wanted().Set();
      continue;
    }
    body.Supply(*std::move(piece));
    self->ResumeRequest();
    if (last) co_return;
  }
}

void CurlExchange::ResumeRequest() {
  if (!request_paused_ || handle_ == nullptr) return;
  request_paused_ = false;
  request_watchdog_.Arm(request_.silence_timeout);
  SetPauses();
}

void CurlExchange::PauseReply() {
  reply_paused_ = true;
  // A server that cannot send may well not receive either.
  request_watchdog_.Disarm();
}

void CurlExchange::ResumeReply() {
  if (!reply_paused_ || handle_ == nullptr) return;
  reply_paused_ = false;
  if (!request_paused_ && !request_body_.taken()) {
    request_watchdog_.Arm(request_.silence_timeout);
  }
  SetPauses();
}

// libcurl hands out at once what it held back, so body bytes may arrive, and the reply be paused
// again, within this call.
void CurlExchange::SetPauses() {
  const int pauses = (reply_paused_ ? CURLPAUSE_RECV : 0) | (request_paused_ ? CURLPAUSE_SEND : 0);
  const CURLcode code = curl_easy_pause(handle_, pauses);
  // Without a connection there is nothing to resume: the transfer is about to end by itself.
  if (code != CURLE_OK && code != CURLE_BAD_FUNCTION_ARGUMENT) Finish(EndOfReply(code));
}

Task<absl::Status> CurlExchange::WaitForHead() {
  while (!finished_ && !head_.complete()) {
    changed_.Reset();
    co_await changed_.Wait();
  }
  if (!head_.complete() || !context_.status().ok()) co_return status_;
  // What has befallen the body since is for its reader.
  co_return absl::OkStatus();
}

Task<absl::StatusOr<bool>> CurlExchange::ReadMore(std::string& body) {
  const std::size_t before = body.size();
  while (true) {
    if (!encoding_status_.ok()) Abandon(CorruptBody(encoding_status_));
    absl::Status taken = reply_body_.TakeTo(body);
    if (!taken.ok()) {
      Abandon(CorruptBody(taken));
      co_return status_;
    }
    if (reply_body_.size() <= reply_watermark_ / 2) ResumeReply();
    if (body.size() > before) co_return true;
    if (reply_body_.size() > 0) continue;
    if (finished_) break;
    reply_watchdog_.Arm(request_.silence_timeout);
    changed_.Reset();
    co_await changed_.Wait();
    reply_watchdog_.Disarm();
  }
  if (!status_.ok()) co_return status_;
  absl::Status whole = reply_body_.CheckEnd(HasKnownEnd());
  if (!whole.ok()) co_return CorruptBody(whole);
  co_return false;
}

bool CurlExchange::HasKnownEnd() const {
  if (head_.http2() || request_.method == "HEAD") return true;
  if (head_.status() == 204 || head_.status() == 304) return true;
  return std::any_of(head_.headers().begin(), head_.headers().end(), [](const auto& header) {
    return absl::EqualsIgnoreCase(header.first, "Content-Length") ||
           absl::EqualsIgnoreCase(header.first, "Transfer-Encoding");
  });
}

void CurlExchange::Close() {
  Abandon(absl::CancelledError("the exchange was given up"));
  stop_hook_.reset();
}

void CurlExchange::Abandon(absl::Status status) {
  reply_body_.Clear();
  if (finished_ && status_.ok())
    status_ = std::move(status);
  else
    Finish(std::move(status));
}

void CurlExchange::Finish(absl::Status status) {
  if (finished_) return;
  finished_ = true;
  status_ = std::move(status);
  request_watchdog_.Disarm();
  reply_watchdog_.Disarm();
  if (handle_ != nullptr) {
    loop_->Remove(handle_);
    bytes_sent_ = bytes_sent();
    bytes_received_ = bytes_received();
    loop_->GiveBack(std::exchange(handle_, nullptr));
  }
  request_body_.wanted().Set();
  changed_.Set();
}

void CurlExchange::TimeOut(absl::string_view what, absl::string_view reason) {
  absl::Status status =
      absl::DeadlineExceededError(absl::StrCat(what, " within the time limit by ", url_.host));
  Abandon(WithProgress(WithReason(std::move(status), reason), progress()));
}

absl::Status CurlExchange::StatusOf(CURLcode code) const {
  CurlFailure failure;
  failure.code = resend_refused_ ? CURLE_SEND_ERROR : code;
  failure.progress = progress();
  failure.host = url_.host;
  if (!resend_refused_) failure.detail = error_text_.data();
  failure.has_proxy = has_proxy_;
  if (handle_ != nullptr) {
    curl_easy_getinfo(handle_, CURLINFO_HTTP_CONNECTCODE, &failure.connect_code);
  }
  return ToStatus(failure);
}

absl::Status CurlExchange::CorruptBody(const absl::Status& why) const {
  absl::Status status = absl::UnavailableError(
      absl::StrCat("the reply of ", url_.host, " cannot be decoded: ", why.message()));
  return WithProgress(WithReason(std::move(status), "CORRUPT_BODY"), progress());
}

std::uint64_t CurlExchange::bytes_sent() const {
  if (handle_ == nullptr) return bytes_sent_;
  return LongCounter(handle_, CURLINFO_REQUEST_SIZE) + Counter(handle_, CURLINFO_SIZE_UPLOAD_T);
}

std::uint64_t CurlExchange::bytes_received() const {
  if (handle_ == nullptr) return bytes_received_;
  return LongCounter(handle_, CURLINFO_HEADER_SIZE) + Counter(handle_, CURLINFO_SIZE_DOWNLOAD_T);
}

}  // namespace sfconnector
