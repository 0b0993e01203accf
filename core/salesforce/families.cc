// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/families.h"

#include "core/salesforce/action/action_operations.h"
#include "core/salesforce/apex/apex_operations.h"
#include "core/salesforce/bulk/bulk_operations.h"
#include "core/salesforce/bulk_v2/bulk_v2_operations.h"
#include "core/salesforce/composite/composite_operations.h"
#include "core/salesforce/export/export_operations.h"
#include "core/salesforce/ingest/ingest_operations.h"
#include "core/salesforce/lead/lead_operations.h"
#include "core/salesforce/org/org_operations.h"
#include "core/salesforce/query/query_operations.h"
#include "core/salesforce/record/record_operations.h"
#include "core/salesforce/report/report_operations.h"
#include "core/salesforce/user/user_operations.h"

namespace sfconnector {

void AddFamilies(Registry& registry) {
  AddRecordFamily(registry);
  AddQueryFamily(registry);
  AddReportFamily(registry);
  AddOrgFamily(registry);
  AddUserFamily(registry);
  AddActionFamily(registry);
  AddCompositeFamily(registry);
  AddApexFamily(registry);
  AddLeadFamily(registry);
  AddIngestFamily(registry);
  AddBulkFamily(registry);
  AddBulkV2Family(registry);
  AddExportFamily(registry);
}

}  // namespace sfconnector
