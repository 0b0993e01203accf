// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class DescribeValuesTest : public OrgTest {
 protected:
  // The value of one key of a field, as JSON.
  std::string Value(const std::string& object, const std::string& name, const std::string& key) {
    JsonValue& described = described_[object];
    if (described.is_null()) {
      described = Call("GET", std::string(kData) + "/sobjects/" + object + "/describe").Json();
    }
    for (const JsonValue& field : described.Find("fields")->items) {
      if (field.Text("name") != name || field.Find(key) == nullptr) continue;
      std::string json;
      field.Find(key)->AppendTo(&json);
      return json;
    }
    return "none";
  }

  std::map<std::string, JsonValue> described_;
};

TEST_F(DescribeValuesTest, FieldsOfAllTypesHaveTheRecordedValues) {
  struct Fact {
    const char* object;
    const char* field;
    const char* key;
    const char* value;
  };
  constexpr Fact kFacts[] = {
      {"Account", "Id", "soapType", "\"tns:ID\""},
      {"Account", "Id", "byteLength", "18"},
      {"Account", "Name", "extraTypeInfo", "\"switchablepersonname\""},
      {"Account", "Type", "byteLength", "765"},
      {"Account", "ParentId", "searchPrefilterable", "true"},
      {"Account", "OwnerId", "searchPrefilterable", "false"},
      {"Account", "BillingStreet", "permissionable", "true"},
      {"Account", "BillingStreet", "groupable", "true"},
      {"Account", "BillingAddress", "filterable", "true"},
      {"Account", "BillingAddress", "queryByDistance", "true"},
      {"Account", "BillingAddress", "soapType", "\"urn:address\""},
      {"Account", "BillingGeocodeAccuracy", "length", "40"},
      {"Account", "NumberOfEmployees", "digits", "8"},
      {"Account", "NumberOfEmployees", "precision", "0"},
      {"Account", "Description", "extraTypeInfo", "\"plaintextarea\""},
      {"Account", "Description", "filterable", "false"},
      {"Account", "CreatedDate", "groupable", "false"},
      {"Contact", "Name", "extraTypeInfo", "\"personname\""},
      {"Contact", "Name", "nillable", "false"},
      {"Contact", "FirstName", "permissionable", "false"},
      {"Case", "Status", "defaultValue", "\"New\""},
      {"Case", "Priority", "defaultedOnCreate", "true"},
      {"Case", "CaseNumber", "autoNumber", "true"},
      {"Case", "CaseNumber", "groupable", "false"},
      {"Event", "OwnerId", "namePointing", "true"},
      {"Event", "WhatId", "polymorphicForeignKey", "true"},
      {"Opportunity", "Name", "idLookup", "true"},
      {"Opportunity", "IsPrivate", "defaultValue", "false"},
  };
  for (const Fact& fact : kFacts) {
    EXPECT_EQ(fact.value, Value(fact.object, fact.field, fact.key))
        << fact.object << "." << fact.field << " " << fact.key;
  }
}

TEST_F(DescribeValuesTest, EveryLookupIsAChildRelationshipOfItsParents) {
  const JsonValue user = Call("GET", std::string(kData) + "/sobjects/User/describe").Json();
  bool found = false;
  for (const JsonValue& child : user.Find("childRelationships")->items) {
    found = found ||
            (child.Text("childSObject") == "Widget__c" && child.Text("field") == "CreatedById" &&
             child.Find("relationshipName")->is_null());
  }
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace sfsim
