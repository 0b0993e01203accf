// SPDX-License-Identifier: Apache-2.0
// Bulk API 2.0: jobs that extract data, and their pages.
#include "tests/conformance/bulk_v2_fixture.h"

namespace sfconnector::conformance {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr v1::BulkV2JobKind kQuery = v1::BULK_V2_JOB_KIND_QUERY;
constexpr char kAllItems[] = "SELECT Name, Text__c FROM Item__c";

class BulkV2Query : public BulkV2Test {
 protected:
  // Inserts items whose values need quotes and lines of their own.
  static void InsertItems(int count) {
    std::vector<std::string> members;
    members.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
      members.push_back(R"("Name":"n)" + std::to_string(i) + R"(","Text__c":"a\n\"b\",ü")");
    }
    org().Insert("Item__c", members);
  }

  // All pages of that many records, one behind the other.
  std::string AllPages(const std::string& id, std::int64_t max_records) {
    std::string csv;
    std::string token;
    pages_ = 0;
    records_ = 0;
    do {
      const QueryPage page = Page(id, token, max_records);
      EXPECT_TRUE(Succeeded(page.outcome));
      if (!page.outcome.ok()) break;
      csv += page.Csv();
      records_ += page.messages.front().number_of_records();
      token = page.messages.front().next_page_token();
      ++pages_;
    } while (!token.empty());
    return csv;
  }

  int pages_ = 0;
  std::int64_t records_ = 0;
};

TEST_F(BulkV2Query, AJobIsCreatedAndWaitedFor) {
  InsertItems(3);
  const WaitedQuery waited = QueryAndWait(QueryOf(kAllItems));
  ASSERT_TRUE(Succeeded(waited.outcome));
  // The first message has the id, the last one the job.
  EXPECT_EQ(waited.messages.front().progress().state(), "UploadComplete");
  const v1::BulkV2Job& job = waited.messages.back().job();
  EXPECT_EQ(job.id(), waited.messages.front().progress().job_id());
  EXPECT_EQ(job.state(), "JobComplete");
  EXPECT_EQ(job.operation(), "query");
  EXPECT_EQ(job.object(), "Item__c");
  EXPECT_EQ(job.job_type(), "V2Query");
  EXPECT_EQ(job.number_records_processed(), 3);
  EXPECT_TRUE(job.is_pk_chunking_supported());
  EXPECT_FALSE(job.has_number_records_failed());
  for (std::size_t i = 0; i + 1 < waited.messages.size(); ++i) {
    EXPECT_FALSE(waited.messages[i].has_job());
  }
}

TEST_F(BulkV2Query, AJobIsCreatedWithTheFormatOfItsResults) {
  InsertItems(1);
  v1::CreateQueryJobAndWaitRequest request = QueryOf(kAllItems);
  request.mutable_job()->set_column_delimiter("TAB");
  request.mutable_job()->set_line_ending("CRLF");
  const WaitedQuery waited = QueryAndWait(request);
  ASSERT_TRUE(Succeeded(waited.outcome));
  EXPECT_EQ(waited.messages.back().job().column_delimiter(), "TAB");
  EXPECT_EQ(waited.messages.back().job().line_ending(), "CRLF");
  EXPECT_EQ(Page(waited.messages.back().job().id()).Csv(),
            "\"Name\"\t\"Text__c\"\r\n\"n0\"\t\"a\n\"\"b\"\",ü\"\r\n");
}

TEST_F(BulkV2Query, PagesAreOneTextWithOneHeader) {
  InsertItems(60);
  const std::string id = Queried(kAllItems);
  const std::string whole = AllPages(id, 0);
  EXPECT_EQ(pages_, 1);
  EXPECT_EQ(records_, 60);
  EXPECT_EQ(CountOf(whole, "\"Text__c\""), 1);
  EXPECT_EQ(CountOf(whole, "\"a\n\"\"b\"\",ü\"\n"), 60);
  for (const int size : {1, 7, 59, 60, 61}) {
    SCOPED_TRACE(size);
    EXPECT_TRUE(AllPages(id, size) == whole);
    EXPECT_EQ(pages_, (60 + size - 1) / size);
    EXPECT_EQ(records_, 60);
  }
}

TEST_F(BulkV2Query, AQueryWithoutRowsIsAnEmptyResult) {
  const std::string id = Queried(kAllItems);
  const QueryPage page = Page(id);
  ASSERT_TRUE(Succeeded(page.outcome));
  ASSERT_THAT(page.messages, SizeIs(1));
  EXPECT_EQ(page.Csv(), "\"Name\",\"Text__c\"\n");
  EXPECT_EQ(page.messages.front().number_of_records(), 0);
  EXPECT_EQ(page.messages.front().next_page_token(), "");
}

TEST_F(BulkV2Query, DeletedRowsComeWhereTheyAreAskedFor) {
  InsertItems(1);
  org().Delete("Item__c", org().InsertOne("Item__c", R"("Name":"gone")"));
  const WaitedQuery all = QueryAndWait(QueryOf("SELECT Name FROM Item__c", "queryAll"));
  ASSERT_TRUE(Succeeded(all.outcome));
  EXPECT_THAT(Page(all.messages.back().job().id()).Csv(), HasSubstr("gone"));
  EXPECT_EQ(Page(Queried("SELECT Name FROM Item__c")).Csv(), "\"Name\"\n\"n0\"\n");
}

TEST_F(BulkV2Query, APageThatBreaksOffIsReadOnWhereItEnded) {
  InsertItems(200);
  const std::string id = Queried(kAllItems);
  const std::string whole = AllPages(id, 0);
  for (const std::string action :
       {R"("cutAfter":0)", R"("cutAfter":1)", R"("cutAfter":700)", R"("gzip":"truncated")",
        R"("error":"SERVER_UNAVAILABLE")", R"("close":"reset")",
        R"("status":200,"body":"<h1>Sorry</h1>","contentType":"text/html")"}) {
    SCOPED_TRACE(action);
    if (action == R"("gzip":"truncated")") {
      Use(Settings(org()));
    } else {
      UseNoCompression();
    }
    Fault("GET", kQueryJobs, action);
    org().ClearJournal();
    EXPECT_TRUE(AllPages(id, 0) == whole);
    // The transport may have sent one more, over a connection that turned out closed.
    EXPECT_THAT(org().Count("GET", kQueryJobs), AnyOf(2, 3));
    org().ClearFaults();
  }
}

TEST_F(BulkV2Query, APageWithFewerRecordsThanAnnouncedIsLost) {
  InsertItems(2);
  const std::string id = Queried(kAllItems);
  Fault("GET", kQueryJobs, R"("headers":{"Sforce-NumberOfRecords":"3"})", 0);
  const QueryPage page = Page(id);
  EXPECT_TRUE(FailedWith(page.outcome, kDataLoss, "RECORD_COUNT"));
  EXPECT_EQ(page.outcome.detail.job_id(), id);
}

TEST_F(BulkV2Query, APageThatIsNoWellFormedCsvIsLost) {
  InsertItems(1);
  const std::string id = Queried(kAllItems);
  Fault("GET", kQueryJobs, R"("status":200,"body":"\"Name\"\n\"a","contentType":"text/csv")", 0);
  EXPECT_TRUE(FailedWith(Page(id).outcome, kDataLoss, "CORRUPT_REPLY"));
}

TEST_F(BulkV2Query, APageThatChangesMeanwhileIsAnError) {
  InsertItems(200);
  const std::string id = Queried(kAllItems);
  UseNoCompression();
  Fault("GET", kQueryJobs, R"("cutAfter":700)");
  Fault("GET", kQueryJobs, R"("headers":{"Sforce-Locator":"MQ=="})", 1, 2);
  EXPECT_TRUE(FailedWith(Page(id).outcome, kDataLoss, "RESULT_CHANGED"));
}

TEST_F(BulkV2Query, ALocatorThatIsLostIsAnError) {
  InsertItems(3);
  const std::string id = Queried(kAllItems);
  const std::string token = Page(id, "", 1).messages.front().next_page_token();
  Fault("GET", kQueryJobs, R"("loseLocators":true)");
  EXPECT_TRUE(FailedWith(Page(id, token, 1).outcome, kFailedPrecondition, "INVALID_QUERY_LOCATOR"));
  EXPECT_TRUE(RefusedFor(Page(id, "a b&c", 1).outcome, "page_token"));
}

TEST_F(BulkV2Query, AnotherApiVersionThanTheJobsIsAnError) {
  const std::string id = Queried(kAllItems);
  const QueryPage page = Page(id, "", 0, {{{"sfconnector-api-version", "58.0"}}});
  EXPECT_EQ(page.outcome.code, kAborted) << page.outcome;
  EXPECT_EQ(page.outcome.detail.http_status(), 409);
  EXPECT_EQ(page.outcome.detail.job_id(), id);
}

TEST_F(BulkV2Query, JobsAreListedAbortedAndDeleted) {
  LetJobsTake(600);
  v1::CreateQueryJobRequest create;
  *create.mutable_job() = QueryOf(kAllItems).job();
  v1::CreateQueryJobResponse created;
  ASSERT_TRUE(Succeeded(Call("BulkV2Service/CreateQueryJob", create, &created)));
  EXPECT_EQ(created.job().state(), "UploadComplete");
  const std::string& id = created.job().id();
  v1::ListQueryJobsRequest request;
  request.set_job_type("V2Query");
  request.set_concurrency_mode("Parallel");
  request.set_is_pk_chunking_enabled(false);
  v1::ListQueryJobsResponse response;
  ASSERT_TRUE(Succeeded(Call("BulkV2Service/ListQueryJobs", request, &response)));
  EXPECT_TRUE(response.done());
  EXPECT_EQ(org().Count("GET", std::string(kQueryJobs) + "?jobType=V2Query"), 1);
  EXPECT_TRUE(FailedWith(Page(id).outcome, kFailedPrecondition, "INVALIDJOBSTATE"));
  EXPECT_TRUE(FailedWith(Delete(kQuery, id), kFailedPrecondition, "API_ERROR"));
  v1::BulkV2Job aborted;
  ASSERT_TRUE(Succeeded(Abort(kQuery, id, &aborted)));
  EXPECT_EQ(aborted.state(), "Aborted");
  ASSERT_TRUE(Succeeded(Delete(kQuery, id)));
  EXPECT_TRUE(FailedWith(Delete(kQuery, id), kNotFound, "NOT_FOUND"));
}

}  // namespace
}  // namespace sfconnector::conformance
