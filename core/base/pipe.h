// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace sfconnector {

// A bounded queue of encoded messages between a coroutine on an event loop and a door's threads.
// Thread-safe. Callbacks run on the thread whose call makes them due, possibly within that call,
// and never under a lock.
class Pipe {
 public:
  using Accepted = std::function<void(bool accepted)>;
  using Received = std::function<void(std::optional<std::string> message)>;

  // Holds up to `capacity` messages (at least 1) beyond the one that is being handed over.
  explicit Pipe(std::size_t capacity) : capacity_(capacity) {}
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  // Puts a message in. `accepted(true)` comes once there is room, `accepted(false)` if the pipe
  // ends before. At most one Push at a time may be waiting.
  void Push(std::string message, Accepted accepted);

  // Takes the next message; nothing once the pipe has ended and is empty. At most one Pull at a
  // time may be waiting.
  void Pull(Received received);

  // No more messages will be pushed; those inside are still delivered.
  void Close();

  // Ends the pipe at once: messages inside are dropped, a waiting Push is refused, a waiting Pull
  // gets nothing.
  void Abort();

 private:
  const std::size_t capacity_;
  std::mutex mutex_;
  std::deque<std::string> messages_;  // guarded by mutex_, as all below
  std::string waiting_message_;
  Accepted waiting_push_;
  Received waiting_pull_;
  bool closed_ = false;
};

}  // namespace sfconnector
