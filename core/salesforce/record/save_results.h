// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include "absl/status/status.h"
#include "core/rest/rest_client.h"
#include "sfconnector/v1/row_result.pb.h"

namespace sfconnector {

using SaveResults = google::protobuf::RepeatedPtrField<v1::SaveResult>;

// A result that tells neither success nor why not is none.
template <class Result>
absl::Status CheckResult(const Result& result) {
  if (result.success() || result.errors_size() > 0) return absl::OkStatus();
  return absl::InternalError("a result has neither success nor errors");
}

// Whether a reply has row results although its status is 400, as it is sometimes when none of the
// rows could be saved.
bool HasRowResults(const RestReply& reply);

// Reads the results of `expected` rows. An error where there are more, fewer, or any that tells
// nothing.
absl::Status ReadSaveResults(const RestReply& reply, int expected, SaveResults& results);

// Appends `count` results that say what became of rows whose request failed with `error`.
void AddFailedRows(int count, v1::RowOutcome outcome, const absl::Status& error,
                   SaveResults& results);

}  // namespace sfconnector
