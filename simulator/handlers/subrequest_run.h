// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "simulator/handlers/subrequest.h"

namespace sfsim {

// Which resources (paths as of ResourcePath) may be asked for.
using Eligible = std::function<bool(std::string_view path)>;

// What became of the subrequests of one composite request or graph, in their order.
struct SubrequestRun {
  std::vector<Response> responses;
  bool successful = true;
};

// Carries them out one after the other, each with the values of those before it. All or none: in
// one transaction, which the first failure undoes; it keeps its reply, all others say so.
SubrequestRun RunSubrequests(Services* services, const Call& call,
                             std::vector<Subrequest> subrequests, bool all_or_none,
                             const Eligible& eligible);

// `{"compositeResponse":[…]}`.
std::string CompositeResponseBody(const std::vector<Subrequest>& subrequests,
                                  const std::vector<Response>& responses);

}  // namespace sfsim
