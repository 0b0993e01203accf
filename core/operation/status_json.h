// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "absl/status/status.h"

namespace sfconnector {

// A status that is not OK as google.rpc.Status in JSON, with its details as JSON objects that name
// their type:
// {"code":5,"status":"NOT_FOUND","message":"...","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo",...}]}
// The text is complete, however long it is.
std::string StatusToJson(const absl::Status& status);

}  // namespace sfconnector
