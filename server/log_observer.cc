// SPDX-License-Identifier: Apache-2.0
#include "server/log_observer.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/ostream_sink.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/status.h"
#include "server/json_text.h"

namespace sfconnector::server {
namespace {

// Time (UTC, RFC 3339) and level are spdlog's, the rest is a LogLine.
constexpr char kJsonPattern[] = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";
constexpr char kTextPattern[] = "%Y-%m-%dT%H:%M:%S.%eZ %l %v";

// The part of an entry behind its level.
class LogLine {
 public:
  LogLine(v1::LogFormat format, absl::string_view message) : json_(format == v1::LOG_FORMAT_JSON) {
    if (!json_) {
      text_ = OnOneLine(message);
      return;
    }
    text_ = R"("message":)";
    AppendJsonString(message, text_);
  }

  LogLine& Add(absl::string_view name, absl::string_view value) {
    Name(name);
    if (json_ || NeedsQuotes(value)) {
      AppendJsonString(value, text_);
    } else {
      text_.append(value.data(), value.size());
    }
    return *this;
  }

  // Left out where it is empty.
  LogLine& AddIfSet(absl::string_view name, absl::string_view value) {
    return value.empty() ? *this : Add(name, value);
  }

  LogLine& Add(absl::string_view name, std::uint64_t value) {
    Name(name);
    absl::StrAppend(&text_, value);
    return *this;
  }

  LogLine& AddMilliseconds(absl::string_view name, std::chrono::nanoseconds value) {
    Name(name);
    absl::StrAppendFormat(&text_, "%.3f", std::chrono::duration<double, std::milli>(value).count());
    return *this;
  }

  const std::string& text() const { return text_; }

 private:
  static std::string OnOneLine(absl::string_view message) {
    std::string line(message);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return line;
  }

  static bool NeedsQuotes(absl::string_view value) {
    return value.empty() || std::any_of(value.begin(), value.end(), [](char c) {
             return c == '"' || c == '=' || c == '\\' || static_cast<unsigned char>(c) <= 0x20;
           });
  }

  void Name(absl::string_view name) {
    if (json_) {
      text_ += ',';
      AppendJsonString(name, text_);
      text_ += ':';
    } else {
      absl::StrAppend(&text_, " ", name, "=");
    }
  }

  const bool json_;
  std::string text_;
};

spdlog::level::level_enum ToSpdlog(v1::LogLevel level) {
  switch (level) {
    case v1::LOG_LEVEL_DEBUG:
      return spdlog::level::debug;
    case v1::LOG_LEVEL_WARNING:
      return spdlog::level::warn;
    case v1::LOG_LEVEL_ERROR:
      return spdlog::level::err;
    default:
      return spdlog::level::info;
  }
}

spdlog::level::level_enum ToSpdlog(Severity severity) {
  switch (severity) {
    case Severity::kDebug:
      return spdlog::level::debug;
    case Severity::kWarning:
      return spdlog::level::warn;
    case Severity::kError:
      return spdlog::level::err;
    default:
      return spdlog::level::info;
  }
}

// Calls that fail are the callers' business, unless this program or its way to Salesforce is at
// fault.
spdlog::level::level_enum LevelOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return spdlog::level::debug;
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnavailable:
      return spdlog::level::warn;
    default:
      return spdlog::level::info;
  }
}

// Code, reason, HTTP status and request id: nothing that a caller or Salesforce has written freely.
void AddStatus(const absl::Status& status, LogLine& line) {
  line.Add("code", absl::StatusCodeToString(status.code()));
  if (status.ok()) return;
  line.AddIfSet("reason", GetReason(status));
  const std::optional<v1::SalesforceError> detail = GetSalesforceError(status);
  if (!detail) return;
  line.Add("http_status", static_cast<std::uint64_t>(detail->http_status()));
  line.AddIfSet("request_id", detail->request_id());
}

}  // namespace

LogObserver::LogObserver(const v1::Log& settings, std::ostream& out)
    : format_(settings.format()),
      logger_(std::make_unique<spdlog::logger>(
          "", std::make_shared<spdlog::sinks::ostream_sink_mt>(out, /*force_flush=*/true))) {
  const char* const pattern = format_ == v1::LOG_FORMAT_JSON ? kJsonPattern : kTextPattern;
  logger_->set_formatter(
      std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc));
  logger_->set_level(ToSpdlog(settings.level()));
}

LogObserver::~LogObserver() = default;

void LogObserver::OnLog(const LogEvent& event) {
  const spdlog::level::level_enum level = ToSpdlog(event.severity);
  if (!logger_->should_log(level)) return;
  LogLine line(format_, event.message);
  for (const auto& [name, value] : event.fields) line.Add(name, value);
  logger_->log(level, line.text());
}

void LogObserver::OnCallEnd(const CallEvent& event) {
  const spdlog::level::level_enum level = LevelOf(event.status);
  if (!logger_->should_log(level)) return;
  LogLine line(format_, "call ended");
  line.Add("method", event.method).Add("connection", event.connection);
  AddStatus(event.status, line);
  line.AddMilliseconds("duration_ms", event.duration);
  logger_->log(level, line.text());
}

void LogObserver::OnHttp(const HttpEvent& event) {
  if (!logger_->should_log(spdlog::level::debug)) return;
  LogLine line(format_, "http exchange ended");
  line.Add("http_method", event.method).Add("host", event.host).Add("path", event.path);
  line.Add("http_status", static_cast<std::uint64_t>(event.status));
  line.Add("attempt", static_cast<std::uint64_t>(event.attempt));
  line.Add("bytes_sent", event.bytes_sent).Add("bytes_received", event.bytes_received);
  line.AddIfSet("request_id", event.request_id).AddMilliseconds("duration_ms", event.duration);
  logger_->log(spdlog::level::debug, line.text());
}

void LogObserver::OnTokenRefresh(absl::string_view connection, const absl::Status& status) {
  const auto level = status.ok() ? spdlog::level::info : spdlog::level::warn;
  if (!logger_->should_log(level)) return;
  LogLine line(format_, status.ok() ? "access token obtained" : "no access token obtained");
  line.Add("connection", connection);
  AddStatus(status, line);
  logger_->log(level, line.text());
}

}  // namespace sfconnector::server
