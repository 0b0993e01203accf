// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/config/syntax.h"
#include "core/config/validate.h"
#include "core/http/header_rules.h"

namespace sfconnector {
namespace {

// `host:port` with a port that is written out: proxies have no usual one.
bool NamesAPort(absl::string_view authority) {
  const std::size_t colon = authority.rfind(':');
  if (colon == absl::string_view::npos) return false;
  const absl::string_view port = authority.substr(colon + 1);
  return !port.empty() && port.find_first_not_of("0123456789") == absl::string_view::npos;
}

absl::Status CheckProxyUrl(absl::string_view text) {
  constexpr char kField[] = "url";
  absl::string_view rest = text;
  const bool known = absl::ConsumePrefix(&rest, "http://") ||
                     absl::ConsumePrefix(&rest, "https://") ||
                     absl::ConsumePrefix(&rest, "socks5h://");
  if (!known) return InvalidField(kField, "must begin with http://, https:// or socks5h://");
  if (absl::StrContains(rest, '@'))
    return InvalidField(kField, "must not have a user name: there are username and password");
  absl::ConsumeSuffix(&rest, "/");
  const absl::StatusOr<Url> url = ParseUrl(absl::StrCat("http://", rest));
  if (!url.ok() || !IsHost(url->host) || !NamesAPort(rest) || url->Target() != "/") {
    return InvalidField(
        kField, "must be a scheme, a host and a port, such as http://proxy.example.com:3128");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckTls(const v1::Tls& tls) {
  SFC_RETURN_IF_ERROR(CheckReadableFile("ca_file", tls.ca_file()));
  SFC_RETURN_IF_ERROR(CheckReadableFile("client_certificate_file", tls.client_certificate_file()));
  SFC_RETURN_IF_ERROR(CheckReadableFile("client_key_file", tls.client_key_file()));
  const bool has_key = !tls.client_key_file().empty();
  const bool has_certificate = !tls.client_certificate_file().empty();
  if (has_certificate && !has_key)
    return InvalidField("client_key_file", "is required with client_certificate_file");
  if (has_key && !has_certificate)
    return InvalidField("client_certificate_file", "is required with client_key_file");
  if (!tls.client_key_passphrase().empty() && !has_key) {
    return InvalidField("client_key_passphrase", "has no client_key_file");
  }
  if (tls.max_version() != v1::TLS_VERSION_UNSPECIFIED && tls.max_version() < tls.min_version()) {
    return InvalidField("max_version", "is lower than min_version");
  }
  if (!IsVisibleAscii(tls.ciphers()))
    return InvalidField("ciphers", "is not a list of ciphers in OpenSSL's notation");
  if (!tls.server_name().empty() && !IsHost(tls.server_name()))
    return InvalidField("server_name", "is not a host name");
  return absl::OkStatus();
}

absl::Status CheckProxy(const v1::Proxy& proxy) {
  if (!proxy.url().empty()) {
    SFC_RETURN_IF_ERROR(CheckProxyUrl(proxy.url()));
  } else if (!proxy.username().empty() || !proxy.password().empty() || !proxy.no_proxy().empty()) {
    return InvalidField("url", "is required for a proxy");
  }
  if (proxy.username().empty() && !proxy.password().empty())
    return InvalidField("username", "is required with password");
  // RFC 7617: the first colon ends the name.
  if (!IsHeaderValue(proxy.username()) || absl::StrContains(proxy.username(), ':')) {
    return InvalidField("username", "has characters that a user name must not have");
  }
  for (int i = 0; i < proxy.no_proxy_size(); ++i) {
    absl::string_view host = proxy.no_proxy(i);
    if (host == "*") continue;
    absl::ConsumePrefix(&host, ".");
    if (!IsHost(host)) {
      return InvalidField(absl::StrCat("no_proxy[", i, "]"),
                          "is neither a host name, nor `.` and a domain, nor `*`");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckHeaders(const google::protobuf::Map<std::string, std::string>& headers) {
  // Ordered, so that the same configuration always has the same error.
  const std::map<std::string, std::string> ordered(headers.begin(), headers.end());
  std::set<std::string> seen;
  for (const auto& [name, value] : ordered) {
    if (!IsHeaderName(name)) return InvalidField(name, "is not a header name");
    const std::string lower = absl::AsciiStrToLower(name);
    if (IsOwnHeader(lower))
      return InvalidField(name, "is a header that the connector writes itself");
    if (!seen.insert(lower).second)
      return InvalidField(name, "is given twice: case does not matter");
    if (!IsHeaderValue(value))
      return InvalidField(name, "has characters that a header must not have");
  }
  return absl::OkStatus();
}

}  // namespace sfconnector
