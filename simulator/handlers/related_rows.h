// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/handlers/row_access.h"

// What a row leads to: `/sobjects/{O}/{id}/{name}`.
namespace sfsim {

// GET: the bytes of a blob field, the parent of a lookup, or the children of a relationship.
// PATCH, DELETE: the parent. 404 NOT_FOUND when the name is none or leads to nothing.
Response AnswerRelated(Services* services, const Call& call, const ObjectType& type,
                       const std::string& id, const std::string& name);

}  // namespace sfsim
