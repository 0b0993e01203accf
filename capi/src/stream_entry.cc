// SPDX-License-Identifier: Apache-2.0
// The entry points for streams.
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "capi/src/stream.h"
#include "capi/src/time_limit.h"

namespace sfconnector::capi {
namespace {

Result Open(const std::shared_ptr<Client>& client, const char* method, std::int32_t format,
            const sfc_options* options, sfc_stream** stream) {
  absl::StatusOr<const Operation*> operation = FindOperation(method, format);
  if (!operation.ok()) return operation.status();
  absl::StatusOr<Client::Use> use = client->Enter();
  if (!use.ok()) return use.status();
  auto handle = std::make_unique<sfc_stream>();
  handle->stream = std::make_shared<Stream>(client, **operation, format);
  handle->stream->Open(options);
  *stream = handle.release();
  return absl::OkStatus();
}

// How a write ended.
Result Written(bool accepted) { return accepted ? Result(absl::OkStatus()) : Result(SFC_END); }

Result Write(const std::shared_ptr<Stream>& stream, const void* message, std::size_t size) {
  absl::StatusOr<Client::Use> use = stream->client().Enter();
  if (!use.ok()) return use.status();
  SFC_RETURN_IF_ERROR(stream->client().MayWait());
  auto promise = std::make_shared<std::promise<bool>>();
  std::future<bool> accepted = promise->get_future();
  SFC_RETURN_IF_ERROR(
      stream->Send(message, size, [promise](bool taken) { promise->set_value(taken); }));
  return Written(accepted.get());
}

Result WriteLater(const std::shared_ptr<Stream>& stream, const void* message, std::size_t size,
                  sfc_write_callback callback, void* user) {
  absl::StatusOr<std::shared_ptr<Client::Callback>> due = stream->client().ExpectCallback();
  if (!due.ok()) return due.status();
  return stream->Send(message, size, [due = *due, callback, user](bool accepted) {
    due->Post([due, callback, user, accepted] { callback(user, Written(accepted).code, nullptr); });
  });
}

Result Next(const std::shared_ptr<Stream>& stream, std::int64_t timeout_ms, const void** message,
            std::size_t* size) {
  absl::StatusOr<Client::Use> use = stream->client().Enter();
  if (!use.ok()) return use.status();
  SFC_RETURN_IF_ERROR(stream->client().MayWait());
  std::optional<Clock::Instant> deadline;
  if (timeout_ms >= 0) deadline = std::chrono::steady_clock::now() + TimeLimit(timeout_ms);
  SFC_RETURN_IF_ERROR(stream->BeginReading(nullptr));
  Result result(SFC_AGAIN);
  if (stream->WaitForNext(deadline)) {
    std::string& current = stream->current();
    result = Contain([&] { return stream->TakeNext(&current); });
    if (result.code == SFC_OK) {
      *message = current.data();
      *size = current.size();
    }
  }
  stream->EndReading();
  return result;
}

Result NextLater(const std::shared_ptr<Stream>& stream, sfc_next_callback callback, void* user) {
  absl::StatusOr<std::shared_ptr<Client::Callback>> due = stream->client().ExpectCallback();
  if (!due.ok()) return due.status();
  auto tell = [stream, callback, user] {
    std::string message;
    const Result result = Contain([&] { return stream->TakeNext(&message); });
    // The callback may ask for the next message already.
    stream->EndReading();
    const bool there = result.code == SFC_OK;
    callback(user, result.code, there ? message.data() : nullptr, there ? message.size() : 0,
             NewError(result));
  };
  return stream->BeginReading([due = *due, tell] { due->Post([due, tell] { tell(); }); });
}

}  // namespace
}  // namespace sfconnector::capi

using namespace sfconnector::capi;  // NOLINT(google-build-using-namespace): entry points are global

int32_t sfc_stream_open(sfc_client* client, const char* method, int32_t format,
                        const sfc_options* options, sfc_stream** stream, sfc_error** error) {
  if (stream != nullptr) *stream = nullptr;
  return Guard(error, [&]() -> Result {
    if (client == nullptr) return NullArgument("client");
    if (stream == nullptr) return NullArgument("stream");
    return Open(client->client, method, format, options, stream);
  });
}

int32_t sfc_stream_write(sfc_stream* stream, const void* message, size_t size, sfc_error** error) {
  return Guard(error, [&]() -> Result {
    if (stream == nullptr) return NullArgument("stream");
    return Write(stream->stream, message, size);
  });
}

int32_t sfc_stream_write_async(sfc_stream* stream, const void* message, size_t size,
                               sfc_write_callback callback, void* user, sfc_error** error) {
  return Guard(error, [&]() -> Result {
    if (stream == nullptr) return NullArgument("stream");
    if (callback == nullptr) return NullArgument("callback");
    return WriteLater(stream->stream, message, size, callback, user);
  });
}

int32_t sfc_stream_close_writes(sfc_stream* stream, sfc_error** error) {
  return Guard(error, [&]() -> Result {
    if (stream == nullptr) return NullArgument("stream");
    const absl::StatusOr<Client::Use> use = stream->stream->client().Enter();
    if (!use.ok()) return use.status();
    return stream->stream->CloseWrites();
  });
}

int32_t sfc_stream_next(sfc_stream* stream, int64_t timeout_ms, const void** message, size_t* size,
                        sfc_error** error) {
  if (message != nullptr) *message = nullptr;
  if (size != nullptr) *size = 0;
  return Guard(error, [&]() -> Result {
    if (stream == nullptr) return NullArgument("stream");
    if (message == nullptr) return NullArgument("message");
    if (size == nullptr) return NullArgument("size");
    return Next(stream->stream, timeout_ms, message, size);
  });
}

int32_t sfc_stream_next_async(sfc_stream* stream, sfc_next_callback callback, void* user,
                              sfc_error** error) {
  return Guard(error, [&]() -> Result {
    if (stream == nullptr) return NullArgument("stream");
    if (callback == nullptr) return NullArgument("callback");
    return NextLater(stream->stream, callback, user);
  });
}

const sfc_reply* sfc_stream_reply(const sfc_stream* stream) {
  return stream == nullptr ? nullptr : stream->stream->reply();
}

void sfc_stream_cancel(sfc_stream* stream) {
  if (stream == nullptr) return;
  Contain([stream] {
    stream->stream->Cancel();
    return absl::OkStatus();
  });
}

void sfc_stream_free(sfc_stream* stream) {
  if (stream == nullptr) return;
  Contain([stream] {
    // In a forked child the handle is left where it is: another thread may have held its locks at
    // the fork.
    if (stream->stream->Close()) delete stream;
    return absl::OkStatus();
  });
}
