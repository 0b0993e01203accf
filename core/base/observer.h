// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sfconnector {

enum class Severity { kDebug, kInfo, kWarning, kError };

// Something worth a line in a log. Holds no secret, no record data and no query text.
struct LogEvent {
  Severity severity = Severity::kInfo;
  absl::string_view message;
  std::vector<std::pair<absl::string_view, std::string>> fields;
};

// A call has ended.
struct CallEvent {
  absl::string_view method;  // "sfconnector.v1.QueryService/Query"
  absl::string_view connection;
  const absl::Status& status;
  std::chrono::nanoseconds duration;
};

// An HTTP exchange has ended. The path is the one without its query string.
struct HttpEvent {
  absl::string_view method;
  absl::string_view host;
  absl::string_view path;
  int status = 0;   // 0: no reply
  int attempt = 1;  // 1 for the first
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  std::chrono::nanoseconds duration{};
  absl::string_view request_id;
};

// Learns what happens inside: for logs, metrics and traces. Called on the threads on which it
// happens, at the same time from several of them; must be quick and must not call back. Everything
// referred to is valid during the call only.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void OnLog(const LogEvent&) {}
  virtual void OnCallStart(absl::string_view /*method*/, absl::string_view /*connection*/) {}
  virtual void OnCallEnd(const CallEvent&) {}
  virtual void OnHttp(const HttpEvent&) {}
  virtual void OnTokenRefresh(absl::string_view /*connection*/, const absl::Status&) {}
};

}  // namespace sfconnector
