// SPDX-License-Identifier: Apache-2.0
#include "capi/src/stream.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace sfconnector::capi {
namespace {

absl::Status Busy(absl::string_view side) {
  return WithReason(
      absl::FailedPreconditionError(absl::StrCat("the stream has another ", side, " already")),
      "BUSY");
}

}  // namespace

void Stream::Open(const sfc_options* options) {
  std::shared_ptr<Call> call = client_->Start(operation_, options);
  call_ = call;
  registration_ = client_->CancelWith(options, call);
  client_->Keep(std::move(call));
}

absl::Status Stream::Send(const void* message, std::size_t size,
                          std::function<void(bool)> accepted) {
  absl::StatusOr<std::string> encoded = EncodeRequest(operation_, format_, message, size);
  if (!encoded.ok()) return encoded.status();
  const bool only_one = !operation_.method()->client_streaming();
  {
    std::lock_guard lock(mutex_);
    if (writing_) return Busy("writer");
    if (writes_closed_) {
      return WithReason(absl::FailedPreconditionError("the stream's writes are closed"),
                        "WRITES_CLOSED");
    }
    writing_ = true;
    writes_closed_ = only_one;
  }
  auto done = [self = shared_from_this(), accepted = std::move(accepted)](bool taken) {
    {
      std::lock_guard lock(self->mutex_);
      self->writing_ = false;
    }
    accepted(taken);
  };
  const std::shared_ptr<Call> call = call_.lock();
  if (!call) {
    done(false);
    return absl::OkStatus();
  }
  call->Send(*std::move(encoded), std::move(done));
  if (only_one) call->CloseRequests();
  return absl::OkStatus();
}

absl::Status Stream::CloseWrites() {
  {
    std::lock_guard lock(mutex_);
    if (writing_) return Busy("writer");
    if (std::exchange(writes_closed_, true)) return absl::OkStatus();
  }
  if (const std::shared_ptr<Call> call = call_.lock()) call->CloseRequests();
  return absl::OkStatus();
}

absl::Status Stream::BeginReading(std::function<void()> ready) {
  {
    std::unique_lock lock(mutex_);
    if (std::exchange(reading_, true)) return Busy("reader");
    if (arrived_ || end_) {
      lock.unlock();
      if (ready) ready();
      return absl::OkStatus();
    }
    ready_ = std::move(ready);
    if (std::exchange(requested_, true)) return absl::OkStatus();
  }
  // The call is let go of only once its end is known, or by Close: then this reads nothing.
  if (const std::shared_ptr<Call> call = call_.lock()) {
    call->Receive([self = shared_from_this(), call](std::optional<std::string> message) {
      self->OnReceived(*call, std::move(message));
    });
  }
  return absl::OkStatus();
}

void Stream::OnReceived(const Call& call, std::optional<std::string> message) {
  std::function<void()> ready;
  {
    std::lock_guard lock(mutex_);
    requested_ = false;
    if (message.has_value()) {
      arrived_ = std::move(message);
    } else if (!end_) {
      end_ = call.status().ok() ? Result(SFC_END) : Result(call.status());
      reply_.metadata = call.reply();
      end_->metadata = reply_.metadata;
    }
    ready = std::exchange(ready_, nullptr);
  }
  // Not under the lock, which the reader takes first.
  arrival_.notify_all();
  if (ready) ready();
}

bool Stream::WaitForNext(std::optional<Clock::Instant> deadline) {
  std::unique_lock lock(mutex_);
  const auto there = [this] { return arrived_.has_value() || end_.has_value(); };
  if (deadline) return arrival_.wait_until(lock, *deadline, there);
  arrival_.wait(lock, there);
  return true;
}

Result Stream::TakeNext(std::string* message) {
  std::optional<std::string> encoded;
  {
    std::lock_guard lock(mutex_);
    encoded = std::exchange(arrived_, std::nullopt);
  }
  if (encoded) {
    absl::StatusOr<std::string> decoded = DecodeResponse(operation_, format_, *std::move(encoded));
    if (decoded.ok()) {
      *message = *std::move(decoded);
      return absl::OkStatus();
    }
    Cancel();
    std::lock_guard lock(mutex_);
    end_ = Result(decoded.status());
  }
  LetGo();
  std::lock_guard lock(mutex_);
  end_told_ = true;
  return *end_;
}

void Stream::EndReading() {
  std::lock_guard lock(mutex_);
  reading_ = false;
}

const sfc_reply* Stream::reply() const {
  if (client_->InForkedChild()) return nullptr;
  std::lock_guard lock(mutex_);
  return end_told_ ? &reply_ : nullptr;
}

void Stream::Cancel() {
  const absl::StatusOr<Client::Use> use = client_->Enter();
  if (!use.ok()) return;
  if (const std::shared_ptr<Call> call = call_.lock()) call->Cancel();
}

bool Stream::Close() {
  if (client_->InForkedChild()) return false;
  Cancel();
  LetGo();
  return true;
}

void Stream::LetGo() {
  Canceller::Registration registration;
  {
    std::lock_guard lock(mutex_);
    registration = std::move(registration_);
  }
  if (const std::shared_ptr<Call> call = call_.lock()) client_->Release(call);
}

}  // namespace sfconnector::capi
