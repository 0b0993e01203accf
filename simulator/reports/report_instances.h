// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sfsim {

// A run of a report in the background.
struct ReportInstance {
  std::string id;
  std::string report_id;
  std::string report_name;
  std::string owner_id;
  bool has_details = false;
  bool fails = false;
  // Instants, in milliseconds since the epoch.
  int64_t requested = 0;
  int64_t begins = 0;
  int64_t ends = 0;
  // The members of its result but `attributes`. Shared, since results are large and do not change.
  std::shared_ptr<const std::string> result;

  // `New`, `Running`, `Success` or `Error`.
  std::string_view Status(int64_t now) const;
  // `"completionDate":…,"id":…,…` as lists and single replies have it.
  std::string Members(int64_t now) const;
};

// The runs of all reports, each for a day after its end, and how many runs of each kind there were
// within an hour. Safe to use from several threads.
class ReportInstances {
 public:
  // Counts a run; false where there were too many.
  bool CountSync(int64_t now) { return Count(&sync_runs_, kSyncRuns, now); }
  bool CountAsync(int64_t now) { return Count(&async_runs_, kAsyncRuns, now); }

  void Add(ReportInstance instance);
  // Those of one report, the last one first.
  std::vector<ReportInstance> List(std::string_view report_id, int64_t now);
  std::optional<ReportInstance> Find(std::string_view report_id, std::string_view id, int64_t now);
  // False when there is none.
  bool Remove(std::string_view report_id, std::string_view id, int64_t now);
  void Clear();

  static constexpr size_t kSyncRuns = 500;
  static constexpr size_t kAsyncRuns = 1200;

 private:
  bool Count(std::deque<int64_t>* runs, size_t limit, int64_t now);
  void Expire(int64_t now);

  std::mutex mutex_;
  std::deque<ReportInstance> instances_;
  std::deque<int64_t> sync_runs_;
  std::deque<int64_t> async_runs_;
};

}  // namespace sfsim
