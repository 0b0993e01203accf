// SPDX-License-Identifier: Apache-2.0
#include "core/rest/description.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sfconnector/v1/record_service.pb.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

const google::protobuf::MethodDescriptor* Method(const std::string& name) {
  return v1::GetRecordRequest::descriptor()
      ->file()
      ->FindServiceByName("RecordService")
      ->FindMethodByName(name);
}

TEST(RenderRequest, PutsEachValueIntoOnePathSegment) {
  v1::GetRecordByExternalIdRequest request;
  request.set_sobject("Account");
  request.set_external_id_field("Key__c");
  request.set_external_id("a/b?c%d#e f.é");
  absl::StatusOr<RestRequest> rest = RenderRequest(Method("GetRecordByExternalId"), request);
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_EQ(rest->path,
            "/services/data/{version}/sobjects/Account/Key__c/a%2Fb%3Fc%25d%23e%20f.%C3%A9");
  EXPECT_EQ(rest->method, "GET");
  EXPECT_EQ(rest->effect, Effect::kNone);
  EXPECT_TRUE(rest->query.empty());
}

TEST(RenderRequest, AValueCannotPoseAsAPlaceholder) {
  v1::GetRecordRequest request;
  request.set_sobject("{version}");
  request.set_id("001000000000001AAA");
  absl::StatusOr<RestRequest> rest = RenderRequest(Method("GetRecord"), request);
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_EQ(rest->path, "/services/data/{version}/sobjects/%7Bversion%7D/001000000000001AAA");
}

TEST(RenderRequest, AnIdThatWouldNameAnotherResourceIsRefused) {
  for (const char* id :
       {"describe", "..", "001/describe0000", "00100000000000", "001 00000000001"}) {
    v1::GetRecordRequest request;
    request.set_sobject("Account");
    request.set_id(id);
    const absl::Status status = RenderRequest(Method("GetRecord"), request).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << id;
    EXPECT_THAT(std::string(status.message()), HasSubstr("id: is no record id"));
  }
}

TEST(RenderRequest, LogsShowNoExternalId) {
  v1::GetRecordByExternalIdRequest request;
  request.set_sobject("Contact");
  request.set_external_id_field("Email");
  request.set_external_id("jo@x.example");
  absl::StatusOr<RestRequest> rest = RenderRequest(Method("GetRecordByExternalId"), request);
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_EQ(rest->log_path, "/services/data/{version}/sobjects/Contact/Email/{external_id}");
}

TEST(RenderRequest, JoinsRepeatedQueryValues) {
  v1::GetRecordRequest request;
  request.set_sobject("Account");
  request.set_id("001000000000001AAA");
  request.add_fields("Id");
  request.add_fields("Owner.Name");
  absl::StatusOr<RestRequest> rest = RenderRequest(Method("GetRecord"), request);
  EXPECT_THAT(rest->query, ElementsAre(Pair("fields", "Id,Owner.Name")));
}

TEST(RenderRequest, NamesWhatIsMissing) {
  v1::GetRecordRequest request;
  request.set_sobject("Account");
  EXPECT_THAT(std::string(RenderRequest(Method("GetRecord"), request).status().message()),
              HasSubstr("id: is required"));
  v1::CreateRecordRequest create;
  create.set_sobject("Account");
  EXPECT_THAT(std::string(RenderRequest(Method("CreateRecord"), create).status().message()),
              HasSubstr("record: is required"));
}

TEST(RenderRequest, SendsExactlyTheFieldsThatArePresent) {
  v1::UpdateRecordRequest request;
  request.set_sobject("Account");
  request.set_id("001000000000001AAA");
  v1::Field& cleared = *request.mutable_record()->add_fields();
  cleared.set_name("Fax");
  cleared.mutable_value()->set_null_value(v1::NULL_VALUE_UNSPECIFIED);
  request.mutable_record()->add_fields()->set_name("Absent");
  v1::Field& amount = *request.mutable_record()->add_fields();
  amount.set_name("AnnualRevenue");
  amount.mutable_value()->set_decimal_value("123456789012345678.90");
  absl::StatusOr<RestRequest> rest = RenderRequest(Method("UpdateRecord"), request);
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_EQ(rest->body, R"({"Fax":null,"AnnualRevenue":123456789012345678.90})");
  EXPECT_EQ(rest->effect, Effect::kIdempotent);
}

TEST(RenderRequest, ACreateMustNotBeSentTwice) {
  v1::CreateRecordRequest request;
  request.set_sobject("Account");
  request.mutable_record();
  EXPECT_EQ(RenderRequest(Method("CreateRecord"), request)->effect, Effect::kOnce);
}

v1::ListUpdatedRecordsRequest Updated() {
  v1::ListUpdatedRecordsRequest request;
  request.set_sobject("Account");
  request.mutable_start()->set_seconds(1439971200);
  request.mutable_end()->set_seconds(1439974800);
  request.mutable_end()->set_nanos(999999999);
  return request;
}

TEST(RenderRequest, WritesInstantsWithWholeSecondsAndAnOffset) {
  absl::StatusOr<RestRequest> rest = RenderRequest(Method("ListUpdatedRecords"), Updated());
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_EQ(rest->path, "/services/data/{version}/sobjects/Account/updated/");
  EXPECT_THAT(rest->query, ElementsAre(Pair("start", "2015-08-19T08:00:00+00:00"),
                                       Pair("end", "2015-08-19T09:00:00+00:00")));
}

TEST(RenderRequest, NamesARequiredParameterThatIsMissingOrNoInstant) {
  v1::ListUpdatedRecordsRequest request = Updated();
  request.clear_end();
  EXPECT_EQ(RenderRequest(Method("ListUpdatedRecords"), request).status().message(),
            "end: is required");
  request = Updated();
  request.mutable_start()->set_nanos(-1);
  EXPECT_THAT(std::string(RenderRequest(Method("ListUpdatedRecords"), request).status().message()),
              HasSubstr("start: is no instant"));
}

TEST(DecodeReply, AReplyThatNothingHasChangedSetsItsField) {
  v1::GetRecordRequest request;
  request.set_sobject("Account");
  request.set_id("001000000000001AAA");
  RestReply reply;
  reply.status = 304;
  EXPECT_TRUE(RenderRequest(Method("GetRecord"), request)->is_result(reply));
  v1::GetRecordResponse response;
  ASSERT_TRUE(DecodeReply(Method("GetRecord"), reply, response).ok());
  EXPECT_TRUE(response.not_modified());
  EXPECT_FALSE(response.has_record());
  EXPECT_FALSE(RenderRequest(Method("ListUpdatedRecords"), Updated())->is_result);
}

TEST(DecodeReply, ReadsInstantsAsSalesforceWritesThem) {
  RestReply reply;
  reply.body = R"({"ids":["001"],"latestDateCovered":"2015-08-19T08:17:00.000+0000","x":1})";
  v1::ListUpdatedRecordsResponse response;
  ASSERT_TRUE(DecodeReply(Method("ListUpdatedRecords"), reply, response).ok());
  EXPECT_THAT(response.ids(), ElementsAre("001"));
  EXPECT_EQ(response.latest_date_covered().seconds(), 1439972220);
  EXPECT_EQ(response.extra(0).name(), "x");
  reply.body = R"({"ids":[]})";
  EXPECT_FALSE(DecodeReply(Method("ListUpdatedRecords"), reply, response).ok());
}

TEST(DecodeReply, KeepsUnknownKeys) {
  RestReply reply;
  reply.body = R"({"id":"001","success":true,"errors":[],"new":{"a":[1]}})";
  v1::CreateRecordResponse response;
  ASSERT_TRUE(DecodeReply(Method("CreateRecord"), reply, response).ok());
  EXPECT_EQ(response.id(), "001");
  EXPECT_TRUE(response.success());
  ASSERT_EQ(response.extra_size(), 1);
  EXPECT_EQ(response.extra(0).name(), "new");
}

TEST(DecodeReply, PutsTheBodyIntoTheNamedField) {
  RestReply reply;
  reply.body = R"({"attributes":{"type":"Account","url":"/u"},"Id":"001","Amount":12.50})";
  v1::GetRecordResponse response;
  ASSERT_TRUE(DecodeReply(Method("GetRecord"), reply, response).ok());
  EXPECT_EQ(response.record().type(), "Account");
  EXPECT_EQ(response.record().fields(1).value().decimal_value(), "12.50");
}

TEST(DecodeReply, AnEmptyBodyIsAnEmptyResponse) {
  v1::UpdateRecordResponse response;
  EXPECT_TRUE(DecodeReply(Method("UpdateRecord"), RestReply(), response).ok());
}

TEST(DecodeReply, ABodyOfWhichNothingIsReadIsJsonAllTheSame) {
  v1::UpdateRecordResponse response;
  for (const char* body : {"", " \n", "{}", "null"}) {
    RestReply reply;
    reply.body = body;
    EXPECT_TRUE(DecodeReply(Method("UpdateRecord"), reply, response).ok()) << body;
  }
  for (const char* body : {"{\"id\":", "maintenance", "<html></html>"}) {
    RestReply reply;
    reply.body = body;
    EXPECT_FALSE(DecodeReply(Method("UpdateRecord"), reply, response).ok()) << body;
  }
}

TEST(DecodeReply, AReplyThatLostItsBodyIsNoSuccess) {
  for (const char* body : {"", " ", "null", "{}", R"({"success":true})"}) {
    RestReply reply;
    reply.body = body;
    v1::CreateRecordResponse created;
    EXPECT_FALSE(DecodeReply(Method("CreateRecord"), reply, created).ok()) << body;
  }
  for (const char* body : {"", "null"}) {
    RestReply reply;
    reply.body = body;
    v1::GetRecordResponse read;
    EXPECT_FALSE(DecodeReply(Method("GetRecord"), reply, read).ok()) << body;
  }
}

TEST(DecodeReply, RefusesWhatIsNoJson) {
  RestReply reply;
  reply.body = R"({"id":"001")";
  v1::CreateRecordResponse response;
  EXPECT_FALSE(DecodeReply(Method("CreateRecord"), reply, response).ok());
}

}  // namespace
}  // namespace sfconnector
