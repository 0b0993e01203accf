// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "tests/conformance/conformance_test.h"
#include "tests/conformance/every_operation.h"

namespace sfconnector::conformance {

// Cases that call all operations.
class EveryOperations : public ConformanceTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    v1::Connection settings = Settings(org());
    settings.mutable_retry()->mutable_interval()->set_nanos(1000);
    settings.mutable_pool()->set_max_connections(100);  // none waits for another's
    Use(settings);
  }

  // From now on the org does so with the next `count` requests of operations, all where 0.
  static void Fail(const std::string& action, int count = 0) {
    Fail(action, action, action, count);
  }
  // The same, where the SOAP API and Bulk API 1.0 have forms of their own.
  static void Fail(const std::string& action, const std::string& soap_action,
                   const std::string& bulk_action, int count = 0) {
    const std::string tail = R"(","count":)" + std::to_string(count) + R"(},"action":{)";
    org().ClearFaults();
    org().Fault(R"({"rules":[{"match":{"path":"/services/Soap/)" + tail + soap_action +
                R"(}},{"match":{"path":"/services/async/)" + tail + bulk_action +
                R"(}},{"match":{"pathRegex":"^/(services/(data|apexrest|oauth2/userinfo)|id/))" +
                tail + action + "}}]}");
  }

  // The requests of operations that the org received.
  static std::vector<JournalEntry> Requests() {
    std::vector<JournalEntry> requests = org().Journal("/");
    std::erase_if(requests, [](const JournalEntry& entry) {
      return entry.target == "/services/oauth2/token";
    });
    return requests;
  }

  static bool IsUpload(const AnyOperation& operation) {
    return operation.shape == AnyOperation::Shape::kUpload;
  }

  // What is said of a request that was, or may have been, carried out.
  static v1::Outcome Told(const AnyOperation& operation, v1::Outcome of_a_change) {
    return operation.repeats == Repeats::kReads ? v1::OUTCOME_UNSPECIFIED : of_a_change;
  }
};

}  // namespace sfconnector::conformance
