// SPDX-License-Identifier: Apache-2.0
#include "core/http/curl_http_client.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/http/curl_error.h"
#include "core/http/curl_exchange.h"
#include "core/http/curl_loop.h"
#include "core/http/curl_options.h"
#include "core/http/gzip.h"
#include "core/http/url.h"

namespace sfconnector {
namespace {

// Smaller bodies gain nothing from compression.
constexpr std::size_t kMinCompressedBody = 1024;

// RFC 9110, section 5.6.2.
bool IsToken(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(c) || absl::StrContains("!#$%&'*+-.^_`|~", c);
  });
}

bool HasHeader(const HttpHeaders& headers, absl::string_view name) {
  return std::any_of(headers.begin(), headers.end(), [name](const auto& header) {
    return absl::EqualsIgnoreCase(header.first, name);
  });
}

// Headers that say how the request stands on the wire, which is the transport's own business.
bool IsFraming(absl::string_view name) {
  static constexpr absl::string_view kNames[] = {
      "Connection", "Content-Length", "Expect", "Host", "TE", "Transfer-Encoding", "Upgrade"};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [name](absl::string_view own) { return absl::EqualsIgnoreCase(name, own); });
}

// RFC 9110, section 5.5.
absl::Status CheckHeaders(const HttpHeaders& headers) {
  for (const auto& [name, value] : headers) {
    if (!IsToken(name)) return InvalidField("headers", "a name is not a header's");
    if (IsFraming(name)) return InvalidField(name, "is set by the transport");
    if (value.find_first_of("\r\n\0", 0, 3) != std::string::npos) {
      return InvalidField(name, "has characters that a header must not have");
    }
  }
  return absl::OkStatus();
}

class CurlResponse final : public HttpResponse {
 public:
  explicit CurlResponse(std::shared_ptr<CurlExchange> exchange) : exchange_(std::move(exchange)) {}
  ~CurlResponse() override { exchange_->Close(); }

  int status() const override { return exchange_->head().status(); }
  const HttpHeaders& headers() const override { return exchange_->head().headers(); }
  std::uint64_t bytes_sent() const override { return exchange_->bytes_sent(); }
  std::uint64_t bytes_received() const override { return exchange_->bytes_received(); }
  Task<absl::StatusOr<bool>> ReadMore(std::string& body) override {
    return exchange_->ReadMore(body);
  }

 private:
  const std::shared_ptr<CurlExchange> exchange_;
};

class CurlHttpClient final : public HttpClient {
 public:
  CurlHttpClient(CurlOptions options, Executor executor, Clock& clock)
      : options_(std::move(options)),
        executor_(std::move(executor)),
        clock_(clock),
        short_lane_(std::make_shared<CurlLoop>(executor_, options_.loop_limits())),
        stream_lane_(std::make_shared<CurlLoop>(executor_, options_.loop_limits())) {}

  Task<absl::StatusOr<std::unique_ptr<HttpResponse>>> Send(CallContext& context,
                                                           HttpRequest request) override {
    absl::StatusOr<Url> url = ParseUrl(request.url);
    if (!url.ok()) co_return url.status();
    if (!IsToken(request.method)) co_return InvalidField("method", "is not a method");
    absl::Status headers_status = CheckHeaders(request.headers);
    if (!headers_status.ok()) co_return headers_status;
    if (!context.status().ok()) co_return WithProgress(context.status(), ExchangeProgress());

    Prepare(request, *url);
    const std::shared_ptr<CurlLoop>& lane =
        request.lane == HttpLane::kShort ? short_lane_ : stream_lane_;
    auto exchange = std::make_shared<CurlExchange>(lane, options_, context, clock_, executor_,
                                                   std::move(request), *std::move(url));
    // From here on whatever ends this coroutine ends the exchange.
    std::unique_ptr<HttpResponse> response = std::make_unique<CurlResponse>(exchange);
    absl::Status status = exchange->Start();
    if (!status.ok()) co_return status;
    status = co_await exchange->WaitForHead();
    if (!status.ok()) co_return status;
    co_return response;
  }

 private:
  void Prepare(HttpRequest& request, const Url& url) const {
    request.headers.emplace_back("Host", url.Authority());
    if (options_.accepts_gzip() && !HasHeader(request.headers, "Accept-Encoding")) {
      request.headers.emplace_back("Accept-Encoding", "gzip");
    }
    // A source may pause at any time, and a paused stream would hold up others on its HTTP/2
    // connection.
    if (request.body_source != nullptr) request.lane = HttpLane::kStream;
    if (!options_.sends_gzip() || HasHeader(request.headers, "Content-Encoding")) return;
    if (request.body_source != nullptr) {
      request.body_source = MakeGzipBodySource(std::move(request.body_source));
    } else if (request.body.size() >= kMinCompressedBody) {
      request.body = GzipCompress(request.body);
    } else {
      return;
    }
    request.headers.emplace_back("Content-Encoding", "gzip");
  }

  const CurlOptions options_;
  const Executor executor_;
  Clock& clock_;
  // Exchanges keep their lane alive.
  const std::shared_ptr<CurlLoop> short_lane_;
  const std::shared_ptr<CurlLoop> stream_lane_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<HttpClient>> MakeCurlHttpClient(const v1::Connection& settings,
                                                               Executor executor, Clock& clock) {
  absl::StatusOr<CurlOptions> options = CurlOptions::Create(settings);
  if (!options.ok()) return options.status();
  std::unique_ptr<HttpClient> client =
      std::make_unique<CurlHttpClient>(*std::move(options), std::move(executor), clock);
  return client;
}

}  // namespace sfconnector
