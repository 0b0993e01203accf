// SPDX-License-Identifier: Apache-2.0
#include "server/config.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

#include <google/protobuf/util/time_util.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/connector.h"
#include "server/yaml_json.h"

namespace sfconnector::server {
namespace {

using google::protobuf::Duration;
using google::protobuf::util::TimeUtil;

constexpr char kDefaultListen[] = "127.0.0.1:50051";
constexpr int kDefaultMaxRequestBytes = 16 << 20;
constexpr int kMaxEventLoops = 256;
// gRPC counts these times in milliseconds, in an int.
constexpr std::int64_t kMaxMilliseconds = 2147483647;

absl::StatusOr<v1::ServerConfig> FromJson(const std::string& json) {
  v1::ServerConfig config;
  SFC_RETURN_IF_ERROR(ConfigFromJson(json, config));
  return config;
}

absl::Status CheckDuration(absl::string_view field, const Duration& duration,
                           std::int64_t min_milliseconds) {
  const std::int64_t value = TimeUtil::DurationToMilliseconds(duration);
  if (value >= min_milliseconds && value <= kMaxMilliseconds) return absl::OkStatus();
  return InvalidField(
      field, absl::StrCat("must be between ",
                          TimeUtil::ToString(TimeUtil::MillisecondsToDuration(min_milliseconds)),
                          " and ", kMaxMilliseconds / 1000, "s"));
}

absl::Status CheckAddress(const std::string& address) {
  if (absl::StartsWith(address, "unix:")) return absl::OkStatus();
  const std::size_t colon = address.rfind(':');
  const std::string port = colon == std::string::npos ? "" : address.substr(colon + 1);
  const bool is_port =
      !port.empty() && port.size() <= 5 &&
      std::all_of(port.begin(), port.end(), [](char c) { return absl::ascii_isdigit(c); }) &&
      std::stoi(port) <= 65535;
  if (is_port && colon > 0) return absl::OkStatus();
  return InvalidField("listen",
                      absl::StrCat("`", address, "` is neither `host:port` nor `unix:path`"));
}

absl::Status CompleteKeepalive(v1::Keepalive& keepalive) {
  if (!keepalive.has_interval()) keepalive.mutable_interval()->set_seconds(60);
  if (!keepalive.has_timeout()) keepalive.mutable_timeout()->set_seconds(20);
  if (!keepalive.has_min_client_interval())
    keepalive.mutable_min_client_interval()->set_seconds(10);
  SFC_RETURN_IF_ERROR(CheckDuration("keepalive.interval", keepalive.interval(), 1000));
  SFC_RETURN_IF_ERROR(CheckDuration("keepalive.timeout", keepalive.timeout(), 1));
  SFC_RETURN_IF_ERROR(
      CheckDuration("keepalive.min_client_interval", keepalive.min_client_interval(), 0));
  if (keepalive.has_max_connection_age()) {
    SFC_RETURN_IF_ERROR(
        CheckDuration("keepalive.max_connection_age", keepalive.max_connection_age(), 1));
  }
  if (keepalive.has_max_connection_age_grace()) {
    SFC_RETURN_IF_ERROR(CheckDuration("keepalive.max_connection_age_grace",
                                      keepalive.max_connection_age_grace(), 0));
  }
  if (keepalive.has_max_connection_idle()) {
    SFC_RETURN_IF_ERROR(
        CheckDuration("keepalive.max_connection_idle", keepalive.max_connection_idle(), 1));
  }
  return absl::OkStatus();
}

// The name goes into metadata, logs and paths of fields.
bool IsConnectionName(absl::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
  });
}

absl::Status CheckConnectionNames(const v1::ServerConfig& config) {
  for (const auto& [name, connection] : config.connections()) {
    if (IsConnectionName(name)) continue;
    return InvalidField("connections",
                        absl::StrCat("`", name, "` is no name: letters, digits, `-`, `_` and `.`"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ServerConfig> ConfigFromYaml(const std::string& yaml) {
  absl::StatusOr<std::string> json = YamlToJson(yaml, *v1::ServerConfig::descriptor());
  if (!json.ok()) return json.status();
  return FromJson(*json);
}

absl::StatusOr<std::string> ReadTextFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text;
  char block[1 << 14];
  while (file.good()) {
    file.read(block, sizeof block);
    text.append(block, static_cast<std::size_t>(file.gcount()));
  }
  if (!file.is_open() || file.bad()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": cannot be read: ", std::generic_category().message(errno)));
  }
  if (text.empty()) return absl::InvalidArgumentError(absl::StrCat(path, ": is empty"));
  return text;
}

absl::StatusOr<v1::ServerConfig> ReadConfigFile(const std::string& path) {
  absl::StatusOr<std::string> text = ReadTextFile(path);
  if (!text.ok()) return text.status();
  absl::StatusOr<v1::ServerConfig> config =
      absl::EndsWith(path, ".json") ? FromJson(*text) : ConfigFromYaml(*text);
  if (config.ok()) return config;
  return absl::Status(config.status().code(), absl::StrCat(path, ": ", config.status().message()));
}

void ApplyFlags(const Flags& flags, v1::ServerConfig& config) {
  if (!flags.listen.empty()) config.set_listen(flags.listen);
  if (flags.log_level != v1::LOG_LEVEL_UNSPECIFIED)
    config.mutable_log()->set_level(flags.log_level);
}

absl::StatusOr<v1::ServerConfig> CompleteConfig(v1::ServerConfig config) {
  if (config.listen().empty()) config.set_listen(kDefaultListen);
  SFC_RETURN_IF_ERROR(CheckAddress(config.listen()));
  if (config.event_loops() == 0) config.set_event_loops(1);
  if (config.event_loops() < 0 || config.event_loops() > kMaxEventLoops) {
    return InvalidField("event_loops", absl::StrCat("must be between 1 and ", kMaxEventLoops));
  }
  if (config.max_request_bytes() == 0) config.set_max_request_bytes(kDefaultMaxRequestBytes);
  if (config.max_request_bytes() < 0)
    return InvalidField("max_request_bytes", "must not be negative");
  if (!config.has_drain_deadline()) config.mutable_drain_deadline()->set_seconds(30);
  SFC_RETURN_IF_ERROR(CheckDuration("drain_deadline", config.drain_deadline(), 0));
  SFC_RETURN_IF_ERROR(CompleteKeepalive(*config.mutable_keepalive()));
  v1::Log& log = *config.mutable_log();
  if (log.level() == v1::LOG_LEVEL_UNSPECIFIED) log.set_level(v1::LOG_LEVEL_INFO);
  if (log.format() == v1::LOG_FORMAT_UNSPECIFIED) log.set_format(v1::LOG_FORMAT_JSON);
  SFC_RETURN_IF_ERROR(CheckConnectionNames(config));
  return config;
}

}  // namespace sfconnector::server
