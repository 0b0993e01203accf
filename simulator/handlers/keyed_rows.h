// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/handlers/row_access.h"

// Rows by external id: `/sobjects/{O}/{Field}/{value}`. Several matches answer 300 with their URLs.
namespace sfsim {

Response ReadKeyedRow(Services* services, const Call& call, const ObjectType& type,
                      const Field& key);
// Updates the row or creates it; `updateOnly=true` creates none.
Response UpsertKeyedRow(Services* services, const Call& call, const ObjectType& type,
                        const Field& key);
Response DeleteKeyedRow(Services* services, const Call& call, const ObjectType& type,
                        const Field& key);

}  // namespace sfsim
