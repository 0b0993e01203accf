// SPDX-License-Identifier: Apache-2.0
#include "simulator/http/server.h"

#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "absl/strings/numbers.h"
#include "simulator/base/str_cat.h"
#include "simulator/http/connection.h"

namespace sfsim {

using boost::asio::ip::tcp;

class Server::Impl {
 public:
  Impl(Handler handler, size_t max_connections)
      : handler_(std::move(handler)), max_connections_(max_connections) {}

  absl::StatusOr<uint16_t> Start(const std::string& address,
                                 const std::function<void(const std::string&)>& announce) {
    const size_t colon = address.rfind(':');
    uint32_t port = 0;
    boost::system::error_code error;
    const auto host = colon == std::string::npos
                          ? boost::asio::ip::address()
                          : boost::asio::ip::make_address(address.substr(0, colon), error);
    if (colon == std::string::npos || error ||
        !absl::SimpleAtoi(address.substr(colon + 1), &port) || port > 65535) {
      return absl::InvalidArgumentError(
          StrCat("'", address, "' is no address of the form 127.0.0.1:8080"));
    }
    const tcp::endpoint endpoint(host, static_cast<uint16_t>(port));
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(boost::asio::socket_base::max_listen_connections, error);
    if (error) {
      return absl::UnavailableError(StrCat("cannot listen on ", address, ": ", error.message()));
    }
    const uint16_t bound = acceptor_.local_endpoint().port();
    announce(StrCat("http://", address.substr(0, colon), ":", bound));
    accepting_ = std::thread([this] { AcceptLoop(); });
    return bound;
  }

  void Stop() {
    stop_.Raise();
    {
      std::lock_guard lock(mutex_);
      // Wakes accept() and every blocked read or write; the threads close the sockets.
      if (acceptor_.is_open()) ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
      for (Peer& peer : peers_) {
        if (peer.socket.is_open()) ::shutdown(peer.socket.native_handle(), SHUT_RDWR);
      }
      changed_.notify_all();
    }
    if (accepting_.joinable()) accepting_.join();
    Reap(true);
    boost::system::error_code ignored;
    acceptor_.close(ignored);
  }

 private:
  struct Peer {
    explicit Peer(boost::asio::io_context* context) : socket(*context) {}
    tcp::socket socket;
    std::thread thread;
    bool done = false;
  };

  void AcceptLoop() {
    uint64_t number = 0;
    while (!stop_.raised()) {
      WaitForRoom();
      tcp::socket socket(context_);
      boost::system::error_code error;
      acceptor_.accept(socket, error);
      if (stop_.raised()) return;
      if (error) {
        // Out of descriptors, most likely: let connections end before the next try.
        stop_.Pause(10);
        continue;
      }
      socket.set_option(tcp::no_delay(true), error);
      std::lock_guard lock(mutex_);
      Peer& peer = peers_.emplace_back(&context_);
      peer.socket = std::move(socket);
      peer.thread = std::thread([this, &peer, number = ++number] { Serve(&peer, number); });
    }
  }

  void Serve(Peer* peer, uint64_t number) {
    ServeConnection(&peer->socket, number, handler_, &stop_);
    std::lock_guard lock(mutex_);
    boost::system::error_code ignored;
    peer->socket.shutdown(tcp::socket::shutdown_send, ignored);
    peer->socket.close(ignored);
    peer->done = true;
    changed_.notify_all();
  }

  void WaitForRoom() {
    Reap(false);
    std::unique_lock lock(mutex_);
    while (peers_.size() >= max_connections_ && !stop_.raised()) {
      changed_.wait(lock);
      lock.unlock();
      Reap(false);
      lock.lock();
    }
  }

  // Joins the threads of connections that have ended, or of all.
  void Reap(bool all) {
    std::list<Peer> ended;
    {
      std::lock_guard lock(mutex_);
      for (auto peer = peers_.begin(); peer != peers_.end();) {
        const auto next = std::next(peer);
        if (all || peer->done) ended.splice(ended.end(), peers_, peer);
        peer = next;
      }
    }
    for (Peer& peer : ended) peer.thread.join();
  }

  Handler handler_;
  size_t max_connections_;
  boost::asio::io_context context_;
  tcp::acceptor acceptor_{context_};
  StopSignal stop_;
  std::thread accepting_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Peer> peers_;
};

Server::Server(Handler handler, size_t max_connections)
    : impl_(std::make_unique<Impl>(std::move(handler), max_connections)) {}

Server::~Server() { Stop(); }

absl::StatusOr<uint16_t> Server::Start(
    const std::string& address, const std::function<void(const std::string& url)>& announce) {
  return impl_->Start(address, announce);
}

void Server::Stop() { impl_->Stop(); }

}  // namespace sfsim
