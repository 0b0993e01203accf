// SPDX-License-Identifier: Apache-2.0
#include "tests/core/salesforce/operation_harness.h"

#include <deque>
#include <utility>

#include <gtest/gtest.h>

#include "core/config/connection_config.h"
#include "core/salesforce/families.h"

namespace sfconnector::testing {

Task<absl::StatusOr<AccessToken>> FixedTokens::Get(CallContext&) {
  AccessToken token;
  token.token = Secret("token");
  token.instance_url = OperationHarness::kInstance;
  co_return token;
}

bool FixedTokens::Refused(const AccessToken&) { return false; }
Task<void> FixedTokens::Close() { co_return; }

Task<absl::Status> CollectingWriter::Write(std::string encoded) {
  messages.push_back(std::move(encoded));
  if (!hold) co_return absl::OkStatus();
  release.Reset();
  absl::Status status = co_await WaitFor(context_, release);
  co_return status;
}

class OperationHarness::Requests final : public MessageReader {
 public:
  explicit Requests(CallContext& context) : context_(context) {}

  void Push(std::string bytes) {
    messages_.push_back(std::move(bytes));
    changed_.Set();
  }
  void Close() {
    closed_ = true;
    changed_.Set();
  }
  std::size_t unread() const { return messages_.size(); }
  void StopReading() override {
    messages_.clear();
    Close();
  }

  Task<absl::StatusOr<std::optional<std::string>>> Read() override {
    std::optional<std::string> message;
    while (messages_.empty() && !closed_) {
      changed_.Reset();
      absl::Status status = co_await WaitFor(context_, changed_);
      if (!status.ok()) co_return status;
    }
    if (!messages_.empty()) {
      message = std::move(messages_.front());
      messages_.pop_front();
    }
    co_return message;
  }

 private:
  CallContext& context_;
  std::deque<std::string> messages_;
  bool closed_ = false;
  Event changed_;
};

OperationHarness::OperationHarness() {
  clock.SkipPauses();
  AddFamilies(registry_);
  v1::Connection connection;
  connection.set_base_url(kInstance);
  connection.mutable_auth()->mutable_bearer_token()->set_token("unused");
  settings_ = *ValidateConnection(connection);
  rest_.emplace(settings_, http, &tokens_, clock, [] { return 0.5; });
}

OperationHarness::~OperationHarness() = default;

void OperationHarness::Start(const std::string& name, const google::protobuf::Message& request) {
  StartStream(name);
  Push(request);
  CloseRequests();
}

void OperationHarness::Push(const google::protobuf::Message& request) {
  reader_->Push(request.SerializeAsString());
}

void OperationHarness::CloseRequests() { reader_->Close(); }

std::size_t OperationHarness::unread() const { return reader_->unread(); }

void OperationHarness::StartStream(const std::string& name) {
  call.emplace(loop.executor(), CallOptions(), std::nullopt, clock, observer_);
  writer.emplace(*call);
  reader_ = std::make_unique<Requests>(*call);
  const Operation* operation = registry_.Find("sfconnector.v1." + name);
  ASSERT_NE(operation, nullptr) << name;
  status.reset();
  OperationContext context{*rest_, *call, &spool_};
  loop.Start(operation->Run(context, *reader_, *writer), &status);
}

absl::Status OperationHarness::Finish() {
  loop.RunUntil([this] { return status.has_value(); });
  return status.value_or(absl::UnknownError("the operation does not end"));
}

absl::Status OperationHarness::Run(const std::string& name,
                                   const google::protobuf::Message& request) {
  Start(name, request);
  return Finish();
}

absl::Status OperationHarness::Run(const std::string& name,
                                   const google::protobuf::Message& request,
                                   google::protobuf::Message& response) {
  absl::Status ended = Run(name, request);
  if (!ended.ok()) return ended;
  EXPECT_EQ(writer->messages.size(), 1u);
  EXPECT_TRUE(response.ParseFromString(writer->messages.at(0)));
  return ended;
}

}  // namespace sfconnector::testing
