// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>

#include "capi/src/process.h"
#include "sfconnector/sfconnector.h"

namespace sfconnector::capi {

// Tells calls that they are cancelled; remembers it for those that come later. Thread-safe.
class Canceller : public std::enable_shared_from_this<Canceller> {
 public:
  // Unregisters a hook when it is destroyed. The hook may still run meanwhile, on another thread.
  class Registration {
   public:
    Registration() = default;
    Registration(Registration&& other) noexcept = default;
    Registration& operator=(Registration&& other) noexcept {
      Remove();
      canceller_ = std::move(other.canceller_);
      where_ = other.where_;
      return *this;
    }
    ~Registration() { Remove(); }

   private:
    friend class Canceller;
    void Remove();

    std::shared_ptr<Canceller> canceller_;
    std::list<std::function<void()>>::iterator where_;
  };

  // Runs `hook`, which must not throw, at each Cancel; at once where that has come already.
  [[nodiscard]] Registration Add(std::function<void()> hook);

  void Cancel();

 private:
  const HomeProcess home_;
  std::mutex mutex_;
  bool cancelled_ = false;  // guarded by mutex_, as the hooks
  std::list<std::function<void()>> hooks_;
};

}  // namespace sfconnector::capi

struct sfc_canceller {
  std::shared_ptr<sfconnector::capi::Canceller> canceller;
};
