// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

constexpr char kWidgets[] = "/services/data/v60.0/sobjects/Widget__c";

class RowValueTest : public OrgTest {
 protected:
  void ExpectRefused(const std::string& object, const std::string& json, const std::string& code,
                     const std::string& message) {
    const HttpReply reply = Call("POST", std::string(kData) + "/sobjects/" + object, json);
    EXPECT_EQ(400, reply.status) << json;
    const JsonValue error = reply.Json();
    ASSERT_EQ(1u, error.items.size()) << reply.body;
    EXPECT_EQ(code, error.items[0].Text("errorCode")) << reply.body;
    EXPECT_EQ(message, error.items[0].Text("message"));
  }
  // What a widget's field holds once it was given that JSON value.
  std::string Stored(const std::string& field, const std::string& json) {
    const std::string id = Create("Widget__c", "{\"" + field + "\":" + json + "}");
    return Column("SELECT " + field + " FROM Widget__c WHERE Id = '" + id + "'", field);
  }
};

TEST_F(RowValueTest, MomentsAreReadInEveryFormThatIsDocumented) {
  const std::string utc = "2024-05-15T10:30:00.000+0000";
  for (const char* form : {"2024-05-15T10:30:00Z", "2024-05-15T12:30:00+02:00",
                           "2024-05-15T12:30:00.000+0200", "2024-05-15T10:30:00.000Z"}) {
    EXPECT_EQ(utc, Stored("At__c", "\"" + std::string(form) + "\"")) << form;
  }
  EXPECT_EQ("2024-05-15", Stored("Day__c", "\"2024-05-15\""));
  EXPECT_EQ("2024-05-15", Stored("Day__c", "\"2024-05-15T23:00:00Z\""));
}

TEST_F(RowValueTest, NumbersAndFlagsMayBeTexts) {
  EXPECT_EQ("10000.0", Stored("Amount__c", "\"10000\""));
  EXPECT_EQ("1.24", Stored("Amount__c", "1.235"));
  EXPECT_EQ("true", Stored("Done__c", "\"true\""));
  EXPECT_EQ("null", Stored("Amount__c", "\"\""));
}

TEST_F(RowValueTest, EmptyTextsAreNull) {
  EXPECT_EQ("null", Stored("Long__c", "\"   \""));
  EXPECT_EQ("null", Stored("Tags__c", "\";;\""));
}

TEST_F(RowValueTest, ChoicesAreKeptOnceEach) { EXPECT_EQ("b;a", Stored("Tags__c", "\"b; a;b;\"")); }

TEST_F(RowValueTest, WrongTypesAreParserErrorsWithTheirPlace) {
  ExpectRefused("Widget__c", R"({"At__c":"2017-10-17 00:00:00"})", "JSON_PARSER_ERROR",
                "Cannot deserialize instance of datetime from VALUE_STRING value 2017-10-17 "
                "00:00:00 or request may be missing a required field at [line:1, column:31]");
  const HttpReply list = Call("POST", kWidgets, R"({"Tags__c":["a"]})");
  EXPECT_NE(std::string::npos,
            list.body.find("Cannot deserialize instance of multipicklist from START_ARRAY value ["))
      << list.body;
}

TEST_F(RowValueTest, TextsAndNumbersKeepToTheirSize) {
  ExpectRefused("Contact", "{\"LastName\":\"" + std::string(81, 'x') + "\"}", "STRING_TOO_LONG",
                "Last Name: data value too large: " + std::string(81, 'x') + " (max length=80)");
  ExpectRefused("Account", R"({"Name":"a","NumberOfEmployees":99999999999})",
                "NUMBER_OUTSIDE_VALID_RANGE",
                "Employees: value outside of valid range on numeric field: 99999999999");
  EXPECT_EQ(400, Call("POST", kWidgets, "{\"Amount__c\":1e400}").status);
  EXPECT_EQ(400, Call("POST", kWidgets, "{\"Amount__c\":" + std::string(5000, '9') + "}").status);
}

TEST_F(RowValueTest, InactiveValuesOfRestrictedPicklistsAreRefused) {
  OrgOptions options = DefaultOptions();
  options.schema_json = R"({"objects":[{"name":"Box__c","fields":[{"name":"Size__c","label":"Size",
      "type":"multipicklist","restrictedPicklist":true,
      "picklistValues":["S",{"value":"XXL","active":false}]}]}]})";
  StartOrg(std::move(options));
  ExpectRefused("Box__c", R"({"Size__c":"S;XXL"})", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                "Size: bad value for restricted picklist field: XXL");
  EXPECT_EQ(201,
            Call("POST", std::string(kData) + "/sobjects/Box__c", R"({"Size__c":"S"})").status);
}

TEST_F(RowValueTest, WhatIsReadOnlyCannotBeWritten) {
  const std::string read_only =
      "Unable to create/update fields: BillingAddress. Please check the security settings of this "
      "field and verify that it is read/write for your profile or permission set.";
  ExpectRefused("Account", R"({"Name":"a","BillingAddress":{"city":"x"}})",
                "INVALID_FIELD_FOR_INSERT_UPDATE", read_only);
  ExpectRefused("Account", R"({"Name":"a","Id":"001Sf0000000001"})", "INVALID_FIELD",
                "The Id field should not be specified in the sobject data.");
  EXPECT_EQ(400, Call("POST", std::string(kData) + "/sobjects/Lead",
                      R"({"LastName":"a","Company":"b","LastActivityDate":"2024-01-01"})")
                     .status);
}

TEST_F(RowValueTest, EveryMissingFieldIsNamed) {
  ExpectRefused("Lead", "{}", "REQUIRED_FIELD_MISSING",
                "Required fields are missing: [LastName, Company]");
  ExpectRefused("Opportunity", R"({"Name":"a"})", "REQUIRED_FIELD_MISSING",
                "Required fields are missing: [StageName, CloseDate]");
}

TEST_F(RowValueTest, ObjectsThatCannotBeCreatedOrDeletedSaySo) {
  ExpectRefused("ContentDocument", R"({"Title":"a"})", "INVALID_TYPE_FOR_OPERATION",
                "entity type ContentDocument does not support create");
  const std::string user = Column("SELECT Id FROM User LIMIT 1", "Id");
  EXPECT_EQ(400, Call("DELETE", std::string(kData) + "/sobjects/User/" + user).status);
}

TEST_F(RowValueTest, HostileRecordsAreRefusedAndTheOrgLivesOn) {
  std::string deep = R"({"Account__r":)";
  for (int i = 0; i < 5000; ++i) deep += "{\"a\":";
  EXPECT_EQ(400, Call("POST", kWidgets, deep + "1").status);
  for (const char* json : {"{\"Name\":\"\xC3\x28\"}", "{\"Account__r\":{}}", "{\"Account__r\":[]}",
                           "{\"Account__r\":{\"attributes\":{\"type\":\"No__c\"},\"x\":1}}",
                           "{\"Day__c\":\"99999-01-01\"}", "{\"\":1}", "{\"Account__c\":\"\xE2\"}",
                           "{\"Account__c\":{\"Name\":\"x\"}}", "{\"Long__c\":{}}"}) {
    EXPECT_EQ(400, Call("POST", kWidgets, json).status) << json;
  }
  EXPECT_EQ(201, Call("POST", kWidgets, R"({"Name":"x"})").status);
}

}  // namespace
}  // namespace sfsim
