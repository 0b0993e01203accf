// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "core/base/message_stream.h"
#include "core/base/task.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/export_service.pb.h"

namespace sfconnector {

// ExportService.Export: all rows of a query, by a query job of Bulk API 2.0.
Task<absl::Status> Export(OperationContext context, const v1::ExportRequest& request,
                          Writer<v1::ExportResponse>& writer);

}  // namespace sfconnector
