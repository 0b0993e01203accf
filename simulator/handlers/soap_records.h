// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulator/base/outcome.h"
#include "simulator/handlers/services.h"
#include "simulator/handlers/soap_elements.h"
#include "simulator/records/save_result.h"

namespace sfsim {

// An operation of SOAP on records: its `result` elements, one for each part of the call, in their
// order; or the error that the whole call ends with, which becomes a fault.
using SoapOperation = Outcome<Elements> (*)(Services* services, const Author& author,
                                            const std::string& version, const JsonValue& call);

Outcome<Elements> ConvertLeads(Services* services, const Author& author, const std::string& version,
                               const JsonValue& call);
Outcome<Elements> MergeRecords(Services* services, const Author& author, const std::string& version,
                               const JsonValue& call);

}  // namespace sfsim
