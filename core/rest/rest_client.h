// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/auth/token_source.h"
#include "core/base/call_context.h"
#include "core/base/secret.h"
#include "core/http/http_client.h"
#include "core/rest/reply_cache.h"
#include "core/rest/rest_download.h"
#include "core/retry/retry.h"
#include "sfconnector/v1/connection.pb.h"

namespace sfconnector {

// What a request does to the org, which says when it may be sent again.
enum class Effect {
  kNone,        // reads
  kIdempotent,  // changes, and changing twice is changing once
  kOnce,        // must not be carried out twice
};

struct RestReply {
  int status = 0;
  HttpHeaders headers;
  std::string body;

  // The value of the first header of that name (case-insensitive); empty where there is none.
  absl::string_view Header(absl::string_view name) const;
};

// A request to the org, without what the connection adds: host, session, common headers.
struct RestRequest {
  RestRequest(std::string method_in, std::string path_in, Effect effect_in)
      : method(std::move(method_in)), path(std::move(path_in)), effect(effect_in) {}

  std::string method;
  std::string path;  // from the root, percent-encoded; `{version}` stands for the API version of
                     // the call, `v59.0`
  // What logs show in its place, where it holds data of a record; empty: the path itself.
  std::string log_path;
  std::vector<std::pair<std::string, std::string>> query;  // not encoded
  HttpHeaders headers;
  std::string body;
  // What of the body must not be shown where an error repeats it.
  std::vector<Secret> secrets;
  // Sent in place of `body`, as it comes into being. It cannot be sent twice: see RestClient::Send.
  std::shared_ptr<HttpBodySource> upload;
  // Makes what is sent in place of `body`, from its beginning each time that it is called: once for
  // each attempt. Such a request is repeated like one with a `body`. May be empty.
  std::function<std::unique_ptr<HttpBodySource>()> make_upload;
  std::string content_type = "application/json; charset=UTF-8";  // of the body
  // Writes the body of an API that wants the session in it, in place of `body`; the request then
  // has no `Authorization` header. May be empty.
  std::function<std::string(const Secret& session)> body_with_session;
  // The header that carries the session of an API that wants it by itself, such as
  // `X-SFDC-Session`, in place of `Authorization`. May be empty.
  std::string session_header;
  Effect effect;
  HttpLane lane = HttpLane::kShort;
  // How long the reply's body will probably be, 0 where nobody knows: room that is made in advance.
  std::size_t expected_body_bytes = 0;
  // See HttpRequest::reply_watermark.
  std::size_t reply_watermark = kReplyWatermark;

  // A successful reply may be an HTML page of the org's own making.
  bool may_be_html = false;

  // Sees the body of a successful reply grow: called with nothing when it begins, also when the
  // request is repeated, and then with all that has arrived so far. May be empty.
  std::function<void(absl::string_view body)> on_progress;
  // Takes the reply that counts out of the successful reply that carries it. An error says that
  // there is none: the reply is corrupt. May be empty.
  std::function<absl::Status(RestReply&)> unwrap;
  // Turns the failed reply of an API that has errors of its own into the one that REST has for
  // them, status and all; leaves alone what it does not know. May be empty.
  std::function<void(RestReply&)> to_rest_failure;
  // Says that a reply whose status is not 2xx is a result all the same. May be empty.
  std::function<bool(const RestReply&)> is_result;
  // Takes a successful reply; of one that is read as it arrives, the head alone. An error says that
  // it is not what it should be: the reply counts as corrupt, and the request is repeated where its
  // effect allows that. May be empty.
  std::function<absl::Status(RestReply&)> accept;
};

// Sends requests to one org: with its session, renewed once where it has expired, with retries, a
// circuit breaker and redirects to allowed hosts. Used on one executor.
class RestClient {
 public:
  // `settings` is a connection as ValidateConnection returns it. `tokens` is null where every
  // caller brings its own token. What is referred to outlives the client.
  RestClient(const v1::Connection& settings, HttpClient& http, TokenSource* tokens, Clock& clock,
             Random random);

  // Sends `request` and returns the whole reply, which is a success (2xx) or a result by
  // `is_result`. Any other reply is an error as the error table says, with everything that
  // Salesforce told. An error of a request that changes something says in SalesforceError.outcome
  // what became of it. Fills in the call's reply metadata.
  //
  // Once `upload` has been read from, nothing is repeated: where it would have been, the error is
  // ABORTED with reason UPLOAD_NOT_REPEATABLE. What `make_upload` makes is sent again from its
  // beginning. A success that comes before the end of what it makes was sent is none, since it
  // cannot be for the whole: UNAVAILABLE with reason INCOMPLETE_UPLOAD, after the repetitions that
  // the request's effect allows. A change under a condition of the caller (`if-match`
  // and the like) is not repeated after a lost reply, since it may have made the condition false.
  Task<absl::StatusOr<RestReply>> Send(CallContext& context, RestRequest request);

  // The same for a request whose successful reply is read as it arrives: repeated and with a new
  // session until the first byte of the body is there. `is_result` and `on_progress` are not used;
  // the lane should be HttpLane::kStream.
  Task<absl::StatusOr<std::unique_ptr<RestDownload>>> Open(CallContext& context,
                                                           RestRequest request);

  // The API version of a call: `v59.0`.
  std::string VersionOf(const CallContext& context) const;
  // What the connection and the call say beside every request, the client's name for one.
  HttpHeaders HeadersOf(const CallContext& context) const;

  // The connection's retry policy, for what is repeated around a request.
  RetryPolicy retry_policy() const { return retry_; }
  // Its settings, which say what failures are passing.
  const v1::Retry& retry_settings() const { return settings_.retry(); }
  // The connection's random numbers.
  const Random& random() const { return random_; }
  // What operations remember of earlier replies.
  ReplyCache& cache() { return cache_; }

 private:
  class Exchange;

  // Runs the exchange with the connection's retries.
  Task<absl::Status> Carry(CallContext& context, Exchange& exchange) const;

  const v1::Connection& settings_;
  HttpClient& http_;
  TokenSource* const tokens_;
  const Random random_;
  const RetryPolicy retry_;
  CircuitBreaker breaker_;
  ReplyCache cache_;
};

}  // namespace sfconnector
