// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "core/base/call_options.h"

namespace sfconnector::server {

// The status as gRPC sends it: message and details (`grpc-status-details-bin`, a google.rpc.Status)
// are cut to what a trailer may have.
grpc::Status ToGrpcStatus(const absl::Status& status);

// Adds the entries of `reply` to the trailing metadata, as far as they are legal there and fit
// beside `status`: all trailers together stay below 8 KiB, which is what clients accept by default.
// Bytes that metadata must not have become `?`.
void AddReplyMetadata(const ReplyMetadata& reply, const grpc::Status& status,
                      grpc::ServerContextBase& context);

}  // namespace sfconnector::server
