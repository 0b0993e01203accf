// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace sfconnector {

// Record ids: 15 case-sensitive letters and digits, or 18 of which the last three tell which of the
// others are capitals, so that the id survives what ignores case.

// Whether `text` is an id: 15 letters and digits, or 18 with the right suffix.
bool IsSalesforceId(absl::string_view text);

// The 18-character form of an id. One of 18 characters may have lost its case on the way (through a
// spreadsheet, say): its suffix brings it back. Nothing where `text` is no id, or the suffix does
// not fit it.
std::optional<std::string> LongSalesforceId(absl::string_view text);

}  // namespace sfconnector
