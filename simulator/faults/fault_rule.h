// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "simulator/faults/job_fault.h"
#include "simulator/http/message.h"
#include "simulator/http/wire_fault.h"
#include "simulator/json/json_value.h"

namespace sfsim {

// Which requests a fault strikes.
struct FaultMatch {
  // Empty members match everything.
  std::string method;
  // A prefix of the request target (path and query).
  std::string path;
  std::optional<std::regex> path_regex;
  std::string header_name;
  std::string header_value;
  // The first match that it strikes, counted from 1; from there on every so many, and how many in
  // all; 0 means any number.
  int64_t nth = 1;
  int64_t every = 1;
  int64_t count = 1;

  bool Covers(const Request& request) const;
};

// What it does to them.
struct FaultAction {
  // The reply that takes the place of the real one.
  std::optional<Response> reply;
  // Whether the request is carried out before that, or before the connection is closed.
  bool after_execution = false;
  enum class Sessions { kKeep, kCloseCaller, kCloseAll };
  // Ends sessions before the request is looked at.
  Sessions sessions = Sessions::kKeep;
  bool lose_locators = false;
  // What goes wrong with the bulk job that the request makes.
  std::shared_ptr<const JobFault> job;
  NameValues extra_headers;
  std::string content_type;
  WireFault wire;
};

struct FaultRule {
  std::string name;
  // The rule as it was given, for listings.
  JsonValue source;
  FaultMatch match;
  FaultAction action;
  // Requests that matched, and of these the ones struck.
  int64_t matched = 0;
  int64_t struck = 0;
};

// Reads `{"rules":[…]}` or a single rule (docs/simulator.md). INVALID_ARGUMENT names what is wrong.
absl::StatusOr<std::vector<FaultRule>> ReadFaultRules(const JsonValue& document);

}  // namespace sfsim
