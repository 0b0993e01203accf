// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/base/api_error.h"
#include "simulator/faults/job_fault.h"

namespace sfsim {

using NameValues = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;
  // As it was sent: encoded path, `?`, query.
  std::string target;
  // The encoded path alone.
  std::string path;
  NameValues query;
  NameValues headers;
  // Inflated if it came compressed.
  std::string body;
  // The body's size on the wire.
  size_t body_size = 0;
  // Which connection of the server it came on, counted from 1.
  uint64_t connection = 0;
  // What is to go wrong with the bulk job that it makes, if anything is.
  std::shared_ptr<const JobFault> job_fault;

  // The value of the first header of that name (without case), or nullptr.
  const std::string* Header(std::string_view name) const;
  // The value of the first query parameter of that name, or nullptr.
  const std::string* Query(std::string_view name) const;
};

struct Response {
  int status = 200;
  // Empty for a reply without a body.
  std::string content_type;
  NameValues headers;
  std::shared_ptr<const std::string> body;

  static Response Json(int status, std::string body);
  static Response Text(int status, std::string content_type, std::string body);
  static Response Empty(int status);
  static Response Error(const ApiError& error);
  static Response Errors(const std::vector<ApiError>& errors);

  void SetHeader(std::string name, std::string value);
};

// Whether the request brings the data of a bulk job, which may be larger than other bodies.
bool IsBulkUpload(const Request& request);

// `a=1&b=2`, decoded.
NameValues ParseForm(std::string_view text);

}  // namespace sfsim
