// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "core/base/event.h"
#include "core/http/http_client.h"

namespace sfconnector::testing {

// What a test puts in, a request's body source gives out. Confined to the test's loop.
class Feed {
 public:
  void Push(std::string piece) { Put(std::optional<std::string>(std::move(piece))); }
  void End() { Put(std::optional<std::string>()); }
  void Fail(absl::Status why) { Put(std::move(why)); }

  int reads() const { return state_->reads; }
  // Whether the source has been destroyed.
  bool released() const { return state_.use_count() == 1; }

  std::unique_ptr<HttpBodySource> Source() { return std::make_unique<FeedSource>(state_); }

 private:
  using Item = absl::StatusOr<std::optional<std::string>>;
  struct State {
    std::deque<Item> items;
    Event changed;
    int reads = 0;
  };

  class FeedSource final : public HttpBodySource {
   public:
    explicit FeedSource(std::shared_ptr<State> state) : state_(std::move(state)) {}
    Task<absl::StatusOr<std::optional<std::string>>> Read() override {
      ++state_->reads;
      while (state_->items.empty()) {
        state_->changed.Reset();
        co_await state_->changed.Wait();
      }
      Item item = std::move(state_->items.front());
      state_->items.pop_front();
      co_return item;
    }

   private:
    const std::shared_ptr<State> state_;
  };

  void Put(Item item) {
    state_->items.push_back(std::move(item));
    state_->changed.Set();
  }

  const std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace sfconnector::testing
