// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/handlers/services.h"
#include "simulator/http/router.h"

// Each family of resources adds its routes; `services` must outlive the router.
namespace sfsim {

void AddOauthRoutes(Services* services, Router* router);
void AddSoapRoutes(Services* services, Router* router);
void AddIdentityRoutes(Services* services, Router* router);
void AddResourceRoutes(Services* services, Router* router);
void AddDescribeRoutes(Services* services, Router* router);
void AddLayoutRoutes(Services* services, Router* router);
void AddPasswordRoutes(Services* services, Router* router);
void AddQuickActionRoutes(Services* services, Router* router);
void AddInvocableActionRoutes(Services* services, Router* router);
void AddApprovalRoutes(Services* services, Router* router);
void AddWorkflowRuleRoutes(Services* services, Router* router);
void AddLimitRoutes(Services* services, Router* router);
void AddRecentRoutes(Services* services, Router* router);
void AddUiRoutes(Services* services, Router* router);
void AddRowRoutes(Services* services, Router* router);
void AddReplicationRoutes(Services* services, Router* router);
void AddReportRoutes(Services* services, Router* router);
void AddBulkClassicRoutes(Services* services, Router* router);
void AddBulkIngestRoutes(Services* services, Router* router);
void AddBulkQueryRoutes(Services* services, Router* router);
void AddUndeleteRoutes(Services* services, Router* router);
void AddCollectionRoutes(Services* services, Router* router);
void AddQueryRoutes(Services* services, Router* router);
void AddControlRoutes(Services* services, Router* router);
void AddSearchRoutes(Services* services, Router* router);
void AddParameterizedSearchRoutes(Services* services, Router* router);
void AddCompositeRoutes(Services* services, Router* router);
void AddCompositeGraphRoutes(Services* services, Router* router);
void AddCompositeTreeRoutes(Services* services, Router* router);
void AddCompositeBatchRoutes(Services* services, Router* router);
void AddApexRestRoutes(Services* services, Router* router);

}  // namespace sfsim
