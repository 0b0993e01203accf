// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/task.h"
#include "core/operation/operation.h"
#include "core/rest/rest_client.h"

namespace sfconnector {

// Reads a reply into a response that is empty. An error says that the reply is corrupt; where the
// request may be repeated it is called again.
template <class Response>
using ReadReply = std::function<absl::Status(const RestReply&, Response&)>;

// Sends a request that was rendered, and reads its reply.
template <class Response>
Task<absl::StatusOr<Response>> SendFor(OperationContext context, absl::StatusOr<RestRequest> rest,
                                       ReadReply<Response> read) {
  if (!rest.ok()) co_return rest.status();
  Response response;
  rest->accept = [&response, &read](const RestReply& reply) {
    response.Clear();
    return read(reply, response);
  };
  absl::StatusOr<RestReply> reply = co_await context.rest.Send(context.call, *std::move(rest));
  if (!reply.ok()) co_return reply.status();
  co_return response;
}

}  // namespace sfconnector
