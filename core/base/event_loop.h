// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <thread>

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>

#include "core/base/task.h"

namespace sfconnector {

// A thread that runs coroutines and waits for sockets. All signals are blocked on it.
class EventLoop {
 public:
  EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  // Lets what is queued run, then ends the thread. What still waits then is destroyed unfinished,
  // so owners end their work first. Must not be called on the loop's own thread.
  ~EventLoop();

  Executor executor() { return io_.get_executor(); }

  // Whether the caller runs on this loop's thread.
  bool InLoop() const { return std::this_thread::get_id() == thread_.get_id(); }

 private:
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::thread thread_;
};

}  // namespace sfconnector
