// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class RelatedRowTest : public OrgTest {
 protected:
  void SetUp() override {
    OrgTest::SetUp();
    account_ = Create("Account", R"({"Name":"a"})");
    contact_ = Create("Contact", R"({"LastName":"c","AccountId":")" + account_ + "\"}");
  }
  std::string Url(const std::string& path) { return std::string(kData) + "/sobjects/" + path; }

  std::string account_;
  std::string contact_;
};

TEST_F(RelatedRowTest, ALookupLeadsToItsParent) {
  const HttpReply read = Call("GET", Url("Contact/" + contact_ + "/Account?fields=Name"));
  EXPECT_EQ(200, read.status) << read.body;
  EXPECT_EQ("a", read.Json().Text("Name"));
  EXPECT_EQ(Url("Account/" + account_), read.Json().Find("attributes")->Text("url"));
  EXPECT_EQ(204, Call("PATCH", Url("Contact/" + contact_ + "/Account"), R"({"Name":"b"})").status);
  EXPECT_EQ("b", Column("SELECT Name FROM Account", "Name"));
  EXPECT_EQ(204, Call("DELETE", Url("Contact/" + contact_ + "/Account")).status);
  EXPECT_EQ("", Column("SELECT Name FROM Account", "Name"));
}

TEST_F(RelatedRowTest, AnEmptyLookupOrAnUnknownNameLeadsNowhere) {
  const std::string not_found =
      R"([{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}])";
  for (const std::string& path :
       {"Account/" + account_ + "/Parent", "Account/" + account_ + "/Nonsense",
        std::string("Account/001Sf00000ZZZZZ/Contacts"), "Account/" + account_ + "/Name"}) {
    const HttpReply reply = Call("GET", Url(path));
    EXPECT_EQ(404, reply.status) << path;
    EXPECT_EQ(not_found, reply.body) << path;
  }
}

TEST_F(RelatedRowTest, ChildrenComeAsAQueryAnswersThem) {
  const HttpReply read = Call("GET", Url("Account/" + account_ + "/Contacts?fields=LastName"));
  EXPECT_EQ(200, read.status) << read.body;
  EXPECT_EQ(
      "{\"totalSize\":1,\"done\":true,\"records\":[{\"attributes\":{\"type\":\"Contact\","
      "\"url\":\"" +
          Url("Contact/" + contact_) + "\"},\"LastName\":\"c\"}]}",
      read.body);
  const HttpReply all = Call("GET", Url("Account/" + account_ + "/Contacts"));
  EXPECT_EQ(contact_, all.Json().Find("records")->items[0].Text("Id")) << all.body;
  EXPECT_EQ(R"({"totalSize":0,"done":true,"records":[]})",
            Call("GET", Url("Account/" + account_ + "/Cases")).body);
  EXPECT_EQ(400, Call("GET", Url("Account/" + account_ + "/Contacts?fields=Nope")).status);
  EXPECT_EQ(405, Call("DELETE", Url("Account/" + account_ + "/Contacts")).status);
}

TEST_F(RelatedRowTest, ManyChildrenComeInPages) {
  for (int i = 0; i < 2; ++i) {
    std::string body = R"({"records":[)";
    for (int j = 0; j < 200; ++j) {
      body += std::string(j > 0 ? "," : "") +
              R"({"attributes":{"type":"Contact"},"LastName":"n",)" + "\"AccountId\":\"" +
              account_ + "\"}";
    }
    ASSERT_EQ(200, Call("POST", std::string(kData) + "/composite/sobjects", body + "]}").status);
  }
  const HttpReply page = Call("GET", Url("Account/" + account_ + "/Contacts?fields=LastName"), "",
                              {{"Sforce-Query-Options", "batchSize=200"}});
  EXPECT_FALSE(page.Json().Flag("done", true)) << page.body.substr(0, 200);
  EXPECT_EQ(401, page.Json().Integer("totalSize"));
  EXPECT_EQ(200, Call("GET", page.Json().Text("nextRecordsUrl")).status);
}

}  // namespace
}  // namespace sfsim
