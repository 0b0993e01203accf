// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "core/auth/token_source.h"
#include "core/base/clock.h"
#include "core/base/observer.h"
#include "core/base/task.h"
#include "core/http/http_client.h"
#include "core/retry/retry.h"
#include "sfconnector/v1/connection.pb.h"

namespace sfconnector {

// The token source of a connection; null where the connection has no credentials. `settings` is a
// connection as ValidateConnection returns it. `http`, `clock` and `observer` outlive the source;
// `http` is used on `executor`, and so is the source. `connection` is the name that the observer is
// told. INVALID_ARGUMENT names the field that is wrong, such as `auth.jwt_bearer.private_key`.
absl::StatusOr<std::unique_ptr<TokenSource>> MakeTokenSource(const v1::Connection& settings,
                                                             HttpClient& http, Executor executor,
                                                             Clock& clock, Observer& observer,
                                                             std::string connection, Random random);

}  // namespace sfconnector
