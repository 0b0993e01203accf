// SPDX-License-Identifier: Apache-2.0
#include "core/soap/soap_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/soap/soap_message.h"
#include "sfconnector/v1/lead_service.pb.h"

namespace sfconnector {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

RestRequest Render(const v1::LeadConvert& lead) {
  return RenderSoapRequest("convertLead", "v59.0", Effect::kOnce,
                           [lead](XmlWriter& writer) { return WriteSoapFields(lead, writer); })
      .value();
}

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
