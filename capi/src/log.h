// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/observer.h"
#include "sfconnector/sfconnector.h"

namespace sfconnector::capi {

// A host's log function with its argument; the function may be null.
struct LogSink {
  sfc_log_callback log = nullptr;
  void* user = nullptr;
};

// Turns what happens into JSON lines for the host's log. Thread-safe.
class LogObserver final : public Observer {
 public:
  explicit LogObserver(LogSink sink) : sink_(sink) {}

  void OnLog(const LogEvent& event) override;
  void OnCallEnd(const CallEvent& event) override;
  void OnHttp(const HttpEvent& event) override;
  void OnTokenRefresh(absl::string_view connection, const absl::Status& status) override;

 private:
  const LogSink sink_;
};

}  // namespace sfconnector::capi
