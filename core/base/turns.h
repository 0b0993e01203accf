// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>

#include "absl/status/statusor.h"
#include "core/base/call_context.h"
#include "core/base/event.h"
#include "core/base/task.h"

namespace sfconnector {

// Lets the coroutines of one call do something one after the other, in the order in which they
// came. Confined to the call's executor; outlives the turns.
class Turns {
 public:
  // Ends when it is destroyed.
  class Turn {
   public:
    explicit Turn(Turns* turns) : turns_(turns) {}
    Turn(Turn&& other) noexcept;
    Turn& operator=(Turn&&) = delete;
    ~Turn();

   private:
    Turns* turns_;
  };

  Turns() = default;
  Turns(const Turns&) = delete;
  Turns& operator=(const Turns&) = delete;

  // Waits for all turns that were asked for before to end. An error once the call has ended.
  Task<absl::StatusOr<Turn>> Take(CallContext& context);

 private:
  struct Waiting {
    Event event;
    bool has_turn = false;
  };

  void Leave();

  bool taken_ = false;
  std::list<Waiting*> waiting_;
};

}  // namespace sfconnector
