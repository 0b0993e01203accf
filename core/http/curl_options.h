// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include <curl/curl.h>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/secret.h"
#include "core/http/curl_loop.h"
#include "core/http/http_client.h"
#include "core/http/url.h"
#include "sfconnector/v1/connection.pb.h"

namespace sfconnector {

struct CurlListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlList = std::unique_ptr<curl_slist, CurlListDeleter>;

// Appends a copy of `line`.
void Append(CurlList& list, const std::string& line);

// What a connection's settings mean for libcurl: names, TLS, proxy, time to connect.
class CurlOptions {
 public:
  // Errors name the field whose file cannot be read.
  static absl::StatusOr<CurlOptions> Create(const v1::Connection& settings);

  // Sets everything about how `handle` reaches `url`. `connect_to` receives a list that must live
  // as long as the transfer.
  CURLcode Apply(CURL* handle, const Url& url, HttpLane lane, CurlList& connect_to) const;

  // Whether `host` is reached through the proxy.
  bool UsesProxy(absl::string_view host) const;

  CurlLoop::Limits loop_limits() const;
  bool accepts_gzip() const { return accepts_gzip_; }
  bool sends_gzip() const { return settings_.compression().request(); }
  // 0 for no limit.
  std::size_t max_header_bytes() const;
  std::size_t max_body_bytes() const;

 private:
  explicit CurlOptions(const v1::Connection& settings);

  v1::Connection settings_;  // without what the transport does not need, secrets above all
  Secret client_key_passphrase_;
  Secret proxy_password_;
  bool accepts_gzip_ = true;
};

}  // namespace sfconnector
