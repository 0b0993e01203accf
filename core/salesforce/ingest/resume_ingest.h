// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "core/base/message_stream.h"
#include "core/operation/operation.h"
#include "sfconnector/v1/ingest_service.pb.h"

namespace sfconnector {

Task<absl::Status> ResumeIngest(OperationContext context, Reader<v1::ResumeIngestRequest>& reader,
                                Writer<v1::ResumeIngestResponse>& writer);

}  // namespace sfconnector
