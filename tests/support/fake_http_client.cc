// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fake_http_client.h"

#include <utility>

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "core/base/event.h"
#include "core/base/status.h"

namespace sfconnector::testing {
namespace {

absl::Status TransportError(absl::string_view message, v1::Retryability retryability,
                            v1::Outcome outcome) {
  v1::SalesforceError detail;
  detail.set_retryability(retryability);
  detail.set_outcome(outcome);
  return WithSalesforceError(absl::UnavailableError(message), detail);
}

}  // namespace

std::string SentRequest::Header(absl::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return {};
}

ScriptedReply ScriptedReply::Of(int status, std::string body, HttpHeaders headers) {
  ScriptedReply reply;
  reply.status = status;
  reply.headers = std::move(headers);
  if (!body.empty()) reply.chunks.push_back(std::move(body));
  return reply;
}

ScriptedReply ScriptedReply::Failure(absl::Status error) {
  ScriptedReply reply;
  reply.error = std::move(error);
  return reply;
}

absl::Status NothingSentError() {
  return TransportError("connection refused", v1::RETRYABILITY_SAFE, v1::OUTCOME_NOT_DONE);
}

absl::Status ReplyLostError() {
  return TransportError("the connection was lost", v1::RETRYABILITY_IF_IDEMPOTENT,
                        v1::OUTCOME_UNKNOWN);
}

class FakeHttpClient::Response final : public HttpResponse {
 public:
  Response(CallContext& context, ScriptedReply reply, std::uint64_t bytes_sent)
      : context_(context), reply_(std::move(reply)), bytes_sent_(bytes_sent) {}

  int status() const override { return reply_.status; }
  const HttpHeaders& headers() const override { return reply_.headers; }
  std::uint64_t bytes_sent() const override { return bytes_sent_; }
  std::uint64_t bytes_received() const override { return bytes_received_; }

  Task<absl::StatusOr<bool>> ReadMore(std::string& body) override {
    if (!context_.status().ok()) co_return context_.status();
    if (next_ == reply_.chunks.size()) {
      if (!reply_.body_error.ok()) co_return reply_.body_error;
      co_return false;
    }
    const std::string& chunk = reply_.chunks[next_++];
    body += chunk;
    bytes_received_ += chunk.size();
    co_return true;
  }

 private:
  CallContext& context_;
  const ScriptedReply reply_;
  const std::uint64_t bytes_sent_;
  std::uint64_t bytes_received_ = 0;
  std::size_t next_ = 0;
};

FakeHttpClient::FakeHttpClient() = default;
FakeHttpClient::~FakeHttpClient() = default;

void FakeHttpClient::Add(ScriptedReply reply) { replies_.push_back(std::move(reply)); }

void FakeHttpClient::AddReply(int status, std::string body, HttpHeaders headers) {
  Add(ScriptedReply::Of(status, std::move(body), std::move(headers)));
}

void FakeHttpClient::AddError(absl::Status error) { Add(ScriptedReply::Failure(std::move(error))); }

void FakeHttpClient::DropReplies() { replies_.clear(); }

void FakeHttpClient::SetResponder(Responder responder) { responder_ = std::move(responder); }

void FakeHttpClient::Hold() { holding_ = true; }

void FakeHttpClient::Release() {
  holding_ = false;
  for (Event* event : held_) event->Set();
}

ScriptedReply FakeHttpClient::Answer(const SentRequest& request) {
  if (!replies_.empty()) {
    ScriptedReply reply = std::move(replies_.front());
    replies_.pop_front();
    return reply;
  }
  if (responder_) return responder_(request);
  ADD_FAILURE() << "nobody expected " << request.method << " " << request.url;
  return ScriptedReply::Failure(absl::InternalError("the test has no reply for this request"));
}

Task<absl::StatusOr<std::unique_ptr<HttpResponse>>> FakeHttpClient::Send(CallContext& context,
                                                                         HttpRequest request) {
  if (!context.status().ok()) co_return context.status();
  SentRequest sent;
  sent.method = request.method;
  sent.url = request.url;
  sent.headers = request.headers;
  sent.body = request.body;
  sent.idempotent = request.idempotent;
  sent.lane = request.lane;
  sent.first_byte_timeout = request.first_byte_timeout;
  sent.silence_timeout = request.silence_timeout;
  const std::optional<int> limit = replies_.empty() ? std::nullopt : replies_.front().pieces_read;
  for (int pieces = 0; request.body_source && pieces != limit; ++pieces) {
    absl::StatusOr<std::optional<std::string>> chunk = co_await request.body_source->Read();
    if (!chunk.ok()) co_return chunk.status();
    if (!chunk->has_value()) break;
    sent.body += **chunk;
  }
  requests_.push_back(sent);
  if (holding_) {
    Event released;
    const auto where = held_.insert(held_.end(), &released);
    absl::Status waited = co_await WaitFor(context, released);
    held_.erase(where);
    if (!waited.ok()) co_return waited;
  }
  ScriptedReply reply = Answer(sent);
  if (!reply.error.ok()) co_return reply.error;
  std::unique_ptr<HttpResponse> response =
      std::make_unique<Response>(context, std::move(reply), sent.body.size());
  co_return response;
}

}  // namespace sfconnector::testing
