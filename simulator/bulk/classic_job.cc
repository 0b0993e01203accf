// SPDX-License-Identifier: Apache-2.0
#include "simulator/bulk/classic_job.h"

#include <algorithm>

#include "simulator/base/bulk_text.h"
#include "simulator/base/datetime.h"
#include "simulator/base/salesforce_id.h"

namespace sfsim {
namespace {

constexpr int64_t kLifetime = 7 * kMillisOfDay;
constexpr std::string_view kSerial = "Serial";

ClassicJobSpec WithFault(ClassicJobSpec spec) {
  if (spec.fault == nullptr) spec.fault = std::make_shared<const JobFault>();
  return spec;
}

bool HasEnded(const ClassicBatch& batch) {
  const ClassicBatchState state = batch.info().state;
  return state != ClassicBatchState::kQueued && state != ClassicBatchState::kInProgress;
}

void CountBatch(const ClassicBatchInfo& batch, int64_t now, ClassicJobInfo* info) {
  ++info->total;
  info->queued += batch.state == ClassicBatchState::kQueued ? 1 : 0;
  info->in_progress += batch.state == ClassicBatchState::kInProgress ? 1 : 0;
  info->completed += batch.state == ClassicBatchState::kCompleted ? 1 : 0;
  info->failed += batch.state == ClassicBatchState::kFailed ? 1 : 0;
  info->records_processed += batch.processed;
  info->records_failed += batch.failed;
  info->modified = std::max(info->modified, batch.modified);
  if (batch.began != 0) {
    info->processing_ms += (batch.ended != 0 ? batch.ended : now) - batch.began;
  }
}

}  // namespace

ClassicJob::ClassicJob(const BulkContext* context, BulkWorker* worker, ClassicJobSpec spec)
    : context_(*context),
      worker_(*worker),
      spec_(WithFault(std::move(spec))),
      modified_(spec_.created) {}

ClassicJobInfo ClassicJob::info() const {
  std::lock_guard lock(mutex_);
  ClassicJobInfo info;
  info.state = state_;
  info.modified = modified_;
  for (const auto& batch : batches_) CountBatch(batch->info(), context_.now(), &info);
  return info;
}

std::optional<ApiError> ClassicJob::SetState(std::string_view state) {
  std::unique_lock lock(mutex_);
  const bool possible = state_ == "Open" || (state_ == "Closed" && state == "Aborted");
  if (!possible) {
    return ApiError{400, "InvalidJobState", text::WrongJobState(state_, state), {}};
  }
  state_ = state;
  modified_ = context_.now();
  if (state != "Aborted") return std::nullopt;
  const auto batches = batches_;
  lock.unlock();
  for (const auto& batch : batches) batch->Skip();
  return std::nullopt;
}

std::string ClassicJob::NextBatchId() const {
  return MakeId("751", context_.store->NextNumber("751"));
}

Outcome<std::shared_ptr<ClassicBatch>> ClassicJob::AddBatch(std::string content) {
  auto batch = std::make_shared<ClassicBatch>(&context_, &spec_, NextBatchId(), std::move(content));
  {
    std::lock_guard lock(mutex_);
    if (state_ != "Open") {
      return ApiError{400, "InvalidJobState", text::JobNotOpen(state_), {}};
    }
    batches_.push_back(batch);
  }
  Schedule(batch);
  return batch;
}

void ClassicJob::Schedule(const std::shared_ptr<ClassicBatch>& batch) {
  if (spec_.concurrency_mode != kSerial) {
    worker_.Add([self = shared_from_this(), batch] { return self->StepBatch(batch.get()); });
    return;
  }
  std::lock_guard lock(mutex_);
  if (std::exchange(serial_running_, true)) return;
  worker_.Add([self = shared_from_this()] { return self->StepSerially(); });
}

std::optional<int64_t> ClassicJob::StepBatch(ClassicBatch* batch) {
  if (batch->queued() && Chunk(batch)) return std::nullopt;
  return batch->Step();
}

std::shared_ptr<ClassicBatch> ClassicJob::FirstUnfinished() const {
  const auto found = std::find_if(batches_.begin(), batches_.end(),
                                  [](const auto& batch) { return !HasEnded(*batch); });
  return found == batches_.end() ? nullptr : *found;
}

std::optional<int64_t> ClassicJob::StepSerially() {
  std::shared_ptr<ClassicBatch> batch;
  {
    std::lock_guard lock(mutex_);
    batch = FirstUnfinished();
    serial_running_ = batch != nullptr;
  }
  if (batch == nullptr) return std::nullopt;
  const auto due = StepBatch(batch.get());
  return due ? due : context_.now();
}

bool ClassicJob::Chunk(ClassicBatch* batch) {
  auto chunks = batch->Chunks();
  if (!chunks.ok() || chunks->empty()) return false;
  std::vector<std::shared_ptr<ClassicBatch>> added;
  added.reserve(chunks->size());
  for (std::string& among : *chunks) {
    added.push_back(std::make_shared<ClassicBatch>(&context_, &spec_, NextBatchId(),
                                                   batch->content(), std::move(among)));
  }
  {
    // At once: whoever sees that the parent has ended sees all of its chunks.
    std::lock_guard lock(mutex_);
    batch->EndAsParent();
    batches_.insert(batches_.end(), added.begin(), added.end());
    if (state_ == "Aborted") {
      for (const auto& chunk : added) chunk->Skip();
    }
  }
  for (const auto& chunk : added) Schedule(chunk);
  return true;
}

std::vector<std::shared_ptr<ClassicBatch>> ClassicJob::batches() const {
  std::lock_guard lock(mutex_);
  return batches_;
}

std::shared_ptr<ClassicBatch> ClassicJob::FindBatch(std::string_view id) const {
  const auto normal = NormalizeId(id);
  std::lock_guard lock(mutex_);
  const auto found = std::find_if(batches_.begin(), batches_.end(), [&](const auto& batch) {
    return normal && batch->info().id == *normal;
  });
  return found == batches_.end() ? nullptr : *found;
}

std::shared_ptr<ClassicJob> ClassicJobs::Add(ClassicJobSpec spec) {
  auto job = std::make_shared<ClassicJob>(&context_, &worker_, std::move(spec));
  std::lock_guard lock(mutex_);
  Expire();
  jobs_.emplace(job->spec().id, job);
  return job;
}

std::shared_ptr<ClassicJob> ClassicJobs::Find(std::string_view id) {
  const auto normal = NormalizeId(id);
  if (!normal) return nullptr;
  std::lock_guard lock(mutex_);
  Expire();
  const auto found = jobs_.find(*normal);
  return found == jobs_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<ClassicJob>> ClassicJobs::List() {
  std::lock_guard lock(mutex_);
  Expire();
  std::vector<std::shared_ptr<ClassicJob>> jobs;
  jobs.reserve(jobs_.size());
  for (const auto& [id, job] : jobs_) jobs.push_back(job);
  return jobs;
}

void ClassicJobs::Expire() {
  const int64_t oldest = context_.now() - kLifetime;
  std::erase_if(jobs_,
                [oldest](const auto& entry) { return entry.second->spec().created < oldest; });
}

void ClassicJobs::Clear() {
  for (const auto& job : List()) job->SetState("Aborted");
  std::lock_guard lock(mutex_);
  jobs_.clear();
}

}  // namespace sfsim
