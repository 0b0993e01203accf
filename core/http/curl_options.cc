// SPDX-License-Identifier: Apache-2.0
#include "core/http/curl_options.h"

#include <unistd.h>

#include <algorithm>
#include <new>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "google/protobuf/duration.pb.h"

namespace sfconnector {
namespace {

constexpr long kTransferBuffer = 64L * 1024;

// Sets options until one fails.
class Setter {
 public:
  explicit Setter(CURL* handle) : handle_(handle) {}

  template <class Value>
  void operator()(CURLoption option, Value value) {
    if (result_ == CURLE_OK) result_ = curl_easy_setopt(handle_, option, value);
  }
  void operator()(CURLoption option, const std::string& value) { (*this)(option, value.c_str()); }

  // Leaves libcurl's default where the value is empty.
  void IfAny(CURLoption option, const std::string& value) {
    if (!value.empty()) (*this)(option, value);
  }

  CURLcode result() const { return result_; }

 private:
  CURL* const handle_;
  CURLcode result_ = CURLE_OK;
};

// Rounded up, so that a time is never shorter than it was set.
long Milliseconds(const google::protobuf::Duration& duration) {
  return static_cast<long>(duration.seconds() * 1000 + (duration.nanos() + 999999) / 1000000);
}

long Seconds(const google::protobuf::Duration& duration) {
  return static_cast<long>(duration.seconds() + (duration.nanos() > 0 ? 1 : 0));
}

long SslVersion(const v1::Tls& tls) {
  const long lowest =
      tls.min_version() == v1::TLS_VERSION_1_3 ? CURL_SSLVERSION_TLSv1_3 : CURL_SSLVERSION_TLSv1_2;
  switch (tls.max_version()) {
    case v1::TLS_VERSION_1_2:
      return lowest | CURL_SSLVERSION_MAX_TLSv1_2;
    case v1::TLS_VERSION_1_3:
      return lowest | CURL_SSLVERSION_MAX_TLSv1_3;
    default:
      return lowest;
  }
}

absl::Status CheckReadable(absl::string_view field, const std::string& path) {
  if (path.empty() || ::access(path.c_str(), R_OK) == 0) return absl::OkStatus();
  return InvalidField(field, absl::StrCat("the file ", path, " cannot be read"));
}

bool MatchesNoProxy(absl::string_view host, absl::string_view entry) {
  if (entry == "*") return true;
  if (absl::StartsWith(entry, ".")) return HostMatches(host, absl::StrCat("*", entry));
  return HostMatches(host, entry);
}

std::size_t Limit(std::int64_t bytes) { return bytes > 0 ? static_cast<std::size_t>(bytes) : 0; }

// What holds for every transfer: nothing that the process's environment or files say, nothing that
// libcurl does by itself.
void SetManners(Setter& set) {
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_NONE));
  set(CURLOPT_HTTP09_ALLOWED, 0L);
  set(CURLOPT_PATH_AS_IS, 1L);
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_UPLOAD_BUFFERSIZE, kTransferBuffer);
}

void SetTls(Setter& set, const v1::Tls& tls, const Secret& passphrase) {
  set(CURLOPT_SSLVERSION, SslVersion(tls));
  set(CURLOPT_PROXY_SSLVERSION, SslVersion(tls));
  if (!tls.ca_file().empty()) {
    set(CURLOPT_CAINFO, tls.ca_file());
    set(CURLOPT_PROXY_CAINFO, tls.ca_file());
    // Debian's libcurl would go on trusting the system's folder.
    set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
    set(CURLOPT_PROXY_CAPATH, static_cast<char*>(nullptr));
  }
  set.IfAny(CURLOPT_SSLCERT, tls.client_certificate_file());
  set.IfAny(CURLOPT_SSLKEY, tls.client_key_file());
  set.IfAny(CURLOPT_KEYPASSWD, passphrase.Reveal());
  set.IfAny(CURLOPT_SSL_CIPHER_LIST, tls.ciphers());
  set(CURLOPT_SSL_VERIFYPEER, !tls.has_verify_peer() || tls.verify_peer() ? 1L : 0L);
  set(CURLOPT_SSL_VERIFYHOST, !tls.has_verify_host() || tls.verify_host() ? 2L : 0L);
}

void SetProxy(Setter& set, const v1::Proxy& proxy, const Secret& password) {
  set(CURLOPT_PROXY, proxy.url());
  set(CURLOPT_PROXYAUTH, static_cast<long>(CURLAUTH_BASIC));
  set.IfAny(CURLOPT_PROXYUSERNAME, proxy.username());
  set.IfAny(CURLOPT_PROXYPASSWORD, password.Reveal());
  set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

}  // namespace

void Append(CurlList& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());  // `longer` begins with it
  list.reset(longer);
}

absl::StatusOr<CurlOptions> CurlOptions::Create(const v1::Connection& settings) {
  const v1::Tls& tls = settings.tls();
  SFC_RETURN_IF_ERROR(CheckReadable("tls.ca_file", tls.ca_file()));
  SFC_RETURN_IF_ERROR(CheckReadable("tls.client_certificate_file", tls.client_certificate_file()));
  SFC_RETURN_IF_ERROR(CheckReadable("tls.client_key_file", tls.client_key_file()));
  return CurlOptions(settings);
}

CurlOptions::CurlOptions(const v1::Connection& settings)
    : client_key_passphrase_(settings.tls().client_key_passphrase()),
      proxy_password_(settings.proxy().password()),
      accepts_gzip_(!settings.compression().has_response() || settings.compression().response()) {
  settings_.set_http_version(settings.http_version());
  *settings_.mutable_connect_timeout() = settings.connect_timeout();
  *settings_.mutable_tls() = settings.tls();
  settings_.mutable_tls()->clear_client_key_passphrase();
  *settings_.mutable_proxy() = settings.proxy();
  settings_.mutable_proxy()->clear_password();
  *settings_.mutable_pool() = settings.pool();
  *settings_.mutable_compression() = settings.compression();
  *settings_.mutable_response_limits() = settings.response_limits();
}

CURLcode CurlOptions::Apply(CURL* handle, const Url& url, HttpLane lane,
                            CurlList& connect_to) const {
  // Refused by a handle that has kept its buffer from an earlier transfer, which does no harm.
  curl_easy_setopt(handle, CURLOPT_BUFFERSIZE, kTransferBuffer);
  Setter set(handle);
  SetManners(set);
  SetTls(set, settings_.tls(), client_key_passphrase_);
  const bool http2 = lane == HttpLane::kShort && settings_.http_version() != v1::HTTP_VERSION_1_1;
  set(CURLOPT_HTTP_VERSION,
      static_cast<long>(http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
  // Wait for the connection that is being made rather than open one for each of the first calls.
  set(CURLOPT_PIPEWAIT, http2 && url.scheme == "https" ? 1L : 0L);
  // An empty proxy keeps libcurl from asking the environment for one; who needs none is decided
  // here, by the names in the settings.
  set(CURLOPT_NOPROXY, "");
  if (UsesProxy(url.host)) {
    SetProxy(set, settings_.proxy(), proxy_password_);
  } else {
    set(CURLOPT_PROXY, "");
  }
  if (settings_.has_connect_timeout()) {
    set(CURLOPT_CONNECTTIMEOUT_MS, Milliseconds(settings_.connect_timeout()));
  }
  if (settings_.pool().has_idle_timeout()) {
    set(CURLOPT_MAXAGE_CONN, Seconds(settings_.pool().idle_timeout()));
  }
  // libcurl sends and checks the URL's name, so another name becomes the URL's, and the way to the
  // host is told apart.
  const std::string& server_name = settings_.tls().server_name();
  if (url.scheme == "https" && !server_name.empty()) {
    Append(connect_to, absl::StrCat("::", url.host, ":", url.port));
    set(CURLOPT_CONNECT_TO, connect_to.get());
    set(CURLOPT_URL, absl::StrCat("https://", server_name, ":", url.port, url.Target()));
  } else {
    set(CURLOPT_URL, absl::StrCat(url.Origin(), url.Target()));
  }
  return set.result();
}

bool CurlOptions::UsesProxy(absl::string_view host) const {
  const v1::Proxy& proxy = settings_.proxy();
  return !proxy.url().empty() &&
         std::none_of(proxy.no_proxy().begin(), proxy.no_proxy().end(),
                      [host](const std::string& entry) { return MatchesNoProxy(host, entry); });
}

CurlLoop::Limits CurlOptions::loop_limits() const {
  CurlLoop::Limits limits;
  limits.connections = settings_.pool().max_connections();
  limits.streams_per_connection = settings_.pool().streams_per_connection();
  return limits;
}

std::size_t CurlOptions::max_header_bytes() const {
  return Limit(settings_.response_limits().max_header_bytes());
}

std::size_t CurlOptions::max_body_bytes() const {
  return Limit(settings_.response_limits().max_body_bytes());
}

}  // namespace sfconnector
