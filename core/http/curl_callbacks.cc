// SPDX-License-Identifier: Apache-2.0
// What libcurl calls in the course of a CurlExchange. Nothing here may end the transfer other than
// by its result.

#include <algorithm>
#include <cstdio>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/http/curl_exchange.h"

namespace sfconnector {

CURLcode CurlExchange::SetRequest() {
  CURLcode result = CURLE_OK;
  const auto set = [this, &result](CURLoption option, auto value) {
    if (result == CURLE_OK) result = curl_easy_setopt(handle_, option, value);
  };
  for (const auto& [name, value] : request_.headers) {
    Append(headers_, value.empty() ? absl::StrCat(name, ";") : absl::StrCat(name, ": ", value));
  }
  if (request_.method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
  } else if (request_body_.streamed() || request_body_.size() > 0 || request_.method == "POST" ||
             request_.method == "PUT" || request_.method == "PATCH") {
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_INFILESIZE_LARGE,
        request_body_.streamed() ? curl_off_t{-1} : static_cast<curl_off_t>(request_body_.size()));
    set(CURLOPT_CUSTOMREQUEST, request_.method.c_str());
    Append(headers_, "Expect:");
  } else {
    set(CURLOPT_HTTPGET, 1L);
    set(CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  }
  set(CURLOPT_HTTPHEADER, headers_.get());
  set(CURLOPT_ERRORBUFFER, error_text_.data());
  set(CURLOPT_PREREQFUNCTION, &CurlExchange::OnPrerequest);
  set(CURLOPT_PREREQDATA, this);
  set(CURLOPT_READFUNCTION, &CurlExchange::OnTakeBody);
  set(CURLOPT_READDATA, this);
  // Without this libcurl cannot send a body twice, whatever it thinks of the connection.
  if (may_resend_) {
    set(CURLOPT_SEEKFUNCTION, &CurlExchange::OnSeekBody);
    set(CURLOPT_SEEKDATA, this);
  }
  set(CURLOPT_HEADERFUNCTION, &CurlExchange::OnHeader);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &CurlExchange::OnBody);
  set(CURLOPT_WRITEDATA, this);
  return result;
}

// libcurl calls this whenever it has a connection and is about to send the request: also when it
// does so again because a reused connection turned out to be dead. It cannot know whether the first
// one was carried out.
int CurlExchange::OnPrerequest(void* self, char*, char*, int, int) {
  auto& exchange = *static_cast<CurlExchange*>(self);
  if (exchange.sent_ && !exchange.may_resend_) {
    exchange.resend_refused_ = true;
    return CURL_PREREQFUNC_ABORT;
  }
  exchange.sent_ = true;
  if (!exchange.request_body_.streamed()) exchange.request_body_.Rewind();
  if (exchange.request_body_.taken()) {
    exchange.WatchForReply();
  } else {
    exchange.request_watchdog_.Arm(exchange.request_.silence_timeout);
  }
  return CURL_PREREQFUNC_OK;
}

std::size_t CurlExchange::OnTakeBody(char* out, std::size_t size, std::size_t count, void* self) {
  return static_cast<CurlExchange*>(self)->TakeBody(out, size * count);
}

std::size_t CurlExchange::TakeBody(char* out, std::size_t capacity) {
  const std::optional<std::size_t> size = request_body_.Take(out, capacity);
  if (!size) {
    request_paused_ = true;
    request_watchdog_.Disarm();
    return CURL_READFUNC_PAUSE;
  }
  if (request_body_.taken()) {
    WatchForReply();
  } else {
    request_watchdog_.Touch();
  }
  return *size;
}

int CurlExchange::OnSeekBody(void* self, curl_off_t offset, int origin) {
  if (offset != 0 || origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
  static_cast<CurlExchange*>(self)->request_body_.Rewind();
  return CURL_SEEKFUNC_OK;
}

void CurlExchange::WatchForReply() {
  request_watchdog_.Disarm();
  if (!reply_begun_ && !reply_watchdog_.armed()) reply_watchdog_.Arm(request_.first_byte_timeout);
}

std::size_t CurlExchange::OnHeader(char* line, std::size_t size, std::size_t count, void* self) {
  const bool fits =
      static_cast<CurlExchange*>(self)->AddHeadLine(absl::string_view(line, size * count));
  // Any other number than the one that was given ends the transfer.
  return fits ? size * count : 0;
}

bool CurlExchange::AddHeadLine(absl::string_view line) {
  if (!reply_begun_) {
    reply_begun_ = true;
    reply_watchdog_.Arm(request_.silence_timeout);
  }
  switch (head_.Add(line)) {
    case ReplyHead::Progress::kMore:
      reply_watchdog_.Touch();
      break;
    case ReplyHead::Progress::kInterim:
      reply_begun_ = false;
      reply_watchdog_.Disarm();
      if (request_body_.taken()) WatchForReply();
      break;
    case ReplyHead::Progress::kComplete:
      reply_watchdog_.Disarm();
      for (const auto& [name, value] : head_.headers()) {
        if (absl::EqualsIgnoreCase(name, "Content-Encoding")) {
          encoding_status_ = reply_body_.SetEncoding(value);
        }
      }
      // libcurl sends no more after such a reply, but would wait for a paused request all the same.
      if (head_.status() >= 300 && request_paused_) {
        request_paused_ = false;
        curl_easy_pause(handle_, CURLPAUSE_CONT);
      }
      changed_.Set();
      break;
    case ReplyHead::Progress::kTooLarge:
      head_too_large_ = true;
      return false;
  }
  return true;
}

std::size_t CurlExchange::OnBody(char* bytes, std::size_t size, std::size_t count, void* self) {
  return static_cast<CurlExchange*>(self)->AddBody(absl::string_view(bytes, size * count));
}

std::size_t CurlExchange::AddBody(absl::string_view bytes) {
  const std::size_t unread = reply_body_.size();
  if (head_.http2()) {
    // Pausing one stream stops all streams of its connection, and libcurl would hold on to
    // megabytes of each.
    if (unread + bytes.size() > http2_limit_) {
      reply_overflowed_ = true;
      return 0;
    }
  } else if (unread > 0 && unread + bytes.size() > reply_watermark_) {
    PauseReply();
    return CURL_WRITEFUNC_PAUSE;
  }
  reply_body_.Append(bytes);
  changed_.Set();
  return bytes.size();
}

}  // namespace sfconnector
