// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulator/bulk/job_table.h"
#include "simulator/handlers/services.h"
#include "simulator/http/router.h"
#include "simulator/json/json_text.h"

// What the replies of Bulk API 2.0 have in common.
namespace sfsim {

// The members that every reply about a job begins with, up to its API version.
JsonObjectText JobMembers(const BulkJob& job, const BulkJobProgress& progress);

// What a job has to say in a list of jobs.
std::string ListedJobText(const BulkJob& job);

// Behind JobMembers: how far the job has got, and what it took.
void AppendJobCounts(const BulkJob& job, const BulkJobProgress& progress, JsonObjectText* object);

// `/services/data/v60.0/jobs/query/750…`, as paths of replies have it.
std::string JobPath(const BulkJob& job, std::string_view kind);

// The state that a PATCH asks for; API_ERROR when it asks for something else.
Outcome<std::string> ReadWantedState(const Request& request);

// Lists jobs of both bulk APIs that the query parameters ask for: those of `/jobs/ingest` or, with
// `query`, of `/jobs/query`.
Response ListJobs(Services* services, const Call& call, bool query);

}  // namespace sfsim
