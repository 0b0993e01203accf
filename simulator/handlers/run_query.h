// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulator/handlers/services.h"
#include "simulator/http/router.h"

namespace sfsim {

// The first page of a statement's result, as `GET /query` answers it.
Response RunSoql(Services* services, const Call& call, const std::string& text,
                 bool include_deleted);

}  // namespace sfsim
