// SPDX-License-Identifier: Apache-2.0
#include "core/soap/soap_request.h"

#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/soap/soap_message.h"
#include "sfconnector/v1/lead_service.pb.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

absl::StatusOr<RestRequest> Render(const v1::LeadConvert& lead, const HttpHeaders& headers) {
  return RenderSoapRequest("convertLead", "v59.0", headers, Effect::kOnce,
                           [lead](XmlWriter& writer) { return WriteSoapFields(lead, writer); });
}
RestRequest Render(const v1::LeadConvert& lead) { return Render(lead, {}).value(); }

TEST(SoapRequestTest, TheEnvelopeHasTheSessionAndWhatIsSet) {
  v1::LeadConvert lead;
  lead.set_lead_id("1");
  lead.set_converted_status("<&>");
  lead.set_do_not_create_opportunity(false);
  const RestRequest request = Render(lead);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path, "/services/Soap/u/59.0");
  EXPECT_EQ(request.body, "");
  const std::string body = request.body_with_session(Secret("s&1"));
  EXPECT_THAT(body, HasSubstr("<soapenv:Header><SessionHeader><sessionId>s&amp;1</sessionId>"
                              "</SessionHeader></soapenv:Header><soapenv:Body><convertLead>"
                              "<convertedStatus>&lt;&amp;&gt;</convertedStatus>"
                              "<doNotCreateOpportunity>false</doNotCreateOpportunity>"
                              "<leadId>1</leadId></convertLead></soapenv:Body>"));
  EXPECT_THAT(request.body_with_session(Secret("2")), Not(HasSubstr("s&amp;1")));
}

TEST(SoapRequestTest, TheEnvelopeHasTheHeadersThatSoapHas) {
  const absl::StatusOr<RestRequest> request =
      Render(v1::LeadConvert(), {{"Accept", "application/json"},
                                 {"Sforce-Call-Options", "defaultNamespace=ns, client=a/1 & b"},
                                 {"sforce-duplicate-rule-header", "AllowSave=TRUE;"},
                                 {"sforce-auto-assign", "FALSE"}});
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_THAT(request->body_with_session(Secret("s")),
              HasSubstr("</SessionHeader><CallOptions><client>a/1 &amp; b</client>"
                        "<defaultNamespace>ns</defaultNamespace></CallOptions>"
                        "<DuplicateRuleHeader><allowSave>true</allowSave>"
                        "<includeRecordDetails>false</includeRecordDetails>"
                        "<runAsCurrentUser>false</runAsCurrentUser></DuplicateRuleHeader>"
                        "</soapenv:Header>"));
}

TEST(SoapRequestTest, AHeaderThatHasNotItsFormIsRefusedByItsName) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"sforce-call-options", "client"},
      {"sforce-call-options", "client=a; language=de"},
      {"sforce-call-options", "client=\xFF"},
      {"sforce-duplicate-rule-header", "allowSave=yes"},
      {"sforce-duplicate-rule-header", "allowSaves=true"}};
  for (const auto& [name, value] : cases) {
    const absl::Status status = Render(v1::LeadConvert(), {{name, value}}).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << value;
    EXPECT_THAT(std::string(status.message()), HasSubstr(name));
  }
}

TEST(SoapRequestTest, TheLimitsOfTheReplyAreThoseOfRest) {
  const auto limits = [](const std::string& infos) {
    RestReply reply;
    reply.body = "<E><Header><LimitInfoHeader>" + infos +
                 "</LimitInfoHeader></Header><Body><mergeResponse/></Body></E>";
    ReplyMetadata metadata;
    EXPECT_TRUE(ReadSoapReply(reply, "merge", metadata).ok());
    return metadata.entries;
  };
  const std::string requests =
      "<limitInfo><current>5</current><limit>100</limit><type>API REQUESTS</type></limitInfo>";
  const std::string bursts =
      "<limitInfo><current>1</current><limit>750</limit><type>API BURSTS</type></limitInfo>";
  EXPECT_THAT(limits(requests + bursts), ElementsAre(Pair("sforce-limit-info", "api-usage=5/100")));
  EXPECT_THAT(limits(bursts), IsEmpty());
  EXPECT_THAT(limits("<limitInfo><current>1\n2</current><limit>9</limit>"
                     "<type>API REQUESTS</type></limitInfo>"),
              IsEmpty());
}

TEST(SoapRequestTest, WhatIsNoFaultIsLeftAlone) {
  const RestRequest request = Render(v1::LeadConvert());
  for (const std::string body :
       {"", "nonsense", "<html><body/></html>", "<E><Body><x/></Body></E>"}) {
    RestReply reply;
    reply.status = 500;
    reply.body = body;
    request.to_rest_failure(reply);
    EXPECT_EQ(reply.status, 500);
    EXPECT_EQ(reply.body, body);
  }
}

TEST(SoapRequestTest, AFaultBecomesTheErrorOfRest) {
  const RestRequest request = Render(v1::LeadConvert());
  RestReply reply;
  reply.status = 500;
  reply.body =
      "<E><Body><Fault><faultcode>sf:INVALID_SESSION_ID</faultcode><faultstring>"
      "INVALID_SESSION_ID: it \"ended\"</faultstring></Fault></Body></E>";
  request.to_rest_failure(reply);
  EXPECT_EQ(reply.status, 401);
  EXPECT_EQ(reply.body,
            R"({"exceptionCode":"INVALID_SESSION_ID","exceptionMessage":"it \"ended\""})");
}

TEST(SoapMessageTest, NilIsUnsetAndUnknownElementsAreKept) {
  const absl::StatusOr<XmlElement> element = ReadXml(
      "<r xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><accountId xsi:nil='true'/>"
      "<errors><fields>A</fields><fields>B</fields><message>m</message><statusCode>c</statusCode>"
      "<more>1</more></errors><success>1</success><new xsi:nil='true'/><list><a>1</a></list></r>");
  ASSERT_TRUE(element.ok());
  v1::LeadConvertResult result;
  ReadSoapFields(*element, result);
  EXPECT_EQ(result.account_id(), "");
  EXPECT_TRUE(result.success());
  ASSERT_EQ(result.errors_size(), 1);
  EXPECT_EQ(result.errors(0).fields_size(), 2);
  EXPECT_EQ(result.errors(0).status_code(), "c");
  EXPECT_EQ(result.errors(0).extra(0).name(), "more");
  ASSERT_EQ(result.extra_size(), 2);
  EXPECT_TRUE(result.extra(0).value().has_null_value());
  EXPECT_EQ(result.extra(1).value().record_value().fields(0).name(), "a");
}

}  // namespace
}  // namespace sfconnector
