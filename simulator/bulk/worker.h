// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace sfsim {

// Carries out jobs in the background, on a few threads of its own, which begin with the first job.
// Jobs that are due take turns. Safe to use from several threads.
class BulkWorker {
 public:
  // Does the next part of a job and returns when the part behind it is due (milliseconds of the
  // org's clock); nothing when the job has ended.
  using Step = std::function<std::optional<int64_t>()>;

  explicit BulkWorker(std::function<int64_t()> now) : now_(std::move(now)) {}
  // Stops.
  ~BulkWorker() { Stop(); }
  BulkWorker(const BulkWorker&) = delete;
  BulkWorker& operator=(const BulkWorker&) = delete;

  // A job that is due at once. None is accepted once the worker has stopped.
  void Add(Step step);
  // Forgets all jobs and waits for the steps that are under way.
  void Clear();
  // The same for good.
  void Stop();

 private:
  struct Item {
    Step step;
    int64_t due = 0;
  };

  void Run();
  // The first job that is due, if one is.
  std::optional<Item> TakeDue();

  const std::function<int64_t()> now_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> items_;
  std::vector<std::thread> threads_;
  size_t running_ = 0;
  // Counts the calls of Clear: a step that began before one is not continued.
  uint64_t generation_ = 0;
  bool stopped_ = false;
};

}  // namespace sfsim
