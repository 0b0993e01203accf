// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/result_page.h"

#include "tests/core/bulk/bulk_fixture.h"

namespace sfconnector {
namespace {

using testing::BulkTest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kJobId;

constexpr char kJob[] =
    "https://acme.my.salesforce.com/services/data/v59.0/jobs/query/7505g00000abcdeAAA";

class ResultPageTest : public BulkTest {
 protected:
  static ResultPageRequest Page() {
    ResultPageRequest request;
    request.job_id = kJobId;
    return request;
  }

  absl::StatusOr<ResultPage> Open(ResultPageRequest request) {
    std::optional<absl::StatusOr<ResultPage>> page =
        loop_.Run(OpenResultPage(context(), std::move(request)));
    return *std::move(page);
  }
};

TEST_F(ResultPageTest, IsReadWithWhatItsHeadSays) {
  http_.AddReply(200, "\"Id\"\n\"1\"\n",
                 {{"Sforce-Locator", "MTAwMDA"}, {"Sforce-NumberOfRecords", "1"}});
  ResultPageRequest request = Page();
  request.locator = "NTAwMDA=";
  request.max_records = 50000;
  absl::StatusOr<ResultPage> page = Open(request);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->next_locator, "MTAwMDA");
  EXPECT_EQ(page->number_of_records, 1);
  EXPECT_EQ(Run(page->body->Read())->value_or(""), "\"Id\"\n\"1\"\n");
  EXPECT_FALSE(Run(page->body->Read())->has_value());
  EXPECT_EQ(Request(0).url, std::string(kJob) + "/results?maxRecords=50000&locator=NTAwMDA%3D");
  EXPECT_EQ(Request(0).Header("accept"), "text/csv");
  EXPECT_EQ(Request(0).lane, HttpLane::kStream);
}

TEST_F(ResultPageTest, TheLocatorNullIsNone) {
  http_.AddReply(200, "\"Id\"\n", {{"Sforce-Locator", "null"}});
  absl::StatusOr<ResultPage> page = Open(Page());
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->next_locator, "");
  EXPECT_FALSE(page->number_of_records.has_value());
  EXPECT_EQ(Request(0).url, std::string(kJob) + "/results");
}

TEST_F(ResultPageTest, AHeadThatMakesNoSenseIsCorrupt) {
  for (const auto& [name, value] :
       {std::pair("Sforce-Locator", "a&b=c"), std::pair("Sforce-NumberOfRecords", "-1"),
        std::pair("Sforce-NumberOfRecords", "many"),
        std::pair("Content-Type", "application/json;charset=UTF-8")}) {
    for (int i = 0; i < 4; ++i) http_.AddReply(200, "\"Id\"\n", {{name, value}});
    EXPECT_EQ(GetReason(Open(Page()).status()), "CORRUPT_REPLY");
    EXPECT_EQ(http_.unused_replies(), 0);
  }
}

TEST_F(ResultPageTest, AnotherApiVersionThanTheJobsIsAnError) {
  http_.AddReply(409, R"([{"errorCode":"CONFLICT","message":"versions differ"}])");
  EXPECT_TRUE(absl::IsAborted(Open(Page()).status()));
}

TEST(LocatorTest, CannotLeadElsewhere) {
  EXPECT_TRUE(LooksLikeLocator("MTAwMDA"));
  EXPECT_TRUE(LooksLikeLocator("Mj+/w=="));
  EXPECT_FALSE(LooksLikeLocator(""));
  EXPECT_FALSE(LooksLikeLocator("a b"));
  EXPECT_FALSE(LooksLikeLocator("a\r\nb"));
  EXPECT_FALSE(LooksLikeLocator(std::string(513, 'a')));
}

TEST(ResultPagesTest, BothSpellingsOfLinksAreRead) {
  const absl::StatusOr<ResultPageList> list = ParseResultPages(
      R"({"resultPages":[)"
      R"({"resultUrl":"/services/data/v58.0/jobs/query/7505g00000abcdeAAA/results"},)"
      R"({"resultUrl":"/services/data/v58.0/jobs/query/7505g00000abcdeAAA/results?locator=MQ"},)"
      R"({"resultLink":"/jobs/query/7505g00000abcde/results?x=y&locator=Mg%3D%3D"}],)"
      R"("nextRecordsUrl":"/services/data/v58.0/jobs/query/7505g00000abcdeAAA/resultpages?locator=Mw",)"
      R"("done":false})",
      kJobId);
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_THAT(list->locators, ElementsAre("", "MQ", "Mg=="));
  EXPECT_EQ(list->next_locator, "Mw");
}

TEST(ResultPagesTest, TheLastListGoesOnNowhere) {
  const absl::StatusOr<ResultPageList> list =
      ParseResultPages(R"({"resultPages":[],"nextRecordsUrl":null,"done":true})", kJobId);
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_THAT(list->locators, IsEmpty());
  EXPECT_EQ(list->next_locator, "");
}

TEST(ResultPagesTest, LinksToAnythingElseAreAnError) {
  for (const std::string link :
       {"https://evil.example/jobs/query/7505g00000abcdeAAA/results?locator=MQ",
        "/services/data/v58.0/jobs/query/7505g00000zzzzzAAA/results?locator=MQ",
        "/services/data/v58.0/jobs/query/7505g00000abcdeAAA/other?locator=MQ",
        "/services/data/v58.0/jobs/query/7505g00000abcdeAAA",
        "/services/data/v58.0/sobjects/Account",
        "/jobs/query/7505g00000abcdeAAA/results?locator=%zz",
        "/jobs/query/7505g00000abcdeAAA/results?locator=a%26b"}) {
    const std::string json = R"({"resultPages":[{"resultUrl":")" + link + R"("}],"done":true})";
    EXPECT_FALSE(ParseResultPages(json, kJobId).ok()) << link;
  }
  EXPECT_FALSE(ParseResultPages(R"({"done":true})", kJobId).ok());
  EXPECT_FALSE(ParseResultPages(R"({"resultPages":[],"done":false})", kJobId).ok());
  EXPECT_FALSE(ParseResultPages(R"({"resultPages":[{}],"done":true})", kJobId).ok());
}

TEST_F(ResultPageTest, TheListIsAskedForAndItsContinuation) {
  http_.AddReply(200,
                 R"({"resultPages":[{"resultUrl":"/jobs/query/7505g00000abcdeAAA/results"}]})");
  const absl::StatusOr<ResultPageList> list = Run(ListResultPages(context(), kJobId, "Mw=="));
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_THAT(list->locators, ElementsAre(""));
  EXPECT_EQ(Request(0).url, std::string(kJob) + "/resultPages?locator=Mw%3D%3D");
}

}  // namespace
}  // namespace sfconnector
