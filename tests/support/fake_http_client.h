// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/http/http_client.h"

namespace sfconnector::testing {

// A request as a FakeHttpClient has seen it, with as much of a streamed body as it has read.
struct SentRequest {
  std::string method;
  std::string url;
  HttpHeaders headers;
  std::string body;
  bool idempotent = false;
  HttpLane lane = HttpLane::kShort;
  Clock::Duration first_byte_timeout{};
  Clock::Duration silence_timeout{};

  // The value of the first header of that name (case-insensitive); empty where there is none.
  std::string Header(absl::string_view name) const;
};

// What a FakeHttpClient answers.
struct ScriptedReply {
  int status = 200;
  HttpHeaders headers;
  std::vector<std::string> chunks;  // the body
  absl::Status error;               // not OK: instead of a reply
  absl::Status body_error;          // not OK: after the chunks, instead of the body's end
  // How many pieces of a streamed request are read before the answer; nothing: all of it.
  std::optional<int> pieces_read;

  static ScriptedReply Of(int status, std::string body, HttpHeaders headers = {});
  static ScriptedReply Failure(absl::Status error);
};

// Errors as HttpClient describes them.
absl::Status NothingSentError();  // no connection: safe to repeat
absl::Status ReplyLostError();    // may have been carried out

// An HttpClient that plays scripted replies and records what it was asked. Confined to one
// executor; outlives its responses.
class FakeHttpClient final : public HttpClient {
 public:
  using Responder = std::function<ScriptedReply(const SentRequest&)>;

  FakeHttpClient();
  ~FakeHttpClient() override;

  // Answers one request, in the order of these calls.
  void Add(ScriptedReply reply);
  void AddReply(int status, std::string body, HttpHeaders headers = {});
  void AddError(absl::Status error);
  // Forgets the replies that nobody has asked for yet.
  void DropReplies();
  // Answers the requests for which nothing was added. Without one, such requests fail the test.
  void SetResponder(Responder responder);

  // From now on requests are recorded but not answered until Release.
  void Hold();
  // Answers the requests that are held, and later ones at once.
  void Release();

  Task<absl::StatusOr<std::unique_ptr<HttpResponse>>> Send(CallContext& context,
                                                           HttpRequest request) override;

  const std::vector<SentRequest>& requests() const { return requests_; }
  // How many scripted replies nobody has asked for yet.
  int unused_replies() const { return static_cast<int>(replies_.size()); }
  // How many requests are being held.
  int held() const { return static_cast<int>(held_.size()); }

 private:
  class Response;
  ScriptedReply Answer(const SentRequest& request);

  std::deque<ScriptedReply> replies_;
  Responder responder_;
  std::vector<SentRequest> requests_;
  bool holding_ = false;
  std::list<Event*> held_;
};

}  // namespace sfconnector::testing
