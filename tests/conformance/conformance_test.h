// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sfconnector/v1/connection.pb.h"
#include "sfconnector/v1/query_service.pb.h"
#include "sfconnector/v1/record_service.pb.h"
#include "tests/conformance/door.h"
#include "tests/conformance/keys.h"
#include "tests/conformance/org.h"

namespace sfconnector::conformance {

// The path of everything that the cases ask for.
inline constexpr char kData[] = "/services/data/v59.0";

// What lasts over the whole run: the door, the org, and an org with many rows whose rows are never
// changed.
struct World {
  World();
  const RsaKeyPair jwt_key;
  const std::unique_ptr<Door> door;
  Org org;
  // 6,500 accounts.
  Org big_org;
};
inline constexpr int kBigRows = 6500;
World& TheWorld();

// A connection to `org` by password, which retries without long pauses.
v1::Connection Settings(const Org& org);
// The connection as the configuration that a user writes.
std::string ToJson(const v1::Connection& connection);

// A field of a record.
v1::Field TextField(const std::string& name, const std::string& value);
v1::Field NullField(const std::string& name);
// `json`: true, false, or a number.
v1::Field PlainField(const std::string& name, const std::string& json);
// The field's value as text: strings as they are, numbers in their digits, "null", "absent".
std::string TextOf(const v1::Record& record, const std::string& field);
std::string TextOf(const v1::Value& value);

// One case: the org as at the start, and one connection to it.
class ConformanceTest : public ::testing::Test {
 protected:
  void SetUp() override { org().Reset(); }
  void TearDown() override { connection_.reset(); }

  static Org& org() { return TheWorld().org; }
  static Door& door() { return *TheWorld().door; }

  // Connects with these settings from now on; those of Settings(org()) are used otherwise.
  void Use(const v1::Connection& settings) {
    connection_.reset();
    connection_ = Connect(settings);
  }
  std::unique_ptr<Connection> Connect(const v1::Connection& settings) {
    std::unique_ptr<Connection> connection;
    const Outcome outcome = door().Connect(ToJson(settings), &connection);
    EXPECT_NE(connection, nullptr) << outcome;
    return connection;
  }
  Connection& connection() {
    if (connection_ == nullptr) Use(Settings(org()));
    return *connection_;
  }

  template <class Request, class Response>
  Outcome Call(const std::string& method, const Request& request, Response* response,
               const CallSettings& settings = {}) {
    return CallOn(connection(), method, request, response, settings);
  }

  template <class Request, class Response>
  static Outcome CallOn(Connection& connection, const std::string& method, const Request& request,
                        Response* response, const CallSettings& settings = {}) {
    std::string bytes;
    Outcome outcome =
        connection.Call("sfconnector.v1." + method, request.SerializeAsString(), settings, &bytes);
    if (outcome.ok()) {
      EXPECT_TRUE(response->ParseFromString(bytes));
    }
    return outcome;
  }

  // Shorthands for the calls that most cases make.
  Outcome GetRecord(const std::string& sobject, const std::string& id,
                    const std::vector<std::string>& fields, v1::Record* record = nullptr,
                    const CallSettings& settings = {}) {
    return GetRecordOn(connection(), sobject, id, fields, record, settings);
  }
  static Outcome GetRecordOn(Connection& connection, const std::string& sobject,
                             const std::string& id, const std::vector<std::string>& fields,
                             v1::Record* record = nullptr, const CallSettings& settings = {});
  Outcome CreateRecord(const std::string& sobject, const std::vector<v1::Field>& fields,
                       v1::CreateRecordResponse* response = nullptr,
                       const CallSettings& settings = {});
  Outcome UpsertRecord(const std::string& field, const std::string& value,
                       const std::vector<v1::Field>& fields,
                       v1::UpsertRecordResponse* response = nullptr,
                       const CallSettings& settings = {});
  Outcome Query(const v1::QueryRequest& request, v1::QueryResponse* response);
  Outcome Query(const std::string& soql, v1::QueryResponse* response);

  std::unique_ptr<Connection> connection_;
};

// A connection to the org with many rows.
class BigOrgTest : public ConformanceTest {
 protected:
  void SetUp() override {
    big().ClearFaults();
    big().ClearJournal();
    Use(Settings(big()));
  }
  static Org& big() { return TheWorld().big_org; }
};

// What a streamed query brought.
struct StreamedRows {
  Outcome outcome;
  std::optional<std::int64_t> total_size;
  int messages = 0;
  std::size_t largest_message = 0;
  std::vector<v1::StreamQueryResponse> parts;

  // The values of column `name` of the query's own rows, in order.
  std::vector<std::string> Column(const std::string& name) const;
};
StreamedRows ReadAll(Stream& stream);
StreamedRows StreamQuery(Connection& connection, const v1::StreamQueryRequest& request,
                         const CallSettings& settings = {});
v1::StreamQueryRequest Streamed(const std::string& soql,
                                v1::RowEncoding encoding = v1::ROW_ENCODING_ROWS);

// How often `part` stands in `text`.
int CountOf(const std::string& text, const std::string& part);

// Whether the call failed with Salesforce's code, or the connector's own reason.
::testing::AssertionResult FailedWith(const Outcome& outcome, Code code, const std::string& reason);
::testing::AssertionResult Succeeded(const Outcome& outcome);

// Whether the call failed with one error of Salesforce's that no repetition mends, and with all
// that Salesforce says of it.
::testing::AssertionResult Refused(const Outcome& outcome, Code code, const std::string& error,
                                   int http_status, const std::string& message,
                                   const std::vector<std::string>& fields = {});
// Whether the request was refused for that field of it, with the connector's own reason.
::testing::AssertionResult RefusedFor(const Outcome& outcome, const std::string& field);

}  // namespace sfconnector::conformance
