// SPDX-License-Identifier: Apache-2.0
#include "tests/server/fake_connector.h"

#include <chrono>
#include <future>

#include <gtest/gtest.h>

namespace sfconnector::testing {
namespace {

constexpr std::chrono::seconds kPatience(30);

// What a callback of a pipe brings, or `otherwise` and a failed test where it does not come.
template <class Result>
Result Await(std::shared_ptr<std::promise<Result>> promise, Result otherwise) {
  std::future<Result> future = promise->get_future();
  if (future.wait_for(kPatience) == std::future_status::ready) return future.get();
  ADD_FAILURE() << "the door has not answered";
  return otherwise;
}

}  // namespace

std::optional<std::string> FakeCall::NextRequest() {
  auto promise = std::make_shared<std::promise<std::optional<std::string>>>();
  requests_.Pull(
      [promise](std::optional<std::string> message) { promise->set_value(std::move(message)); });
  return Await<std::optional<std::string>>(promise, std::nullopt);
}

bool FakeCall::Respond(std::string message) {
  auto promise = std::make_shared<std::promise<bool>>();
  responses_.Push(std::move(message), [promise](bool accepted) { promise->set_value(accepted); });
  return Await(promise, false);
}

void FakeCall::End(absl::Status status, ReplyMetadata reply) {
  {
    std::lock_guard lock(mutex_);
    if (std::exchange(ended_, true)) return;
    status_ = std::move(status);
    reply_ = std::move(reply);
  }
  requests_.Abort();
  if (absl::IsCancelled(status_)) {
    responses_.Abort();
  } else {
    responses_.Close();
  }
}

absl::Status FakeCall::WaitForCancel() {
  std::unique_lock lock(mutex_);
  if (changed_.wait_for(lock, kPatience, [this] { return cancelled_.has_value(); }))
    return *cancelled_;
  ADD_FAILURE() << "the door has not cancelled the call";
  return absl::OkStatus();
}

void FakeCall::Send(std::string message, std::function<void(bool accepted)> accepted) {
  EXPECT_FALSE(send_waits_.exchange(true)) << "a second Send while one waits";
  ++sent_;
  auto self = std::static_pointer_cast<FakeCall>(shared_from_this());
  requests_.Push(std::move(message), [self, accepted = std::move(accepted)](bool taken) {
    self->send_waits_ = false;
    accepted(taken);
  });
}

void FakeCall::CloseRequests() {
  requests_closed_ = true;
  requests_.Close();
}

void FakeCall::Receive(std::function<void(std::optional<std::string> message)> received) {
  EXPECT_FALSE(receive_waits_.exchange(true)) << "a second Receive while one waits";
  ++received_;
  auto self = std::static_pointer_cast<FakeCall>(shared_from_this());
  responses_.Pull([self, received = std::move(received)](std::optional<std::string> message) {
    self->receive_waits_ = false;
    received(std::move(message));
  });
}

void FakeCall::Cancel(absl::Status why) {
  {
    std::lock_guard lock(mutex_);
    if (ended_ || cancelled_) return;
    cancelled_ = why;
  }
  changed_.notify_all();
  End(absl::CancelledError(why.message()));
}

std::shared_ptr<FakeCall> FakeConnector::NextCall() {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, kPatience, [this] { return !calls_.empty(); })) {
    ADD_FAILURE() << "no call has come";
    return nullptr;
  }
  std::shared_ptr<FakeCall> call = std::move(calls_.front());
  calls_.pop_front();
  return call;
}

std::shared_ptr<Call> FakeConnector::Start(const Operation& operation, CallOptions options,
                                           std::optional<Clock::Instant> deadline) {
  auto call = std::make_shared<FakeCall>(operation, std::move(options), deadline);
  {
    std::lock_guard lock(mutex_);
    calls_.push_back(call);
  }
  changed_.notify_all();
  return call;
}

void FakeConnector::Shutdown(absl::Status, std::function<void()> done) { done(); }

}  // namespace sfconnector::testing
