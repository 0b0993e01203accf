// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/records/row_editor.h"

// What calls that bring several rows have in common: collections and bulk jobs.
namespace sfsim {

// Takes the member of that name (without case) out of the record.
std::optional<JsonValue> TakeMember(std::string_view name, JsonValue* record);

// A key as its column would compare it with others.
std::string ComparableKey(const Field& key, std::string_view text);

// The keys that stand in more than one record, as ComparableKey writes them: none of these records
// may be saved.
std::set<std::string> RepeatedKeys(const std::vector<JsonValue>& records, const Field& key);

// Updates the row that the record's key names, or inserts one where there is none.
SaveResult UpsertRow(const ObjectType& type, const Field& key, JsonValue record,
                     Connection* connection, RowEditor* editor);

}  // namespace sfsim
