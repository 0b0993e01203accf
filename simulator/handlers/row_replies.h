// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "simulator/handlers/row_access.h"

// What calls on one row answer, whichever path led to it.
namespace sfsim {

// `/services/data/v60.0/sobjects/Account/001…`.
std::string RowUrl(const Call& call, const ObjectType& type, std::string_view id);

// 201 or 200 with Location and `{"id":…,"success":true,"errors":[]}`; `say_created` adds that key.
Response SavedReply(const Call& call, const ObjectType& type, const SaveResult& saved,
                    bool say_created);

// The row as JSON, as far as `fields=` asks for it and conditional headers allow.
Response ReadRowReply(Services* services, const Call& call, const ObjectType& type,
                      const std::string& id);
// 204.
Response UpdateRowReply(Services* services, const Call& call, const ObjectType& type,
                        const std::string& id);
Response DeleteRowReply(Services* services, const Call& call, const ObjectType& type,
                        const std::string& id);

// Updates the row with a record, if conditional headers allow, within the caller's transaction.
SaveResult UpdateIfWanted(const Call& call, Connection* connection, RowEditor* editor,
                          const ObjectType& type, const std::string& id, const JsonValue& record);

// A record whose key stands in the path must not repeat it; 400 INVALID_FIELD names it.
std::optional<ApiError> CheckKeyAbsent(const JsonValue& record, const Field& key);

}  // namespace sfsim
