// SPDX-License-Identifier: Apache-2.0
#include "server/grpc_log.h"

#include <atomic>

#include <grpc/support/log.h>

namespace sfconnector::server {
namespace {

// gRPC takes a plain function, for the whole process.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<Observer*> target{nullptr};

void Forward(gpr_log_func_args* entry) {
  Observer* const observer = target.load();
  if (observer == nullptr) return;
  LogEvent event;
  event.severity =
      entry->severity == GPR_LOG_SEVERITY_ERROR ? Severity::kWarning : Severity::kDebug;
  event.message = "grpc";
  event.fields.emplace_back("detail", entry->message);
  observer->OnLog(event);
}

}  // namespace

GrpcLog::GrpcLog(Observer& observer) {
  target.store(&observer);
  gpr_set_log_function(&Forward);
}

GrpcLog::~GrpcLog() {
  gpr_set_log_function(nullptr);
  target.store(nullptr);
}

}  // namespace sfconnector::server
