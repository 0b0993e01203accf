// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <curl/curl.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sfconnector {

// How far an exchange had come when it ended.
struct ExchangeProgress {
  bool sent = false;         // a byte of the request may have been sent
  bool reply_begun = false;  // a line of the reply has arrived
  bool has_head = false;     // the reply's headers have arrived
};

// Attaches the SalesforceError that HttpClient's errors carry.
absl::Status WithProgress(absl::Status status, const ExchangeProgress& progress);

// The error that HttpClient documents for what libcurl says.
struct CurlFailure {
  CURLcode code = CURLE_OK;
  ExchangeProgress progress;
  std::string host;        // for the message, which names nothing else of the URL
  std::string detail;      // libcurl's error buffer
  bool has_proxy = false;  // the connection goes through a proxy
  long connect_code = 0;   // the HTTP status of the proxy's reply to CONNECT
};
absl::Status ToStatus(const CurlFailure& failure);

// The reply is beyond a limit: asking again does not help.
absl::Status HeadersTooLarge(absl::string_view host);
absl::Status UnreadReplyTooLarge(absl::string_view host);

// The reply ended within its headers.
absl::Status IncompleteHead(absl::string_view host, const ExchangeProgress& progress);

}  // namespace sfconnector
