// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sfconnector {

// What the requests of the record family have in common.

// INVALID_ARGUMENT where a field's value is empty.
absl::Status RequireText(absl::string_view value, absl::string_view field);

// INVALID_ARGUMENT where a field's value is no record id: in a path or a list it would mean
// something else.
absl::Status RequireRecordId(absl::string_view value, absl::string_view field);

// The path of an sObject's resource, with each segment percent-encoded:
// `/services/data/{version}/sobjects/Account`, and further segments.
std::string SObjectPath(std::initializer_list<absl::string_view> segments);

}  // namespace sfconnector
