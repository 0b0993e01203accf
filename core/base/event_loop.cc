// SPDX-License-Identifier: Apache-2.0
#include "core/base/event_loop.h"

#include <pthread.h>
#include <signal.h>

namespace sfconnector {
namespace {

// A thread inherits its creator's signal mask, so the mask is set before the thread starts: no
// signal finds a gap.
template <class Body>
std::thread StartWithSignalsBlocked(Body body) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread(std::move(body));
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace

EventLoop::EventLoop() : work_(io_.get_executor()) {
  thread_ = StartWithSignalsBlocked([this] { io_.run(); });
}

EventLoop::~EventLoop() {
  work_.reset();
  asio::post(io_, [this] { io_.stop(); });
  thread_.join();
}

}  // namespace sfconnector
