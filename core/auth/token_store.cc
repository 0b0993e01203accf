// SPDX-License-Identifier: Apache-2.0
#include "core/auth/token_store.h"

#include "core/auth/file_token_store.h"

namespace sfconnector {
namespace {

class MemoryTokenStore final : public TokenStore {
 public:
  // Nobody else uses it, and its user refreshes once at a time.
  Task<absl::StatusOr<std::unique_ptr<Lock>>> Acquire(CallContext& /*context*/) override {
    co_return std::make_unique<Lock>();
  }

  absl::StatusOr<std::optional<Secret>> Load() override { return stored_; }

  absl::Status Save(const Secret& refresh_token) override {
    stored_ = refresh_token;
    return absl::OkStatus();
  }

 private:
  std::optional<Secret> stored_;
};

}  // namespace

std::unique_ptr<TokenStore> MakeTokenStore(const v1::TokenStore& settings,
                                           const Secret& configured) {
  if (settings.has_file()) return MakeFileTokenStore(settings.file().path(), configured);
  return std::make_unique<MemoryTokenStore>();
}

}  // namespace sfconnector
