// SPDX-License-Identifier: Apache-2.0
#include "capi/src/canceller.h"

#include <utility>
#include <vector>

#include "capi/src/result.h"

namespace sfconnector::capi {

void Canceller::Registration::Remove() {
  if (!canceller_ || canceller_->home_.left()) return;
  {
    std::lock_guard lock(canceller_->mutex_);
    canceller_->hooks_.erase(where_);
  }
  canceller_.reset();
}

Canceller::Registration Canceller::Add(std::function<void()> hook) {
  Registration registration;
  if (home_.left()) return registration;
  std::function<void()> due;
  {
    std::lock_guard lock(mutex_);
    if (cancelled_) due = hook;
    registration.where_ = hooks_.insert(hooks_.end(), std::move(hook));
    registration.canceller_ = shared_from_this();
  }
  if (due) due();
  return registration;
}

void Canceller::Cancel() {
  if (home_.left()) return;
  std::vector<std::function<void()>> due;
  {
    std::lock_guard lock(mutex_);
    if (cancelled_) return;
    due.assign(hooks_.begin(), hooks_.end());
    cancelled_ = true;
  }
  for (auto& hook : due) hook();
}

}  // namespace sfconnector::capi

using sfconnector::capi::Canceller;

sfc_canceller* sfc_canceller_new(void) {
  try {
    return new sfc_canceller{std::make_shared<Canceller>()};
  } catch (...) {
    return nullptr;
  }
}

void sfc_canceller_cancel(sfc_canceller* canceller) {
  if (canceller == nullptr) return;
  sfconnector::capi::Contain([canceller] {
    canceller->canceller->Cancel();
    return absl::OkStatus();
  });
}

void sfc_canceller_free(sfc_canceller* canceller) { delete canceller; }
