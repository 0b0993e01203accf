// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/call_context.h"
#include "core/base/event.h"
#include "core/http/http_client.h"

namespace sfconnector {

// Leads the pieces of a request's body from the coroutine that makes them to the transport that
// sends them, one at a time: each waits for the other. Confined to one executor. It is shared by
// both, since the transport may outlast the call with a Read that is pending.
class UploadPipe final : public HttpBodySource {
 public:
  // Puts a piece in, and returns once it was taken. An error once the call has ended. At most one
  // at a time.
  Task<absl::Status> Put(CallContext& context, std::string piece);

  // Ends the body, as a whole or with an error. One of them must be called in the end.
  void End();
  void Fail(absl::Status why);

  Task<absl::StatusOr<std::optional<std::string>>> Read() override;

 private:
  std::optional<std::string> piece_;
  bool ended_ = false;
  absl::Status failure_;
  Event changed_;  // there is something to read
  Event taken_;
};

}  // namespace sfconnector
