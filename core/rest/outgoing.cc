// SPDX-License-Identifier: Apache-2.0
#include "core/rest/outgoing.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/base/status.h"
#include "core/http/url.h"

namespace sfconnector {
namespace {

// Salesforce ends a query after 120 s and any other request after 10 minutes; the first byte comes
// soon after.
constexpr Clock::Duration kReadFirstByte = std::chrono::seconds(130);
constexpr Clock::Duration kWriteFirstByte = std::chrono::seconds(620);

// Longer paths are cut where they are logged.
constexpr std::size_t kMaxLoggedPath = 512;

void SetHeader(HttpHeaders& headers, absl::string_view name, absl::string_view value) {
  for (auto& [key, old] : headers) {
    if (absl::EqualsIgnoreCase(key, name)) {
      old = std::string(value);
      return;
    }
  }
  headers.emplace_back(std::string(name), std::string(value));
}

// The headers that every request of the connection has.
HttpHeaders ConnectionHeaders(const v1::Connection& settings) {
  HttpHeaders headers = {{"Accept", "application/json"},
                         {"User-Agent", absl::StrCat("sfconnector (", settings.client_name(), ")")},
                         {"Sforce-Call-Options", absl::StrCat("client=", settings.client_name())}};
  for (const auto& [name, value] : settings.headers()) SetHeader(headers, name, value);
  return headers;
}

}  // namespace

HttpHeaders HeadersOf(const v1::Connection& settings, const CallOptions& options) {
  HttpHeaders headers = ConnectionHeaders(settings);
  for (const auto& [name, value] : options.headers) SetHeader(headers, name, value);
  return headers;
}

Outgoing::Outgoing(const v1::Connection& settings, const RestRequest& request,
                   const CallOptions& options, std::string version)
    : settings_(settings), request_(request), options_(options), version_(std::move(version)) {}

std::string Outgoing::WithVersion(const std::string& path) const {
  return absl::StrReplaceAll(path, {{"{version}", version_}});
}

std::string Outgoing::FirstUrl(const Session& session) const {
  std::string url = absl::StrCat(session.instance_url(), WithVersion(request_.path));
  char separator = '?';
  for (const auto& [name, value] : request_.query) {
    absl::StrAppend(&url, std::string(1, separator), PercentEncodeQuery(name), "=",
                    PercentEncodeQuery(value));
    separator = '&';
  }
  return url;
}

absl::StatusOr<std::string> Outgoing::RedirectTarget(const Session& session,
                                                     const std::string& from,
                                                     const RestReply& reply,
                                                     bool may_follow) const {
  absl::StatusOr<std::string> target = ResolveUrl(from, reply.Header("location"));
  const bool reads = request_.method == "GET" || request_.method == "HEAD";
  if (target.ok() && may_follow && reads && MayVisit(session, *target)) return target;
  v1::SalesforceError detail;
  detail.set_http_status(reply.status);
  detail.set_retryability(v1::RETRYABILITY_NEVER);
  absl::StatusOr<Url> url = target.ok() ? ParseUrl(*target) : target.status();
  absl::Status error = absl::FailedPreconditionError(
      absl::StrCat("the request was redirected to ", url.ok() ? url->host : "an invalid URL",
                   ", and was not sent there"));
  return WithReason(WithSalesforceError(std::move(error), detail), "REDIRECTED");
}

bool Outgoing::MayVisit(const Session& session, const std::string& target) const {
  absl::StatusOr<Url> url = ParseUrl(target);
  absl::StatusOr<Url> instance = ParseUrl(session.instance_url());
  if (!url.ok() || !instance.ok() || url->scheme != instance->scheme) return false;
  if (url->host == instance->host && url->port == instance->port) return true;
  const auto& allowed = settings_.redirects().allowed_hosts();
  return std::any_of(allowed.begin(), allowed.end(), [&url](const std::string& pattern) {
    return HostMatches(url->host, pattern);
  });
}

HttpRequest Outgoing::Build(const Session& session, const std::string& url) const {
  HttpRequest http;
  http.method = request_.method;
  http.url = url;
  const bool session_in_body = static_cast<bool>(request_.body_with_session);
  http.body = session_in_body ? request_.body_with_session(session.token()) : request_.body;
  http.idempotent = request_.effect != Effect::kOnce;
  http.lane = request_.lane;
  http.reply_watermark = request_.reply_watermark;
  http.first_byte_timeout = request_.effect == Effect::kNone ? kReadFirstByte : kWriteFirstByte;
  http.headers = ConnectionHeaders(settings_);
  if (!http.body.empty() || request_.upload != nullptr || request_.make_upload) {
    SetHeader(http.headers, "Content-Type", request_.content_type);
  }
  for (const auto& [name, value] : request_.headers) SetHeader(http.headers, name, value);
  for (const auto& [name, value] : options_.headers) SetHeader(http.headers, name, value);
  if (!request_.session_header.empty()) {
    SetHeader(http.headers, request_.session_header, session.token().Reveal());
  } else if (!session_in_body) {
    SetHeader(http.headers, "Authorization", absl::StrCat("Bearer ", session.token().Reveal()));
  }
  return http;
}

// Where a redirect leads, too, the path may hold what the request's held.
std::string Outgoing::LogPath() const {
  return WithVersion(request_.log_path.empty() ? request_.path : request_.log_path)
      .substr(0, kMaxLoggedPath);
}

}  // namespace sfconnector
