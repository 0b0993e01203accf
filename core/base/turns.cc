// SPDX-License-Identifier: Apache-2.0
#include "core/base/turns.h"

#include <utility>

namespace sfconnector {

Turns::Turn::Turn(Turn&& other) noexcept : turns_(std::exchange(other.turns_, nullptr)) {}

Turns::Turn::~Turn() {
  if (turns_ != nullptr) turns_->Leave();
}

Task<absl::StatusOr<Turns::Turn>> Turns::Take(CallContext& context) {
  if (!context.status().ok()) co_return context.status();
  if (!taken_) {
    taken_ = true;
    co_return Turn(this);
  }
  Waiting mine;
  waiting_.push_back(&mine);
  absl::Status status = co_await WaitFor(context, mine.event);
  if (!mine.has_turn) {
    waiting_.remove(&mine);
    co_return status;
  }
  Turn turn(this);
  if (!status.ok()) co_return status;
  co_return turn;
}

void Turns::Leave() {
  taken_ = !waiting_.empty();
  if (!taken_) return;
  Waiting& next = *waiting_.front();
  waiting_.pop_front();
  next.has_turn = true;
  next.event.Set();
}

}  // namespace sfconnector
