// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>

#include "simulator/model/schema.h"
#include "simulator/store/sqlite.h"

namespace sfsim {

// What a new row has in a field that was not given: the default, false for checkboxes, the next
// number of an auto-number field, else null.
SqlValue DefaultValue(const Field& field, uint64_t number);

// Sets the fields that follow from others: IsClosed and IsWon from stages and statuses.
void DeriveFields(const ObjectType& type, std::map<const Field*, SqlValue>* values);

// Whether the row is a lead that has been converted, which nobody may change.
bool IsConvertedLead(const ObjectType& type, const std::function<SqlValue(const Field&)>& current);

}  // namespace sfsim
