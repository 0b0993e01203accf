// SPDX-License-Identifier: Apache-2.0
// Queries over Bulk API 1.0, whose results come in files.
#include "tests/conformance/bulk_fixture.h"

namespace sfconnector::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

class BulkQueries : public BulkJobsTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    org().Insert("Item__c", {R"("Name":"a\nb")", R"("Name":"c\"d\"")", R"("Name":"e")"});
  }

  // The batch of a query that has ended.
  std::string Ran(const std::string& job, const std::string& type, const std::string& soql) {
    const std::string batch = AddedText(job, soql, type);
    EXPECT_EQ(Ended(job, batch).state(), "Completed");
    return batch;
  }
};

TEST_F(BulkQueries, RowsComeInTheJobsForm) {
  constexpr char kSoql[] = "SELECT Name FROM Item__c ORDER BY Name";
  const std::string csv = Made(NewJob("query"));
  const StreamedResult text = Result(csv, Ran(csv, "CSV", kSoql));
  ASSERT_TRUE(Succeeded(text.outcome));
  EXPECT_EQ(text.bytes, "\"Name\"\n\"a\nb\"\n\"c\"\"d\"\"\"\n\"e\"\n");
  EXPECT_THAT(text.content_type, StartsWith("text/csv"));
  EXPECT_THAT(text.result_ids, SizeIs(1));
  const std::string json = Made(NewJob("query", "JSON"));
  const StreamedResult records = Result(json, Ran(json, "JSON", kSoql));
  EXPECT_THAT(records.bytes, StartsWith(R"([{"attributes":{"type":"Item__c"},"Name":"a\nb"},)"));
  const std::string xml = Made(NewJob("queryAll", "XML"));
  const StreamedResult elements = Result(xml, Ran(xml, "XML", kSoql));
  EXPECT_THAT(elements.bytes, HasSubstr("<Name>e</Name></records></queryResult>"));
}

TEST_F(BulkQueries, OneFileOfAResultIsRead) {
  const std::string job = Made(NewJob("query"));
  const std::string batch = Ran(job, "CSV", "SELECT Name FROM Item__c");
  const StreamedResult all = Result(job, batch);
  ASSERT_THAT(all.result_ids, SizeIs(1));
  const StreamedResult one = Result(job, batch, false, all.result_ids[0]);
  ASSERT_TRUE(Succeeded(one.outcome));
  EXPECT_EQ(one.bytes, all.bytes);
  EXPECT_TRUE(FailedWith(Result(job, batch, false, "752000000000999AAA").outcome, kNotFound,
                         "InvalidBatch"));
}

TEST_F(BulkQueries, AnEmptyResultIsAnEmptyResult) {
  for (const std::string type : {"CSV", "JSON", "XML"}) {
    const std::string job = Made(NewJob("query", type));
    const StreamedResult result =
        Result(job, Ran(job, type, "SELECT Id FROM Item__c WHERE Name = 'nobody'"));
    EXPECT_TRUE(Succeeded(result.outcome));
    EXPECT_EQ(result.bytes, type == "JSON" ? "[]" : "") << type;
  }
}

TEST_F(BulkQueries, ChunksAreBatchesOfTheirOwn) {
  v1::CreateJobRequest request = NewJob("query");
  request.mutable_pk_chunking()->set_enabled(true);
  request.mutable_pk_chunking()->set_chunk_size(2);
  const std::string job = Made(request);
  const std::string parent = AddedText(job, "SELECT Name FROM Item__c");
  ASSERT_EQ(Ended(job, parent).state(), "NotProcessed");
  EXPECT_TRUE(FailedWith(Result(job, parent).outcome, kFailedPrecondition, "InvalidBatch"));
  std::string rows;
  const std::vector<v1::BulkBatch> batches = Batches(job);
  ASSERT_THAT(batches, SizeIs(3));
  for (const v1::BulkBatch& batch : batches) {
    if (batch.id() == parent) continue;
    EXPECT_EQ(Ended(job, batch.id()).state(), "Completed");
    rows += Result(job, batch.id()).bytes;
  }
  EXPECT_EQ(CountOf(rows, "\"Name\"\n"), 2);
  for (const char* name : {"\"a\nb\"\n", "\"c\"\"d\"\"\"\n", "\"e\"\n"}) {
    EXPECT_EQ(CountOf(rows, name), 1) << name;
  }
}

TEST_F(BulkQueries, AResultHasTheLineEndingThatWasAskedFor) {
  v1::CreateJobRequest request = NewJob("query");
  request.set_line_ending("CRLF");
  const std::string job = Made(request);
  const std::string batch = Ran(job, "CSV", "SELECT Name FROM Item__c WHERE Name = 'e'");
  EXPECT_EQ(Result(job, batch).bytes, "\"Name\"\r\n\"e\"\r\n");
}

TEST_F(BulkQueries, WhatTheQueryHasWrongIsToldByItsBatch) {
  const std::string job = Made(NewJob("query"));
  const std::string batch = AddedText(job, "SELECT Nope__c FROM Item__c");
  const v1::BulkBatch failed = Ended(job, batch);
  EXPECT_EQ(failed.state(), "Failed");
  EXPECT_THAT(failed.state_message(), HasSubstr("InvalidBatch : Failed to process query"));
  EXPECT_TRUE(FailedWith(Result(job, batch).outcome, kFailedPrecondition, "InvalidBatch"));
}

TEST_F(BulkQueries, RowsAreNoResultsOfRecords) {
  const std::string job = Made(NewJob("query"));
  const std::string batch = Ran(job, "CSV", "SELECT Name FROM Item__c");
  EXPECT_TRUE(FailedWith(Result(job, batch, true).outcome, kFailedPrecondition, "NO_ROW_RESULTS"));
}

TEST_F(BulkQueries, AResultThatBreaksOffIsAnError) {
  const std::string job = Made(NewJob("query"));
  const std::string batch = Ran(job, "CSV", "SELECT Name FROM Item__c");
  org().Fault(R"({"match":{"pathRegex":"/result/752"},"action":{"cutAfter":10}})");
  const StreamedResult result = Result(job, batch);
  EXPECT_EQ(result.outcome.code, kUnavailable) << result.outcome;
}

}  // namespace
}  // namespace sfconnector::conformance
