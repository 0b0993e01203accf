// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "simulator/model/schema.h"
#include "simulator/store/sqlite.h"

namespace sfsim {

enum class RowState { kMissing, kLive, kDeleted };

// `id` in its 18-character form.
RowState FindRow(Connection* connection, const ObjectType& type, const std::string& id);

// The ids of the live rows whose field has that value, in the order of their creation.
std::vector<std::string> FindRows(Connection* connection, const ObjectType& type,
                                  const Field& field, const SqlValue& value);

// The value that a row has in one of its columns, deleted or not; null if there is no such row.
SqlValue ReadColumn(Connection* connection, const ObjectType& type, const std::string& id,
                    const Field& field);

}  // namespace sfsim
