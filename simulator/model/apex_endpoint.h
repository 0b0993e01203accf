// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "simulator/json/json_value.h"

namespace sfsim {

// A method of an Apex class with @RestResource, as far as its callers see it.
struct ApexEndpoint {
  // `/orders/v1`, or `/orders/*` for all that is below it.
  std::string url_mapping;
  std::string method = "GET";
  // Gives back the body that it gets, with its type.
  bool echo = false;
  // The reply otherwise.
  int status = 200;
  // Empty for a reply without a body.
  std::string content_type;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  // What it throws, if it does: `System.NullPointerException: …`.
  std::string exception;
  // The class that its callers have no access to, if they have none.
  std::string forbidden_class;
};

// Takes the member `apexRest` of a schema document (docs/simulator.md). INVALID_ARGUMENT names what
// is wrong.
absl::Status ReadApexEndpoints(const JsonValue& document, std::vector<ApexEndpoint>* endpoints);

}  // namespace sfsim
