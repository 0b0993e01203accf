// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/call_context.h"
#include "core/base/clock.h"
#include "core/base/task.h"

namespace sfconnector {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

// Which connections a request uses.
enum class HttpLane {
  // Many requests share an HTTP/2 connection: short calls and tokens, whose replies are read as
  // they arrive.
  kShort,
  // An HTTP/1.1 connection of its own while it lasts: large bodies, whose reader may pause.
  // Requests with a body source always use it.
  kStream,
};

// A body that is sent as it comes into being. A Read that is pending when the exchange ends, early
// or by an error, is left to return by itself, and only then is the source destroyed: it must own,
// or share, what it reads from.
class HttpBodySource {
 public:
  virtual ~HttpBodySource() = default;
  // The next bytes; nothing at the end. Called on the call's executor, one at a time.
  virtual Task<absl::StatusOr<std::optional<std::string>>> Read() = 0;
};

// How much of a reply is held while nobody reads, where nothing else is said.
inline constexpr std::size_t kReplyWatermark = std::size_t{256} * 1024;

struct HttpRequest {
  std::string method;  // "GET"
  std::string url;     // absolute, percent-encoded
  HttpHeaders headers;
  std::string body;                             // sent as a whole, or
  std::unique_ptr<HttpBodySource> body_source;  // sent chunked; never sent twice
  // Whether sending it twice does no harm. If not, the transport never sends a byte of it a second
  // time by itself, not even when a reused connection turns out to be dead.
  bool idempotent = false;
  HttpLane lane = HttpLane::kShort;
  // Time from the end of the request to the first byte of the reply, and between two reads of
  // either body. They stand still while the reader pauses.
  Clock::Duration first_byte_timeout = std::chrono::seconds(130);
  Clock::Duration silence_timeout = std::chrono::seconds(60);
  // How many bytes of the reply's body wait, as they are on the wire, before the sender is made to
  // wait: see HttpResponse::ReadMore. At least 16 KiB.
  std::size_t reply_watermark = kReplyWatermark;
};

// A reply whose headers have arrived. Any HTTP status is a success of the transport. Destroying it
// ends the exchange. Used on the call's executor.
class HttpResponse {
 public:
  virtual ~HttpResponse() = default;

  virtual int status() const = 0;
  virtual const HttpHeaders& headers() const = 0;
  // How many bytes were sent and received on the wire so far, headers included where known.
  virtual std::uint64_t bytes_sent() const = 0;
  virtual std::uint64_t bytes_received() const = 0;

  // Appends the next bytes of the body, decompressed, to `body`; false at its end. An end before
  // the announced length, a broken chunk or a corrupt gzip stream is an error, never an end. While
  // nobody reads, at most about four times HttpRequest::reply_watermark is held, with the room that
  // buffers have to spare, and the sender is made to wait; only over HTTP/2,
  // where waiting would stop every request of the connection, up to response_limits.max_body_bytes
  // are held, and more are RESOURCE_EXHAUSTED (reason REPLY_TOO_LARGE).
  virtual Task<absl::StatusOr<bool>> ReadMore(std::string& body) = 0;

  // The same bytes in pieces; nothing at the end.
  Task<absl::StatusOr<std::optional<std::string>>> Read();

  // The value of the first header of that name (case-insensitive); empty where there is none.
  absl::string_view Header(absl::string_view name) const;

  // The rest of the body. RESOURCE_EXHAUSTED where it is longer than `max_bytes`.
  Task<absl::StatusOr<std::string>> ReadAll(std::size_t max_bytes);
};

// Sends HTTP requests. Used on one executor. Does not follow redirects, repeat requests or look at
// statuses.
//
// Errors carry a SalesforceError whose `retryability` is RETRYABILITY_SAFE where not a byte of the
// request was sent and RETRYABILITY_IF_IDEMPOTENT where the reply was lost; `outcome` is then
// OUTCOME_NOT_DONE or OUTCOME_UNKNOWN.
// - UNAVAILABLE: no connection (reason RESOLVE_FAILED, CONNECT_FAILED or PROXY_FAILED), a lost one
//   (CONNECTION_LOST), an incomplete reply (INCOMPLETE_REPLY, CORRUPT_BODY)
// - DEADLINE_EXCEEDED: the time limits above (reason FIRST_BYTE_TIMEOUT or SILENCE_TIMEOUT), or the
//   call's own deadline
// - CANCELLED: the call was cancelled
// - RESOURCE_EXHAUSTED: headers beyond the limit
// - FAILED_PRECONDITION: certificates that are not trusted and other TLS failures (reason
//   TLS_FAILURE)
// - INVALID_ARGUMENT: a URL or header that cannot be sent
class HttpClient {
 public:
  virtual ~HttpClient() = default;
  // Returns once the reply's headers are there. Interim (1xx) replies are not seen. `context`
  // outlives the response.
  virtual Task<absl::StatusOr<std::unique_ptr<HttpResponse>>> Send(CallContext& context,
                                                                   HttpRequest request) = 0;
};

}  // namespace sfconnector
