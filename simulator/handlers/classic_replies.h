// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "simulator/base/api_error.h"
#include "simulator/bulk/classic_job.h"
#include "simulator/bulk/job_table.h"
#include "simulator/handlers/services.h"
#include "simulator/http/message.h"

// What Bulk API 1.0 answers: XML, or JSON with its keys in order.
namespace sfsim {

// The `jobInfo` of a job.
Response JobReply(int status, bool json, const ClassicJob& job);
// The `batchInfo` of a batch, and the list of all batches of a job.
Response BatchReply(int status, bool json, const ClassicJob& job, const ClassicBatch& batch);
Response BatchListReply(bool json, const ClassicJob& job);

// `exceptionCode` and `exceptionMessage`.
Response ClassicError(bool json, const ApiError& error);

// The jobs as the lists of Bulk API 2.0 have them.
std::vector<ListedBulkJob> ListClassicJobs(Services* services);

}  // namespace sfsim
