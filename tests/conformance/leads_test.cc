// SPDX-License-Identifier: Apache-2.0
// Leads that are converted over SOAP, and how its faults arrive.
#include "sfconnector/v1/lead_service.pb.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kSoap[] = "/services/Soap/u/59.0";
constexpr char kConverted[] = "Closed - Converted";
constexpr char kHostile[] = "O'Brien <& \"Söhne\"]]>";
constexpr char kHostileJson[] = R"(O'Brien <& \"Söhne\"]]>)";

class Leads : public ConformanceTest {
 protected:
  static std::string NewLead(const std::string& name, const std::string& more = "") {
    return org().InsertOne("Lead", R"("Company":"Acme","LastName":")" + name + "\"" + more);
  }

  static v1::LeadConvert Wish(const std::string& lead_id) {
    v1::LeadConvert wish;
    wish.set_lead_id(lead_id);
    wish.set_converted_status(kConverted);
    return wish;
  }

  Outcome Convert(const std::vector<v1::LeadConvert>& wishes, v1::ConvertLeadResponse* response) {
    v1::ConvertLeadRequest request;
    for (const v1::LeadConvert& wish : wishes) *request.add_lead_converts() = wish;
    return Call("LeadService/ConvertLead", request, response);
  }
  Outcome Convert(const v1::LeadConvert& wish, v1::LeadConvertResult* result = nullptr) {
    v1::ConvertLeadResponse response;
    Outcome outcome = Convert(std::vector<v1::LeadConvert>{wish}, &response);
    if (result != nullptr && response.results_size() == 1) *result = response.results(0);
    return outcome;
  }

  std::string Read(const std::string& sobject, const std::string& id, const std::string& field) {
    v1::Record record;
    EXPECT_TRUE(Succeeded(GetRecord(sobject, id, {field}, &record)));
    return TextOf(record, field);
  }

  static std::string CodeOf(const v1::LeadConvertResult& result) {
    return result.errors_size() == 0 ? "" : result.errors(0).status_code();
  }
};

TEST_F(Leads, ALeadBecomesAccountContactAndOpportunity) {
  const std::string lead =
      NewLead("Ada", R"(,"FirstName":"Grace","City":"Bern","Email":"g@x.example")");
  v1::LeadConvertResult result;
  ASSERT_TRUE(Succeeded(Convert(Wish(lead), &result)));
  EXPECT_TRUE(result.success());
  EXPECT_THAT(result.errors(), SizeIs(0));
  EXPECT_EQ(result.lead_id(), lead);
  EXPECT_EQ(Read("Account", result.account_id(), "Name"), "Acme");
  EXPECT_EQ(Read("Account", result.account_id(), "BillingCity"), "Bern");
  EXPECT_EQ(Read("Contact", result.contact_id(), "Name"), "Grace Ada");
  EXPECT_EQ(Read("Contact", result.contact_id(), "AccountId"), result.account_id());
  EXPECT_EQ(Read("Opportunity", result.opportunity_id(), "Name"), "Acme");
  EXPECT_EQ(Read("Opportunity", result.opportunity_id(), "AccountId"), result.account_id());
  EXPECT_EQ(Read("Lead", lead, "IsConverted"), "true");
  EXPECT_EQ(Read("Lead", lead, "Status"), kConverted);
  EXPECT_EQ(Read("Lead", lead, "ConvertedContactId"), result.contact_id());
  EXPECT_EQ(Read("Lead", lead, "ConvertedOpportunityId"), result.opportunity_id());
  EXPECT_NE(Read("Lead", lead, "ConvertedDate"), "null");
}

TEST_F(Leads, HostileNamesArriveAsTheyAre) {
  const std::string lead = NewLead(kHostileJson);
  const std::string name = std::string(kHostile) + " &lt; <![CDATA[ /?%25 日本 \xF0\x9F\x98\x80";
  v1::LeadConvert wish = Wish(lead);
  wish.set_opportunity_name(name);
  v1::LeadConvertResult result;
  ASSERT_TRUE(Succeeded(Convert(wish, &result)));
  ASSERT_TRUE(result.success()) << result.DebugString();
  EXPECT_EQ(Read("Contact", result.contact_id(), "LastName"), kHostile);
  EXPECT_EQ(Read("Opportunity", result.opportunity_id(), "Name"), name);
}

TEST_F(Leads, TextOfErrorsArrivesAsItIs) {
  v1::LeadConvert wish = Wish(NewLead("Ada"));
  wish.set_converted_status(kHostile);
  v1::LeadConvertResult result;
  ASSERT_TRUE(Succeeded(Convert(wish, &result)));
  EXPECT_FALSE(result.success());
  ASSERT_THAT(result.errors(), SizeIs(1));
  EXPECT_EQ(result.errors(0).status_code(), "INVALID_STATUS");
  EXPECT_EQ(result.errors(0).message(), std::string("invalid convertedStatus: ") + kHostile);
  EXPECT_THAT(result.errors(0).fields(), ElementsAre("Status"));
}

TEST_F(Leads, GivenRecordsAreUsedAndOnlyTheirEmptyFieldsFilled) {
  const std::string account = org().InsertOne("Account", R"("Name":"Old","Phone":"1")");
  const std::string contact = org().InsertOne(
      "Contact", R"("LastName":"Old","LeadSource":"Other","AccountId":")" + account + "\"");
  v1::LeadConvert wish = Wish(NewLead(
      "New", R"(,"Phone":"2","Email":"n@x.example","Website":"x.example","LeadSource":"Web")"));
  wish.set_account_id(account);
  wish.set_contact_id(contact);
  wish.set_do_not_create_opportunity(true);
  wish.set_overwrite_lead_source(true);
  v1::LeadConvertResult result;
  ASSERT_TRUE(Succeeded(Convert(wish, &result)));
  ASSERT_TRUE(result.success()) << result.DebugString();
  EXPECT_EQ(result.account_id(), account);
  EXPECT_EQ(result.contact_id(), contact);
  EXPECT_EQ(result.opportunity_id(), "");
  EXPECT_EQ(Read("Account", account, "Name"), "Old");
  EXPECT_EQ(Read("Account", account, "Phone"), "1");
  EXPECT_EQ(Read("Account", account, "Website"), "x.example");
  EXPECT_EQ(Read("Contact", contact, "LastName"), "Old");
  EXPECT_EQ(Read("Contact", contact, "Email"), "n@x.example");
  EXPECT_EQ(Read("Contact", contact, "LeadSource"), "Web");
  v1::QueryResponse rows;
  ASSERT_TRUE(Succeeded(Query("SELECT COUNT() FROM Opportunity", &rows)));
  EXPECT_EQ(rows.total_size(), 0);
}

TEST_F(Leads, EveryLeadHasItsOwnResultInOrder) {
  const std::string done = NewLead("done");
  ASSERT_TRUE(Succeeded(Convert(Wish(done))));
  const std::string deleted = NewLead("deleted");
  org().Delete("Lead", deleted);
  v1::LeadConvert bad_status = Wish(NewLead("bad status"));
  bad_status.set_converted_status("Closed - Not Converted");
  v1::LeadConvert no_account = Wish(NewLead("no account"));
  no_account.set_account_id("001000000999999AAA");
  v1::LeadConvert long_name = Wish(NewLead("long name"));
  long_name.set_opportunity_name(std::string(121, 'x'));
  const std::string good = NewLead("good");
  v1::ConvertLeadResponse response;
  ASSERT_TRUE(Succeeded(Convert({Wish(done), bad_status, Wish("no id"), Wish("00Q000000999999AAA"),
                                 Wish(deleted), no_account, long_name, Wish(good)},
                                &response)));
  std::vector<std::string> codes;
  for (const v1::LeadConvertResult& result : response.results()) {
    codes.push_back(CodeOf(result));
    EXPECT_EQ(result.success(), CodeOf(result).empty());
    EXPECT_EQ(result.account_id().empty(), !result.success());
  }
  EXPECT_THAT(codes, ElementsAre("CANNOT_UPDATE_CONVERTED_LEAD", "INVALID_STATUS", "MALFORMED_ID",
                                 "INVALID_CROSS_REFERENCE_KEY", "ENTITY_IS_DELETED",
                                 "INVALID_CROSS_REFERENCE_KEY", "STRING_TOO_LONG", ""));
  EXPECT_EQ(response.results(7).lead_id(), good);
  EXPECT_EQ(Read("Lead", long_name.lead_id(), "IsConverted"), "false");
  v1::QueryResponse rows;
  ASSERT_TRUE(Succeeded(Query("SELECT COUNT() FROM Contact", &rows)));
  EXPECT_EQ(rows.total_size(), 2) << "a lead that fails leaves nothing behind";
}

TEST_F(Leads, WishesThatContradictEachOtherFailByThemselves) {
  const std::string account = org().InsertOne("Account", R"("Name":"a")");
  v1::LeadConvert no_account = Wish(NewLead("a"));
  no_account.set_contact_id(
      org().InsertOne("Contact", R"("LastName":"c","AccountId":")" + account + "\""));
  v1::LeadConvert no_opportunity = Wish(NewLead("b"));
  no_opportunity.set_opportunity_id(org().InsertOne(
      "Opportunity", R"("Name":"o","StageName":"Prospecting","CloseDate":"2030-01-01")"));
  no_opportunity.set_do_not_create_opportunity(true);
  v1::LeadConvert two_opportunities = Wish(NewLead("c"));
  two_opportunities.set_opportunity_id(no_opportunity.opportunity_id());
  two_opportunities.set_opportunity_name("another");
  v1::ConvertLeadResponse response;
  ASSERT_TRUE(Succeeded(Convert({no_account, no_opportunity, two_opportunities}, &response)));
  EXPECT_EQ(CodeOf(response.results(0)), "REQUIRED_FIELD_MISSING");
  EXPECT_THAT(response.results(0).errors(0).message(), HasSubstr("AccountId"));
  EXPECT_EQ(CodeOf(response.results(1)), "INVALID_FIELD");
  EXPECT_EQ(CodeOf(response.results(2)), "INVALID_FIELD");
  EXPECT_EQ(Read("Lead", no_account.lead_id(), "IsConverted"), "false");
}

TEST_F(Leads, ALeadOfAQueueNeedsAnOwner) {
  const std::string queue = org().InsertOne("Group", R"("Name":"q","Type":"Queue")");
  const std::string lead = NewLead("a", R"(,"OwnerId":")" + queue + "\"");
  v1::LeadConvertResult result;
  ASSERT_TRUE(Succeeded(Convert(Wish(lead), &result)));
  EXPECT_EQ(CodeOf(result), "UNKNOWN_EXCEPTION");
  v1::LeadConvert owned = Wish(lead);
  owned.set_owner_id(Read("Group", queue, "CreatedById"));
  ASSERT_TRUE(Succeeded(Convert(owned, &result)));
  EXPECT_TRUE(result.success()) << result.DebugString();
}

TEST_F(Leads, AHundredLeadsAreOneCall) {
  std::vector<std::string> members;
  members.reserve(100);
  for (int i = 0; i < 100; ++i) {
    members.push_back(R"("Company":"C","LastName":"L)" + std::to_string(i) + "\"");
  }
  const std::vector<std::string> ids = org().Insert("Lead", members);
  std::vector<v1::LeadConvert> wishes;
  wishes.reserve(ids.size() + 1);
  for (const std::string& id : ids) wishes.push_back(Wish(id));
  v1::ConvertLeadResponse response;
  ASSERT_TRUE(Succeeded(Convert(wishes, &response)));
  ASSERT_THAT(response.results(), SizeIs(100));
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(response.results(i).lead_id(), ids[static_cast<std::size_t>(i)]);
  }
  EXPECT_EQ(org().Count("POST", kSoap), 1);
  wishes.push_back(wishes.front());
  const Outcome outcome = Convert(wishes, &response);
  EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
  EXPECT_THAT(outcome.fields, ElementsAre("lead_converts"));
  EXPECT_EQ(org().Count("POST", kSoap), 1);
}

TEST_F(Leads, RepliesTellTheLimitsAsThoseOfRestDo) {
  v1::ConvertLeadRequest request;
  *request.add_lead_converts() = Wish(NewLead("Ada"));
  v1::ConvertLeadResponse response;
  const Outcome outcome = Call("LeadService/ConvertLead", request, &response);
  ASSERT_TRUE(Succeeded(outcome));
  EXPECT_THAT(outcome.metadata.at("sforce-limit-info"), HasSubstr("api-usage="));
}

TEST_F(Leads, OptionsOfTheCallGoIntoTheEnvelope) {
  v1::ConvertLeadRequest request;
  *request.add_lead_converts() = Wish(NewLead("Ada"));
  v1::ConvertLeadResponse response;
  CallSettings settings;
  settings.options = {{"sforce-call-options", "client=conformance; defaultNamespace=ns"},
                      {"sforce-duplicate-rule-header", "allowSave=true"}};
  EXPECT_TRUE(Succeeded(Call("LeadService/ConvertLead", request, &response, settings)));
  EXPECT_EQ(org().Count("POST", kSoap), 1);
  settings.options["sforce-duplicate-rule-header"] = "allowSave=perhaps";
  EXPECT_TRUE(RefusedFor(Call("LeadService/ConvertLead", request, &response, settings),
                         "sforce-duplicate-rule-header"));
  EXPECT_EQ(org().Count("POST", kSoap), 1);
}

TEST_F(Leads, WhatCannotBeSentNamesItsField) {
  v1::LeadConvert good = Wish("00Q000000000001AAA");
  v1::LeadConvert no_id = good;
  no_id.clear_lead_id();
  v1::LeadConvert no_status = good;
  no_status.clear_converted_status();
  v1::LeadConvert control = good;
  control.set_opportunity_name(std::string("a\0b", 3));
  v1::LeadConvert no_character = good;
  no_character.mutable_contact_record()->set_type("Contact");
  *no_character.mutable_contact_record()->add_fields() = TextField("Title", "\xEF\xBF\xBF");
  v1::LeadConvert no_name = good;
  no_name.mutable_account_record()->set_type("Account");
  *no_name.mutable_account_record()->add_fields() = TextField("Name><x/", "a");
  const std::vector<std::pair<v1::LeadConvert, std::string>> cases = {
      {no_id, "lead_converts[1].lead_id"},
      {no_status, "lead_converts[1].converted_status"},
      {control, "lead_converts[1].opportunity_name"},
      {no_character, "lead_converts[1].contact_record.Title"},
      {no_name, "lead_converts[1].account_record.fields[0].name"}};
  v1::ConvertLeadResponse response;
  for (const auto& [wish, field] : cases) {
    const Outcome outcome = Convert({good, wish}, &response);
    EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
    EXPECT_THAT(outcome.fields, ElementsAre(field));
  }
  EXPECT_EQ(Convert(std::vector<v1::LeadConvert>(), &response).code, kInvalidArgument);
  EXPECT_EQ(org().Count("POST", kSoap), 0);
}

class LeadFaults : public Leads {
 protected:
  void SetUp() override {
    Leads::SetUp();
    wish_ = Wish(NewLead("Ada"));
    Read("Lead", wish_.lead_id(), "Id");
    org().ClearJournal();
  }

  static void Fault(const std::string& match_more, const std::string& action) {
    org().Fault(R"({"match":{"path":")" + std::string(kSoap) + "\"" + match_more +
                R"(},"action":)" + action + "}");
  }
  static void Answer(int status, const std::string& body, const std::string& type = "text/xml") {
    Fault(R"(,"count":0)", R"({"status":)" + std::to_string(status) + R"(,"contentType":")" + type +
                               R"(","body":")" + body + "\"}");
  }
  // As Salesforce writes them, with detail or without.
  static std::string FaultBody(const std::string& code, const std::string& message,
                               const std::string& detail = "") {
    return "<soapenv:Envelope xmlns:soapenv='http://schemas.xmlsoap.org/soap/envelope/' "
           "xmlns:sf='urn:fault.partner.soap.sforce.com'><soapenv:Body><soapenv:Fault><faultcode>" +
           code + "</faultcode><faultstring>" + message + "</faultstring>" + detail +
           "</soapenv:Fault></soapenv:Body></soapenv:Envelope>";
  }
  static std::string Enveloped(const std::string& body) {
    return "<E xmlns='urn:partner.soap.sforce.com'><Body><convertLeadResponse>" + body +
           "</convertLeadResponse></Body></E>";
  }

  v1::LeadConvert wish_;
};

TEST_F(LeadFaults, AnExpiredSessionIsRenewedOnceAndTheCallSentAgain) {
  Fault("", R"({"session":"expire"})");
  v1::LeadConvertResult result;
  ASSERT_TRUE(Succeeded(Convert(wish_, &result)));
  EXPECT_TRUE(result.success());
  EXPECT_EQ(org().Count("POST", kSoap), 2);
  EXPECT_EQ(org().TokenRequests(), 1);
}

TEST_F(LeadFaults, ASessionThatExpiresAgainIsAnError) {
  Fault(R"(,"count":0)", R"({"session":"expire"})");
  const Outcome outcome = Convert(wish_);
  EXPECT_TRUE(FailedWith(outcome, kUnauthenticated, "INVALID_SESSION_ID"));
  EXPECT_EQ(outcome.detail.http_status(), 401);
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(org().Count("POST", kSoap), 2);
  EXPECT_EQ(org().TokenRequests(), 1);
}

struct FaultCase {
  std::string fault_code;
  int code;
  std::string reason;
  int http_status;
  v1::Retryability retryability;
  v1::Outcome outcome;
};

TEST_F(LeadFaults, EveryFaultIsTheErrorThatRestHas) {
  const std::vector<FaultCase> cases = {
      {"sf:INVALID_FIELD", kInvalidArgument, "INVALID_FIELD", 400, v1::RETRYABILITY_NEVER,
       v1::OUTCOME_NOT_DONE},
      {"x:EXCEEDED_LEAD_CONVERT_LIMIT", kInvalidArgument, "EXCEEDED_LEAD_CONVERT_LIMIT", 400,
       v1::RETRYABILITY_NEVER, v1::OUTCOME_NOT_DONE},
      {"soapenv:Client", kInvalidArgument, "Client", 400, v1::RETRYABILITY_NEVER,
       v1::OUTCOME_NOT_DONE},
      {"sf:INSUFFICIENT_ACCESS", kPermissionDenied, "INSUFFICIENT_ACCESS", 400,
       v1::RETRYABILITY_NEVER, v1::OUTCOME_NOT_DONE},
      {"sf:REQUEST_LIMIT_EXCEEDED", kResourceExhausted, "REQUEST_LIMIT_EXCEEDED", 400,
       v1::RETRYABILITY_NEVER, v1::OUTCOME_NOT_DONE},
      {"sf:UNABLE_TO_LOCK_ROW", kAborted, "UNABLE_TO_LOCK_ROW", 400, v1::RETRYABILITY_SAFE,
       v1::OUTCOME_NOT_DONE},
      {"sf:EXCEEDED_MAX_SIZE_REQUEST", kInvalidArgument, "EXCEEDED_MAX_SIZE_REQUEST", 400,
       v1::RETRYABILITY_NEVER, v1::OUTCOME_NOT_DONE},
      {"sf:REQUEST_RUNNING_TOO_LONG", kDeadlineExceeded, "REQUEST_RUNNING_TOO_LONG", 500,
       v1::RETRYABILITY_IF_IDEMPOTENT, v1::OUTCOME_UNKNOWN},
      {"sf:APEX_ERROR", kInternal, "APEX_ERROR", 500, v1::RETRYABILITY_IF_IDEMPOTENT,
       v1::OUTCOME_UNKNOWN},
      {"soapenv:Server", kInternal, "Server", 500, v1::RETRYABILITY_IF_IDEMPOTENT,
       v1::OUTCOME_UNKNOWN},
      {"sf:SERVER_UNAVAILABLE", kUnavailable, "SERVER_UNAVAILABLE", 503,
       v1::RETRYABILITY_IF_IDEMPOTENT, v1::OUTCOME_UNKNOWN},
      {"sf:UNKNOWN_EXCEPTION", kInternal, "UNKNOWN_EXCEPTION", 500, v1::RETRYABILITY_IF_IDEMPOTENT,
       v1::OUTCOME_UNKNOWN}};
  for (const FaultCase& expected : cases) {
    SCOPED_TRACE(expected.fault_code);
    org().ClearFaults();
    Answer(500, FaultBody(expected.fault_code, expected.reason + ": a &lt;b&gt; &amp;amp; c"));
    const Outcome outcome = Convert(wish_);
    EXPECT_TRUE(FailedWith(outcome, static_cast<Code>(expected.code), expected.reason));
    EXPECT_EQ(outcome.detail.http_status(), expected.http_status);
    EXPECT_EQ(outcome.detail.retryability(), expected.retryability);
    EXPECT_EQ(outcome.detail.outcome(), expected.outcome);
    ASSERT_THAT(outcome.detail.errors(), SizeIs(1));
    EXPECT_EQ(outcome.detail.errors(0).message(), "a <b> &amp; c");
  }
}

TEST_F(LeadFaults, TheDetailOfAFaultIsKept) {
  Answer(
      500,
      FaultBody("sf:INVALID_TYPE", "INVALID_TYPE: short",
                "<detail><sf:UnexpectedErrorFault><sf:exceptionCode>INVALID_TYPE</sf:exceptionCode>"
                "<sf:exceptionMessage>long</sf:exceptionMessage><sf:row>-1</sf:row>"
                "</sf:UnexpectedErrorFault></detail>"));
  const Outcome outcome = Convert(wish_);
  EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "INVALID_TYPE"));
  ASSERT_THAT(outcome.detail.errors(), SizeIs(1));
  EXPECT_EQ(outcome.detail.errors(0).message(), "long");
  ASSERT_THAT(outcome.detail.errors(0).extra(), SizeIs(1));
  EXPECT_EQ(outcome.detail.errors(0).extra(0).name(), "row");
}

TEST_F(LeadFaults, AFaultThatProvesThatNothingWasDoneIsRepeated) {
  Fault("", R"({"status":500,"contentType":"text/xml","body":")" +
                FaultBody("sf:UNABLE_TO_LOCK_ROW", "UNABLE_TO_LOCK_ROW: busy") + "\"}");
  v1::LeadConvertResult result;
  ASSERT_TRUE(Succeeded(Convert(wish_, &result)));
  EXPECT_TRUE(result.success());
  EXPECT_EQ(org().Count("POST", kSoap), 2);
}

TEST_F(LeadFaults, ALostReplyLeavesTheOutcomeUnknownAndIsNotRepeated) {
  Fault("", R"({"when":"after","close":"reset"})");
  const Outcome outcome = Convert(wish_);
  EXPECT_EQ(outcome.code, kUnavailable) << outcome;
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(org().Count("POST", kSoap), 1);
  EXPECT_EQ(Read("Lead", wish_.lead_id(), "IsConverted"), "true");
}

TEST_F(LeadFaults, AReplyThatCannotBeReadLeavesTheOutcomeUnknown) {
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  for (int i = 0; i < 100; ++i) deep += "</a>";
  for (const std::string& body :
       {std::string("nonsense"), std::string("<E><Body/></E>"), Enveloped(""), Enveloped(deep),
        Enveloped("<result><success>false</success></result>"),
        Enveloped("<result><success>true</success></result>").substr(0, 80),
        "<!DOCTYPE E [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" +
            Enveloped("<result><leadId>&x;</leadId><success>true</success></result>")}) {
    SCOPED_TRACE(body);
    org().ClearFaults();
    Answer(200, body);
    const Outcome outcome = Convert(wish_);
    EXPECT_TRUE(FailedWith(outcome, kUnavailable, "CORRUPT_REPLY"));
    EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN);
  }
}

TEST_F(LeadFaults, ElementsThatNobodyKnowsAreKept) {
  Answer(200, Enveloped("<result><leadId>1</leadId><success>true</success><new>2</new></result>"));
  v1::LeadConvertResult result;
  ASSERT_TRUE(Succeeded(Convert(wish_, &result)));
  ASSERT_THAT(result.extra(), SizeIs(1));
  EXPECT_EQ(result.extra(0).name(), "new");
  EXPECT_EQ(TextOf(result.extra(0).value()), "2");
}

TEST_F(LeadFaults, ADuplicateThatARuleFindsIsTheErrorOfItsLead) {
  Answer(200,
         Enveloped("<result><errors><message>Use one of these records?</message><statusCode>"
                   "DUPLICATES_DETECTED</statusCode><duplicateResult><allowSave>true"
                   "</allowSave></duplicateResult></errors><success>false</success></result>"));
  v1::LeadConvertResult result;
  ASSERT_TRUE(Succeeded(Convert(wish_, &result)));
  EXPECT_EQ(CodeOf(result), "DUPLICATES_DETECTED");
  ASSERT_THAT(result.errors(0).extra(), SizeIs(1));
  EXPECT_EQ(TextOf(result.errors(0).extra(0).value().record_value(), "allowSave"), "true");
}

TEST_F(LeadFaults, TheSessionIsShownNowhere) {
  v1::Connection settings;
  settings.set_base_url(org().url());
  const std::string token = org().NewToken();
  settings.mutable_auth()->mutable_bearer_token()->set_token(token);
  Use(settings);
  Answer(502, "<html>" + token + "</html>", "text/html");
  Outcome outcome = Convert(wish_);
  EXPECT_FALSE(outcome.ok());
  EXPECT_THAT(outcome.detail.body_excerpt(), Not(HasSubstr(token)));
  org().ClearFaults();
  Answer(500, FaultBody("sf:INVALID_FIELD", "INVALID_FIELD: " + token,
                        "<detail><sf:InvalidFieldFault><sf:exceptionCode>INVALID_FIELD"
                        "</sf:exceptionCode><sf:exceptionMessage>" +
                            token + "</sf:exceptionMessage><sf:sent><a>" + token +
                            "</a></sf:sent></sf:InvalidFieldFault></detail>"));
  outcome = Convert(wish_);
  EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "INVALID_FIELD"));
  EXPECT_THAT(outcome.message, Not(HasSubstr(token)));
  ASSERT_THAT(outcome.detail.errors(), SizeIs(1));
  ASSERT_THAT(outcome.detail.errors(0).extra(), SizeIs(1));
  EXPECT_THAT(outcome.detail.DebugString(), Not(HasSubstr(token)));
  for (const JournalEntry& entry : org().Journal(kSoap)) {
    EXPECT_FALSE(entry.headers.contains("authorization"));
  }
  EXPECT_EQ(CountOf(Transcript(), token), 0);
}

}  // namespace
}  // namespace sfconnector::conformance
