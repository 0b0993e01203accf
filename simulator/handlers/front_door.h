// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/handlers/services.h"
#include "simulator/http/router.h"
#include "simulator/http/server.h"

namespace sfsim {

// Every request passes here: faults, route, version, session, API limit, journal and the headers
// that all replies have.
class FrontDoor {
 public:
  explicit FrontDoor(Services* services);

  // May be called from any thread.
  Reply Handle(Request* request);

 private:
  Response Route(Request* incoming);
  // The answer to a request of the data APIs whose session is in the call.
  Response Answer(Request* incoming, Router::Match match, Call* call);
  Response AnswerWithin(const Request& request, const Call& within);
  // Fills in the session, or gives the answer to a request without a valid one.
  std::optional<Response> CheckSession(const Request& request, Access access, Call* call);
  std::optional<Response> CheckVersion(std::string_view segment, Call* call) const;
  void ApplyBefore(const FaultAction& action, const Request& request) const;

  Services& services_;
  Router router_;
};

}  // namespace sfsim
