// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "core/operation/registry.h"
#include "core/rest/references.h"
#include "core/rest/rest_client.h"
#include "sfconnector/v1/record_service.pb.h"

namespace sfconnector {

// RecordService.
void AddRecordFamily(Registry& registry);

// The request of UpsertRecord. `references` says whether a segment of its path may be a reference.
absl::StatusOr<RestRequest> RenderUpsert(const v1::UpsertRecordRequest& request,
                                         References references);

}  // namespace sfconnector
