// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "simulator/handlers/services.h"
#include "simulator/http/message.h"
#include "simulator/model/schema.h"

namespace sfsim {

// What conditional headers compare: when a row was changed last, and the tag of its content. Only
// accounts have tags.
struct RowVersion {
  int64_t modified = 0;
  // Quoted; empty for rows without one.
  std::string tag;
};

// Whether the rows of an object have tags.
bool HasTags(const ObjectType& type);

// Nothing if there is no such row.
std::optional<RowVersion> ReadRowVersion(Connection* connection, const ObjectType& type,
                                         const std::string& id);

// Gives a reply that shows a row its Last-Modified and ETag, or replaces it: 304 when the caller
// knows the row, 412 when a condition does not hold.
Response ConditionalRowReply(const Request& request, const RowVersion& version, Response full);

// 412 when the row is not as the caller of a change wants it.
std::optional<ApiError> CheckRowConditions(const Request& request, const RowVersion& version);

}  // namespace sfsim
