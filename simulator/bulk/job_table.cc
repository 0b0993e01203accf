// SPDX-License-Identifier: Apache-2.0
#include "simulator/bulk/job_table.h"

#include "simulator/base/bulk_text.h"
#include "simulator/base/datetime.h"
#include "simulator/base/salesforce_id.h"

namespace sfsim {
namespace {

constexpr size_t kMaxJobs = 10'000;
constexpr int64_t kLifetime = 7 * kMillisOfDay;
constexpr const char* kKeyPrefix = "750";

ApiError TooManyJobs() { return {400, "EXCEEDEDQUOTA", std::string(text::kTooManyJobs), {}}; }

}  // namespace

BulkJobs::BulkJobs(BulkContext context) : context_(std::move(context)), worker_(context_.now) {}

std::string BulkJobs::NextId() const {
  return MakeId(kKeyPrefix, context_.store->NextNumber(kKeyPrefix));
}

void BulkJobs::Expire() {
  const int64_t oldest = context_.now() - kLifetime;
  std::erase_if(jobs_,
                [oldest](const auto& entry) { return entry.second->spec().created < oldest; });
}

bool BulkJobs::Add(const std::shared_ptr<BulkJob>& job) {
  std::lock_guard lock(mutex_);
  Expire();
  return jobs_.size() < kMaxJobs && jobs_.emplace(job->spec().id, job).second;
}

Outcome<std::shared_ptr<IngestJob>> BulkJobs::AddIngest(BulkJobSpec spec, RowTask task) {
  auto job = std::make_shared<IngestJob>(&context_, std::move(spec), std::move(task));
  if (!Add(job)) return TooManyJobs();
  return job;
}

Outcome<std::shared_ptr<QueryJob>> BulkJobs::AddQuery(BulkJobSpec spec, BulkQuery query) {
  auto job = std::make_shared<QueryJob>(&context_, std::move(spec), std::move(query));
  if (!Add(job)) return TooManyJobs();
  Run(job);
  return job;
}

void BulkJobs::Run(const std::shared_ptr<BulkJob>& job) {
  worker_.Add([job] { return job->Step(); });
}

template <typename Job>
std::shared_ptr<Job> BulkJobs::Find(std::string_view id) {
  const auto normal = NormalizeId(id);
  if (!normal) return nullptr;
  std::lock_guard lock(mutex_);
  Expire();
  const auto found = jobs_.find(*normal);
  return found == jobs_.end() ? nullptr : std::dynamic_pointer_cast<Job>(found->second);
}

std::shared_ptr<IngestJob> BulkJobs::FindIngest(std::string_view id) { return Find<IngestJob>(id); }

std::shared_ptr<QueryJob> BulkJobs::FindQuery(std::string_view id) { return Find<QueryJob>(id); }

std::vector<std::shared_ptr<BulkJob>> BulkJobs::List() {
  std::lock_guard lock(mutex_);
  Expire();
  std::vector<std::shared_ptr<BulkJob>> jobs;
  jobs.reserve(jobs_.size());
  for (const auto& [id, job] : jobs_) jobs.push_back(job);
  return jobs;
}

void BulkJobs::Remove(std::string_view id) {
  std::lock_guard lock(mutex_);
  const auto found = jobs_.find(id);
  if (found != jobs_.end()) jobs_.erase(found);
}

void BulkJobs::LoseLocators() {
  for (const auto& job : List()) {
    if (const auto query = std::dynamic_pointer_cast<QueryJob>(job)) query->LoseLocators();
  }
}

void BulkJobs::Clear() {
  for (const auto& job : List()) job->Abort();
  worker_.Clear();
  std::lock_guard lock(mutex_);
  jobs_.clear();
}

}  // namespace sfsim
