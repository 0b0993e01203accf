// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/soql/bind_soql.h"

namespace sfconnector {

// The SOQL text that `field` of a request holds, with its parameters bound and checked for its
// length.
absl::StatusOr<std::string> RenderSoql(const std::string& soql, const BindParameters& parameters,
                                       absl::string_view field = "soql");

}  // namespace sfconnector
