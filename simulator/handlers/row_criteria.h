// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "simulator/json/json_value.h"
#include "simulator/model/schema.h"
#include "simulator/store/sqlite.h"

namespace sfsim {

// Whether the row's fields have these values.
bool MeetsCriteria(Connection* connection, const ObjectType& type, const std::string& id,
                   const std::vector<JsonMember>& criteria);

}  // namespace sfsim
