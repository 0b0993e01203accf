// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include "simulator/base/outcome.h"
#include "simulator/bulk/job.h"
#include "simulator/handlers/services.h"
#include "simulator/http/router.h"

namespace sfsim {

// The properties of a job that a request makes; those that are null are left out.
using JobProperties = std::map<std::string, std::string, std::less<>>;

// Reads a JSON object of texts. API_ERROR for a property that is not known, or no text.
Outcome<JobProperties> ReadJobProperties(std::string_view json,
                                         std::initializer_list<std::string_view> known);

// The value of a property; `otherwise` when it is absent.
std::string PropertyOf(const JobProperties& properties, std::string_view name,
                       std::string_view otherwise = "");

// INVALIDJOB.
ApiError InvalidJob(std::string message);

// What all jobs have: who makes it and when, its data's layout, its operation. The id is still to
// be given. INVALIDJOB when there is no operation or the content type is not CSV.
Outcome<BulkJobSpec> ReadJobSpec(const Services& services, const Call& call,
                                 const JobProperties& properties);

}  // namespace sfsim
