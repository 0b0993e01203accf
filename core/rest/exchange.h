// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "core/auth/secret_mask.h"
#include "core/base/call_context.h"
#include "core/base/clock.h"
#include "core/rest/http_record.h"
#include "core/rest/outgoing.h"
#include "core/rest/rest_client.h"
#include "core/rest/session.h"

namespace sfconnector {

// One request on its way: what lasts over its attempts. What is referred to outlives it.
class RestClient::Exchange {
 public:
  // `download`: a successful reply's body is left to be read.
  Exchange(RestClient& client, CallContext& context, RestRequest request, bool download);

  // One attempt, with one more behind it where the session turns out to have expired.
  Task<absl::Status> Attempt(int number);

  // Why nothing more is sent: there was no session, whose source has done its own retries; or the
  // circuit is open, which is there to fail fast; or an upload has begun, which cannot be sent
  // twice. Attempts end with OK then, so that they are not repeated.
  const absl::Status& given_up() const { return given_up_; }

  bool idempotent() const { return request_.effect != Effect::kOnce; }

  RestReply TakeReply() { return std::move(reply_); }

  // The reply whose body was left to be read.
  std::unique_ptr<RestDownload> TakeDownload();

 private:
  Task<absl::Status> AttemptOnce();

  // Sends, follows redirects, and judges the reply.
  Task<absl::Status> Exchanged();

  // Sends the request to `url_` and reads the reply into `reply_`: all of it, or, of a download, up
  // to the first piece of its body.
  Task<absl::Status> Fetch();
  Task<absl::Status> BeginBody(std::unique_ptr<HttpResponse> response);
  Task<absl::Status> ReadBody(HttpResponse& response);
  absl::Status ReplyTooLarge(std::size_t limit) const;

  bool IsSuccess() const { return reply_.status >= 200 && reply_.status < 300; }

  // Whether the reply is the answer that was asked for.
  absl::Status Judge();
  // Of a download the head alone.
  absl::Status JudgeDownload();
  bool IsStrangePage() const;
  absl::Status Failure();

  // Whether the failure would be followed by another attempt.
  bool IsPassing(const absl::Status& status) const;

  // What a failed reply must not show: a gateway's page may repeat the request.
  SecretMask Secrets() const;

  HttpRecord RecordOf() const;
  void Observe(const HttpResponse* response) const { RecordOf().Report(context_, response); }

  RestClient& client_;
  CallContext& context_;
  const RestRequest request_;
  const bool download_;
  const Outgoing outgoing_;
  std::optional<Session> session_;
  absl::Status given_up_;
  std::string url_;  // of the last request, as all below
  Clock::Instant start_;
  RestReply reply_;
  std::unique_ptr<HttpResponse> response_;  // whose body is left to be read, after
  std::optional<std::string> first_piece_;
  int attempt_ = 1;
  bool expired_ = false;   // the last reply says that the session has expired
  bool replayed_ = false;  // a new session was tried already
  const std::shared_ptr<bool> upload_begun_ = std::make_shared<bool>(false);
  std::shared_ptr<bool> upload_whole_;  // whether what make_upload made last was read to its end
};

}  // namespace sfconnector
