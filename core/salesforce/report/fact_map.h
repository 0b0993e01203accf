// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "sfconnector/v1/report_result.pb.h"

namespace sfconnector {

// Reads the JSON of a fact map into `result`, whose groupings have been read: every fact gets the
// groupings that its key names, and the facts are put into their order.
absl::Status ReadFactMap(absl::string_view json, v1::ReportResult& result);

}  // namespace sfconnector
