// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

std::string Keys(const JsonValue& object) {
  std::string keys;
  for (const auto& [name, value] : object.members) keys += (keys.empty() ? "" : " ") + name;
  return keys;
}

class QuickActionTest : public OrgTest {
 protected:
  static std::string Global(const std::string& path) {
    return std::string(kData) + "/quickActions" + path;
  }
  static std::string Of(const std::string& object, const std::string& path) {
    return std::string(kData) + "/sobjects/" + object + "/quickActions" + path;
  }
};

TEST_F(QuickActionTest, EntriesHaveTheRecordedKeys) {
  const JsonValue list = Call("GET", Global("")).Json();
  ASSERT_TRUE(list.is_array());
  size_t with_urls = 0;
  for (const JsonValue& entry : list.items) {
    EXPECT_EQ("actionEnumOrId label name type urls", Keys(entry));
    const JsonValue& urls = *entry.Find("urls");
    if (urls.members.empty()) continue;
    ++with_urls;
    EXPECT_EQ("defaultValues quickAction describe defaultValuesTemplate", Keys(urls));
    EXPECT_EQ(200, Call("GET", urls.Text("describe")).status) << entry.Text("name");
    EXPECT_EQ(200, Call("GET", urls.Text("quickAction")).status);
    EXPECT_EQ(200, Call("GET", urls.Text("defaultValues")).status);
  }
  EXPECT_GT(with_urls, 5u);
  EXPECT_LT(with_urls, list.items.size());
}

TEST_F(QuickActionTest, AnObjectsListBeginsWithItsOwnActions) {
  const JsonValue list = Call("GET", Of("Account", "")).Json();
  ASSERT_FALSE(list.items.empty());
  EXPECT_EQ(Of("Account", "/NewContact"), list.items[0].Find("urls")->Text("quickAction"));
  EXPECT_EQ("09D", list.items[0].Text("actionEnumOrId").substr(0, 3));
  EXPECT_EQ(404, Call("GET", Of("Nope", "")).status);
}

TEST_F(QuickActionTest, DefaultValuesHaveTheRecordedKeys) {
  const HttpReply reply = Call("GET", Global("/NewTask/defaultValues"));
  EXPECT_EQ("attributes Subject ActivityDate WhoId WhatId OwnerId Status", Keys(reply.Json()));
  EXPECT_EQ("type", Keys(*reply.Json().Find("attributes")));
  EXPECT_TRUE(reply.Json().Find("Subject")->is_null());
  EXPECT_EQ("Not Started", reply.Json().Text("Status"));
  EXPECT_EQ("005", reply.Json().Text("OwnerId").substr(0, 3));
  EXPECT_NE("", reply.Header("etag"));
}

TEST_F(QuickActionTest, DefaultValuesKnowTheirContext) {
  const std::string account = Create("Account", R"({"Name":"a"})");
  const JsonValue contact =
      Call("GET", Of("Account", "/NewContact/defaultValues/" + account)).Json();
  EXPECT_EQ(account, contact.Text("AccountId"));
  EXPECT_EQ(account,
            Call("GET", Global("/NewTask/defaultValues/" + account)).Json().Text("WhatId"));
  const std::string issue = Create("Case", R"({"Subject":"s","Status":"Working"})");
  EXPECT_EQ("Working",
            Call("GET", Of("Case", "/ChangeStatus/defaultValues/" + issue)).Json().Text("Status"));
  EXPECT_EQ(400, Call("GET", Of("Account", "/NewContact/defaultValues/" + issue)).status);
  EXPECT_EQ(404, Call("GET", Of("Account", "/NewContact/defaultValues/001Sf00000ZZZZZ")).status);
}

TEST_F(QuickActionTest, ACreateActionCreatesARowBelowItsContext) {
  const std::string account = Create("Account", R"({"Name":"a"})");
  const HttpReply reply =
      Call("POST", Of("Account", "/NewContact"),
           R"({"contextId":")" + account + R"(","record":{"LastName":"O'Brien <&]]>"}})");
  EXPECT_EQ(201, reply.status) << reply.body;
  EXPECT_EQ("contextId created errors feedItemIds id success successMessage", Keys(reply.Json()));
  EXPECT_EQ("O'Brien <&]]>", Column("SELECT LastName FROM Contact", "LastName"));
  EXPECT_EQ(account, Column("SELECT AccountId FROM Contact", "AccountId"));
  EXPECT_EQ(reply.Json().Text("id"), Column("SELECT Id FROM Contact", "Id"));
}

TEST_F(QuickActionTest, ALoggedCallIsAClosedTask) {
  const std::string account = Create("Account", R"({"Name":"a"})");
  const HttpReply reply =
      Call("POST", Global("/LogACall"),
           R"({"contextId":")" + account + R"(","record":{"Description":"said so"}})");
  EXPECT_EQ(201, reply.status) << reply.body;
  EXPECT_EQ("Call", Column("SELECT Subject FROM Task", "Subject"));
  EXPECT_EQ("true", Column("SELECT IsClosed FROM Task", "IsClosed"));
  EXPECT_EQ(account, Column("SELECT WhatId FROM Task", "WhatId"));
}

TEST_F(QuickActionTest, AnUpdateActionChangesItsContext) {
  const std::string issue = Create("Case", R"({"Subject":"s"})");
  const HttpReply reply = Call("POST", Of("Case", "/ChangeStatus"),
                               R"({"contextId":")" + issue + R"(","record":{"Status":"Closed"}})");
  EXPECT_EQ(200, reply.status) << reply.body;
  EXPECT_FALSE(reply.Json().Flag("created", true));
  EXPECT_EQ("Closed", Column("SELECT Status FROM Case", "Status"));
  EXPECT_EQ(400, Call("POST", Of("Case", "/ChangeStatus"), R"({"record":{}})").status);
}

TEST_F(QuickActionTest, WhatARowIsRefusedForIsRefusedHereToo) {
  const HttpReply reply = Call("POST", Global("/NewContact"), R"({"record":{"FirstName":"f"}})");
  EXPECT_EQ(400, reply.status);
  EXPECT_NE(std::string::npos, reply.body.find("REQUIRED_FIELD_MISSING")) << reply.body;
  EXPECT_EQ(400, Call("POST", Global("/NewContact"), "{}").status);
  EXPECT_EQ(404, Call("POST", Global("/Nope"), R"({"record":{}})").status);
  EXPECT_EQ(404, Call("POST", Global("/FeedItem.TextPost"), R"({"record":{}})").status);
}

TEST_F(QuickActionTest, SchemaFilesDefineFurtherOnes) {
  OrgOptions options = DefaultOptions();
  options.schema_json = R"({"quickActions":[{"name":"Rename","object":"Account","type":"Update",
      "fields":["Name"],"successMessage":"Renamed"}]})";
  StartOrg(std::move(options));
  const std::string account = Create("Account", R"({"Name":"a"})");
  const HttpReply reply = Call("POST", Of("Account", "/Rename"),
                               R"({"contextId":")" + account + R"(","record":{"Name":"b"}})");
  EXPECT_EQ("Renamed", reply.Json().Text("successMessage")) << reply.body;
  OrgOptions wrong;
  wrong.schema_json = R"({"quickActions":[{"name":"X","object":"Account","fields":["Nope"]}]})";
  EXPECT_EQ("schema: quick action 'X': no field 'Nope'",
            Org::Create(std::move(wrong)).status().message());
}

}  // namespace
}  // namespace sfsim
