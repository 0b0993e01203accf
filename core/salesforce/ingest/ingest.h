// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "core/base/message_stream.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/ingest_service.pb.h"

namespace sfconnector {

Task<absl::Status> Ingest(OperationContext context, Reader<v1::IngestRequest>& reader,
                          Writer<v1::IngestResponse>& writer);

}  // namespace sfconnector
