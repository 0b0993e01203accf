// SPDX-License-Identifier: Apache-2.0
#include "core/rest/rest_client.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/rest/exchange.h"
#include "core/rest/outgoing.h"

namespace sfconnector {
namespace {

// What operations may remember of replies, for each connection.
constexpr std::size_t kCacheBytes = std::size_t{16} << 20;

// A change that is made only where a condition holds may make it false: carried out twice it is a
// failure. So it is sent again only where nothing was done.
Effect EffectUnder(const CallOptions& options, Effect effect) {
  const bool conditional =
      std::any_of(options.headers.begin(), options.headers.end(),
                  [](const auto& header) { return absl::StartsWith(header.first, "if-"); });
  return effect == Effect::kIdempotent && conditional ? Effect::kOnce : effect;
}

}  // namespace

absl::string_view RestReply::Header(absl::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return {};
}

RestClient::RestClient(const v1::Connection& settings, HttpClient& http, TokenSource* tokens,
                       Clock& clock, Random random)
    : settings_(settings),
      http_(http),
      tokens_(tokens),
      random_(std::move(random)),
      retry_(settings.retry(), random_),
      breaker_(settings.circuit_breaker(), clock),
      cache_(kCacheBytes) {}

std::string RestClient::VersionOf(const CallContext& context) const {
  const std::string& chosen = context.options().api_version;
  return absl::StrCat("v", chosen.empty() ? settings_.api_version() : chosen);
}

HttpHeaders RestClient::HeadersOf(const CallContext& context) const {
  return sfconnector::HeadersOf(settings_, context.options());
}

Task<absl::Status> RestClient::Carry(CallContext& context, Exchange& exchange) const {
  std::function<Task<absl::Status>(int)> attempt = [&exchange](int number) {
    return exchange.Attempt(number);
  };
  RetryPolicy policy = retry_;
  const bool idempotent = exchange.idempotent();
  absl::Status status = co_await RunWithRetry(context, policy, idempotent, attempt);
  co_return status.ok() ? exchange.given_up() : status;
}

Task<absl::StatusOr<RestReply>> RestClient::Send(CallContext& context, RestRequest request) {
  request.effect = EffectUnder(context.options(), request.effect);
  Exchange exchange(*this, context, std::move(request), /*download=*/false);
  absl::Status status = co_await Carry(context, exchange);
  if (!status.ok()) co_return status;
  co_return exchange.TakeReply();
}

Task<absl::StatusOr<std::unique_ptr<RestDownload>>> RestClient::Open(CallContext& context,
                                                                     RestRequest request) {
  Exchange exchange(*this, context, std::move(request), /*download=*/true);
  absl::Status status = co_await Carry(context, exchange);
  if (!status.ok()) co_return status;
  co_return exchange.TakeDownload();
}

}  // namespace sfconnector
