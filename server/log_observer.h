// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/base/observer.h"
#include "sfconnector/v1/server_config.pb.h"

namespace spdlog {
class logger;
}

namespace sfconnector::server {

// Writes what happens to a log, one entry a line. Of calls that fail it writes code, reason and
// Salesforce's request id, never the message, which may quote queries and data. Thread-safe.
class LogObserver final : public Observer {
 public:
  // `settings` is complete; `out` outlives the observer.
  LogObserver(const v1::Log& settings, std::ostream& out);
  ~LogObserver() override;

  void OnLog(const LogEvent& event) override;
  void OnCallEnd(const CallEvent& event) override;
  void OnHttp(const HttpEvent& event) override;
  void OnTokenRefresh(absl::string_view connection, const absl::Status& status) override;

 private:
  const v1::LogFormat format_;
  const std::unique_ptr<spdlog::logger> logger_;
};

}  // namespace sfconnector::server
