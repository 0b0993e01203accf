// SPDX-License-Identifier: Apache-2.0
// Bulk API 2.0: jobs that load data, and what they bring.
#include <algorithm>

#include "tests/conformance/bulk_v2_fixture.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr v1::BulkV2JobKind kIngest = v1::BULK_V2_JOB_KIND_INGEST;

class BulkV2Ingest : public BulkV2Test {
 protected:
  // The names of all items, sorted.
  std::vector<std::string> Names() {
    v1::QueryResponse response;
    EXPECT_TRUE(Succeeded(Query("SELECT Name FROM Item__c", &response)));
    std::vector<std::string> names;
    for (const v1::Record& record : response.records()) names.push_back(TextOf(record, "Name"));
    std::sort(names.begin(), names.end());
    return names;
  }
};

TEST_F(BulkV2Ingest, AJobIsCreatedAsAskedFor) {
  v1::NewIngestJob job = ItemJob("upsert");
  job.set_external_id_field_name("Key__c");
  job.set_column_delimiter("PIPE");
  job.set_line_ending("CRLF");
  v1::BulkV2Job created;
  ASSERT_TRUE(Succeeded(CreateIngest(job, &created)));
  EXPECT_THAT(created.id(), SizeIs(18));
  EXPECT_EQ(created.state(), "Open");
  EXPECT_EQ(created.operation(), "upsert");
  EXPECT_EQ(created.object(), "Item__c");
  EXPECT_EQ(created.external_id_field_name(), "Key__c");
  EXPECT_EQ(created.api_version(), "59.0");
  EXPECT_EQ(created.concurrency_mode(), "Parallel");
  EXPECT_EQ(created.content_type(), "CSV");
  EXPECT_EQ(created.column_delimiter(), "PIPE");
  EXPECT_EQ(created.line_ending(), "CRLF");
  EXPECT_THAT(created.content_url(), EndsWith(created.id() + "/batches"));
  EXPECT_THAT(created.created_by_id(), StartsWith("005"));
  EXPECT_GT(created.created_date().seconds(), 0);
  EXPECT_GT(created.system_modstamp().seconds(), 0);
}

TEST_F(BulkV2Ingest, WhatIsUploadedIsLoadedAndToldRowByRow) {
  v1::BulkV2Job created;
  ASSERT_TRUE(Succeeded(CreateIngest(ItemJob(), &created)));
  v1::UploadJobDataResponse uploaded;
  ASSERT_TRUE(Succeeded(
      Upload(created.id(), {"Name,Te", "xt__c\n\"a\nb\",x\n", "", "\"ü", "\",\n"}, &uploaded)));
  EXPECT_EQ(uploaded.length(), 27);
  const Waited waited = CloseAndWait(created.id());
  ASSERT_TRUE(Succeeded(waited.outcome));
  const v1::CloseIngestJobAndWaitResponse& last = waited.messages.back();
  EXPECT_EQ(last.job().state(), "JobComplete");
  EXPECT_EQ(last.job().job_type(), "V2Ingest");
  EXPECT_EQ(last.job().number_records_processed(), 2);
  EXPECT_EQ(last.job().number_records_failed(), 0);
  EXPECT_TRUE(last.job().has_total_processing_time());
  EXPECT_TRUE(last.job().has_apex_processing_time());
  EXPECT_TRUE(last.job().has_retries());
  EXPECT_EQ(last.progress().job_id(), created.id());
  EXPECT_EQ(last.progress().number_records_processed(), 2);
  EXPECT_THAT(Names(), ElementsAre("a\nb", "ü"));

  const IngestResults rows =
      Results(created.id(), v1::INGEST_RESULTS_SUCCESSFUL, v1::RESULT_FORMAT_ROWS);
  ASSERT_TRUE(Succeeded(rows.outcome));
  EXPECT_THAT(rows.messages.front().columns(), ElementsAre("Name", "Text__c"));
  EXPECT_THAT(rows.messages.front().rows(), SizeIs(2));
  for (const v1::IngestResultRow& row : rows.messages.front().rows()) {
    EXPECT_THAT(row.id(), SizeIs(18));
    EXPECT_TRUE(row.created());
    EXPECT_THAT(row.errors(), IsEmpty());
  }
  EXPECT_EQ(rows.messages.back().number_of_records(), 2);
}

TEST_F(BulkV2Ingest, RowsThatFailSayWhy) {
  const std::string id = Loaded("Name,Text__c\na,x\n,y\n");
  v1::BulkV2Job job;
  ASSERT_TRUE(Succeeded(GetJob(kIngest, id, &job)));
  EXPECT_EQ(job.number_records_processed(), 2);
  EXPECT_EQ(job.number_records_failed(), 1);
  const IngestResults rows = Results(id, v1::INGEST_RESULTS_FAILED, v1::RESULT_FORMAT_ROWS);
  ASSERT_TRUE(Succeeded(rows.outcome));
  ASSERT_THAT(rows.messages.front().rows(), SizeIs(1));
  const v1::IngestResultRow& row = rows.messages.front().rows(0);
  ASSERT_THAT(row.errors(), SizeIs(1));
  EXPECT_EQ(row.errors(0).status_code(), "REQUIRED_FIELD_MISSING");
  EXPECT_THAT(row.errors(0).fields(), ElementsAre("Name"));
  EXPECT_FALSE(row.has_created());
  EXPECT_THAT(row.values(), ElementsAre("", "y"));
  const IngestResults csv = Results(id, v1::INGEST_RESULTS_FAILED);
  EXPECT_THAT(csv.Csv(), StartsWith("\"sf__Id\",\"sf__Error\",Name,Text__c\n"));
  EXPECT_EQ(csv.messages.back().number_of_records(), 1);
}

TEST_F(BulkV2Ingest, EachDelimiterAndLineEndingIsTakenAndGivenBack) {
  const std::vector<std::pair<std::string, char>> delimiters = {{"BACKQUOTE", '`'}, {"CARET", '^'},
                                                                {"COMMA", ','},     {"PIPE", '|'},
                                                                {"SEMICOLON", ';'}, {"TAB", '\t'}};
  for (const auto& [name, delimiter] : delimiters) {
    for (const std::string ending : {"LF", "CRLF"}) {
      SCOPED_TRACE(name + " " + ending);
      v1::NewIngestJob job = ItemJob();
      job.set_column_delimiter(name);
      job.set_line_ending(ending);
      const std::string end = ending == "LF" ? "\n" : "\r\n";
      const std::string value = std::string("\"a") + delimiter + "b\"\"" + end + "c\"";
      const std::string id = Loaded(
          std::string("Name") + delimiter + "Text__c" + end + value + delimiter + "x" + end, job);
      const IngestResults rows = Results(id, v1::INGEST_RESULTS_SUCCESSFUL, v1::RESULT_FORMAT_ROWS);
      ASSERT_TRUE(Succeeded(rows.outcome));
      ASSERT_THAT(rows.messages.front().rows(), SizeIs(1));
      EXPECT_THAT(rows.messages.front().rows(0).values(),
                  ElementsAre(std::string("a") + delimiter + "b\"" + end + "c", "x"));
    }
  }
}

TEST_F(BulkV2Ingest, RowsAreUpdatedUpsertedAndDeleted) {
  org().InsertOne("Item__c", R"("Name":"old","Key__c":"k")");
  v1::NewIngestJob upsert = ItemJob("upsert");
  upsert.set_external_id_field_name("Key__c");
  const std::string upserted = Loaded("Key__c,Name\nk,new\nl,other\n", upsert);
  EXPECT_THAT(Names(), ElementsAre("new", "other"));
  const IngestResults rows =
      Results(upserted, v1::INGEST_RESULTS_SUCCESSFUL, v1::RESULT_FORMAT_ROWS);
  std::vector<bool> created;
  std::string ids;
  for (const v1::IngestResultRow& row : rows.messages.front().rows()) {
    created.push_back(row.created());
    ids += row.id() + "\n";
  }
  EXPECT_EQ(std::count(created.begin(), created.end(), true), 1);
  Loaded("Id\n" + ids, ItemJob("delete"));
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(BulkV2Ingest, AResultWithoutRowsIsItsHeader) {
  const std::string id = Loaded("Name\na\n");
  const IngestResults failed = Results(id, v1::INGEST_RESULTS_FAILED);
  ASSERT_TRUE(Succeeded(failed.outcome));
  EXPECT_EQ(failed.Csv(), "\"sf__Id\",\"sf__Error\",Name\n");
  EXPECT_EQ(failed.messages.back().number_of_records(), 0);
  const IngestResults rows = Results(id, v1::INGEST_RESULTS_UNPROCESSED, v1::RESULT_FORMAT_ROWS);
  ASSERT_TRUE(Succeeded(rows.outcome));
  EXPECT_THAT(rows.messages.front().columns(), ElementsAre("Name"));
  EXPECT_EQ(rows.messages.back().number_of_records(), 0);
}

TEST_F(BulkV2Ingest, ResultsThatBreakOffAreReadOnWhereTheyEnded) {
  std::string csv = "Name\n";
  for (int i = 0; i < 5000; ++i) csv += "\"item\n" + std::to_string(i) + "\"\n";
  const std::string id = Loaded(csv);
  UseNoCompression();
  const std::string whole = Results(id, v1::INGEST_RESULTS_SUCCESSFUL).Csv();
  for (const int bytes : {0, 1, 30, 100000}) {
    SCOPED_TRACE(bytes);
    Fault("GET", kIngestJobs, R"("cutAfter":)" + std::to_string(bytes));
    org().ClearJournal();
    const IngestResults read = Results(id, v1::INGEST_RESULTS_SUCCESSFUL);
    ASSERT_TRUE(Succeeded(read.outcome));
    EXPECT_TRUE(read.Csv() == whole);
    EXPECT_EQ(read.messages.back().number_of_records(), 5000);
    EXPECT_EQ(org().Count("GET", kIngestJobs), 2);
  }
}

TEST_F(BulkV2Ingest, JobsAreListedInPagesAndByType) {
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i) {
    v1::BulkV2Job created;
    ASSERT_TRUE(Succeeded(CreateIngest(ItemJob(), &created)));
    ids.push_back(created.id());
  }
  v1::ListIngestJobsRequest request;
  request.set_job_type("V2Ingest");
  v1::ListIngestJobsResponse response;
  ASSERT_TRUE(Succeeded(Call("BulkV2Service/ListIngestJobs", request, &response)));
  std::vector<std::string> listed;
  for (const v1::BulkV2Job& job : response.records()) listed.push_back(job.id());
  EXPECT_THAT(listed, ::testing::UnorderedElementsAreArray(ids));
  EXPECT_TRUE(response.done());
  EXPECT_EQ(response.next_page_token(), "");
  request.set_is_pk_chunking_enabled(true);
  ASSERT_TRUE(Succeeded(Call("BulkV2Service/ListIngestJobs", request, &response)));
  EXPECT_EQ(
      org().Count("GET", std::string(kIngestJobs) + "?jobType=V2Ingest&isPkChunkingEnabled=true"),
      1);
}

TEST_F(BulkV2Ingest, AJobIsAbortedAndDeleted) {
  v1::BulkV2Job created;
  ASSERT_TRUE(Succeeded(CreateIngest(ItemJob(), &created)));
  v1::BulkV2Job aborted;
  ASSERT_TRUE(Succeeded(Abort(kIngest, created.id(), &aborted)));
  EXPECT_EQ(aborted.state(), "Aborted");
  EXPECT_TRUE(Succeeded(Abort(kIngest, created.id())));
  ASSERT_TRUE(Succeeded(Delete(kIngest, created.id())));
  v1::BulkV2Job gone;
  EXPECT_TRUE(FailedWith(GetJob(kIngest, created.id(), &gone), kNotFound, "NOT_FOUND"));
}

}  // namespace
}  // namespace sfconnector::conformance
