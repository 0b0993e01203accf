// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "capi/src/client.h"
#include "capi/src/reply.h"
#include "capi/src/result.h"
#include "core/operation/call.h"

namespace sfconnector::capi {

// A call, message by message: one reader and one writer at a time. Thread-safe.
//
// Neither side waits within the call: each tells it what it wants, then waits here, or is told by a
// callback, until that is there.
class Stream : public std::enable_shared_from_this<Stream> {
 public:
  Stream(std::shared_ptr<Client> client, const Operation& operation, std::int32_t format)
      : client_(std::move(client)), operation_(operation), format_(format) {}

  // Begins the call. During a Use, as all that follows unless it says otherwise.
  void Open(const sfc_options* options);

  // Sends a message; `accepted` is called once, on any thread, when the call has taken it, or
  // refused it because it has ended. Not called where an error is returned.
  absl::Status Send(const void* message, std::size_t size, std::function<void(bool)> accepted);
  absl::Status CloseWrites();

  // Makes the caller the reader. `ready`, if there is one, is called once, on any thread, when
  // TakeNext has something to tell; not where an error is returned.
  absl::Status BeginReading(std::function<void()> ready);
  // Waits until TakeNext has something to tell; false where that is not so at `deadline`.
  bool WaitForNext(std::optional<Clock::Instant> deadline);
  // The next message in `*message`, SFC_END, or why the call failed.
  Result TakeNext(std::string* message);
  void EndReading();

  // Where the reader puts the message that it has handed out.
  std::string& current() { return current_; }

  // Null before TakeNext has told the end. Any time.
  const sfc_reply* reply() const;

  // Any time.
  void Cancel();

  // Cancels the call and lets go of it. False in a forked child, where nothing may be touched. Any
  // time.
  bool Close();

  Client& client() { return *client_; }

 private:
  void OnReceived(const Call& call, std::optional<std::string> message);
  void LetGo();

  const std::shared_ptr<Client> client_;
  const Operation& operation_;
  const std::int32_t format_;
  // The client keeps the call, which must not outlive the client's threads.
  std::weak_ptr<Call> call_;
  Canceller::Registration registration_;

  mutable std::mutex mutex_;
  std::condition_variable arrival_;
  bool writing_ = false;  // guarded by mutex_, as all below
  bool writes_closed_ = false;
  bool reading_ = false;    // there is a reader
  bool requested_ = false;  // the call was asked for a message, which has not come
  std::function<void()> ready_;
  std::optional<std::string> arrived_;
  std::optional<Result> end_;
  bool end_told_ = false;
  sfc_reply reply_;
  std::string current_;  // touched by the reader only
};

}  // namespace sfconnector::capi

struct sfc_stream {
  std::shared_ptr<sfconnector::capi::Stream> stream;
};
