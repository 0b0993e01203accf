// SPDX-License-Identifier: Apache-2.0
#include "core/auth/bearer_token_source.h"

#include <utility>

#include "core/base/status.h"

namespace sfconnector {
namespace {

absl::Status Expired() {
  v1::SalesforceError detail;
  detail.set_retryability(v1::RETRYABILITY_NEVER);
  detail.set_outcome(v1::OUTCOME_NOT_DONE);
  absl::Status status = WithSalesforceError(
      absl::UnauthenticatedError("the configured bearer token has expired, and cannot be renewed"),
      detail);
  return WithReason(std::move(status), "TOKEN_EXPIRED");
}

class BearerTokenSource final : public TokenSource {
 public:
  explicit BearerTokenSource(AccessToken token) : token_(std::move(token)) {}

  Task<absl::StatusOr<AccessToken>> Get(CallContext& context) override {
    if (!context.status().ok()) co_return context.status();
    if (closed_) co_return absl::CancelledError("the connection is closed");
    if (refused_) co_return Expired();
    co_return token_;
  }

  bool Refused(const AccessToken& token) override {
    if (token.token == token_.token) refused_ = true;
    return false;
  }

  void Worked(const AccessToken&) override {}

  Task<void> Close() override {
    closed_ = true;
    co_return;
  }

 private:
  const AccessToken token_;
  bool refused_ = false;
  bool closed_ = false;
};

}  // namespace

std::unique_ptr<TokenSource> MakeBearerTokenSource(AccessToken token) {
  return std::make_unique<BearerTokenSource>(std::move(token));
}

}  // namespace sfconnector
