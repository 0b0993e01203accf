// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/observer.h"

namespace sfconnector::server {

// Sends gRPC's own log to an observer for as long as it lives. One at a time in a process.
class GrpcLog {
 public:
  explicit GrpcLog(Observer& observer);
  GrpcLog(const GrpcLog&) = delete;
  GrpcLog& operator=(const GrpcLog&) = delete;
  ~GrpcLog();
};

}  // namespace sfconnector::server
