// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <thread>

namespace sfconnector::conformance {

// Passes TCP connections on to a port of the loopback interface, and cuts one of them at a byte of
// the caller's choice.
class CuttingRelay {
 public:
  explicit CuttingRelay(int target_port);
  CuttingRelay(const CuttingRelay&) = delete;
  CuttingRelay& operator=(const CuttingRelay&) = delete;
  ~CuttingRelay();

  int port() const { return port_; }
  std::string Url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  enum class Direction { kRequest, kReply };
  // Lets `bytes` more bytes pass in that direction, over all connections together, then resets the
  // connection that carries the next one (or that has just carried the last one). Later connections
  // are passed on whole.
  void CutAfter(Direction direction, std::int64_t bytes);
  // Whether that has happened.
  bool cut() const;

  // What has passed since the start or the last Forget.
  std::string requests() const;
  std::string replies() const;
  void Forget();

  // How many connections there are at the moment.
  int open_connections() const;
  // How many there have been.
  int connections() const;
  // Waits until there are fewer than `count`.
  void WaitForFewer(int count) const;

 private:
  void Accept();
  void Serve(int client);
  // Moves what there is to read; false at the end.
  bool Pass(Direction direction, int from, int to);

  const int target_port_;
  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  bool stopping_ = false;
  bool armed_ = false;
  bool cut_ = false;
  Direction cut_direction_ = Direction::kRequest;
  std::int64_t left_ = 0;
  std::string requests_;
  std::string replies_;
  int open_ = 0;
  int total_ = 0;
  std::set<int> sockets_;
  std::thread acceptor_;
};

}  // namespace sfconnector::conformance
