// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "simulator/json/json_value.h"
#include "simulator/org.h"

namespace sfsim {

using TestHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpReply {
  // 0 when the connection ended without a status line.
  int status = 0;
  // `Name: value` lines, names in lower case.
  TestHeaders headers;
  std::string body;
  // Whether the body arrived as a whole.
  bool complete = false;

  std::string Header(const std::string& name) const;
  JsonValue Json() const;
};

// One HTTP/1.1 connection, byte by byte, so that what went wrong on the way can be seen.
class HttpConnection {
 public:
  explicit HttpConnection(uint16_t port);
  ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  void Send(const std::string& bytes);
  HttpReply Receive(bool head_only = false);
  HttpReply Call(const std::string& method, const std::string& target, const std::string& body,
                 const TestHeaders& headers);

 private:
  bool ReadMore();
  bool ReadUntil(size_t size);
  std::string TakeLine();

  int socket_;
  std::string buffer_;
};

// An org on a port of its own, and a session in it.
class OrgTest : public ::testing::Test {
 protected:
  // To be called before anything else by tests that want other options.
  void StartOrg(OrgOptions options);
  void SetUp() override { StartOrg(DefaultOptions()); }

  // A fixed clock (2024-05-15T12:00:00Z, a Wednesday) and an object Widget__c with external ids.
  static OrgOptions DefaultOptions();

  // Calls with the session, each on a connection of its own.
  HttpReply Call(const std::string& method, const std::string& target, const std::string& body = "",
                 TestHeaders headers = {});
  // The same without a session.
  HttpReply CallOpen(const std::string& method, const std::string& target,
                     const std::string& body = "", const TestHeaders& headers = {});
  HttpReply Query(const std::string& soql);
  // The records of a query, cut down to the values of one field: `a|b|null`.
  std::string Column(const std::string& soql, const std::string& field);
  // Creates a row and returns its id; fails the test if that fails.
  std::string Create(const std::string& object, const std::string& json);
  std::string Login();

  static std::string Encode(const std::string& text);

  // Read by the threads of the org.
  std::atomic<int64_t> now_ = 1'715'774'400'000;
  std::unique_ptr<Org> org_;
  uint16_t port_ = 0;
  std::string token_;
};

inline constexpr char kData[] = "/services/data/v60.0";

}  // namespace sfsim
