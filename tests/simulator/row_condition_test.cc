// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

constexpr char kBefore[] = "Wed, 15 May 2024 11:00:00 GMT";
constexpr char kAfter[] = "Wed, 15 May 2024 13:00:00 GMT";

class RowConditionTest : public OrgTest {
 protected:
  void SetUp() override {
    OrgTest::SetUp();
    account_ = std::string(kData) + "/sobjects/Account/" + Create("Account", R"({"Name":"a"})");
    contact_ = std::string(kData) + "/sobjects/Contact/" + Create("Contact", R"({"LastName":"c"})");
  }
  int Get(const std::string& url, const std::string& header, const std::string& value) {
    return Call("GET", url, "", {{header, value}}).status;
  }
  int Patch(const std::string& header, const std::string& value) {
    return Call("PATCH", account_, R"({"Name":"b"})", {{header, value}}).status;
  }

  std::string account_;
  std::string contact_;
};

TEST_F(RowConditionTest, OnlyAccountsHaveTags) {
  EXPECT_NE("", Call("GET", account_).Header("etag"));
  EXPECT_EQ("", Call("GET", contact_).Header("etag"));
  EXPECT_EQ(200, Get(contact_, "If-Match", "\"x\""));
}

TEST_F(RowConditionTest, KnownRowsAreNotSentAgain) {
  const HttpReply full = Call("GET", account_);
  const HttpReply known = Call("GET", account_, "", {{"If-None-Match", full.Header("etag")}});
  EXPECT_EQ(304, known.status);
  EXPECT_EQ("", known.body);
  EXPECT_EQ(full.Header("etag"), known.Header("etag"));
  EXPECT_EQ(200, Get(account_, "If-None-Match", "\"other\""));
  EXPECT_EQ(304, Get(account_, "If-Modified-Since", kAfter));
  EXPECT_EQ(200, Get(account_, "If-Modified-Since", kBefore));
  EXPECT_EQ(304, Get(contact_, "If-Modified-Since", kAfter));
}

TEST_F(RowConditionTest, RowsThatAreNotAsWantedAnswer412) {
  EXPECT_EQ(412, Get(account_, "If-Match", "\"other\""));
  EXPECT_EQ(200, Get(account_, "If-Match", Call("GET", account_).Header("etag")));
  EXPECT_EQ(412, Get(account_, "If-Unmodified-Since", kBefore));
  EXPECT_EQ(200, Get(account_, "If-Unmodified-Since", kAfter));
}

TEST_F(RowConditionTest, AChangeOfARowThatChangedMeanwhileIsRefused) {
  const std::string tag = Call("GET", account_).Header("etag");
  EXPECT_EQ(204, Patch("If-Match", tag));
  EXPECT_EQ(412, Patch("If-Match", tag));
  EXPECT_EQ(412, Patch("If-Unmodified-Since", kBefore));
  EXPECT_EQ(204, Patch("If-Unmodified-Since", kAfter));
  EXPECT_EQ(400, Patch("If-Unmodified-Since", "yesterday"));
}

TEST_F(RowConditionTest, CompressedRepliesHaveTagsWithASuffixThatCallersMaySendBack) {
  const std::string tag = Call("GET", account_, "", {{"Accept-Encoding", "gzip"}}).Header("etag");
  EXPECT_TRUE(tag.ends_with("-gzip\"")) << tag;
  EXPECT_EQ(204, Patch("If-Match", tag));
}

TEST_F(RowConditionTest, BeingViewedChangesNoTag) {
  const std::string tag = Call("GET", account_).Header("etag");
  Call("GET", account_, "", {{"Sforce-Mru", "updateMru=true"}});
  EXPECT_EQ(tag, Call("GET", account_).Header("etag"));
}

}  // namespace
}  // namespace sfsim
