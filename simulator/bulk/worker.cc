// SPDX-License-Identifier: Apache-2.0
#include "simulator/bulk/worker.h"

#include <algorithm>
#include <chrono>

namespace sfsim {
namespace {

constexpr size_t kThreads = 4;
// How often the org's clock is looked at while no job is due.
constexpr std::chrono::milliseconds kLook{1};

}  // namespace

void BulkWorker::Add(Step step) {
  std::lock_guard lock(mutex_);
  if (stopped_) return;
  items_.push_back({std::move(step), 0});
  if (threads_.size() < kThreads && threads_.size() < running_ + items_.size()) {
    threads_.emplace_back([this] { Run(); });
  }
  changed_.notify_one();
}

std::optional<BulkWorker::Item> BulkWorker::TakeDue() {
  const int64_t now = items_.empty() ? 0 : now_();
  const auto due = std::find_if(items_.begin(), items_.end(),
                                [now](const Item& item) { return item.due <= now; });
  if (due == items_.end()) return std::nullopt;
  Item item = std::move(*due);
  items_.erase(due);
  return item;
}

void BulkWorker::Run() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    std::optional<Item> item = TakeDue();
    if (!item) {
      if (items_.empty()) {
        changed_.wait(lock);
      } else {
        changed_.wait_for(lock, kLook);
      }
      continue;
    }
    ++running_;
    const uint64_t generation = generation_;
    lock.unlock();
    const std::optional<int64_t> due = item->step();
    if (!due) item.reset();
    lock.lock();
    --running_;
    if (item && generation == generation_) items_.push_back({std::move(item->step), *due});
    changed_.notify_all();
  }
}

void BulkWorker::Clear() {
  std::unique_lock lock(mutex_);
  ++generation_;
  items_.clear();
  changed_.wait(lock, [this] { return running_ == 0; });
}

void BulkWorker::Stop() {
  Clear();
  std::vector<std::thread> threads;
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    items_.clear();
    threads = std::move(threads_);
    threads_.clear();
    changed_.notify_all();
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace sfsim
