// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "simulator/handlers/services.h"
#include "simulator/sosl/search.h"

namespace sfsim {

sosl::SearchContext SearchContextOf(const Services& services, const Call& call);

// Runs the search and answers with `{"searchRecords":[…]}`, the bare list up to version 36, and
// with the labels of objects' fields where the query asks for them. `statement` as in sosl::Search.
Response RunSearch(const Services& services, const Call& call, const sosl::Query& query,
                   std::string_view statement);

}  // namespace sfsim
