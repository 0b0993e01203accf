// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <boost/asio/ip/tcp.hpp>

#include "simulator/http/server.h"
#include "simulator/http/stop_signal.h"

namespace sfsim {

// Serves the requests of one connection until either end closes it.
void ServeConnection(boost::asio::ip::tcp::socket* socket, uint64_t number,
                     const Server::Handler& handler, StopSignal* stop);

// Sends a reply. False when the connection must not be used again.
bool SendReply(boost::asio::ip::tcp::socket* socket, const Request& request, Reply reply,
               bool keep_alive, StopSignal* stop);

}  // namespace sfsim
