// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "core/auth/token_source.h"
#include "core/base/call_context.h"
#include "core/base/secret.h"
#include "core/base/task.h"
#include "sfconnector/v1/connection.pb.h"

namespace sfconnector {

// The token that a request goes with, and the instance that it goes to.
class Session {
 public:
  // `source` renews the token; null where it is the caller's own.
  Session(AccessToken token, TokenSource* source) : token_(std::move(token)), source_(source) {}

  const Secret& token() const { return token_.token; }
  const std::string& instance_url() const { return token_.instance_url; }

  // Whether the token is the caller's own.
  bool is_callers() const { return source_ == nullptr; }

  // Says that Salesforce has taken the token for valid.
  void Worked() const {
    if (source_ != nullptr) source_->Worked(token_);
  }
  // Says that the token was refused as expired; whether there may be another.
  bool Renew() const { return source_ != nullptr && source_->Refused(token_); }

 private:
  AccessToken token_;
  TokenSource* source_;
};

// The session of a call: with the caller's own token where it brings one for an instance on the
// connection's allow-list, otherwise with the connection's. Errors: INVALID_ARGUMENT,
// PERMISSION_DENIED (an instance that is not allowed), those of TokenSource::Get, and
// UNAUTHENTICATED where there is no token at all.
Task<absl::StatusOr<Session>> OpenSession(CallContext& context, const v1::Connection& settings,
                                          TokenSource* tokens);

}  // namespace sfconnector
