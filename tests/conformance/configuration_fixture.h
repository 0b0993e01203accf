// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/conformance/conformance_test.h"
#include "tests/core/http/tls_front.h"

namespace sfconnector::conformance {

// What a server of the test's own answers a request for a record with.
inline constexpr char kRecord[] =
    "{\"attributes\":{\"type\":\"Item__c\",\"url\":\"/services/data/v59.0/sobjects/Item__c/x\"},"
    "\"Name\":\"a\"}";

// A record, and the settings to read it with.
class Configuration : public ConformanceTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    id_ = org().InsertOne("Item__c", R"("Name":"a")");
    settings_ = Settings(org());
  }

  Outcome Get() { return GetRecord("Item__c", id_, {"Name"}); }

  // Connects with `settings_`, reads the record, and returns what the org received.
  JournalEntry GetAndSee() {
    Use(settings_);
    EXPECT_TRUE(Succeeded(Get()));
    const std::vector<JournalEntry> journal = org().Journal();
    return journal.empty() ? JournalEntry() : journal.back();
  }

  void UseBearerToken() { settings_.mutable_auth()->mutable_bearer_token()->set_token("Token"); }

  static void Fail(const std::string& action, int count = 0) {
    org().Fault(R"({"match":{"path":"/services/data/","count":)" + std::to_string(count) +
                "},\"action\":{" + action + "}}");
  }

  v1::Connection settings_;
  std::string id_;
};

// The same for orgs and proxies behind TLS.
class TlsConfiguration : public Configuration {
 protected:
  static void SetUpTestSuite() { certificates_ = std::make_unique<testing::Certificates>(); }
  static void TearDownTestSuite() { certificates_.reset(); }

  static std::string File(const std::string& name) { return certificates_->Path(name); }

  void UseFront(const testing::TlsFront& front) {
    settings_.set_base_url("https://127.0.0.1:" + std::to_string(front.port()));
    settings_.mutable_tls()->set_ca_file(File("ca.pem"));
  }

  Outcome Try() {
    Use(settings_);
    return Get();
  }

  static inline std::unique_ptr<testing::Certificates> certificates_;
};

}  // namespace sfconnector::conformance
