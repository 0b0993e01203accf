// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/families.h"

#include "core/salesforce/lead/lead_operations.h"
#include "core/salesforce/query/query_operations.h"
#include "core/salesforce/record/record_operations.h"

namespace sfconnector {

void AddFamilies(Registry& registry) {
  AddRecordFamily(registry);
  AddQueryFamily(registry);
  AddLeadFamily(registry);
}

}  // namespace sfconnector
