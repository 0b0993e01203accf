// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/strings/string_view.h"

namespace sfconnector {

// Whether `text` is a method of HTTP that Salesforce's resources have.
bool IsMethod(absl::string_view text);

}  // namespace sfconnector
