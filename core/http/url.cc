// SPDX-License-Identifier: Apache-2.0
#include "core/http/url.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace sfconnector {
namespace {

absl::Status BadUrl(absl::string_view why) { return InvalidField("url", why); }

std::uint16_t DefaultPort(absl::string_view scheme) { return scheme == "https" ? 443 : 80; }

// A backslash is refused because some parsers take it for a slash.
bool IsUrlText(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > 0x20 && c < 0x7F && c != '\\'; });
}

bool IsHostName(absl::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '.' || c == '_';
  });
}

bool IsIpv6Literal(absl::string_view host) {
  if (host.size() < 4 || host.front() != '[' || host.back() != ']') return false;
  const absl::string_view address = host.substr(1, host.size() - 2);
  return std::all_of(address.begin(), address.end(),
                     [](char c) { return absl::ascii_isxdigit(c) || c == ':' || c == '.'; });
}

// Splits `text` at the first of `separators`; the rest begins with it.
std::pair<absl::string_view, absl::string_view> SplitBefore(absl::string_view text,
                                                            absl::string_view separators) {
  const std::size_t at = std::min(text.find_first_of(separators), text.size());
  return {text.substr(0, at), text.substr(at)};
}

absl::string_view WithoutFragment(absl::string_view text) { return SplitBefore(text, "#").first; }

absl::Status ParseAuthority(absl::string_view authority, Url& url) {
  if (absl::StrContains(authority, "@")) return BadUrl("must not contain a user name");
  absl::string_view host = authority;
  absl::string_view port;
  bool has_port = false;
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.rfind(':');
  if (colon != absl::string_view::npos && (bracket == absl::string_view::npos || colon > bracket)) {
    host = authority.substr(0, colon);
    port = authority.substr(colon + 1);
    has_port = true;
  }
  if (!IsHostName(host) && !IsIpv6Literal(host)) return BadUrl("has no valid host");
  url.host = absl::AsciiStrToLower(host);
  url.port = DefaultPort(url.scheme);
  if (!has_port) return absl::OkStatus();
  int number = 0;
  const bool digits = !port.empty() && port.size() <= 5 &&
                      std::all_of(port.begin(), port.end(), absl::ascii_isdigit);
  if (!digits || !absl::SimpleAtoi(port, &number) || number < 1 || number > 65535) {
    return BadUrl("has no valid port");
  }
  url.port = static_cast<std::uint16_t>(number);
  return absl::OkStatus();
}

// RFC 3986, section 5.2.4, for a path that begins with a slash.
std::string RemoveDotSegments(absl::string_view path) {
  std::string result;
  while (!path.empty()) {
    auto [segment, rest] = SplitBefore(path.substr(1), "/");
    const bool last = rest.empty();
    if (segment == "..") {
      result.resize(std::min(result.rfind('/'), result.size()));
      if (last) result.push_back('/');
    } else if (segment == ".") {
      if (last) result.push_back('/');
    } else {
      absl::StrAppend(&result, "/", segment);
    }
    path = rest;
  }
  return result.empty() ? "/" : result;
}

bool HasScheme(absl::string_view reference) {
  const auto [scheme, rest] = SplitBefore(reference, ":/?#");
  return !scheme.empty() && absl::StartsWith(rest, ":");
}

std::string PercentEncode(absl::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (absl::ascii_isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      encoded.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded.append({'%', kHex[byte >> 4], kHex[byte & 0x0F]});
    }
  }
  return encoded;
}

}  // namespace

std::string Url::Authority() const {
  return port == DefaultPort(scheme) ? host : absl::StrCat(host, ":", port);
}

std::string Url::Origin() const { return absl::StrCat(scheme, "://", Authority()); }

absl::StatusOr<Url> ParseUrl(absl::string_view text) {
  if (!IsUrlText(text)) return BadUrl("has characters that must be percent-encoded");
  if (absl::StrContains(text, "#")) return BadUrl("must not contain a fragment");
  Url url;
  const std::size_t end = text.find("://");
  if (end == absl::string_view::npos) return BadUrl("is not an absolute URL");
  url.scheme = absl::AsciiStrToLower(text.substr(0, end));
  if (url.scheme != "https" && url.scheme != "http") return BadUrl("is neither https nor http");
  const auto [authority, target] = SplitBefore(text.substr(end + 3), "/?");
  SFC_RETURN_IF_ERROR(ParseAuthority(authority, url));
  const auto [path, query] = SplitBefore(target, "?");
  url.path = path.empty() ? "/" : std::string(path);
  url.query = std::string(query);
  return url;
}

absl::StatusOr<std::string> OriginOf(absl::string_view url) {
  absl::StatusOr<Url> parsed = ParseUrl(url);
  if (!parsed.ok()) return parsed.status();
  return parsed->Origin();
}

absl::StatusOr<std::string> ResolveUrl(absl::string_view base, absl::string_view location) {
  absl::StatusOr<Url> from = ParseUrl(base);
  if (!from.ok()) return from.status();
  const absl::string_view reference = WithoutFragment(location);
  std::string absolute;
  if (HasScheme(reference)) {
    absolute = std::string(reference);
  } else if (absl::StartsWith(reference, "//")) {
    absolute = absl::StrCat(from->scheme, ":", reference);
  } else {
    const auto [path, query] = SplitBefore(reference, "?");
    if (path.empty()) {
      absolute = absl::StrCat(from->Origin(), from->path, query.empty() ? from->query : query);
    } else if (path.front() == '/') {
      absolute = absl::StrCat(from->Origin(), path, query);
    } else {
      const std::string folder = from->path.substr(0, from->path.rfind('/') + 1);
      absolute = absl::StrCat(from->Origin(), folder, path, query);
    }
  }
  absl::StatusOr<Url> to = ParseUrl(absolute);
  if (!to.ok()) return to.status();
  return absl::StrCat(to->Origin(), RemoveDotSegments(to->path), to->query);
}

bool HostMatches(absl::string_view host, absl::string_view pattern) {
  if (!absl::StartsWith(pattern, "*.")) {
    return !pattern.empty() && absl::EqualsIgnoreCase(host, pattern);
  }
  const absl::string_view suffix = pattern.substr(1);
  return suffix.size() > 1 && host.size() > suffix.size() && absl::EndsWithIgnoreCase(host, suffix);
}

std::string PercentEncodeSegment(absl::string_view text) {
  if (text == ".") return "%2E";
  if (text == "..") return "%2E%2E";
  return PercentEncode(text);
}

std::string PercentEncodeQuery(absl::string_view text) { return PercentEncode(text); }

}  // namespace sfconnector
