// SPDX-License-Identifier: Apache-2.0
#include "capi/src/log.h"

#include <chrono>
#include <cstdio>
#include <ctime>

#include "absl/status/status.h"
#include "capi/src/json_line.h"

namespace sfconnector::capi {
namespace {

// "2024-05-01T12:00:00.000Z", RFC 3339.
std::string Timestamp() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  const auto seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[32];
  char with_fraction[48];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
  std::snprintf(with_fraction, sizeof with_fraction, "%s.%03dZ", text,
                static_cast<int>(milliseconds % 1000));
  return with_fraction;
}

std::int32_t ToSeverity(Severity severity) {
  switch (severity) {
    case Severity::kDebug:
      return SFC_DEBUG;
    case Severity::kInfo:
      return SFC_INFO;
    case Severity::kWarning:
      return SFC_WARNING;
    case Severity::kError:
      return SFC_ERROR;
  }
  return SFC_ERROR;
}

JsonLine Begin(std::int32_t severity, absl::string_view message) {
  static constexpr absl::string_view kNames[] = {"debug", "info", "warning", "error"};
  JsonLine line;
  line.Text("time", Timestamp()).Text("severity", kNames[severity]).Text("message", message);
  return line;
}

void Emit(const LogSink& sink, std::int32_t severity, JsonLine line) {
  const std::string json = line.Take();
  sink.log(sink.user, severity, json.c_str(), json.size());
}

std::int64_t Microseconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

}  // namespace

void LogObserver::OnLog(const LogEvent& event) {
  if (sink_.log == nullptr) return;
  const std::int32_t severity = ToSeverity(event.severity);
  JsonLine line = Begin(severity, event.message);
  for (const auto& [name, value] : event.fields) line.Text(name, value);
  Emit(sink_, severity, std::move(line));
}

void LogObserver::OnCallEnd(const CallEvent& event) {
  if (sink_.log == nullptr) return;
  const std::int32_t severity = event.status.ok() ? SFC_DEBUG : SFC_WARNING;
  JsonLine line = Begin(severity, "call ended");
  line.Text("connection", event.connection)
      .Text("method", event.method)
      .Text("status", absl::StatusCodeToString(event.status.code()))
      .Integer("duration_us", Microseconds(event.duration));
  Emit(sink_, severity, std::move(line));
}

void LogObserver::OnHttp(const HttpEvent& event) {
  if (sink_.log == nullptr) return;
  const bool failed = event.status == 0 || event.status >= 400;
  const std::int32_t severity = failed ? SFC_WARNING : SFC_DEBUG;
  JsonLine line = Begin(severity, "http exchange ended");
  line.Text("method", event.method)
      .Text("host", event.host)
      .Text("path", event.path)
      .Integer("http_status", event.status)
      .Integer("attempt", event.attempt)
      .Integer("bytes_sent", static_cast<std::int64_t>(event.bytes_sent))
      .Integer("bytes_received", static_cast<std::int64_t>(event.bytes_received))
      .Integer("duration_us", Microseconds(event.duration))
      .Text("request_id", event.request_id);
  Emit(sink_, severity, std::move(line));
}

void LogObserver::OnTokenRefresh(absl::string_view connection, const absl::Status& status) {
  if (sink_.log == nullptr) return;
  const std::int32_t severity = status.ok() ? SFC_INFO : SFC_ERROR;
  JsonLine line =
      Begin(severity, status.ok() ? "access token renewed" : "access token not renewed");
  line.Text("connection", connection).Text("status", absl::StatusCodeToString(status.code()));
  Emit(sink_, severity, std::move(line));
}

}  // namespace sfconnector::capi
