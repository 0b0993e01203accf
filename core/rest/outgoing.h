// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "core/base/call_context.h"
#include "core/http/http_client.h"
#include "core/rest/rest_client.h"
#include "core/rest/session.h"
#include "sfconnector/v1/connection.pb.h"

namespace sfconnector {

// The headers of every request of such a call on the connection, but for its session.
HttpHeaders HeadersOf(const v1::Connection& settings, const CallOptions& options);

// What a RestRequest looks like on the wire: with the connection's host and headers, the call's
// version and headers, and the session. What is referred to outlives it.
class Outgoing {
 public:
  // `version` is the API version of the call, `v59.0`.
  Outgoing(const v1::Connection& settings, const RestRequest& request, const CallOptions& options,
           std::string version);

  std::string FirstUrl(const Session& session) const;

  // Where a redirect leads, if the session may go there; FAILED_PRECONDITION with reason REDIRECTED
  // otherwise.
  absl::StatusOr<std::string> RedirectTarget(const Session& session, const std::string& from,
                                             const RestReply& reply, bool may_follow) const;

  // The request, but for its upload.
  HttpRequest Build(const Session& session, const std::string& url) const;

  // The path that logs may show.
  std::string LogPath() const;

 private:
  std::string WithVersion(const std::string& path) const;
  bool MayVisit(const Session& session, const std::string& target) const;

  const v1::Connection& settings_;
  const RestRequest& request_;
  const CallOptions& options_;
  const std::string version_;
};

}  // namespace sfconnector
