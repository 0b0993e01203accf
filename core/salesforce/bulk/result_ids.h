// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sfconnector {

// Whether the result of a batch that begins so is a query's: the list of the ids of its files, in
// XML or JSON. Without ids it cannot be told from the results of no records in JSON, and is none.
bool IsResultIdList(absl::string_view beginning);

// The ids. An error where the list cannot be read, or holds what is no id.
absl::StatusOr<std::vector<std::string>> ReadResultIds(absl::string_view list);

}  // namespace sfconnector
