// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/families.h"

#include "core/salesforce/apex/apex_operations.h"
#include "core/salesforce/composite/composite_operations.h"
#include "core/salesforce/query/query_operations.h"
#include "core/salesforce/record/record_operations.h"

namespace sfconnector {

void AddFamilies(Registry& registry) {
  AddRecordFamily(registry);
  AddQueryFamily(registry);
  AddCompositeFamily(registry);
  AddApexFamily(registry);
}

}  // namespace sfconnector
