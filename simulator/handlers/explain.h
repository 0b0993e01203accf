// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulator/handlers/services.h"

namespace sfsim {

// `/query?explain=`: the plans by which the statement might be carried out, the cheapest first.
// What is no SOQL is taken for the id of a report or list view.
Response ExplainQuery(const Services& services, const std::string& explained, bool include_deleted);

}  // namespace sfsim
