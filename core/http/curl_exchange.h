// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <curl/curl.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/call_context.h"
#include "core/base/clock.h"
#include "core/base/event.h"
#include "core/base/task.h"
#include "core/http/curl_error.h"
#include "core/http/curl_loop.h"
#include "core/http/curl_options.h"
#include "core/http/http_client.h"
#include "core/http/reply_body.h"
#include "core/http/reply_head.h"
#include "core/http/request_body.h"
#include "core/http/url.h"
#include "core/http/watchdog.h"

namespace sfconnector {

// One request and its reply. Confined to its executor. libcurl's callbacks only change its state
// and set events; coroutines go on from there.
class CurlExchange final : public CurlTransfer, public std::enable_shared_from_this<CurlExchange> {
 public:
  CurlExchange(std::shared_ptr<CurlLoop> loop, const CurlOptions& options, CallContext& context,
               Clock& clock, Executor executor, HttpRequest request, Url url);
  ~CurlExchange() override;

  // Starts the transfer. Errors are those of HttpClient::Send.
  absl::Status Start();
  // Waits until the reply's headers are there, or returns why they will not be.
  Task<absl::Status> WaitForHead();
  // See HttpResponse::ReadMore.
  Task<absl::StatusOr<bool>> ReadMore(std::string& body);
  // Ends the transfer if it goes on, and lets go of the call's context.
  void Close();

  const ReplyHead& head() const { return head_; }
  std::uint64_t bytes_sent() const;
  std::uint64_t bytes_received() const;

 private:
  static int OnPrerequest(void* self, char*, char*, int, int);
  static std::size_t OnTakeBody(char* out, std::size_t size, std::size_t count, void* self);
  static int OnSeekBody(void* self, curl_off_t offset, int origin);
  static std::size_t OnHeader(char* line, std::size_t size, std::size_t count, void* self);
  static std::size_t OnBody(char* bytes, std::size_t size, std::size_t count, void* self);
  void OnEnd(CURLcode code) override;

  CURLcode SetRequest();
  bool AddHeadLine(absl::string_view line);
  std::size_t TakeBody(char* out, std::size_t capacity);
  std::size_t AddBody(absl::string_view bytes);
  void WatchForReply();

  static Task<void> Pump(std::shared_ptr<CurlExchange> self);
  void PauseReply();
  void ResumeReply();
  void ResumeRequest();
  void SetPauses();

  // Ends the transfer with `status`. Not to be called from a libcurl callback.
  void Finish(absl::Status status);
  // The same, and drops what has arrived.
  void Abandon(absl::Status status);
  void TimeOut(absl::string_view what, absl::string_view reason);
  absl::Status StatusOf(CURLcode code) const;
  absl::Status EndOfReply(CURLcode code) const;
  // Whether the wire tells where the reply's body ends, rather than the connection's end.
  bool HasKnownEnd() const;
  absl::Status CorruptBody(const absl::Status& why) const;
  ExchangeProgress progress() const { return {sent_, reply_begun_, head_.complete()}; }

  const std::shared_ptr<CurlLoop> loop_;
  const CurlOptions& options_;  // used by Start only
  CallContext& context_;        // used until Close
  const Executor executor_;
  HttpRequest request_;
  const Url url_;
  const bool may_resend_;
  const bool has_proxy_;
  // libcurl is told to wait when this much of a reply is unread, and to go on at half of it.
  const std::size_t reply_watermark_;
  const std::size_t http2_limit_;  // of unread bytes

  CURL* handle_ = nullptr;  // until the transfer has ended
  CurlList headers_;
  CurlList connect_to_;
  std::array<char, CURL_ERROR_SIZE> error_text_{};
  std::optional<CallContext::StopHook> stop_hook_;

  bool sent_ = false;
  bool resend_refused_ = false;
  bool request_paused_ = false;
  RequestBody request_body_;
  Watchdog request_watchdog_;

  bool reply_begun_ = false;
  bool reply_paused_ = false;
  bool reply_overflowed_ = false;
  bool head_too_large_ = false;
  ReplyHead head_;
  ReplyBody reply_body_;
  absl::Status encoding_status_;
  Watchdog reply_watchdog_;
  Event changed_;  // head or body have grown, or the exchange has finished

  bool finished_ = false;
  absl::Status status_;  // once finished
  std::uint64_t bytes_sent_ = 0;
  std::uint64_t bytes_received_ = 0;
};

}  // namespace sfconnector
