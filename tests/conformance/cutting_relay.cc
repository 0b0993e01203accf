// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/cutting_relay.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include <gtest/gtest.h>

namespace sfconnector::conformance {
namespace {

sockaddr_in Loopback(int port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int Connect(int port) {
  const int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = Loopback(port);
  if (connect(file, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return file;
  close(file);
  return -1;
}

bool SendAll(int file, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t sent = send(file, data, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    data += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

// Closes with a TCP reset.
void Reset(int file) {
  const linger at_once = {1, 0};
  setsockopt(file, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

}  // namespace

CuttingRelay::CuttingRelay(int target_port)
    : target_port_(target_port), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof address;
  EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(listen(listener_, 64), 0);
  getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { Accept(); });
}

CuttingRelay::~CuttingRelay() {
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    for (const int file : sockets_) shutdown(file, SHUT_RDWR);
  }
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  close(listener_);
  WaitForFewer(1);
}

void CuttingRelay::Accept() {
  while (true) {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      close(client);
      return;
    }
    ++open_;
    ++total_;
    sockets_.insert(client);
    std::thread([this, client] { Serve(client); }).detach();
  }
}

void CuttingRelay::Serve(int client) {
  const int server = Connect(target_port_);
  pollfd files[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
  bool going = server >= 0;
  while (going && poll(files, 2, -1) > 0) {
    if (files[0].revents != 0) going = Pass(Direction::kRequest, client, server);
    if (going && files[1].revents != 0) going = Pass(Direction::kReply, server, client);
  }
  const std::lock_guard lock(mutex_);
  if (server >= 0) close(server);
  sockets_.erase(client);
  close(client);
  --open_;
  changed_.notify_all();
}

bool CuttingRelay::Pass(Direction direction, int from, int to) {
  char buffer[16384];
  const ssize_t size = recv(from, buffer, sizeof buffer, 0);
  if (size <= 0) return false;
  std::unique_lock lock(mutex_);
  std::size_t pass = static_cast<std::size_t>(size);
  bool cuts = false;
  if (armed_ && direction == cut_direction_) {
    cuts = left_ <= size;
    pass = static_cast<std::size_t>(std::min<std::int64_t>(left_, size));
    left_ -= static_cast<std::int64_t>(pass);
  }
  (direction == Direction::kRequest ? requests_ : replies_).append(buffer, pass);
  if (cuts) {
    armed_ = false;
    cut_ = true;
  }
  lock.unlock();
  if (!SendAll(to, buffer, pass)) return false;
  // The caller sees a reset. The far end may still be reading what has passed, and sees the end.
  if (cuts) Reset(direction == Direction::kRequest ? from : to);
  return !cuts;
}

void CuttingRelay::CutAfter(Direction direction, std::int64_t bytes) {
  const std::lock_guard lock(mutex_);
  armed_ = true;
  cut_ = false;
  cut_direction_ = direction;
  left_ = bytes;
}

bool CuttingRelay::cut() const {
  const std::lock_guard lock(mutex_);
  return cut_;
}

std::string CuttingRelay::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::string CuttingRelay::replies() const {
  const std::lock_guard lock(mutex_);
  return replies_;
}

void CuttingRelay::Forget() {
  const std::lock_guard lock(mutex_);
  requests_.clear();
  replies_.clear();
}

int CuttingRelay::open_connections() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

int CuttingRelay::connections() const {
  const std::lock_guard lock(mutex_);
  return total_;
}

void CuttingRelay::WaitForFewer(int count) const {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this, count] { return open_ < count; });
}

}  // namespace sfconnector::conformance
