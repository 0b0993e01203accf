// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulator/model/schema.h"
#include "simulator/sosl/query.h"
#include "simulator/store/sqlite.h"

namespace sfsim::sosl {

// The FTS5 query that finds the rows of an object for a term, looking into the fields of the group
// alone. Wildcards that FTS5 does not know are replaced by the words of the index that they match,
// which is why it must exist. Empty: no row can match.
std::string MatchExpression(const Term& term, Group group, const ObjectType& type,
                            Connection* connection);

}  // namespace sfsim::sosl
