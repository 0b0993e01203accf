// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulator/handlers/services.h"
#include "simulator/http/router.h"

namespace sfsim {

// The rows of one object that the caller created or changed last, at most `limit`, newest first, as
// a JSON array of `attributes`, `Id` and `Name`.
std::string RecentItems(Services* services, const Call& call, const ObjectType& type,
                        int64_t limit);

}  // namespace sfsim
