// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "simulator/model/schema.h"
#include "simulator/records/row_draft.h"

namespace sfsim {

// What a new row has in a field that was not given: the default, false for checkboxes, the next
// number of an auto-number field, else null.
SqlValue DefaultValue(const Field& field, uint64_t number);

// Sets the fields that follow from others: names of people, what a stage or status means, sums,
// sizes of files, the account of an activity.
void DeriveFields(const Schema& schema, int64_t now, RowDraft* draft);

// Whether the row is a lead that has been converted, which nobody may change.
bool IsConvertedLead(const RowDraft& draft);

}  // namespace sfsim
