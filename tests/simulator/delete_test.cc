// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class DeleteTest : public OrgTest {
 protected:
  HttpReply Delete(const std::string& object, const std::string& id) {
    return Call("DELETE", std::string(kData) + "/sobjects/" + object + "/" + id);
  }
  std::string All(const std::string& soql, const std::string& field) {
    const HttpReply reply = Call("GET", std::string(kData) + "/queryAll?q=" + Encode(soql));
    std::string column;
    const JsonValue page = reply.Json();
    for (const JsonValue& record : page.Find("records")->items) {
      if (!column.empty()) column += "|";
      record.Find(field)->AppendTo(&column);
    }
    return column;
  }
};

TEST_F(DeleteTest, WhatCascadesGoesToTheRecycleBinWithItsParent) {
  const std::string account = Create("Account", R"({"Name":"a"})");
  const std::string contact =
      Create("Contact", R"({"LastName":"c","AccountId":")" + account + "\"}");
  Create("Task", R"({"Subject":"Call","WhoId":")" + contact + "\"}");
  EXPECT_EQ(204, Delete("Account", account).status);
  for (const char* object : {"Account", "Contact", "Task"}) {
    EXPECT_EQ("", Column(std::string("SELECT Id FROM ") + object, "Id")) << object;
    EXPECT_EQ("true", All(std::string("SELECT IsDeleted FROM ") + object, "IsDeleted")) << object;
  }
  EXPECT_EQ(404, Delete("Contact", contact).status);
}

TEST_F(DeleteTest, OtherLookupsToTheRowAreCleared) {
  const std::string account = Create("Account", R"({"Name":"a"})");
  Create("Widget__c", R"({"Name":"w","Account__c":")" + account + "\"}");
  EXPECT_EQ(204, Delete("Account", account).status);
  EXPECT_EQ("null", Column("SELECT Account__c FROM Widget__c", "Account__c"));
}

TEST_F(DeleteTest, RestrictingRowsForbidTheDeletionAndAreNamed) {
  const std::string contact =
      Create("Contact", R"({"Salutation":"Mr.","FirstName":"Josh","LastName":"Davis"})");
  Create("Task", R"({"Subject":"Call","WhoId":")" + contact + "\"}");
  Create("Case", R"({"Subject":"s","ContactId":")" + contact + "\"}");
  const std::string number = Column("SELECT CaseNumber FROM Case", "CaseNumber");
  const HttpReply reply = Delete("Contact", contact);
  EXPECT_EQ(400, reply.status);
  EXPECT_EQ(
      R"([{"message":"Your attempt to delete Mr. Josh Davis could not be completed because it is )"
      R"(associated with the following cases.: )" +
          number + R"(\n","errorCode":"DELETE_FAILED","fields":[]}])",
      reply.body);
  EXPECT_EQ("false", Column("SELECT IsDeleted FROM Task", "IsDeleted"));
}

TEST_F(DeleteTest, AFailedDeletionAmongOthersChangesNothing) {
  const std::string account = Create("Account", R"({"Name":"a"})");
  const std::string contact =
      Create("Contact", R"({"LastName":"c","AccountId":")" + account + "\"}");
  Create("Case", R"({"Subject":"s","AccountId":")" + account + "\"}");
  const std::string other = Create("Account", R"({"Name":"b"})");
  const HttpReply reply =
      Call("DELETE", std::string(kData) + "/composite/sobjects?ids=" + account + "," + other);
  EXPECT_FALSE(reply.Json().items[0].Flag("success", true)) << reply.body;
  EXPECT_TRUE(reply.Json().items[1].Flag("success")) << reply.body;
  EXPECT_EQ("a", Column("SELECT Name FROM Account", "Name"));
  EXPECT_EQ(contact, Column("SELECT Id FROM Contact", "Id"));
}

TEST_F(DeleteTest, UndeletingBringsBackWhatWentWithTheRow) {
  const std::string account = Create("Account", R"({"Name":"a"})");
  const std::string early = Create("Contact", R"({"LastName":"e","AccountId":")" + account + "\"}");
  Create("Contact", R"({"LastName":"c","AccountId":")" + account + "\"}");
  Delete("Contact", early);
  now_ += 1000;
  Delete("Account", account);
  now_ += 1000;
  EXPECT_EQ(204, CallOpen("POST", "/simulator/undelete?ids=" + account).status);
  EXPECT_EQ("a", Column("SELECT Name FROM Account", "Name"));
  EXPECT_EQ("c", Column("SELECT LastName FROM Contact", "LastName"));
  EXPECT_EQ(400, CallOpen("POST", "/simulator/undelete?ids=" + account).status);
}

TEST_F(DeleteTest, RowsThatCascadeInACircleAreDeleted) {
  OrgOptions options = DefaultOptions();
  options.schema_json = R"({"objects":[{"name":"Ring__c","fields":[{"name":"Next__c",
      "type":"reference","referenceTo":["Ring__c"],"relationshipName":"Next__r"}],
      "childRelationships":[{"childSObject":"Ring__c","field":"Next__c",
                             "relationshipName":"Rings__r","cascadeDelete":true}]}]})";
  StartOrg(std::move(options));
  const std::string a = Create("Ring__c", R"({"Name":"a"})");
  const std::string b = Create("Ring__c", R"({"Name":"b","Next__c":")" + a + "\"}");
  ASSERT_EQ(204, Call("PATCH", std::string(kData) + "/sobjects/Ring__c/" + a,
                      R"({"Next__c":")" + b + "\"}")
                     .status);
  EXPECT_EQ(204, Delete("Ring__c", a).status);
  EXPECT_EQ("", Column("SELECT Name FROM Ring__c", "Name"));
}

}  // namespace
}  // namespace sfsim
