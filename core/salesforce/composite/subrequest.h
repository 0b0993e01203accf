// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "core/rest/references.h"
#include "core/rest/rest_client.h"
#include "sfconnector/v1/subrequest.pb.h"

namespace sfconnector {

// A request within a request as it would be sent alone. INVALID_ARGUMENT names the field that is
// wrong, and where a list of records takes more than one API call.
absl::StatusOr<RestRequest> RenderSubrequest(const v1::Subrequest& request, References references);

// What a whole with parts of these effects does to the org. One that changes anything is not
// carried out twice, even if each of its parts could be: a part that was done already fails, and
// may undo the others.
Effect EffectOfWhole(const std::vector<Effect>& parts);

}  // namespace sfconnector
