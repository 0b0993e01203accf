// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/text.h"
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

constexpr char kWidgets[] = "/services/data/v60.0/sobjects/Widget__c";

class RowTest : public OrgTest {
 protected:
  void ExpectError(const HttpReply& reply, int status, const std::string& body) {
    EXPECT_EQ(status, reply.status);
    EXPECT_EQ(body, reply.body);
  }
  void ExpectCode(const std::string& json, const std::string& code, const std::string& message) {
    const HttpReply reply = Call("POST", kWidgets, json);
    EXPECT_EQ(400, reply.status) << json;
    const JsonValue error = reply.Json();
    ASSERT_FALSE(error.items.empty()) << reply.body;
    EXPECT_EQ(code, error.items[0].Text("errorCode")) << reply.body;
    EXPECT_EQ(message, error.items[0].Text("message"));
  }
};

TEST_F(RowTest, ACreatedRowIsReadBack) {
  const HttpReply created = Call("POST", std::string(kWidgets) + "/",
                                 R"({"Name":"  x  ","Mail__c":"ME@Example.COM","Amount__c":"7"})");
  ASSERT_EQ(201, created.status) << created.body;
  const std::string id = created.Json().Text("id");
  EXPECT_EQ("{\"id\":\"" + id + "\",\"success\":true,\"errors\":[]}", created.body);
  EXPECT_EQ(std::string(kWidgets) + "/" + id, created.Header("location"));
  const HttpReply read =
      Call("GET", std::string(kWidgets) + "/" + id + "?fields=Name,Mail__c,Amount__c,CreatedDate");
  EXPECT_EQ("{\"attributes\":{\"type\":\"Widget__c\",\"url\":\"" + std::string(kWidgets) + "/" +
                id +
                "\"},\"Name\":\"x\",\"Mail__c\":\"me@example.com\",\"Amount__c\":7.0,"
                "\"CreatedDate\":\"2024-05-15T12:00:00.000+0000\",\"Id\":\"" +
                id + "\"}",
            read.body);
  EXPECT_EQ("", Call("HEAD", std::string(kWidgets) + "/" + id).body);
}

TEST_F(RowTest, NumbersKeepTheirDigits) {
  const std::string id = Create(
      "Widget__c", R"({"Name":"n","Big__c":123456789012345678,"Amount__c":1234567890123456.78})");
  const HttpReply read = Call("GET", std::string(kWidgets) + "/" + id + "?fields=Big__c,Amount__c");
  EXPECT_NE(std::string::npos, read.body.find("\"Big__c\":123456789012345678.0")) << read.body;
  EXPECT_NE(std::string::npos, read.body.find("\"Amount__c\":1234567890123456.78"));
}

TEST_F(RowTest, IdsOf15CharactersAndWrongCaseAreRepaired) {
  const std::string id = Create("Widget__c", R"({"Name":"x"})");
  EXPECT_EQ(200, Call("GET", std::string(kWidgets) + "/" + id.substr(0, 15)).status);
  const std::string shouted = AsciiLower(id.substr(0, 15)) + id.substr(15);
  EXPECT_EQ(200, Call("GET", std::string(kWidgets) + "/" + shouted).status);
}

TEST_F(RowTest, RowsThatAreNotThereAreToldApart) {
  ExpectError(Call("GET", std::string(kWidgets) + "/a01Sf000000ZZZZ"), 404,
              R"([{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}])");
  ExpectError(
      Call("GET", std::string(kWidgets) + "/23foo"), 404,
      R"([{"errorCode":"NOT_FOUND","message":"Provided external ID field does not exist or is not accessible: 23foo"}])");
  EXPECT_EQ(400, Call("GET", std::string(kWidgets) + "/001Sf0000000001").status);
  const std::string id = Create("Widget__c", R"({"Name":"x"})");
  EXPECT_EQ(204, Call("DELETE", std::string(kWidgets) + "/" + id).status);
  for (const char* method : {"DELETE", "GET"}) {
    ExpectError(Call(method, std::string(kWidgets) + "/" + id), 404,
                R"([{"message":"entity is deleted","errorCode":"ENTITY_IS_DELETED","fields":[]}])");
  }
  ExpectError(Call("POST", std::string(kData) + "/sobjects/Nothing__c", "{}"), 404,
              R"([{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}])");
}

TEST_F(RowTest, BadValuesAreRefusedWithTheirCodes) {
  ExpectError(
      Call("POST", std::string(kData) + "/sobjects/Account", R"({"AccountNumer":"1"})"), 400,
      R"([{"message":"No such column 'AccountNumer' on sobject of type Account","errorCode":"INVALID_FIELD"}])");
  ExpectError(
      Call("POST", std::string(kData) + "/sobjects/Account", "{}"), 400,
      R"([{"message":"Required fields are missing: [Name]","errorCode":"REQUIRED_FIELD_MISSING","fields":["Name"]}])");
  ExpectCode(R"({"Mail__c":"badone"})", "INVALID_EMAIL_ADDRESS",
             "mail field: invalid email address: badone");
  ExpectCode(R"({"Kind__c":"Blue"})", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
             "Kind: bad value for restricted picklist field: Blue");
  ExpectCode(
      R"({"IsDeleted":true})", "INVALID_FIELD_FOR_INSERT_UPDATE",
      "Unable to create/update fields: IsDeleted. Please check the security settings of this "
      "field and verify that it is read/write for your profile or permission set.");
  ExpectCode("{\"Name\":\"" + std::string(81, 'x') + "\"}", "STRING_TOO_LONG",
             "Name: data value too large: " + std::string(81, 'x') + " (max length=80)");
  ExpectCode(R"({"Account__c":"003Sf0000000001"})", "FIELD_INTEGRITY_EXCEPTION",
             "Account__c: id value of incorrect type: 003Sf0000000001IAA");
  ExpectCode(R"({"Account__c":"001Sf00000ZZZZZ"})", "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
             "insufficient access rights on cross-reference id: 001Sf00000ZZZZZ");
  for (const char* json : {R"({"Amount__c":"abc"})", R"({"Day__c":"2024-02-30"})",
                           "{\"Name\":", R"({"Done__c":"maybe"})", "[]", "nonsense"}) {
    const HttpReply reply = Call("POST", kWidgets, json);
    EXPECT_EQ(400, reply.status) << json;
    EXPECT_NE(std::string::npos, reply.body.find("JSON_PARSER_ERROR")) << reply.body;
  }
}

TEST_F(RowTest, UpdatesSetAndClearFields) {
  const std::string id = Create("Widget__c", R"({"Name":"x","Amount__c":1})");
  now_ += 60'000;
  const HttpReply updated =
      Call("PATCH", std::string(kWidgets) + "/" + id, R"({"Amount__c":null,"Done__c":true})");
  EXPECT_EQ(204, updated.status) << updated.body;
  EXPECT_EQ("", updated.Header("content-type"));
  const HttpReply read =
      Call("GET", std::string(kWidgets) + "/" + id + "?fields=Amount__c,Done__c,LastModifiedDate");
  EXPECT_NE(
      std::string::npos,
      read.body.find(R"("Amount__c":null,"Done__c":true,"LastModifiedDate":"2024-05-15T12:01)"))
      << read.body;
  EXPECT_EQ(400, Call("PATCH", std::string(kWidgets) + "/" + id, "{\"Id\":\"" + id + "\"}").status);
  EXPECT_EQ(204,
            Call("POST", std::string(kWidgets) + "/" + id + "?_HttpMethod=PATCH", R"({"Name":"y"})")
                .status);
}

TEST_F(RowTest, UpsertsAnswerByVersion) {
  const std::string old_url = "/services/data/v45.0/sobjects/Widget__c/Ext__c/k1";
  const std::string new_url = std::string(kWidgets) + "/Ext__c/k2";
  EXPECT_EQ(201, Call("PATCH", old_url, R"({"Name":"x"})").status);
  EXPECT_EQ(204, Call("PATCH", old_url, R"({"Name":"y"})").status);
  const HttpReply created = Call("PATCH", new_url, R"({"Name":"x"})");
  EXPECT_EQ(201, created.status);
  EXPECT_TRUE(created.body.ends_with(R"("success":true,"errors":[],"created":true})"));
  const HttpReply updated = Call("PATCH", new_url, R"({"Name":"y"})");
  EXPECT_EQ(200, updated.status);
  EXPECT_TRUE(updated.body.ends_with(R"("success":true,"errors":[],"created":false})"));
  EXPECT_EQ(404,
            Call("PATCH", std::string(kWidgets) + "/Ext__c/none?updateOnly=true", "{}").status);
  EXPECT_EQ(
      R"([{"errorCode":"NOT_FOUND","message":"Provided external ID field does not exist or is not accessible: Namez"}])",
      Call("PATCH", std::string(kWidgets) + "/Namez/1", "{}").body);
}

TEST_F(RowTest, ExternalIdsAreOnePathSegmentWhateverTheyContain) {
  const std::string key = "a/b?c%d#e f é+g";
  ASSERT_EQ(
      201,
      Call("PATCH", std::string(kWidgets) + "/Ext__c/" + Encode(key), R"({"Name":"x"})").status);
  const HttpReply read = Call("GET", std::string(kWidgets) + "/Ext__c/" + Encode(key));
  EXPECT_EQ(200, read.status);
  EXPECT_EQ(key, read.Json().Text("Ext__c"));
  EXPECT_EQ(204, Call("DELETE", std::string(kWidgets) + "/Ext__c/" + Encode(key)).status);
}

TEST_F(RowTest, SeveralMatchesAreListed) {
  const std::string a = Create("Widget__c", R"({"Name":"a","Loose__c":"same"})");
  const std::string b = Create("Widget__c", R"({"Name":"b","Loose__c":"same"})");
  const std::string list =
      "[\"" + std::string(kWidgets) + "/" + a + "\",\"" + std::string(kWidgets) + "/" + b + "\"]";
  for (const char* method : {"GET", "PATCH", "DELETE"}) {
    ExpectError(Call(method, std::string(kWidgets) + "/Loose__c/same", "{}"), 300, list);
  }
}

TEST_F(RowTest, UniqueValuesAreUnique) {
  const std::string id = Create("Widget__c", R"({"Name":"a","Ext__c":"one"})");
  ExpectCode(
      R"({"Ext__c":"ONE"})", "DUPLICATE_VALUE",
      "duplicate value found: Ext__c duplicates value on record with id: " + id.substr(0, 15));
}

TEST_F(RowTest, RelationshipsCanBeSetByExternalId) {
  const std::string contact = Create("Contact", R"({"LastName":"a","Email":"boss@example.com"})");
  const std::string id =
      Create("Contact", R"({"LastName":"b","ReportsTo":{"Email":"boss@example.com"}})");
  EXPECT_EQ(contact,
            Column("SELECT ReportsToId FROM Contact WHERE Id = '" + id + "'", "ReportsToId"));
  const HttpReply missing = Call("POST", std::string(kData) + "/sobjects/Contact",
                                 R"({"LastName":"b","ReportsTo":{"Email":"x@example.com"}})");
  EXPECT_NE(std::string::npos,
            missing.body.find("Foreign key external ID: x@example.com not found for field Email in "
                              "entity Contact"))
      << missing.body;
}

TEST_F(RowTest, PersonNamesAreComposed) {
  const std::string id = Create("Contact", R"({"FirstName":"Ada","LastName":"Lovelace"})");
  EXPECT_EQ("Ada Lovelace", Column("SELECT Name FROM Contact", "Name"));
  Call("PATCH", std::string(kData) + "/sobjects/Contact/" + id, R"({"LastName":"King"})");
  EXPECT_EQ("Ada King", Column("SELECT Name FROM Contact", "Name"));
}

TEST_F(RowTest, RowsAreStampedInWholeSeconds) {
  now_ += 123;
  const std::string id = Create("Widget__c", R"({"Name":"w"})");
  EXPECT_EQ("2024-05-15T12:00:00.000+0000",
            Column("SELECT CreatedDate FROM Widget__c", "CreatedDate"));
  now_ += 2765;
  const std::string url = std::string(kData) + "/sobjects/Widget__c/" + id;
  EXPECT_EQ(204, Call("PATCH", url, R"({"Name":"v"})").status);
  for (const char* field : {"LastModifiedDate", "SystemModstamp"}) {
    EXPECT_EQ("2024-05-15T12:00:02.000+0000",
              Column(std::string("SELECT ") + field + " FROM Widget__c", field));
  }
  now_ += 1000;
  EXPECT_EQ(204, Call("DELETE", url).status);
  EXPECT_NE(std::string::npos, Call("GET", std::string(kData) + "/queryAll?q=" +
                                               Encode("SELECT SystemModstamp FROM Widget__c"))
                                   .body.find("12:00:03.000+0000"));
}

TEST_F(RowTest, UnmodifiedRowsAnswer304) {
  const std::string id = Create("Account", R"({"Name":"x"})");
  const std::string url = std::string(kData) + "/sobjects/Account/" + id;
  const std::string modified = Call("GET", url).Header("last-modified");
  EXPECT_EQ("Wed, 15 May 2024 12:00:00 GMT", modified);
  EXPECT_EQ(304, Call("GET", url, "", {{"If-Modified-Since", modified}}).status);
}

}  // namespace
}  // namespace sfsim
