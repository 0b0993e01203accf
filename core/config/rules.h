// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "sfconnector/v1/connection.pb.h"

namespace sfconnector {

// Fills in the defaults of numbers, durations, enums and switches, and checks their ranges:
// everything about a connection that a table can say. Fields of a message that is required to be
// set, such as `auth`, are left alone where it is not.
absl::Status ApplyRules(v1::Connection& connection);

}  // namespace sfconnector
