// SPDX-License-Identifier: Apache-2.0
#include "simulator/reports/report_instances.h"

#include <algorithm>

#include "simulator/base/datetime.h"
#include "simulator/base/str_cat.h"

namespace sfsim {
namespace {

constexpr int64_t kHour = 3'600'000;
constexpr size_t kMaxListed = 2000;

// `2015-08-12T16:05:43Z`, quoted.
std::string Instant(int64_t instant) {
  std::string text;
  AppendInstant(instant, &text);
  return StrCat("\"", text.substr(0, text.find('.')), "Z\"");
}

}  // namespace

std::string_view ReportInstance::Status(int64_t now) const {
  if (now < begins) return "New";
  if (now < ends) return "Running";
  return fails ? "Error" : "Success";
}

std::string ReportInstance::Members(int64_t now) const {
  return StrCat("\"completionDate\":", now < ends ? "null" : Instant(ends),
                ",\"hasDetailRows\":", has_details ? "true" : "false", ",\"id\":\"", id,
                "\",\"ownerId\":\"", owner_id,
                "\",\"queryable\":false,\"requestDate\":", Instant(requested), ",\"status\":\"",
                Status(now), "\"");
}

bool ReportInstances::Count(std::deque<int64_t>* runs, size_t limit, int64_t now) {
  std::lock_guard lock(mutex_);
  while (!runs->empty() && runs->front() <= now - kHour) runs->pop_front();
  if (runs->size() >= limit) return false;
  runs->push_back(now);
  return true;
}

void ReportInstances::Add(ReportInstance instance) {
  std::lock_guard lock(mutex_);
  instances_.push_front(std::move(instance));
}

void ReportInstances::Expire(int64_t now) {
  std::erase_if(instances_,
                [now](const ReportInstance& each) { return each.ends + kMillisOfDay <= now; });
}

std::vector<ReportInstance> ReportInstances::List(std::string_view report_id, int64_t now) {
  std::lock_guard lock(mutex_);
  Expire(now);
  std::vector<ReportInstance> listed;
  for (const ReportInstance& each : instances_) {
    if (each.report_id == report_id && listed.size() < kMaxListed) listed.push_back(each);
  }
  return listed;
}

std::optional<ReportInstance> ReportInstances::Find(std::string_view report_id, std::string_view id,
                                                    int64_t now) {
  std::lock_guard lock(mutex_);
  Expire(now);
  for (const ReportInstance& each : instances_) {
    if (each.report_id == report_id && each.id == id) return each;
  }
  return std::nullopt;
}

bool ReportInstances::Remove(std::string_view report_id, std::string_view id, int64_t now) {
  std::lock_guard lock(mutex_);
  Expire(now);
  return std::erase_if(instances_, [&](const ReportInstance& each) {
           return each.report_id == report_id && each.id == id;
         }) > 0;
}

void ReportInstances::Clear() {
  std::lock_guard lock(mutex_);
  instances_.clear();
  sync_runs_.clear();
  async_runs_.clear();
}

}  // namespace sfsim
