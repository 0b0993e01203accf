// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "simulator/http/message.h"
#include "simulator/http/wire_fault.h"

namespace sfsim {

struct Reply {
  Response response;
  WireFault fault;
};

// An HTTP/1.1 server: keep-alive, chunked bodies, Expect: 100-continue, gzip both ways. Each
// connection has a thread of its own, up to a bound; further connections wait to be accepted.
class Server {
 public:
  // Called on connection threads, several at a time. `request` is the handler's to change.
  using Handler = std::function<Reply(Request* request)>;

  Server(Handler handler, size_t max_connections);
  // Stops.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Listens on `host:port` (port 0: the system chooses) and returns the port. `announce` is told
  // the server's URL before the first request is accepted.
  absl::StatusOr<uint16_t> Start(const std::string& address,
                                 const std::function<void(const std::string& url)>& announce);
  // Ends every connection, also those in the middle of a reply, and waits for their threads.
  void Stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sfsim
