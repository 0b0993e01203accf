// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>

namespace sfconnector {

using Executor = asio::any_io_executor;

// An asynchronous operation that is running or about to: a coroutine that is resumed on the
// executor on which it was spawned. Cancellation goes through CallContext, not through Asio's
// cancellation slots.
template <class T = void>
using Task = asio::awaitable<T, Executor>;

// Starts `task` on `executor`, apart from the caller. The task must not throw and owns what it
// uses.
inline void Spawn(const Executor& executor, Task<void> task) {
  asio::co_spawn(executor, std::move(task), asio::detached);
}

}  // namespace sfconnector
