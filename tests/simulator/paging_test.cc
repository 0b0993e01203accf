// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class PagingTest : public OrgTest {
 protected:
  void SetUp() override {
    OrgOptions options = DefaultOptions();
    options.generate = {{"Account", 4500}, {"Contact", 900}};
    StartOrg(std::move(options));
  }
};

TEST_F(PagingTest, PagesCoverEveryRowOnce) {
  HttpReply page = Query("SELECT Id FROM Account");
  std::set<std::string> ids;
  int pages = 0;
  while (true) {
    ASSERT_EQ(200, page.status) << page.body;
    const JsonValue json = page.Json();
    EXPECT_EQ(4500, json.Integer("totalSize"));
    for (const JsonValue& record : json.Find("records")->items) {
      EXPECT_TRUE(ids.insert(record.Text("Id")).second);
    }
    ++pages;
    if (json.Flag("done")) break;
    page = Call("GET", json.Text("nextRecordsUrl"));
  }
  EXPECT_EQ(3, pages);
  EXPECT_EQ(4500u, ids.size());
}

TEST_F(PagingTest, APageCanBeReadAgainInAnyOrder) {
  const std::string second =
      Query("SELECT Id FROM Account ORDER BY Name").Json().Text("nextRecordsUrl");
  const HttpReply page = Call("GET", second);
  const std::string third = page.Json().Text("nextRecordsUrl");
  EXPECT_TRUE(second.ends_with("-2000"));
  EXPECT_TRUE(third.ends_with("-4000"));
  const HttpReply last = Call("GET", third);
  EXPECT_TRUE(last.Json().Flag("done"));
  EXPECT_EQ(last.body, Call("GET", third).body);
  EXPECT_EQ(page.body, Call("GET", second).body);
}

TEST_F(PagingTest, PagesShowTheRowsOfOneMoment) {
  const std::string next = Query("SELECT Id FROM Account").Json().Text("nextRecordsUrl");
  Create("Account", R"({"Name":"later"})");
  EXPECT_EQ(4500, Call("GET", next).Json().Integer("totalSize"));
  EXPECT_EQ(4501, Query("SELECT COUNT() FROM Account").Json().Integer("totalSize"));
}

TEST_F(PagingTest, TheBatchSizeIsAHintWithinBounds) {
  const auto rows = [this](const std::string& options) {
    return Call("GET", std::string(kData) + "/query?q=SELECT+Id+FROM+Account", "",
                {{"Sforce-Query-Options", options}})
        .Json()
        .Find("records")
        ->items.size();
  };
  EXPECT_EQ(500u, rows("batchSize=500"));
  EXPECT_EQ(200u, rows("batchSize=1"));
  EXPECT_EQ(2000u, rows("batchSize=9999"));
}

TEST_F(PagingTest, LimitsAndTotalsAgree) {
  const JsonValue json = Query("SELECT Id FROM Account LIMIT 3000").Json();
  EXPECT_EQ(3000, json.Integer("totalSize"));
  EXPECT_EQ(1000u, Call("GET", json.Text("nextRecordsUrl")).Json().Find("records")->items.size());
}

TEST_F(PagingTest, BigChildSetsHavePagesOfTheirOwn) {
  const std::string parent = Create("Account", R"({"Name":"Big family"})");
  std::string body = R"({"records":[)";
  for (int i = 0; i < 200; ++i) {
    body += std::string(i > 0 ? "," : "") +
            R"({"attributes":{"type":"Contact"},"LastName":"c","AccountId":")" + parent + "\"}";
  }
  body += "]}";
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(200, Call("POST", std::string(kData) + "/composite/sobjects", body).status);
  }
  HttpReply page = Call("GET",
                        std::string(kData) + "/query?q=" +
                            Encode("SELECT Name, (SELECT Id FROM Contacts) FROM Account WHERE "
                                   "Id = '" +
                                   parent + "'"),
                        "", {{"Sforce-Query-Options", "batchSize=200"}});
  JsonValue children = *page.Json().Find("records")->items[0].Find("Contacts");
  EXPECT_EQ(400, children.Integer("totalSize"));
  std::set<std::string> ids;
  while (true) {
    for (const JsonValue& record : children.Find("records")->items) {
      EXPECT_TRUE(ids.insert(record.Text("Id")).second);
    }
    if (children.Flag("done")) break;
    children = Call("GET", children.Text("nextRecordsUrl"), "",
                    {{"Sforce-Query-Options", "batchSize=200"}})
                   .Json();
  }
  EXPECT_EQ(400u, ids.size());
}

TEST_F(PagingTest, AggregatesHaveNoPages) {
  const HttpReply reply = Query("SELECT Name, COUNT(Id) FROM Account GROUP BY Name");
  EXPECT_EQ(400, reply.status);
  EXPECT_EQ(
      R"([{"message":"Aggregate query does not support queryMore(), use LIMIT to restrict the )"
      R"(results to a single batch","errorCode":"EXCEEDED_ID_LIMIT"}])",
      reply.body);
}

}  // namespace
}  // namespace sfsim
