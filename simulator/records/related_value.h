// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "simulator/model/schema.h"
#include "simulator/records/row_draft.h"

namespace sfsim {

// What the row that a lookup leads to has in that field; null without such a row or field.
SqlValue RelatedValue(const Schema& schema, const RowDraft& draft, std::string_view lookup,
                      std::string_view field);

// What the row of a list of values (CaseStatus, OpportunityStage, …) says of one of them; null for
// values that the list does not have.
SqlValue ListedValue(const Schema& schema, const RowDraft& draft, std::string_view list,
                     const std::string& value, std::string_view field);

}  // namespace sfsim
