// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace sfsim {

// An error as Salesforce reports it: REST says `errorCode`, rows of collections say `statusCode`.
struct ApiError {
  int http_status = 400;
  std::string code;
  std::string message;
  // Present, perhaps empty, for errors of data manipulation; absent for routing and query errors.
  std::optional<std::vector<std::string>> fields;
};

// `[{"message":…,"errorCode":…,"fields":[…]}]`, the body of every REST error.
std::string ErrorBody(const std::vector<ApiError>& errors);

// One element of a row's `errors` in collections: `{"statusCode":…,"message":…,"fields":[…]}`.
void AppendRowError(const ApiError& error, std::string* out);

}  // namespace sfsim
