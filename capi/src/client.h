// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "capi/src/canceller.h"
#include "capi/src/log.h"
#include "capi/src/options.h"
#include "capi/src/process.h"
#include "core/base/clock.h"
#include "core/base/event_loop.h"
#include "core/connector.h"
#include "sfconnector/sfconnector.h"

namespace sfconnector::capi {

// One connection with its threads. Thread-safe. Streams may outlive Close: it then refuses them.
class Client : public std::enable_shared_from_this<Client> {
 public:
  static absl::StatusOr<std::shared_ptr<Client>> Create(absl::string_view config_json,
                                                        LogSink sink);

  // A stay within the client. Close waits until all have ended, so a call is touched during one
  // only.
  class Use {
   public:
    explicit Use(std::shared_ptr<Client> client) : client_(std::move(client)) {}
    Use(Use&&) = default;
    Use& operator=(Use&&) = delete;
    ~Use() {
      if (client_) client_->Leave();
    }

   private:
    std::shared_ptr<Client> client_;
  };

  // CANCELLED with reason CLIENT_CLOSED after Close; FAILED_PRECONDITION with reason FORKED in a
  // forked child.
  absl::StatusOr<Use> Enter();

  // Whether this is a forked child, where no lock may be taken.
  bool InForkedChild() const { return home_.left(); }

  // FAILED_PRECONDITION where waiting would block the thread that has to do the work.
  absl::Status MayWait() const;

  // Begins a call. During a Use.
  std::shared_ptr<Call> Start(const Operation& operation, const sfc_options* options);

  // Keeps a call that spans several Uses until Release or Close. During a Use.
  void Keep(std::shared_ptr<Call> call);
  void Release(const std::shared_ptr<Call>& call);

  // Lets `options`' canceller, if there is one, cancel the call while the registration lives.
  Canceller::Registration CancelWith(const sfc_options* options, const std::shared_ptr<Call>& call);

  // A callback that is still to come.
  class Callback {
   public:
    Callback(Use use, Client& client) : use_(std::move(use)), client_(client) {}
    Callback(const Callback&) = delete;
    Callback& operator=(const Callback&) = delete;
    ~Callback() { client_.callbacks_due_.fetch_sub(1); }

    // Runs `body` on the callback thread; `body` keeps this object alive.
    void Post(std::function<void()> body) { client_.PostCallback(std::move(body)); }

   private:
    Use use_;
    Client& client_;
  };

  // Makes room for a callback, and starts their thread. RESOURCE_EXHAUSTED with reason
  // TOO_MANY_CALLBACKS.
  absl::StatusOr<std::shared_ptr<Callback>> ExpectCallback();

  // Ends all calls, waits for all Uses and ends the threads. False, with nothing done, where it
  // cannot: in a forked child and on the client's own threads.
  bool Close();

 private:
  explicit Client(LogSink sink) : log_(sink) {}

  void Leave();
  void PostCallback(std::function<void()> body);
  bool OnOwnThread() const;

  const HomeProcess home_;
  LogObserver log_;
  const std::unique_ptr<Clock> clock_ = MakeSystemClock();
  std::unique_ptr<EventLoop> loop_ = std::make_unique<EventLoop>();
  std::unique_ptr<Connector> connector_;
  std::atomic<int> callbacks_due_{0};

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::unique_ptr<EventLoop> callback_loop_;  // guarded by mutex_, as all below
  std::set<std::shared_ptr<Call>> kept_;
  std::size_t uses_ = 0;
  bool closed_ = false;
  bool shut_down_ = false;
};

// The operation of that name, and whether it can be called in that format.
absl::StatusOr<const Operation*> FindOperation(const char* method, std::int32_t format);

// Reads a request message in the format of the call into the wire format.
absl::StatusOr<std::string> EncodeRequest(const Operation& operation, std::int32_t format,
                                          const void* request, std::size_t size);

// Writes a response message in the format of the call.
absl::StatusOr<std::string> DecodeResponse(const Operation& operation, std::int32_t format,
                                           std::string message);

}  // namespace sfconnector::capi

struct sfc_client {
  std::shared_ptr<sfconnector::capi::Client> client;
};
