// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

constexpr char kRolledBack[] =
    R"({"success":false,"errors":[{"statusCode":"ALL_OR_NONE_OPERATION_ROLLED_BACK","message":"Record rolled back because not all records were valid and the request was using AllOrNone header","fields":[]}]})";

class CollectionsTest : public OrgTest {
 protected:
  HttpReply Save(const std::string& method, const std::string& path, const std::string& body) {
    return Call(method, std::string(kData) + "/composite/sobjects" + path, body);
  }
};

TEST_F(CollectionsTest, RowsFailAlone) {
  const HttpReply reply = Save("POST", "", R"({"records":[
      {"attributes":{"type":"Account"},"Name":"a"},{"attributes":{"type":"Account"}}]})");
  EXPECT_EQ(200, reply.status);
  EXPECT_TRUE(reply.Json().items[0].Flag("success"));
  EXPECT_TRUE(reply.body.ends_with(
      R"({"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING","message":"Required fields are missing: [Name]","fields":["Name"]}]}])"))
      << reply.body;
  EXPECT_EQ("a", Column("SELECT Name FROM Account", "Name"));
}

TEST_F(CollectionsTest, AllOrNoneLeavesNothingBehind) {
  const HttpReply reply = Save("POST", "", R"({"allOrNone":true,"records":[
      {"attributes":{"type":"Account"},"Name":"a"},{"attributes":{"type":"Account"}}]})");
  EXPECT_EQ(0u, reply.body.find(std::string("[") + kRolledBack)) << reply.body;
  EXPECT_EQ("", Column("SELECT Name FROM Account", "Name"));
}

TEST_F(CollectionsTest, UpdatesNeedIds) {
  const std::string id = Create("Account", R"({"Name":"a"})");
  const HttpReply reply = Save("PATCH", "",
                               R"({"records":[{"attributes":{"type":"Account"},"id":")" + id +
                                   R"(","Name":"b"},{"attributes":{"type":"Account"},"Name":"c"},
      {"attributes":{"type":"Account"},"Id":"001Sf00000ZZZZZ","Name":"d"}]})");
  EXPECT_EQ(
      "[{\"id\":\"" + id +
          R"(","success":true,"errors":[]},{"success":false,"errors":[{"statusCode":"MISSING_ARGUMENT","message":"Id not specified in an update call","fields":[]}]},{"success":false,"errors":[{"statusCode":"INVALID_CROSS_REFERENCE_KEY","message":"invalid cross reference id","fields":[]}]}])",
      reply.body);
  EXPECT_EQ("b", Column("SELECT Name FROM Account", "Name"));
}

TEST_F(CollectionsTest, UpsertsSayWhatWasCreated) {
  const std::string body =
      R"({"records":[{"attributes":{"type":"Widget__c"},"Ext__c":"k","Name":"n"}]})";
  EXPECT_TRUE(Save("PATCH", "/Widget__c/Ext__c", body).Json().items[0].Flag("created"));
  EXPECT_FALSE(Save("PATCH", "/Widget__c/Ext__c", body).Json().items[0].Flag("created", true));
  EXPECT_TRUE(Save("PATCH", "/Account/Id", R"({"records":[{"Id":null,"Name":"n"}]})")
                  .Json()
                  .items[0]
                  .Flag("created"));
}

TEST_F(CollectionsTest, RolledBackUpsertsSayCreatedOfEveryRow) {
  const HttpReply reply = Save("PATCH", "/Widget__c/Ext__c", R"({"allOrNone":true,"records":[
      {"Ext__c":"k","Name":"n"},{"Ext__c":"l","Mail__c":"x"}]})");
  for (const JsonValue& row : reply.Json().items) {
    EXPECT_FALSE(row.Flag("success", true));
    EXPECT_TRUE(row.Flag("created"));
  }
  EXPECT_EQ("", Column("SELECT Name FROM Widget__c", "Name"));
}

TEST_F(CollectionsTest, DeletesByIds) {
  const std::string a = Create("Account", R"({"Name":"a"})");
  const HttpReply reply = Save("DELETE", "?ids=" + a + ",xyz", "");
  EXPECT_EQ(
      "[{\"id\":\"" + a +
          R"(","success":true,"errors":[]},{"success":false,"errors":[{"statusCode":"MALFORMED_ID","message":"malformed id xyz","fields":[]}]}])",
      reply.body);
}

TEST_F(CollectionsTest, RetrieveAnswersNullForWhatIsNotThere) {
  const std::string a = Create("Account", R"({"Name":"a"})");
  const HttpReply read = Save("GET", "/Account?ids=" + a + ",001Sf00000ZZZZZ&fields=Name", "");
  EXPECT_TRUE(read.body.ends_with(",null]")) << read.body;
  EXPECT_EQ(read.body, Save("POST", "/Account",
                            R"({"ids":[")" + a + R"(","001Sf00000ZZZZZ"],"fields":["Name"]})")
                           .body);
  EXPECT_EQ(400, Save("GET", "/Account?ids=" + a + "&fields=Bogus", "").status);
}

TEST_F(CollectionsTest, SizesAreChecked) {
  EXPECT_EQ(R"([{"message":"At least 1 record is required","errorCode":"REQUIRED_FIELD_MISSING"}])",
            Save("POST", "", R"({"records":[]})").body);
  std::string many = R"({"records":[)";
  for (int i = 0; i < 201; ++i) many += std::string(i > 0 ? "," : "") + "{}";
  EXPECT_EQ(400, Save("POST", "", many + "]}").status);
}

}  // namespace
}  // namespace sfsim
