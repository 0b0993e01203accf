// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/rest/references.h"
#include "core/rest/rest_client.h"

namespace sfconnector {

// The URL of a request within a request, from the root of the instance. `version` is the API
// version of the call, `v59.0`.
std::string SubrequestUrl(const RestRequest& request, const std::string& version,
                          References references);

}  // namespace sfconnector
