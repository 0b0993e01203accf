// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/message.h>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sfconnector/v1/report_result.pb.h"

namespace sfconnector {

// Reads Salesforce's JSON of a report's result, whose `attributes` go into a message of their own:
// those of a run in the background are others than those of a report. Whether there was a fact map:
// a run that has not ended has none. INVALID_ARGUMENT names the wrong place.
absl::StatusOr<bool> ReadReportResult(absl::string_view json, google::protobuf::Message& attributes,
                                      v1::ReportResult& result);

}  // namespace sfconnector
