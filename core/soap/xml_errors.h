// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/rest/rest_client.h"

namespace sfconnector {

// Rewrites a failed reply whose body is `<Errors><Error>…`, which REST has for those who accept
// XML, so that its body is the JSON of the same errors. Leaves any other as it is.
void XmlErrorsToJson(RestReply& reply);

}  // namespace sfconnector
