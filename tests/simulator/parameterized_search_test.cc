// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class ParameterizedSearchTest : public OrgTest {
 protected:
  void SetUp() override {
    OrgTest::SetUp();
    for (const char* name : {"National Utility", "National Urban", "First National University"}) {
      Create("Account", std::string(R"({"Name":")") + name + R"(","Site":"x"})");
    }
    Create("Contact", R"({"FirstName":"National","LastName":"Hero"})");
  }

  static std::string Names(const HttpReply& reply, const std::string& list = "searchRecords") {
    if (reply.status != 200) return reply.body;
    std::string names;
    const JsonValue json = reply.Json();
    for (const JsonValue& record : json.Find(list)->items) {
      names += (names.empty() ? "" : "|") + record.Text("Name", "-");
    }
    return names;
  }

  HttpReply Get(const std::string& query) { return Call("GET", kData + ("/" + query)); }
  HttpReply Post(const std::string& body) {
    return Call("POST", std::string(kData) + "/parameterizedSearch/", body);
  }
};

TEST_F(ParameterizedSearchTest, ParametersInTheUriChooseObjectsFieldsAndLimits) {
  EXPECT_EQ("-|-|-|-", Names(Get("parameterizedSearch/?q=National")));
  EXPECT_EQ("National Utility|National Urban",
            Names(Get("parameterizedSearch?q=National&sobject=Account&Account.fields=id,name&"
                      "Account.limit=2")));
  EXPECT_EQ("National Utility|National Hero",
            Names(Get("parameterizedSearch?q=National&sobject=Account&sobject=Contact&fields=name&"
                      "defaultLimit=1&in=NAME&spellCorrection=true")));
  EXPECT_EQ("First National University",
            Names(Get("parameterizedSearch?q=National&sobject=Account&Account.fields=name&"
                      "Account.where=Name+LIKE+'First%25'")));
  EXPECT_EQ(400, Get("parameterizedSearch?sobject=Account").status);
  EXPECT_EQ(400, Get("parameterizedSearch?q=National&in=NOWHERE").status);
}

TEST_F(ParameterizedSearchTest, ABodySaysTheSame) {
  EXPECT_EQ("First National University|National Hero",
            Names(Post(R"json({"q":"National","fields":["id","name"],"in":"ALL","overallLimit":100,
                "defaultLimit":"1","sobjects":[{"name":"Account","orderBy":"Name"},
                {"name":"Contact","fields":["toLabel(Name)"],"where":"LastName = 'Hero'"}]})json")));
  EXPECT_EQ("National Urban", Names(Post(R"({"q":"National","fields":["name"],"offset":1,
                "sobjects":[{"name":"Account","orderBy":"Name ASC","limit":1}]})")));
  const HttpReply labels = Post(
      R"({"q":"unicorn","fields":["name"],"sobjects":[{"name":"Account"}],"metadata":"LABELS"})");
  EXPECT_NE(std::string::npos, labels.body.find(R"("entityetadata":[{"entityName":"Account")"));
  EXPECT_EQ(400, Post("[]").status);
  EXPECT_EQ(400, Post(R"({"q":"National","overallLimit":-1})").status);
  const HttpReply unknown =
      Post(R"({"q":"National","sobjects":[{"name":"Nope"},{"name":"User"}]})");
  EXPECT_EQ(400, unknown.status);
  EXPECT_NE(std::string::npos, unknown.body.find("\\nNope(Id)\\n^"));
}

TEST_F(ParameterizedSearchTest, SuggestionsCompleteTheLastWordOfTheName) {
  const HttpReply reply = Get("search/suggestions?q=national+u&sobject=Account");
  EXPECT_EQ("National Utility|National Urban|First National University",
            Names(reply, "autoSuggestResults"));
  EXPECT_FALSE(reply.Json().Flag("hasMoreResults", true));
  const JsonValue one =
      Get("search/suggestions?q=nat&sobject=Account&limit=1&fields=Id,Site").Json();
  EXPECT_EQ(1u, one.Find("autoSuggestResults")->items.size());
  EXPECT_EQ("x", one.Find("autoSuggestResults")->items[0].Text("Site"));
  EXPECT_TRUE(one.Flag("hasMoreResults"));
  EXPECT_EQ(400, Get("search/suggestions?q=na&sobject=Account").status);
  EXPECT_EQ(400, Get("search/suggestions?q=national").status);
}

TEST_F(ParameterizedSearchTest, ScopesAndLayoutsAreListed) {
  const HttpReply scopes = Get("search/scopeOrder");
  EXPECT_NE(std::string::npos,
            scopes.body.find(R"({"type":"Account","url":"/services/data/v60.0/sobjects/Account/)"
                             R"(describe"})"));
  const JsonValue layouts = Get("search/layout/?q=Account,Contact").Json();
  ASSERT_EQ(2u, layouts.items.size());
  EXPECT_EQ("Search Results", layouts.items[0].Text("label"));
  EXPECT_EQ("Account.Name", layouts.items[0].Find("searchColumns")->items[0].Text("field"));
  EXPECT_EQ("Owner.Alias", layouts.items[0].Find("searchColumns")->items.back().Text("name"));
  EXPECT_EQ(404, Get("search/layout?q=Nope").status);
}

}  // namespace
}  // namespace sfsim
