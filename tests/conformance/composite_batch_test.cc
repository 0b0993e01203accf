// SPDX-License-Identifier: Apache-2.0
// Batches: requests that know nothing of each other, with files.
#include "sfconnector/v1/composite_service.pb.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class CompositeBatch : public ConformanceTest {
 protected:
  static v1::BatchSubrequest Create(const std::vector<v1::Field>& fields,
                                    const std::string& sobject = "Item__c") {
    v1::BatchSubrequest request;
    v1::CreateRecordRequest& create = *request.mutable_request()->mutable_create_record();
    create.set_sobject(sobject);
    create.mutable_record();
    for (const v1::Field& field : fields) *create.mutable_record()->add_fields() = field;
    return request;
  }

  static v1::BatchSubrequest Rest(const std::string& method, const std::string& path) {
    v1::BatchSubrequest request;
    request.mutable_request()->mutable_rest()->set_method(method);
    request.mutable_request()->mutable_rest()->set_path(path);
    return request;
  }

  Outcome Execute(const std::vector<v1::BatchSubrequest>& requests, bool halt_on_error = false) {
    v1::ExecuteBatchRequest request;
    request.set_halt_on_error(halt_on_error);
    for (const v1::BatchSubrequest& each : requests) *request.add_batch_requests() = each;
    response_.Clear();
    return Call("CompositeService/ExecuteBatch", request, &response_);
  }

  v1::ExecuteBatchResponse response_;
};

TEST_F(CompositeBatch, RequestsAreCarriedOutInOrder) {
  const std::string hostile = "O'Brien <& \"Söhne\"]]> @{a.id}";
  v1::BatchSubrequest query;
  query.mutable_request()->mutable_query()->set_soql("SELECT Name FROM Item__c WHERE Name = :name");
  (*query.mutable_request()->mutable_query()->mutable_parameters())["name"].set_string_value(
      hostile);
  ASSERT_TRUE(Succeeded(
      Execute({Rest("GET", "limits"), Create({TextField("Name", hostile)}), query, Create({})})));
  EXPECT_TRUE(response_.has_errors());
  ASSERT_THAT(response_.results(), SizeIs(4));
  EXPECT_EQ(response_.results(0).status_code(), 200);
  EXPECT_EQ(response_.results(0).state(), v1::SUBREQUEST_STATE_DONE);
  EXPECT_GT(response_.results(0).result().record_value().fields_size(), 10);
  EXPECT_EQ(response_.results(1).status_code(), 201);
  EXPECT_EQ(response_.results(2).result().record_set_value().total_size(), 1);
  EXPECT_EQ(response_.results(3).status_code(), 400);
  EXPECT_EQ(response_.results(3).state(), v1::SUBREQUEST_STATE_FAILED);
  EXPECT_EQ(response_.results(3).error().code(), kInvalidArgument);
  EXPECT_EQ(response_.results(3).error().detail().errors(0).code(), "REQUIRED_FIELD_MISSING");
  EXPECT_EQ(response_.results(3).error().detail().outcome(), v1::OUTCOME_NOT_DONE);
}

TEST_F(CompositeBatch, AfterAnErrorTheRestIsHaltedIfWished) {
  const std::vector<v1::BatchSubrequest> requests = {Create({}), Create({TextField("Name", "a")})};
  ASSERT_TRUE(Succeeded(Execute(requests)));
  EXPECT_EQ(response_.results(1).state(), v1::SUBREQUEST_STATE_DONE);
  ASSERT_TRUE(Succeeded(Execute(requests, true)));
  EXPECT_EQ(response_.results(0).state(), v1::SUBREQUEST_STATE_FAILED);
  EXPECT_EQ(response_.results(1).state(), v1::SUBREQUEST_STATE_HALTED);
  EXPECT_EQ(response_.results(1).status_code(), 412);
  EXPECT_EQ(response_.results(1).error().code(), kAborted);
  EXPECT_EQ(response_.results(1).error().detail().errors(0).code(), "BATCH_PROCESSING_HALTED");
  EXPECT_EQ(response_.results(1).error().detail().outcome(), v1::OUTCOME_NOT_DONE);
}

TEST_F(CompositeBatch, CollectionsAndCompositesAreRefusedByThemselves) {
  v1::BatchSubrequest list;
  list.mutable_request()->mutable_create_records()->add_records()->set_type("Item__c");
  ASSERT_TRUE(Succeeded(Execute({list, Rest("GET", "composite"), Rest("GET", "limits")})));
  ASSERT_THAT(response_.results(), SizeIs(3));
  for (const int index : {0, 1}) {
    EXPECT_EQ(response_.results(index).state(), v1::SUBREQUEST_STATE_FAILED);
    EXPECT_EQ(response_.results(index).error().code(), kInvalidArgument);
    EXPECT_EQ(response_.results(index).error().detail().errors(0).code(), "INVALID_INPUT");
  }
  EXPECT_EQ(response_.results(2).state(), v1::SUBREQUEST_STATE_DONE);
}

TEST_F(CompositeBatch, FilesGoBesideTheirRequests) {
  const std::string parent = org().InsertOne("Account", R"("Name":"a")");
  const std::string bytes("\0\r\n--sfconnector--\xFF", 19);
  v1::BatchSubrequest file =
      Create({TextField("Name", "f"), TextField("ParentId", parent)}, "Attachment");
  file.mutable_binary_part()->set_name("Body");
  file.mutable_binary_part()->set_file_name("a \"b\".bin");
  file.mutable_binary_part()->set_content(bytes);
  v1::BatchSubrequest other = file;
  other.mutable_binary_part()->set_content("x");
  ASSERT_TRUE(Succeeded(Execute({file, Rest("GET", "limits"), other})));
  ASSERT_FALSE(response_.has_errors()) << response_.ShortDebugString();
  const auto body = [this](int index) {
    const std::string id = TextOf(response_.results(index).result().record_value(), "id");
    return org().Get(std::string(kData) + "/sobjects/Attachment/" + id + "/Body");
  };
  EXPECT_EQ(body(0), bytes);
  EXPECT_EQ(body(2), "x");
}

TEST_F(CompositeBatch, WhatIsWrongIsNamedBeforeAnythingIsSent) {
  EXPECT_THAT(Execute({}).fields, ElementsAre("batch_requests"));
  EXPECT_THAT(Execute(std::vector<v1::BatchSubrequest>(26, Rest("GET", "limits"))).fields,
              ElementsAre("batch_requests"));
  EXPECT_THAT(Execute({Rest("GET", "limits"), v1::BatchSubrequest()}).fields,
              ElementsAre("batch_requests[1].request"));
  EXPECT_THAT(Execute({Rest("TRACE", "limits")}).fields,
              ElementsAre("batch_requests[0].request.rest.method"));
  EXPECT_THAT(Execute({Rest("GET", "")}).fields,
              ElementsAre("batch_requests[0].request.rest.path"));
  v1::BatchSubrequest file = Create({TextField("Name", "f")}, "Attachment");
  file.mutable_binary_part()->set_file_name("f");
  EXPECT_THAT(Execute({file}).fields, ElementsAre("batch_requests[0].binary_part.name"));
  file.mutable_binary_part()->set_name("Body");
  file.mutable_binary_part()->set_content_type("text/plain\r\nX: y");
  EXPECT_THAT(Execute({file}).fields, ElementsAre("batch_requests[0].binary_part.content_type"));
  EXPECT_EQ(org().Count("POST"), 0);
}

TEST_F(CompositeBatch, ReferencesAreTextLikeAnyOther) {
  v1::BatchSubrequest get;
  get.mutable_request()->mutable_get_record()->set_sobject("Item__c");
  get.mutable_request()->mutable_get_record()->set_id("@{a.id}");
  EXPECT_THAT(Execute({get}).fields, ElementsAre("batch_requests[0].request.get_record.id"));
}

TEST_F(CompositeBatch, ABatchThatChangesIsNotSentTwice) {
  org().Fault(R"({"match":{"path":"/services/data/v59.0/composite/batch"},
      "action":{"when":"after","close":"reset"}})");
  const Outcome outcome = Execute({Create({TextField("Name", "a")})});
  EXPECT_EQ(outcome.code, kUnavailable) << outcome;
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(org().Count("POST"), 1);
}

}  // namespace
}  // namespace sfconnector::conformance
