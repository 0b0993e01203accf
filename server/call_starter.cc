// SPDX-License-Identifier: Apache-2.0
#include "server/call_starter.h"

#include <chrono>
#include <optional>
#include <utility>

#include <grpc/support/time.h>

#include "absl/strings/str_cat.h"
#include "core/base/call_options.h"
#include "core/base/status.h"

namespace sfconnector::server {
namespace {

// A deadline further away than this is none; its nanoseconds might not fit.
constexpr std::chrono::seconds kFarAway = std::chrono::hours(24 * 365);

// How long the call may still take; nothing where it has no deadline.
std::optional<Clock::Duration> RemainingTime(const grpc::ServerContextBase& context) {
  const gpr_timespec deadline = context.raw_deadline();
  const gpr_timespec left = gpr_time_sub(deadline, gpr_now(deadline.clock_type));
  const std::chrono::seconds seconds(left.tv_sec);
  if (seconds > kFarAway) return std::nullopt;
  if (seconds < -kFarAway) return Clock::Duration::zero();
  return seconds + std::chrono::nanoseconds(left.tv_nsec);
}

absl::StatusOr<CallOptions> ReadOptions(const grpc::ServerContextBase& context) {
  CallOptions options;
  for (const auto& [key, value] : context.client_metadata()) {
    SFC_RETURN_IF_ERROR(options.Set(absl::string_view(key.data(), key.size()),
                                    absl::string_view(value.data(), value.size())));
  }
  return options;
}

}  // namespace

absl::StatusOr<std::shared_ptr<Call>> CallStarter::Start(
    const Operation& operation, const grpc::ServerContextBase& context) const {
  absl::StatusOr<CallOptions> options = ReadOptions(context);
  if (!options.ok()) return options.status();
  Connector* const connector = connectors_(options->connection);
  if (connector == nullptr) {
    return WithReason(
        absl::NotFoundError(absl::StrCat("there is no connection `", options->connection, "`")),
        "CONNECTION_NOT_FOUND");
  }
  std::optional<Clock::Instant> deadline;
  if (std::optional<Clock::Duration> remaining = RemainingTime(context))
    deadline = clock_.Now() + *remaining;
  return connector->Start(operation, *std::move(options), deadline);
}

absl::Status CancelReason(const grpc::ServerContextBase& context) {
  const std::optional<Clock::Duration> remaining = RemainingTime(context);
  if (remaining && *remaining <= Clock::Duration::zero()) {
    return absl::DeadlineExceededError("the call's deadline has passed");
  }
  return absl::CancelledError("cancelled by the caller");
}

}  // namespace sfconnector::server
