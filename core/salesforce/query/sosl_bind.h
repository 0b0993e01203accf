// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <google/protobuf/map.h>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sfconnector/v1/query_service.pb.h"

namespace sfconnector {

using SearchBindParameters = google::protobuf::Map<std::string, v1::SearchBindValue>;

// Puts the values of bind parameters into SOSL: terms and phrases within the braces of FIND, with
// every reserved character escaped (SOSL Reference, "FIND {SearchQuery}"), and literals behind
// them, as BindSoql does. INVALID_ARGUMENT names a parameter that the text names but `parameters`
// lacks, one that it does not name, one of the wrong kind for its place, and a value that cannot be
// looked for.
absl::StatusOr<std::string> BindSosl(absl::string_view sosl,
                                     const SearchBindParameters& parameters);

}  // namespace sfconnector
