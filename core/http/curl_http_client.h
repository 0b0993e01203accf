// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "core/base/clock.h"
#include "core/base/task.h"
#include "core/http/http_client.h"
#include "sfconnector/v1/connection.pb.h"

namespace sfconnector {

// An HttpClient on libcurl with its own connection pools, driven by `executor` and confined to it.
// `settings` is a connection as ValidateConnection returns it. `clock` outlives the client. The
// client must be destroyed on `executor`, after its responses.
absl::StatusOr<std::unique_ptr<HttpClient>> MakeCurlHttpClient(const v1::Connection& settings,
                                                               Executor executor, Clock& clock);

}  // namespace sfconnector
