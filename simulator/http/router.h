// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/http/message.h"
#include "simulator/session/session_table.h"

namespace sfsim {

// One request on its way through a handler.
struct Call {
  const Request* request = nullptr;
  // The decoded path segments that the route left open, in their order.
  std::vector<std::string> parts;
  // `60.0` on versioned routes, else empty.
  std::string version;
  // Whose call it is; empty on routes that need no session.
  Session session;

  // 60 for version 60.0.
  int version_number() const;
};

// Whether a route wants a session, and what it is part of.
enum class Access {
  kOpen,      // no session
  kSession,   // a session of the data APIs; counts as an API call
  kIdentity,  // a session, with the identity service's own error replies
};

struct Route {
  std::string method;
  // Segments; `*` matches any one segment, `**` at the end one or more.
  std::vector<std::string> pattern;
  Access access;
  std::function<Response(const Call&)> handler;
};

class Router {
 public:
  // Pattern: `/services/data/*/sobjects/*/describe`. Of the patterns that match a path the one with
  // the earliest literal segment wins.
  void Add(std::string method, std::string_view pattern, Access access,
           std::function<Response(const Call&)> handler);

  struct Match {
    // nullptr if the path is unknown or does not allow the method.
    const Route* route = nullptr;
    // The segments that stood at `*`, decoded.
    std::vector<std::string> parts;
    // The methods of the path, when it is known but not with this method.
    std::string allowed;
  };
  Match Find(std::string_view method, std::string_view encoded_path) const;

 private:
  std::vector<Route> routes_;
};

}  // namespace sfsim
