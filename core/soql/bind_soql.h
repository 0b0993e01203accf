// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include <google/protobuf/map.h>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sfconnector/v1/bind_value.pb.h"

namespace sfconnector {

using BindParameters = google::protobuf::Map<std::string, v1::BindValue>;

// Puts the values of bind parameters into SOQL, the request's `field`, as literals (escaped as the
// SOQL and SOSL Reference says under "Quoted String Escape Sequences"). INVALID_ARGUMENT names a
// parameter that the text names but `parameters` lacks, one that it does not name, and a value that
// is no literal.
absl::StatusOr<std::string> BindSoql(absl::string_view soql, const BindParameters& parameters,
                                     absl::string_view field = "soql");

// The value as a SOQL literal. INVALID_ARGUMENT names `field` where it is none.
absl::StatusOr<std::string> SoqlLiteral(const v1::BindValue& value, const std::string& field);

// Returns what stands for the parameter of that name, or why nothing does.
using ParameterLiteral = std::function<absl::StatusOr<std::string>(const std::string& name)>;

// Puts literals in the place of the parameters that `text` (SOQL, or the part of SOSL that has its
// form) names. `field` is the text's name in errors.
absl::StatusOr<std::string> ReplaceParameters(absl::string_view text, absl::string_view field,
                                              const ParameterLiteral& literal);

}  // namespace sfconnector
