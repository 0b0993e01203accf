// SPDX-License-Identifier: Apache-2.0
#include "core/base/pipe.h"

#include <utility>

namespace sfconnector {

void Pipe::Push(std::string message, Accepted accepted) {
  Received receiver;
  std::optional<std::string> handed_over;
  bool taken = true;
  {
    std::lock_guard lock(mutex_);
    if (closed_) {
      taken = false;
    } else if (waiting_pull_) {
      receiver = std::exchange(waiting_pull_, nullptr);
      handed_over = std::move(message);
    } else if (messages_.size() < capacity_) {
      messages_.push_back(std::move(message));
    } else {
      waiting_message_ = std::move(message);
      waiting_push_ = std::move(accepted);
      return;
    }
  }
  if (receiver) receiver(std::move(handed_over));
  accepted(taken);
}

void Pipe::Pull(Received received) {
  std::optional<std::string> message;
  Accepted accepted;
  {
    std::lock_guard lock(mutex_);
    if (!messages_.empty()) {
      message = std::move(messages_.front());
      messages_.pop_front();
      if (waiting_push_) {
        messages_.push_back(std::move(waiting_message_));
        accepted = std::exchange(waiting_push_, nullptr);
      }
    } else if (!closed_) {
      waiting_pull_ = std::move(received);
      return;
    }
  }
  if (accepted) accepted(true);
  received(std::move(message));
}

void Pipe::Close() {
  Received receiver;
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
    receiver = std::exchange(waiting_pull_, nullptr);
  }
  if (receiver) receiver(std::nullopt);
}

void Pipe::Abort() {
  Received receiver;
  Accepted accepted;
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
    messages_.clear();
    waiting_message_.clear();
    receiver = std::exchange(waiting_pull_, nullptr);
    accepted = std::exchange(waiting_push_, nullptr);
  }
  if (accepted) accepted(false);
  if (receiver) receiver(std::nullopt);
}

}  // namespace sfconnector
