// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/rest/rest_client.h"

namespace sfconnector {

// The same request as the only part of a composite request, whose body takes what is too long for a
// URL (REST API Developer Guide, "Composite"). `request` is a GET without a body; `version` is the
// API version of the call, `v59.0`. The reply is taken out of its envelope before it is judged, so
// that errors, retries and pages are those of the request itself.
RestRequest ThroughComposite(const RestRequest& request, const std::string& version);

}  // namespace sfconnector
