// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/base/outcome.h"
#include "simulator/bulk/classic_batch.h"
#include "simulator/handlers/services.h"
#include "simulator/http/router.h"

namespace sfsim {

// The `jobInfo` of a request, in JSON or XML. InvalidXml or ClientInputError when it is neither.
Outcome<JsonValue> ReadJobInfo(const Request& request);

// The job that a `jobInfo` and the request's headers want, without an id. The errors are those of
// Bulk API 1.0.
Outcome<ClassicJobSpec> ReadClassicJobSpec(const Services& services, const Call& call,
                                           const JsonValue& info);

}  // namespace sfsim
