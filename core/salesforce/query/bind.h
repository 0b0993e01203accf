// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <google/protobuf/map.h>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sfconnector/v1/query_service.pb.h"

namespace sfconnector {

using BindParameters = google::protobuf::Map<std::string, v1::BindValue>;

// Puts the values of bind parameters into SOQL as literals (escaped as the SOQL and SOSL Reference
// says under "Quoted String Escape Sequences"). INVALID_ARGUMENT names a parameter that the text
// names but `parameters` lacks, one that it does not name, and a value that is no literal.
absl::StatusOr<std::string> BindSoql(absl::string_view soql, const BindParameters& parameters);

}  // namespace sfconnector
