// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <utility>

#include <asio/io_context.hpp>

#include "core/base/task.h"

namespace sfconnector::testing {

// An event loop on the test's own thread, for tests that need no other.
class TestLoop {
 public:
  Executor executor() { return io_.get_executor(); }

  // Runs everything that is ready; returns when all that is left waits.
  void Poll();

  // Runs `task` to its end, with everything beside it. Fails the test, and returns nothing, where
  // it does not end in a minute.
  template <class T>
  std::optional<T> Run(Task<T> task) {
    std::optional<T> result;
    Spawn(executor(), Store(std::move(task), result));
    RunUntil([&result] { return result.has_value(); });
    return result;
  }

  // Starts `task`; its result appears in `*result`.
  template <class T>
  void Start(Task<T> task, std::optional<T>* result) {
    Spawn(executor(), Store(std::move(task), *result));
  }

  // Runs until `done()`. Fails the test where nothing happens for a minute.
  template <class Done>
  void RunUntil(Done done) {
    while (!done() && Step()) {
    }
  }

 private:
  template <class T>
  static Task<void> Store(Task<T> task, std::optional<T>& result) {
    T value = co_await std::move(task);
    result.emplace(std::move(value));
  }

  // Runs one handler; false, and a failed test, where none came in a minute.
  bool Step();

  asio::io_context io_{1};
};

}  // namespace sfconnector::testing
