// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/row_criteria.h"

#include "simulator/records/field_input.h"
#include "simulator/records/row_lookup.h"

namespace sfsim {

bool MeetsCriteria(Connection* connection, const ObjectType& type, const std::string& id,
                   const std::vector<JsonMember>& criteria) {
  for (const JsonMember& member : criteria) {
    const Field* field = type.FindField(member.name);
    if (field == nullptr) return false;
    auto wanted = ReadFieldValue(*field, member.value);
    if (!wanted.ok() || *wanted != ReadColumn(connection, type, id, *field)) return false;
  }
  return true;
}

}  // namespace sfsim
