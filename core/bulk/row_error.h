// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "sfconnector/v1/row_result.pb.h"

namespace sfconnector {

// Reads what a result of a bulk job says of a row that failed, such as
// `REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --`: the code, the
// message, which may hold colons of its own, and the fields. Several may follow each other. Text
// that is not of that form becomes the message of one error without a code.
// https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/get_job_failed_results.htm
std::vector<v1::RowError> ParseRowErrors(absl::string_view text);

}  // namespace sfconnector
