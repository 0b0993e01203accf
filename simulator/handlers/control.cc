// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/handlers.h"

namespace sfsim {
namespace {

Response AddFaults(Services* services, const Call& call) {
  auto document = ReadJson(call.request->body);
  if (!document.ok()) return Response::Error(document.error());
  auto rules = ReadFaultRules(*document);
  if (!rules.ok()) {
    return Response::Error({400, "INVALID_FAULT", std::string(rules.status().message()), {}});
  }
  services->faults.Add(std::move(*rules));
  return Response::Json(201, services->faults.List());
}

Response ListRequests(Services* services, const Call& call) {
  const std::string* prefix = call.request->Query("path");
  return Response::Json(200, services->journal.List(prefix == nullptr ? "" : *prefix));
}

}  // namespace

void AddControlRoutes(Services* services, Router* router) {
  router->Add("GET", "/simulator/faults", Access::kOpen,
              [services](const Call&) { return Response::Json(200, services->faults.List()); });
  router->Add("POST", "/simulator/faults", Access::kOpen,
              [services](const Call& call) { return AddFaults(services, call); });
  router->Add("DELETE", "/simulator/faults", Access::kOpen, [services](const Call&) {
    services->faults.Clear();
    return Response::Empty(204);
  });
  router->Add("GET", "/simulator/requests", Access::kOpen,
              [services](const Call& call) { return ListRequests(services, call); });
  router->Add("DELETE", "/simulator/requests", Access::kOpen, [services](const Call&) {
    services->journal.Clear();
    return Response::Empty(204);
  });
  router->Add("POST", "/simulator/reset", Access::kOpen, [services](const Call&) {
    services->reset();
    return Response::Empty(204);
  });
}

}  // namespace sfsim
