// SPDX-License-Identifier: Apache-2.0
// The same error in the form that each family has for it arrives as the same details.
#include "sfconnector/v1/action_service.pb.h"
#include "sfconnector/v1/composite_service.pb.h"
#include "sfconnector/v1/lead_service.pb.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::SizeIs;

// An error of the org, and what it means.
struct FamilyError {
  std::string code;
  std::string message;
  std::string field;
  Code means = kInvalidArgument;
  v1::Retryability retryability = v1::RETRYABILITY_NEVER;
};

// What a caller is told of an error.
struct Told {
  int code = kOk;
  std::string message;
  v1::SalesforceError detail;
};

const std::vector<FamilyError>& Errors() {
  static const auto* const errors = new std::vector<FamilyError>{
      {"INVALID_CROSS_REFERENCE_KEY", "invalid <cross> & \"reference\" id ]]>", "AccountId"},
      {"FIELD_CUSTOM_VALIDATION_EXCEPTION", "O'Brien: Söhne", "Name", kFailedPrecondition},
      {"INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", "insufficient access rights", "OwnerId",
       kPermissionDenied},
      {"DUPLICATES_DETECTED", "Use one of these records?", "Email", kAlreadyExists},
      {"UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access", "Id", kAborted,
       v1::RETRYABILITY_SAFE},
  };
  return *errors;
}

class ErrorFamilies : public ConformanceTest {
 protected:
  void TearDown() override {
    org().ClearFaults();
    ConformanceTest::TearDown();
  }

  static std::string Json(const std::string& text) {
    std::string json;
    for (const char c : text) json += (c == '"' || c == '\\' ? "\\" : "") + std::string(1, c);
    return "\"" + json + "\"";
  }
  static std::string Xml(const std::string& text) {
    std::string xml;
    for (const char c : text) {
      xml += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
    }
    return xml;
  }

  // An error as a member of JSON, whose code has this key.
  static std::string Member(const FamilyError& error, const std::string& key) {
    return "{" + Json(key) + ":" + Json(error.code) + R"(,"message":)" + Json(error.message) +
           R"(,"fields":[)" + Json(error.field) + "]}";
  }

  static void Answer(int status, const std::string& body, const std::string& type) {
    org().ClearFaults();
    org().Fault(R"({"match":{"method":"POST","pathRegex":"^/services/(data|Soap)/","count":0},)"
                R"("action":{"status":)" +
                std::to_string(status) + R"(,"body":)" + Json(body) + R"(,"contentType":)" +
                Json(type) + "}}");
  }
  static void AnswerJson(int status, const std::string& body) {
    Answer(status, body, "application/json");
  }

  static Told Of(const Outcome& outcome) { return {outcome.code, outcome.message, outcome.detail}; }
  static Told Of(const v1::SubrequestError& error) {
    return {error.code(), error.message(), error.detail()};
  }

  // How the error arrives as REST's array.
  Told AsArray(const FamilyError& error) {
    AnswerJson(400, "[" + Member(error, "errorCode") + "]");
    return Of(CreateRecord("Item__c", {TextField("Name", "a")}));
  }

  // As a fault of SOAP.
  Told AsFault(const FamilyError& error) {
    Answer(500,
           "<E xmlns:sf='urn:fault.partner.soap.sforce.com'><Body><Fault><faultcode>sf:" +
               error.code + "</faultcode><faultstring>" + error.code + ": " + Xml(error.message) +
               "</faultstring><detail><sf:UnexpectedErrorFault><sf:exceptionCode>" + error.code +
               "</sf:exceptionCode><sf:exceptionMessage>" + Xml(error.message) +
               "</sf:exceptionMessage><sf:fields>" + error.field +
               "</sf:fields></sf:UnexpectedErrorFault></detail></Fault></Body></E>",
           "text/xml");
    v1::ConvertLeadRequest request;
    request.add_lead_converts()->set_lead_id("00Q000000000001AAA");
    request.mutable_lead_converts(0)->set_converted_status("Closed - Converted");
    v1::ConvertLeadResponse response;
    return Of(Call("LeadService/ConvertLead", request, &response));
  }

  // As the result of actions that are one transaction.
  Told AsActionResult(const FamilyError& error) {
    AnswerJson(400, R"({"errors":[)" + Member(error, "statusCode") + R"(],"success":false})");
    v1::TriggerProcessRulesRequest request;
    request.add_context_ids("a00000000000001AAA");
    v1::TriggerProcessRulesResponse response;
    return Of(Call("ActionService/TriggerProcessRules", request, &response));
  }

  static v1::Subrequest Creation() {
    v1::Subrequest request;
    request.mutable_create_record()->set_sobject("Item__c");
    *request.mutable_create_record()->mutable_record()->add_fields() = TextField("Name", "a");
    return request;
  }

  // As a part of a composite reply that succeeds.
  Told AsCompositePart(const FamilyError& error) {
    AnswerJson(200, R"({"compositeResponse":[{"body":[)" + Member(error, "errorCode") +
                        R"(],"httpHeaders":{},"httpStatusCode":400,"referenceId":"r"}]})");
    v1::ExecuteCompositeRequest request;
    request.add_composite_request()->set_reference_id("r");
    *request.mutable_composite_request(0)->mutable_request() = Creation();
    v1::ExecuteCompositeResponse response;
    EXPECT_TRUE(Succeeded(Call("CompositeService/ExecuteComposite", request, &response)));
    return Of(response.composite_response(0).error());
  }

  Told AsBatchPart(const FamilyError& error) {
    AnswerJson(200, R"({"hasErrors":true,"results":[{"statusCode":400,"result":[)" +
                        Member(error, "errorCode") + "]}]}");
    v1::ExecuteBatchRequest request;
    *request.add_batch_requests()->mutable_request() = Creation();
    v1::ExecuteBatchResponse response;
    EXPECT_TRUE(Succeeded(Call("CompositeService/ExecuteBatch", request, &response)));
    return Of(response.results(0).error());
  }

  static void ExpectTold(const FamilyError& error, Told told) {
    v1::SalesforceError expected;
    v1::ErrorItem& item = *expected.add_errors();
    item.set_code(error.code);
    item.set_message(error.message);
    item.add_fields(error.field);
    expected.set_http_status(400);
    expected.set_retryability(error.retryability);
    expected.set_outcome(v1::OUTCOME_NOT_DONE);
    told.detail.clear_request_id();
    EXPECT_EQ(told.detail.DebugString(), expected.DebugString());
    EXPECT_EQ(told.code, error.means);
    EXPECT_EQ(told.message, error.code + ": " + error.message);
  }

  static void ExpectRow(const FamilyError& error, const v1::RowError& row) {
    EXPECT_EQ(row.status_code(), error.code);
    EXPECT_EQ(row.message(), error.message);
    ASSERT_THAT(row.fields(), SizeIs(1));
    EXPECT_EQ(row.fields(0), error.field);
    EXPECT_THAT(row.extra(), SizeIs(0));
  }
};

TEST_F(ErrorFamilies, ArrayFaultActionResultAndCompositePartAreTheSameError) {
  for (const FamilyError& error : Errors()) {
    SCOPED_TRACE(error.code);
    ExpectTold(error, AsArray(error));
    ExpectTold(error, AsFault(error));
    ExpectTold(error, AsActionResult(error));
    ExpectTold(error, AsCompositePart(error));
    ExpectTold(error, AsBatchPart(error));
  }
}

TEST_F(ErrorFamilies, ResultsOfRowsInvocationsAndLeadsHaveTheSameRowError) {
  for (const FamilyError& error : Errors()) {
    SCOPED_TRACE(error.code);
    const std::string errors = "[" + Member(error, "statusCode") + "]";
    AnswerJson(200, R"([{"success":false,"errors":)" + errors + "}]");
    v1::CreateRecordsRequest create;
    create.add_records()->set_type("Item__c");
    v1::CreateRecordsResponse created;
    ASSERT_TRUE(Succeeded(Call("RecordService/CreateRecords", create, &created)));
    ExpectRow(error, created.results(0).errors(0));

    AnswerJson(400, R"([{"actionName":"A","isSuccess":false,"errors":)" + errors + "}]");
    v1::InvokeActionRequest invoke;
    invoke.set_action("custom/apex/A");
    invoke.add_inputs();
    v1::InvokeActionResponse invoked;
    ASSERT_TRUE(Succeeded(Call("ActionService/InvokeAction", invoke, &invoked)));
    ExpectRow(error, invoked.results(0).errors(0));

    Answer(200,
           "<E><Body><mergeResponse><result><errors><fields>" + error.field + "</fields><message>" +
               Xml(error.message) + "</message><statusCode>" + error.code +
               "</statusCode></errors><success>false</success></result></mergeResponse></Body></E>",
           "text/xml");
    v1::MergeRequest merge;
    v1::RecordMerge& wish = *merge.add_merges();
    wish.mutable_master_record()->set_type("Account");
    *wish.mutable_master_record()->add_fields() = TextField("Id", "001000000000001AAA");
    wish.add_record_to_merge_ids("001000000000002AAA");
    v1::MergeResponse merged;
    ASSERT_TRUE(Succeeded(Call("LeadService/Merge", merge, &merged)));
    ExpectRow(error, merged.results(0).errors(0));
  }
}

}  // namespace
}  // namespace sfconnector::conformance
