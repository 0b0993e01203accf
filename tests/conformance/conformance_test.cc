// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/conformance_test.h"

#include <algorithm>

#include <google/protobuf/util/json_util.h>

namespace sfconnector::conformance {
namespace {

// Where the value of a column stands in rows of encoding ROWS, which announce columns as they go.
class Columns {
 public:
  explicit Columns(std::string name) : name_(std::move(name)) {}

  void Read(const v1::RowSet& rows, std::vector<std::string>& values) {
    if (rows.table() != 0) return;
    for (const v1::Column& column : rows.columns()) {
      if (column.name() == name_) index_ = seen_;
      ++seen_;
    }
    for (const v1::Row& row : rows.rows()) {
      values.push_back(index_ >= 0 && index_ < row.values_size() ? TextOf(row.values(index_))
                                                                 : "absent");
    }
  }

 private:
  const std::string name_;
  int seen_ = 0;
  int index_ = -1;
};

v1::Record MakeRecord(const std::vector<v1::Field>& fields) {
  v1::Record record;
  for (const v1::Field& field : fields) *record.add_fields() = field;
  return record;
}

}  // namespace

World::World()
    : jwt_key(MakeRsaKey()),
      door(MakeDoor()),
      org(jwt_key.public_pem, {}),
      big_org(jwt_key.public_pem, {"--generate", "Account=" + std::to_string(kBigRows)}) {}

v1::Connection Settings(const Org& org) {
  v1::Connection settings;
  settings.set_base_url(org.url());
  v1::PasswordGrant& grant = *settings.mutable_auth()->mutable_password();
  grant.set_token_url(org.url() + "/services/oauth2/token");
  grant.set_username("ada@sfsim.example");
  grant.set_password("Password-of-Ada");
  grant.set_security_token("SecurityTokenOfAda");
  grant.set_client_id("conformance-app");
  grant.set_client_secret("Secret-of-the-app");
  settings.mutable_retry()->mutable_interval()->set_nanos(1000000);
  return settings;
}

std::string ToJson(const v1::Connection& connection) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(connection, &json, options).ok());
  return json;
}

v1::Field TextField(const std::string& name, const std::string& value) {
  v1::Field field;
  field.set_name(name);
  field.mutable_value()->set_string_value(value);
  return field;
}

v1::Field NullField(const std::string& name) {
  v1::Field field;
  field.set_name(name);
  field.mutable_value()->set_null_value(v1::NULL_VALUE_UNSPECIFIED);
  return field;
}

v1::Field PlainField(const std::string& name, const std::string& json) {
  v1::Field field;
  field.set_name(name);
  if (json == "true" || json == "false") {
    field.mutable_value()->set_bool_value(json == "true");
  } else if (json.find_first_of(".eE") == std::string::npos) {
    field.mutable_value()->set_integer_value(std::stoll(json));
  } else {
    field.mutable_value()->set_decimal_value(json);
  }
  return field;
}

std::string TextOf(const v1::Value& value) {
  switch (value.kind_case()) {
    case v1::Value::kNullValue:
      return "null";
    case v1::Value::kBoolValue:
      return value.bool_value() ? "true" : "false";
    case v1::Value::kStringValue:
      return value.string_value();
    case v1::Value::kIntegerValue:
      return std::to_string(value.integer_value());
    case v1::Value::kDecimalValue:
      return value.decimal_value();
    case v1::Value::KIND_NOT_SET:
      return "absent";
    default:
      return value.ShortDebugString();
  }
}

std::string TextOf(const v1::Record& record, const std::string& field) {
  for (const v1::Field& candidate : record.fields()) {
    if (candidate.name() == field) return TextOf(candidate.value());
  }
  return "absent";
}

Outcome ConformanceTest::GetRecordOn(Connection& connection, const std::string& sobject,
                                     const std::string& id, const std::vector<std::string>& fields,
                                     v1::Record* record, const CallSettings& settings) {
  v1::GetRecordRequest request;
  request.set_sobject(sobject);
  request.set_id(id);
  for (const std::string& field : fields) request.add_fields(field);
  v1::GetRecordResponse response;
  Outcome outcome = CallOn(connection, "RecordService/GetRecord", request, &response, settings);
  if (record != nullptr) *record = response.record();
  return outcome;
}

Outcome ConformanceTest::CreateRecord(const std::string& sobject,
                                      const std::vector<v1::Field>& fields,
                                      v1::CreateRecordResponse* response,
                                      const CallSettings& settings) {
  v1::CreateRecordRequest request;
  request.set_sobject(sobject);
  *request.mutable_record() = MakeRecord(fields);
  v1::CreateRecordResponse ignored;
  return Call("RecordService/CreateRecord", request, response == nullptr ? &ignored : response,
              settings);
}

Outcome ConformanceTest::UpsertRecord(const std::string& field, const std::string& value,
                                      const std::vector<v1::Field>& fields,
                                      v1::UpsertRecordResponse* response,
                                      const CallSettings& settings) {
  v1::UpsertRecordRequest request;
  request.set_sobject("Item__c");
  request.set_external_id_field(field);
  request.set_external_id(value);
  *request.mutable_record() = MakeRecord(fields);
  v1::UpsertRecordResponse ignored;
  return Call("RecordService/UpsertRecord", request, response == nullptr ? &ignored : response,
              settings);
}

Outcome ConformanceTest::Query(const v1::QueryRequest& request, v1::QueryResponse* response) {
  return Call("QueryService/Query", request, response);
}

Outcome ConformanceTest::Query(const std::string& soql, v1::QueryResponse* response) {
  v1::QueryRequest request;
  request.set_soql(soql);
  request.set_encoding(v1::ROW_ENCODING_RECORDS);
  return Query(request, response);
}

std::vector<std::string> StreamedRows::Column(const std::string& name) const {
  std::vector<std::string> values;
  Columns columns(name);
  for (const v1::StreamQueryResponse& part : parts) {
    for (const v1::RowSet& rows : part.row_sets()) columns.Read(rows, values);
    if (!part.continued_path().empty()) continue;
    for (const v1::Record& record : part.records()) values.push_back(TextOf(record, name));
  }
  return values;
}

StreamedRows ReadAll(Stream& stream) {
  StreamedRows rows;
  while (std::optional<std::string> message = stream.Next()) {
    v1::StreamQueryResponse part;
    EXPECT_TRUE(part.ParseFromString(*message));
    if (part.has_total_size()) {
      EXPECT_FALSE(rows.total_size.has_value());
      rows.total_size = part.total_size();
    }
    ++rows.messages;
    rows.largest_message = std::max(rows.largest_message, message->size());
    rows.parts.push_back(std::move(part));
  }
  rows.outcome = stream.Finish();
  return rows;
}

StreamedRows StreamQuery(Connection& connection, const v1::StreamQueryRequest& request,
                         const CallSettings& settings) {
  const std::unique_ptr<Stream> stream = connection.Open("sfconnector.v1.QueryService/StreamQuery",
                                                         request.SerializeAsString(), settings);
  return ReadAll(*stream);
}

v1::StreamQueryRequest Streamed(const std::string& soql, v1::RowEncoding encoding) {
  v1::StreamQueryRequest request;
  request.set_soql(soql);
  request.set_encoding(encoding);
  return request;
}

int CountOf(const std::string& text, const std::string& part) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

::testing::AssertionResult FailedWith(const Outcome& outcome, Code code,
                                      const std::string& reason) {
  if (outcome.code == code && outcome.reason == reason) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure()
         << "not code " << code << " with reason " << reason << ", but " << outcome;
}

::testing::AssertionResult Succeeded(const Outcome& outcome) {
  if (outcome.ok()) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << outcome;
}

::testing::AssertionResult Refused(const Outcome& outcome, Code code, const std::string& error,
                                   int http_status, const std::string& message,
                                   const std::vector<std::string>& fields) {
  const v1::SalesforceError& detail = outcome.detail;
  bool as_expected =
      outcome.code == code && outcome.reason == error && outcome.domain == "salesforce.com" &&
      outcome.message == error + ": " + message && detail.errors_size() == 1 &&
      detail.http_status() == http_status && !detail.request_id().empty() &&
      detail.retryability() == v1::RETRYABILITY_NEVER && detail.outcome() != v1::OUTCOME_UNKNOWN;
  if (as_expected) {
    const v1::ErrorItem& item = detail.errors(0);
    as_expected =
        item.code() == error && item.message() == message &&
        std::equal(item.fields().begin(), item.fields().end(), fields.begin(), fields.end());
  }
  if (as_expected) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure()
         << "not code " << code << ", HTTP status " << http_status << " and " << error << ": "
         << message << " (" << ::testing::PrintToString(fields) << "), but " << outcome;
}

::testing::AssertionResult RefusedFor(const Outcome& outcome, const std::string& field) {
  if (outcome.code == kInvalidArgument && outcome.reason == "INVALID_ARGUMENT" &&
      outcome.domain == "sfconnector" && outcome.fields == std::vector<std::string>{field}) {
    return ::testing::AssertionSuccess();
  }
  return ::testing::AssertionFailure() << "not refused for " << field << ", but " << outcome;
}

}  // namespace sfconnector::conformance
