// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "sfconnector/v1/connection.pb.h"

namespace sfconnector {

// The parts of ValidateConnection that tables cannot say. Applied after the rules; fields in errors
// are relative to the message.
absl::Status CheckAuth(v1::Auth& auth);
absl::Status CheckTls(const v1::Tls& tls);
absl::Status CheckProxy(const v1::Proxy& proxy);
absl::Status CheckHeaders(const google::protobuf::Map<std::string, std::string>& headers);

}  // namespace sfconnector
