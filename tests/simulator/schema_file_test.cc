// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

// As an org describes it, shortened: with keys that mean nothing here.
constexpr char kThing[] = R"({"actionOverrides":[],"activateable":false,"name":"Thing__c",
  "label":"Thing","labelPlural":"Things","keyPrefix":"a0T","custom":true,"queryable":true,
  "unheardOf":{"a":[1]},
  "childRelationships":[{"cascadeDelete":false,"childSObject":"Task","field":"WhatId",
    "relationshipName":"Tasks","restrictedDelete":false},
    {"childSObject":"Missing__c","field":"Thing__c","relationshipName":"Missings__r"}],
  "fields":[
    {"name":"Id","type":"id","label":"Record ID","length":18,"idLookup":true,"nillable":false,
     "createable":false,"updateable":false,"defaultedOnCreate":true,"soapType":"tns:ID"},
    {"name":"Name","type":"string","label":"Thing No","length":80,"autoNumber":true,
     "nameField":true,"nillable":false,"createable":false,"updateable":false,
     "defaultedOnCreate":true},
    {"name":"Master__c","type":"reference","label":"Master","referenceTo":["Account"],
     "relationshipName":"Master__r","cascadeDelete":true,"relationshipOrder":0,"nillable":false,
     "updateable":false,"writeRequiresMasterRead":false},
    {"name":"Count__c","type":"double","precision":18,"scale":0,"label":"Count",
     "defaultValue":null,"calculatedFormula":null},
    {"name":"Whole__c","type":"int","digits":8,"precision":0,"label":"Whole"},
    {"name":"On__c","type":"boolean","label":"On","defaultValue":true,"nillable":false},
    {"name":"Any__c","type":"complexvalue","label":"Any","inlineHelpText":"help"},
    {"name":"Kind__c","type":"picklist","label":"Kind","restrictedPicklist":true,
     "dependentPicklist":true,"controllerName":"On__c","picklistValues":[
       {"active":true,"defaultValue":true,"label":"One","validFor":"gAAA","value":"1"},
       {"active":false,"defaultValue":false,"label":"Two","validFor":null,"value":"2"}]}],
  "recordTypeInfos":[
    {"active":true,"available":true,"defaultRecordTypeMapping":true,"developerName":"Big",
     "master":false,"name":"Big One","recordTypeId":"0125g0000000001AAA","urls":{}},
    {"active":true,"available":true,"defaultRecordTypeMapping":false,"developerName":"Master",
     "master":true,"name":"Master","recordTypeId":"012000000000000AAA","urls":{}}]})";

class SchemaFileTest : public OrgTest {
 protected:
  void SetUp() override {}
  void Load(const std::string& schema) {
    OrgOptions options;
    options.schema_json = schema;
    StartOrg(std::move(options));
  }
  static std::string Refusal(const std::string& schema) {
    OrgOptions options;
    options.schema_json = schema;
    auto org = Org::Create(std::move(options));
    return org.ok() ? "" : std::string(org.status().message());
  }
  static std::string WithField(const std::string& field) {
    return R"({"objects":[{"name":"X__c","fields":[)" + field + "]}]}";
  }
  JsonValue FieldOf(const std::string& object, const std::string& name) {
    const JsonValue described =
        Call("GET", std::string(kData) + "/sobjects/" + object + "/describe").Json();
    for (const JsonValue& field : described.Find("fields")->items) {
      if (field.Text("name") == name) return field;
    }
    ADD_FAILURE() << "no field " << name;
    return {};
  }
};

TEST_F(SchemaFileTest, ADescribeReplyIsASchema) {
  Load(kThing);
  const std::string account = Create("Account", R"({"Name":"a"})");
  const std::string id = Create("Thing__c", "{\"Master__c\":\"" + account + "\"}");
  EXPECT_EQ("a0T", id.substr(0, 3));
  EXPECT_EQ("1", Column("SELECT Kind__c FROM Thing__c", "Kind__c"));
  EXPECT_EQ("true", Column("SELECT On__c FROM Thing__c", "On__c"));
  EXPECT_EQ(400,
            Call("POST", std::string(kData) + "/sobjects/Thing__c", R"({"Whole__c":99999999999})")
                .status);
  const std::string task = Create("Task", "{\"Subject\":\"s\",\"WhatId\":\"" + id + "\"}");
  EXPECT_EQ(18u, task.size());
}

TEST_F(SchemaFileTest, AListOfRepliesIsASchemaToo) {
  Load("[" + std::string(kThing) + R"(,{"name":"Other__c","fields":[]}])");
  EXPECT_EQ(200, Call("GET", std::string(kData) + "/sobjects/Other__c/describe").status);
  EXPECT_EQ(200, Call("GET", std::string(kData) + "/sobjects/Thing__c/describe").status);
}

TEST_F(SchemaFileTest, WhatTheReplySaidIsSaidAgain) {
  Load(kThing);
  EXPECT_EQ("help", FieldOf("Thing__c", "Any__c").Text("inlineHelpText"));
  EXPECT_EQ("complexvalue", FieldOf("Thing__c", "Any__c").Text("type"));
  const JsonValue kind = FieldOf("Thing__c", "Kind__c");
  EXPECT_EQ("On__c", kind.Text("controllerName"));
  EXPECT_EQ("gAAA", kind.Find("picklistValues")->items[0].Text("validFor"));
  EXPECT_TRUE(kind.Flag("dependentPicklist"));
  EXPECT_EQ(8, FieldOf("Thing__c", "Whole__c").Integer("digits"));
  EXPECT_EQ(0, FieldOf("Thing__c", "Whole__c").Integer("precision"));
}

TEST_F(SchemaFileTest, RecordTypesAreRowsAndTheDefaultOneIsTaken) {
  Load(kThing);
  const std::string account = Create("Account", R"({"Name":"a"})");
  Create("Thing__c", "{\"Master__c\":\"" + account + "\"}");
  EXPECT_EQ("0125g0000000001AAA",
            Column("SELECT Id FROM RecordType WHERE SobjectType = 'Thing__c'", "Id"));
  EXPECT_EQ("0125g0000000001AAA", Column("SELECT RecordTypeId FROM Thing__c", "RecordTypeId"));
}

TEST_F(SchemaFileTest, DetailsGoWithTheirMaster) {
  Load(kThing);
  const std::string account = Create("Account", R"({"Name":"a"})");
  Create("Thing__c", "{\"Master__c\":\"" + account + "\"}");
  EXPECT_EQ(1u, Query("SELECT Id, (SELECT Id FROM Things__r) FROM Account")
                    .Json()
                    .Find("records")
                    ->items.size());
  EXPECT_EQ(204, Call("DELETE", std::string(kData) + "/sobjects/Account/" + account).status);
  EXPECT_EQ("", Column("SELECT Id FROM Thing__c", "Id"));
}

TEST_F(SchemaFileTest, CustomObjectsHaveNameAndOwnerWithoutBeingAsked) {
  Load(R"({"objects":[{"name":"Plain__c"}]})");
  Create("Plain__c", R"({"Name":"n"})");
  EXPECT_EQ("005", Column("SELECT OwnerId FROM Plain__c", "OwnerId").substr(0, 3));
}

TEST_F(SchemaFileTest, DefinitionsCanBeQueried) {
  Load(kThing);
  EXPECT_EQ("Thing", Column("SELECT Label FROM EntityDefinition WHERE "
                            "QualifiedApiName = 'Thing__c'",
                            "Label"));
  EXPECT_EQ("Whole__c", Column("SELECT QualifiedApiName FROM FieldDefinition WHERE "
                               "EntityDefinition.QualifiedApiName = 'Thing__c' AND "
                               "DataType = 'int'",
                               "QualifiedApiName"));
  EXPECT_EQ("Closed Won",
            Column("SELECT MasterLabel FROM OpportunityStage WHERE IsWon = true", "MasterLabel"));
}

TEST_F(SchemaFileTest, WhereNothingIsUndeletedThereIsNoIsDeleted) {
  Load(R"({"objects":[{"name":"Log__c","undeletable":false},{"name":"Kept__c"}]})");
  EXPECT_EQ(200, Query("SELECT IsDeleted FROM Kept__c").status);
  const HttpReply reply = Query("SELECT IsDeleted FROM Log__c");
  EXPECT_EQ(400, reply.status);
  EXPECT_EQ("INVALID_FIELD", reply.Json().items.at(0).Text("errorCode"));
  const std::string id = Create("Log__c", R"({"Name":"a"})");
  EXPECT_EQ("a", Column("SELECT Name FROM Log__c", "Name"));
  EXPECT_EQ(204, Call("DELETE", std::string(kData) + "/sobjects/Log__c/" + id).status);
  EXPECT_EQ("", Column("SELECT Name FROM Log__c", "Name"));
}

TEST_F(SchemaFileTest, ContradictionsAreNamed) {
  EXPECT_EQ("schema: X__c: A__c: scale is greater than precision",
            Refusal(WithField(R"({"name":"A__c","type":"double","precision":3,"scale":5})")));
  EXPECT_EQ("schema: X__c: A__c: length must be 0 to 131072",
            Refusal(WithField(R"({"name":"A__c","length":-1})")));
  EXPECT_EQ("schema: X__c: A__c: unique must be true or false",
            Refusal(WithField(R"({"name":"A__c","unique":"yes"})")));
  EXPECT_EQ("schema: X__c: the field a__c is there twice",
            Refusal(WithField(R"({"name":"A__c"},{"name":"a__c"})")));
  EXPECT_EQ("schema: X__c: A__c: this type cannot be an external id",
            Refusal(WithField(R"({"name":"A__c","type":"boolean","externalId":true})")));
  EXPECT_EQ("schema: X__c: A__c: no field B__c that it could be a part of",
            Refusal(WithField(R"({"name":"A__c","compoundFieldName":"B__c"})")));
  EXPECT_EQ("schema: Account: keyPrefix zzz, but it is 001",
            Refusal(R"({"objects":[{"name":"Account","keyPrefix":"zzz"}]})"));
  EXPECT_EQ("schema: X__c: keyPrefix 001 belongs to Account",
            Refusal(R"({"objects":[{"name":"X__c","keyPrefix":"001"}]})"));
  EXPECT_EQ("schema: Account: its children Contact have no lookup LastName",
            Refusal(R"({"objects":[{"name":"Account","childRelationships":[
                {"childSObject":"Contact","field":"LastName","relationshipName":"X"}]}]})"));
}

}  // namespace
}  // namespace sfsim
