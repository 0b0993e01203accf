// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <curl/curl.h>

#include "core/base/task.h"

namespace sfconnector {

// A transfer that a CurlLoop carries out.
class CurlTransfer {
 public:
  virtual ~CurlTransfer() = default;
  // The transfer has ended and its handle is out of the loop. Not called from within a libcurl
  // callback.
  virtual void OnEnd(CURLcode code) = 0;
};

// A libcurl multi handle, that is a connection pool, driven by an executor through
// curl_multi_socket_action, and the easy handles for it. Confined to its executor.
class CurlLoop : public std::enable_shared_from_this<CurlLoop> {
 public:
  struct Limits {
    long connections = 0;  // open at once; 0 for libcurl's default
    long streams_per_connection =
        0;  // requests that share an HTTP/2 connection; 0 for libcurl's default
  };

  CurlLoop(Executor executor, const Limits& limits);
  CurlLoop(const CurlLoop&) = delete;
  CurlLoop& operator=(const CurlLoop&) = delete;
  ~CurlLoop();

  // A handle without settings beyond those that the loop needs; null where memory is short.
  CURL* TakeHandle();
  // Takes a handle back; it must not be running.
  void GiveBack(CURL* handle);

  // Starts a transfer. It must be removed, or have ended, before `transfer` dies.
  CURLMcode Add(CURL* handle, CurlTransfer& transfer);
  // Stops a transfer, if it runs: its connection is closed or, where other transfers share it, its
  // HTTP/2 stream reset. Not to be called from a libcurl callback.
  void Remove(CURL* handle);

 private:
  struct Watch;

  static int OnSocket(CURL*, curl_socket_t socket, int what, void* self, void*);
  static int OnTimer(CURLM*, long milliseconds, void* self);
  static curl_socket_t OnOpen(void* self, curlsocktype, curl_sockaddr* address);
  static int OnClose(void* self, curl_socket_t socket);

  // Ends the watch of a socket; false where there is none.
  bool Forget(curl_socket_t socket);
  void Want(curl_socket_t socket, int what);
  void Arm(const std::shared_ptr<Watch>& watch);
  void OnReady(const std::shared_ptr<Watch>& watch, int direction);
  void Act(curl_socket_t socket, int events);
  void ActSoon();
  void SetTimer(std::chrono::steady_clock::time_point when);
  void OnRing();
  void Collect();
  // Has libcurl send what it still holds back for the connection with this local port.
  void Flush(long local_port);

  const Executor executor_;
  CURLM* const multi_;
  asio::steady_timer timer_;
  std::optional<std::chrono::steady_clock::time_point> rings_at_;  // the timer
  std::optional<std::chrono::steady_clock::time_point> due_;       // when libcurl wants to act
  bool acts_soon_ = false;
  std::unordered_map<curl_socket_t, std::shared_ptr<Watch>> watches_;
  std::unordered_set<CURL*> running_;
  std::vector<CURL*> idle_handles_;
};

}  // namespace sfconnector
