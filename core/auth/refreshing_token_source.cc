// SPDX-License-Identifier: Apache-2.0
#include "core/auth/refreshing_token_source.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/proto_duration.h"
#include "core/base/status.h"

namespace sfconnector {
namespace {

// How long Close lets a request end that may bring a new refresh token: without its reply the old
// one may be dead.
constexpr std::chrono::seconds kCloseGrace{5};

// A session may end between its grant and its first use, but hardly so twice in a row.
constexpr int kMaxVainTokens = 2;

// Adds what every failed Get says to a status that did not come from the token endpoint.
absl::Status NothingDone(const absl::Status& status, v1::Retryability retryability) {
  if (GetSalesforceError(status)) return status;
  v1::SalesforceError detail;
  detail.set_retryability(retryability);
  detail.set_outcome(v1::OUTCOME_NOT_DONE);
  return WithSalesforceError(status, detail);
}

}  // namespace

// A refresh in flight and those who wait for it.
struct RefreshingTokenSource::Refresh {
  Refresh(const Executor& executor, std::optional<Clock::Instant> deadline, Clock& clock,
          Observer& observer)
      : context(executor, CallOptions(), deadline, clock, observer) {}

  CallContext context;
  std::optional<absl::StatusOr<AccessToken>> result;
  std::list<Event*> waiting;
};

RefreshingTokenSource::RefreshingTokenSource(const v1::Connection& settings, TokenEndpoint endpoint,
                                             Executor executor, Clock& clock, Observer& observer,
                                             std::string connection)
    : connection_(std::move(connection)),
      base_url_(settings.base_url()),
      timeout_(FromProto(settings.timeout())),
      clock_skew_(FromProto(settings.auth().clock_skew())),
      default_lifetime_(settings.auth().has_default_token_lifetime()
                            ? std::optional(FromProto(settings.auth().default_token_lifetime()))
                            : std::nullopt),
      endpoint_(std::move(endpoint)),
      executor_(std::move(executor)),
      clock_(clock),
      observer_(observer),
      refusals_(clock),
      vain_tokens_(clock) {
  if (settings.auth().has_refresh_token()) {
    refresh_token_ = Secret(settings.auth().refresh_token().refresh_token());
    store_ = MakeTokenStore(settings.auth().token_store(), refresh_token_);
  }
}

RefreshingTokenSource::~RefreshingTokenSource() = default;

bool RefreshingTokenSource::IsUsable(const std::optional<Grip>& grip) const {
  return grip && (!grip->good_until || clock_.Now() < *grip->good_until);
}

Task<absl::StatusOr<AccessToken>> RefreshingTokenSource::Get(CallContext& context) {
  if (!context.status().ok()) co_return context.status();
  if (closed_) co_return absl::CancelledError("the connection is closed");
  if (IsUsable(current_)) co_return current_->token;
  const bool first = refresh_ == nullptr;
  if (first) {
    absl::Status refused = refusals_.Standing();
    if (refused.ok()) refused = vain_tokens_.Standing();
    if (!refused.ok()) co_return refused;
    refresh_ = std::make_shared<Refresh>(executor_, clock_.Now() + timeout_, clock_, observer_);
  }
  // Kept here, and waited for, before it starts: it may end at once.
  const std::shared_ptr<Refresh> refresh = refresh_;
  Event ended;
  const auto where = refresh->waiting.insert(refresh->waiting.end(), &ended);
  if (first) Spawn(executor_, Run(refresh));
  absl::Status waited = co_await WaitFor(context, ended);
  refresh->waiting.erase(where);
  if (!waited.ok()) co_return waited;
  co_return *refresh->result;
}

bool RefreshingTokenSource::Refused(const AccessToken& token) {
  if (!current_ || !(current_->token.token == token.token)) return true;
  if (!current_->worked && ++vain_in_a_row_ >= kMaxVainTokens) {
    absl::Status error = absl::UnauthenticatedError(
        "the token endpoint grants access tokens, and the org refuses each of them as expired");
    error = WithReason(std::move(error), "SESSION_REFUSED");
    vain_tokens_.Report(NothingDone(error, v1::RETRYABILITY_NEVER));
  }
  current_.reset();
  return true;
}

void RefreshingTokenSource::Worked(const AccessToken& token) {
  if (!current_ || current_->worked || !(current_->token.token == token.token)) return;
  current_->worked = true;
  vain_in_a_row_ = 0;
  vain_tokens_.Report(absl::OkStatus());
}

Task<void> RefreshingTokenSource::Close() {
  closed_ = true;
  if (refresh_ == nullptr) co_return;
  const std::shared_ptr<Refresh> refresh = refresh_;
  const Clock::Duration grace = store_ ? Clock::Duration(kCloseGrace) : Clock::Duration::zero();
  std::unique_ptr<Clock::Alarm> alarm = clock_.SetAlarm(executor_, clock_.Now() + grace, [refresh] {
    refresh->context.Stop(absl::CancelledError("the connection is closed"));
  });
  Event ended;
  const auto where = refresh->waiting.insert(refresh->waiting.end(), &ended);
  co_await ended.Wait();
  refresh->waiting.erase(where);
}

Task<void> RefreshingTokenSource::Run(std::shared_ptr<Refresh> refresh) {
  absl::StatusOr<AccessToken> result = co_await Renew(refresh->context);
  refusals_.Report(result.status());
  observer_.OnTokenRefresh(connection_, result.status());
  refresh->result = std::move(result);
  refresh_.reset();
  for (Event* event : refresh->waiting) event->Set();
}

Task<absl::StatusOr<AccessToken>> RefreshingTokenSource::Renew(CallContext& context) {
  if (!store_) {
    absl::StatusOr<AccessToken> token = co_await Ask(context);
    co_return token;
  }
  absl::StatusOr<std::unique_ptr<TokenStore::Lock>> lock = co_await store_->Acquire(context);
  if (!lock.ok()) co_return NothingDone(lock.status(), v1::RETRYABILITY_NEVER);
  absl::StatusOr<AccessToken> token = co_await RenewWithRefreshToken(context);
  co_return token;
}

Task<absl::StatusOr<AccessToken>> RefreshingTokenSource::RenewWithRefreshToken(
    CallContext& context) {
  if (unstored_) {
    Unstored unstored = *std::move(unstored_);
    unstored_.reset();
    absl::Status stored = StoreRotated(unstored.refresh_token, unstored.grip);
    if (!stored.ok()) co_return stored;
    std::optional<Grip> grip = std::move(unstored.grip);
    if (IsUsable(grip)) co_return Adopt(*std::move(grip));
  }
  // Another process may have refreshed since: then the token that this one knows is dead.
  absl::StatusOr<std::optional<Secret>> stored = store_->Load();
  if (!stored.ok()) co_return NothingDone(stored.status(), v1::RETRYABILITY_NEVER);
  if (stored->has_value()) {
    refresh_token_ = **stored;
    rotates_ = true;
  }
  absl::StatusOr<AccessToken> token = co_await Ask(context);
  co_return token;
}

Task<absl::StatusOr<AccessToken>> RefreshingTokenSource::Ask(CallContext& context) {
  // A token lives from some moment after this one.
  const Clock::Instant asked = clock_.Now();
  // With rotation, the request whose reply was lost may have killed the token that a second one
  // would present.
  absl::StatusOr<TokenReply> reply = co_await endpoint_.Request(context, refresh_token_, !rotates_);
  if (!reply.ok()) co_return reply.status();
  Grip grip = GripOf(*reply, asked);
  if (store_ && !reply->refresh_token.empty() && !(reply->refresh_token == refresh_token_)) {
    absl::Status stored = StoreRotated(reply->refresh_token, grip);
    if (!stored.ok()) co_return stored;
  }
  co_return Adopt(std::move(grip));
}

RefreshingTokenSource::Grip RefreshingTokenSource::GripOf(const TokenReply& reply,
                                                          Clock::Instant asked) const {
  Grip grip;
  grip.token.token = reply.access_token;
  grip.token.instance_url = base_url_.empty() ? reply.instance_url : base_url_;
  const std::optional<Clock::Duration> lifetime =
      reply.expires_in ? reply.expires_in : default_lifetime_;
  if (lifetime) grip.good_until = asked + *lifetime - clock_skew_;
  return grip;
}

absl::Status RefreshingTokenSource::StoreRotated(Secret refresh_token, const Grip& grip) {
  rotates_ = true;
  refresh_token_ = std::move(refresh_token);
  absl::Status stored = store_->Save(refresh_token_);
  if (stored.ok()) return stored;
  unstored_.emplace();
  unstored_->refresh_token = refresh_token_;
  unstored_->grip = grip;
  LogEvent event;
  event.severity = Severity::kError;
  event.message =
      "a rotated refresh token could not be stored; it is kept in memory and stored again by the "
      "next call";
  event.fields.emplace_back("connection", connection_);
  event.fields.emplace_back("error", std::string(stored.message()));
  observer_.OnLog(event);
  return NothingDone(stored, v1::RETRYABILITY_SAFE);
}

absl::StatusOr<AccessToken> RefreshingTokenSource::Adopt(Grip grip) {
  if (grip.token.instance_url.empty()) {
    absl::Status error = absl::FailedPreconditionError(
        "base_url is not configured, and the token endpoint's reply has no instance_url");
    return NothingDone(WithReason(std::move(error), "INVALID_TOKEN_REPLY"), v1::RETRYABILITY_NEVER);
  }
  current_ = std::move(grip);
  return current_->token;
}

}  // namespace sfconnector
