// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/soap_fixture.h"

namespace sfsim {
namespace {

class LeadConversionTest : public SoapTest {
 protected:
  std::string Convert(const std::string& elements) {
    return Results("convertLead",
                   "<leadConverts><convertedStatus>Closed - Converted</convertedStatus>" +
                       elements + "</leadConverts>");
  }
  static std::string Element(const std::string& name, const std::string& text) {
    return "<" + name + ">" + text + "</" + name + ">";
  }
  std::string Lead(const std::string& more = "") {
    return Create("Lead", R"({"LastName":"L","Company":"C")" + more + "}");
  }
};

TEST_F(LeadConversionTest, TheResultHasItsElementsInOrder) {
  const std::string lead = Lead();
  const std::string result = Convert(Element("leadId", lead));
  EXPECT_EQ("<result><accountId>" + Column("SELECT Id FROM Account", "Id") +
                "</accountId><contactId>" + Column("SELECT Id FROM Contact", "Id") +
                "</contactId><leadId>" + lead + "</leadId><opportunityId>" +
                Column("SELECT Id FROM Opportunity", "Id") +
                "</opportunityId><relatedPersonAccountId xsi:nil=\"true\"/>"
                "<success>true</success></result>",
            result);
  EXPECT_EQ(
      "<result><errors><message>cannot reference converted lead</message>"
      "<statusCode>CANNOT_UPDATE_CONVERTED_LEAD</statusCode></errors>"
      "<accountId xsi:nil=\"true\"/><contactId xsi:nil=\"true\"/><leadId xsi:nil=\"true\"/>"
      "<opportunityId xsi:nil=\"true\"/><relatedPersonAccountId xsi:nil=\"true\"/>"
      "<success>false</success></result>",
      Convert(Element("leadId", lead)));
}

TEST_F(LeadConversionTest, TheHeaderTellsTheLimits) {
  const HttpReply reply = CallSoap("convertLead", "");
  const std::string header =
      "<soapenv:Header><LimitInfoHeader><limitInfo><current>1</current><limit>5000000</limit>"
      "<type>API REQUESTS</type></limitInfo></LimitInfoHeader></soapenv:Header><soapenv:Body>";
  EXPECT_NE(std::string::npos, reply.body.find(header)) << reply.body;
}

TEST_F(LeadConversionTest, FieldsGoWhereTheyBelong) {
  const std::string lead =
      Lead(R"(,"FirstName":"F","Street":"1 Way","AnnualRevenue":1000,"NumberOfEmployees":7,)"
           R"("LeadSource":"Web","Title":"T","DoNotCall":true)");
  Create("Task", R"({"Subject":"call","WhoId":")" + lead + "\"}");
  Convert(Element("leadId", lead) + Element("opportunityName", "Deal"));
  EXPECT_EQ("1 Way", Column("SELECT BillingStreet FROM Account", "BillingStreet"));
  EXPECT_EQ("1000", Column("SELECT AnnualRevenue FROM Account", "AnnualRevenue").substr(0, 4));
  EXPECT_EQ("7", Column("SELECT NumberOfEmployees FROM Account", "NumberOfEmployees"));
  EXPECT_EQ("F L", Column("SELECT Name FROM Contact", "Name"));
  EXPECT_EQ("T", Column("SELECT Title FROM Contact WHERE DoNotCall = true", "Title"));
  EXPECT_EQ("Deal", Column("SELECT Name FROM Opportunity", "Name"));
  EXPECT_EQ("2024-06-30", Column("SELECT CloseDate FROM Opportunity", "CloseDate"));
  const std::string contact = Column("SELECT Id FROM Contact", "Id");
  EXPECT_EQ(contact, Column("SELECT ContactId FROM OpportunityContactRole", "ContactId"));
  EXPECT_EQ(contact, Column("SELECT WhoId FROM Task", "WhoId"));
  EXPECT_EQ("2024-05-15", Column("SELECT ConvertedDate FROM Lead", "ConvertedDate"));
}

TEST_F(LeadConversionTest, AConvertedLeadCannotBeChanged) {
  const std::string lead = Lead();
  Convert(Element("leadId", lead));
  const HttpReply reply =
      Call("PATCH", std::string(kData) + "/sobjects/Lead/" + lead, R"({"Title":"x"})");
  EXPECT_EQ(400, reply.status);
  EXPECT_NE(std::string::npos, reply.body.find("CANNOT_UPDATE_CONVERTED_LEAD"));
}

TEST_F(LeadConversionTest, WhatDoesNotFitIsARowError) {
  const std::string contact = Create("Contact", R"({"LastName":"c"})");
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "REQUIRED_FIELD_MISSING"},
      {Element("leadId", Lead()) + Element("contactId", contact), "REQUIRED_FIELD_MISSING"},
      {Element("leadId", Lead()) + Element("ownerId", "005000000999999AAA"),
       "INVALID_CROSS_REFERENCE_KEY"},
      {Element("leadId", Lead()) + Element("accountId", contact), "INVALID_CROSS_REFERENCE_KEY"},
      {Element("leadId", Lead()) + Element("opportunityName", "n") +
           Element("doNotCreateOpportunity", "true"),
       "INVALID_FIELD"}};
  for (const auto& [elements, code] : cases) {
    EXPECT_NE(std::string::npos, Convert(elements).find("<statusCode>" + code + "</statusCode>"))
        << elements;
  }
  EXPECT_EQ("", Column("SELECT Id FROM Account", "Id"));
}

TEST_F(LeadConversionTest, MoreThanAHundredAreAFault) {
  std::string many;
  for (int i = 0; i < 101; ++i) many += "<leadConverts/>";
  EXPECT_EQ(0u, Fault("convertLead", many).find("sf:EXCEEDED_LEAD_CONVERT_LIMIT | "));
}

TEST_F(LeadConversionTest, WithoutASessionThereIsAFault) {
  token_ = "ended";
  EXPECT_EQ(
      "sf:INVALID_SESSION_ID | INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: "
      "Illegal Session",
      Fault("convertLead", ""));
}

TEST_F(LeadConversionTest, AFaultExpiresTheSessionOfTheEnvelope) {
  CallOpen("POST", "/simulator/faults",
           R"({"match":{"path":"/services/Soap/"},"action":{"session":"expire"}})");
  const std::string other = Login();
  EXPECT_EQ(0u, Fault("convertLead", "").find("sf:INVALID_SESSION_ID | "));
  EXPECT_EQ(401, Call("GET", std::string(kData) + "/limits").status);
  token_ = other;
  EXPECT_EQ("", Results("convertLead", ""));
}

}  // namespace
}  // namespace sfsim
