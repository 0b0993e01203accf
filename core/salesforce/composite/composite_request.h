// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include <google/protobuf/repeated_ptr_field.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/codec/json.h"
#include "core/rest/rest_client.h"
#include "sfconnector/v1/composite_service.pb.h"

namespace sfconnector {

using CompositeSubrequests = google::protobuf::RepeatedPtrField<v1::CompositeSubrequest>;

// Writes `"compositeRequest":[…]` and appends the effect of each request. `version` is the API
// version of the call, `v59.0`. INVALID_ARGUMENT names what is missing, wrong or there twice.
absl::Status WriteCompositeRequest(const CompositeSubrequests& requests, const std::string& version,
                                   JsonWriter& writer, std::vector<Effect>& effects);

}  // namespace sfconnector
