// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include "absl/status/status.h"
#include "core/base/call_context.h"
#include "core/base/message_stream.h"
#include "core/base/spool.h"
#include "core/operation/registry.h"
#include "core/rest/rest_client.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_http_client.h"
#include "tests/support/run_task.h"

namespace sfconnector::testing {

// Hands out one token for one instance.
class FixedTokens final : public TokenSource {
 public:
  Task<absl::StatusOr<AccessToken>> Get(CallContext& context) override;
  bool Refused(const AccessToken& token) override;
  void Worked(const AccessToken&) override {}
  Task<void> Close() override;
};

// Collects response messages. While `hold` is set, a write waits as it does for a slow reader.
class CollectingWriter final : public MessageWriter {
 public:
  explicit CollectingWriter(CallContext& context) : context_(context) {}
  Task<absl::Status> Write(std::string encoded) override;

  std::vector<std::string> messages;
  bool hold = false;
  Event release;

 private:
  CallContext& context_;
};

// Runs operations of the product against scripted HTTP replies.
class OperationHarness {
 public:
  static constexpr char kInstance[] = "https://acme.my.salesforce.com";
  static constexpr std::uint64_t kSpoolBytes = std::uint64_t{1} << 20;

  OperationHarness();
  ~OperationHarness();

  // Starts the operation, "Service/Method", with `request`. One at a time.
  void Start(const std::string& name, const google::protobuf::Message& request);
  // Starts an operation whose request messages come by Push, until CloseRequests. One at a time.
  void StartStream(const std::string& name);
  void Push(const google::protobuf::Message& request);
  void CloseRequests();
  // How many of them nobody has read.
  std::size_t unread() const;
  // Runs the started operation to its end.
  absl::Status Finish();
  // Both.
  absl::Status Run(const std::string& name, const google::protobuf::Message& request);
  // The same, for operations that return one message.
  absl::Status Run(const std::string& name, const google::protobuf::Message& request,
                   google::protobuf::Message& response);

  TestLoop loop;
  FakeClock clock;
  FakeHttpClient http;
  std::optional<CallContext> call;
  std::optional<CollectingWriter> writer;
  std::optional<absl::Status> status;

 private:
  class Requests;

  Observer observer_;
  FixedTokens tokens_;
  v1::Connection settings_;
  Registry registry_;
  std::optional<RestClient> rest_;
  Spool spool_{::testing::TempDir(), kSpoolBytes, loop.executor()};
  std::unique_ptr<Requests> reader_;
};

}  // namespace sfconnector::testing
