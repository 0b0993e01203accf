// SPDX-License-Identifier: Apache-2.0
// Loads of the mode ORDERED whose caller has died.
#include "sfconnector/v1/bulk_service.pb.h"
#include "tests/conformance/ingest_fixture.h"

namespace sfconnector::conformance {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr v1::IngestedRowState kCreated = v1::INGESTED_ROW_STATE_CREATED;
constexpr v1::IngestedRowState kNotSent = v1::INGESTED_ROW_STATE_NOT_SENT;
constexpr v1::IngestedRowState kUnprocessed = v1::INGESTED_ROW_STATE_UNPROCESSED;

class ResumedOrderedIngest : public IngestTest {
 protected:
  static constexpr char kClassicJobs[] = "^/services/async/59.0/job$";

  static v1::IngestHead Ordered() {
    v1::IngestHead head = HeadOf();
    head.set_mode(v1::INGEST_MODE_ORDERED);
    return head;
  }
  static v1::ResumeIngestHead Of(const std::string& job_id) {
    v1::ResumeIngestHead head = ResumeOf({job_id});
    head.set_mode(v1::INGEST_MODE_ORDERED);
    return head;
  }

  // Loads `csv`, and gives up once `count` batches are at work. Returns the job's id.
  std::string Abandon(const v1::IngestHead& head, const std::string& csv, std::size_t count) {
    Fault("POST", kClassicJobs, R"("job":{"queuedMs":1000})");
    std::string id;
    {
      const std::unique_ptr<Duplex> call = connection().OpenDuplex(kIngest, {});
      EXPECT_TRUE(call->Write(Encode(head)));
      EXPECT_TRUE(call->Write(Encode(csv)));
      std::vector<std::string> batches;
      while (batches.size() < count) {
        v1::IngestResponse message;
        EXPECT_TRUE(message.ParseFromString(call->Next().value_or("")));
        if (!message.has_progress()) break;
        id = message.progress().job_id();
        const std::string& batch = message.progress().batch_id();
        if (!batch.empty() && std::find(batches.begin(), batches.end(), batch) == batches.end()) {
          batches.push_back(batch);
        }
      }
      EXPECT_THAT(batches, SizeIs(count));
    }
    connection_.reset();
    org().ClearFaults();
    return id;
  }

  // An open job with one batch that waits.
  std::string OpenJob(const std::string& csv) {
    Fault("POST", kClassicJobs, R"("job":{"queuedMs":1000})");
    v1::CreateJobRequest job;
    job.set_operation("insert");
    job.set_object("Item__c");
    job.set_content_type("CSV");
    v1::CreateJobResponse created;
    EXPECT_TRUE(Succeeded(Call("BulkService/CreateJob", job, &created)));
    v1::AddBatchRequest head;
    head.mutable_head()->set_job_id(created.job().id());
    head.mutable_head()->set_content_type("CSV");
    v1::AddBatchRequest chunk;
    chunk.set_chunk(csv);
    std::string reply;
    EXPECT_TRUE(Succeeded(connection().Upload("sfconnector.v1.BulkService/AddBatch",
                                              {head.SerializeAsString(), chunk.SerializeAsString()},
                                              {}, &reply)));
    return created.job().id();
  }

  std::string ClassicStateOf(const std::string& job_id) {
    v1::BulkServiceGetJobRequest request;
    request.set_job_id(job_id);
    v1::BulkServiceGetJobResponse response;
    EXPECT_TRUE(Succeeded(Call("BulkService/GetJob", request, &response)));
    return response.job().state();
  }
};

TEST_F(ResumedOrderedIngest, RowsOfTheSameInputAreToldByTheirOrdinals) {
  v1::IngestHead head = Ordered();
  head.set_max_job_rows(3);
  head.set_max_parallel_jobs(2);
  const std::string csv = "Name,Key__c\na,0\nb,1\nc,2\nd,3\ne,4\nf,5\ng,6\n";
  const std::string id = Abandon(head, csv, 2);
  const Loaded resumed = Resume(Of(id), csv);
  ASSERT_TRUE(Succeeded(resumed.outcome));
  EXPECT_THAT(resumed.States(),
              ElementsAre(kCreated, kCreated, kCreated, kCreated, kCreated, kCreated, kNotSent));
  const std::map<std::string, std::string> keys = ById("Key__c");
  for (const auto& [row, told] : resumed.Rows()) {
    if (told.state() != kCreated) continue;
    EXPECT_EQ(keys.at(told.id()), std::to_string(row));
  }
  EXPECT_EQ(resumed.Summary().rows(), 7);
  EXPECT_EQ(resumed.Summary().jobs(), 2);
}

TEST_F(ResumedOrderedIngest, EqualRowsHaveTheOutcomesThatTheLoadTold) {
  v1::IngestHead head = Ordered();
  head.set_max_job_rows(30);
  std::string csv = "Name\n";
  for (int i = 0; i < 100; ++i) csv += i % 3 == 0 ? "other\n" : "same\n";
  const Loaded first = Load(head, csv);
  ASSERT_TRUE(Succeeded(first.outcome));
  const Loaded resumed = Resume(Of(first.JobIds().at(0)), csv);
  ASSERT_TRUE(Succeeded(resumed.outcome));
  const std::map<std::int64_t, v1::IngestedRow> rows = resumed.Rows();
  ASSERT_THAT(rows, SizeIs(100));
  for (const auto& [row, told] : first.Rows()) EXPECT_EQ(rows.at(row).id(), told.id()) << row;
  EXPECT_EQ(resumed.Summary().jobs(), 4);
}

TEST_F(ResumedOrderedIngest, WithoutAnInputRowsAreToldByTheirCells) {
  const Loaded first = Load(Ordered(), "Name,Whole__c\na,1\nb,x\n");
  const Loaded resumed = Resume(Of(first.JobIds().at(0)));
  ASSERT_TRUE(Succeeded(resumed.outcome));
  std::vector<std::string> told;
  for (const v1::IngestResponse& message : resumed.messages) {
    for (const v1::IngestedRow& row : message.rows().rows()) {
      EXPECT_FALSE(row.has_row());
      EXPECT_THAT(message.rows().columns(), ElementsAre("Name", "Whole__c"));
      told.push_back(row.cells(0) + "/" + row.cells(1) + "/" + std::to_string(row.state()));
    }
  }
  EXPECT_THAT(told, ElementsAre("a/1/1", "b/x/4"));
  EXPECT_EQ(resumed.Summary().failed(), 1);
}

TEST_F(ResumedOrderedIngest, ReadsThatAreCutAreRepeated) {
  const Loaded first = Load(Ordered(), Items(50));
  for (const char* path : {"/request$", "/result$"}) {
    SCOPED_TRACE(path);
    Fault("GET", path, R"("cutAfter":300)");
    const Loaded resumed = Resume(Of(first.JobIds().at(0)), Items(50));
    ASSERT_TRUE(Succeeded(resumed.outcome));
    EXPECT_THAT(resumed.States(), SizeIs(50));
    EXPECT_THAT(resumed.States(), Each(kCreated));
  }
}

TEST_F(ResumedOrderedIngest, FailedBatchIsToldAsTheLoadTellsIt) {
  for (const char* fail_after : {"0", "1"}) {
    SCOPED_TRACE(fail_after);
    Fault("POST", kClassicJobs,
          std::string(R"("job":{"fail":"InternalServerError : broken","failAfter":)") + fail_after +
              "}");
    const Loaded first = Load(Ordered(), Items(2));
    const Loaded resumed = Resume(Of(first.JobIds().at(0)), Items(2));
    EXPECT_TRUE(FailedWith(resumed.outcome, kFailedPrecondition, "JOB_FAILED"));
    EXPECT_EQ(resumed.outcome.message, first.outcome.message);
    EXPECT_EQ(resumed.States(), first.States());
    EXPECT_EQ(resumed.Rows().at(1).SerializeAsString(), first.Rows().at(1).SerializeAsString());
  }
}

TEST_F(ResumedOrderedIngest, OpenJobIsClosedAndItsBatchesGoOn) {
  const std::string id = OpenJob(Items(2));
  const Loaded resumed = Resume(Of(id), Items(3));
  ASSERT_TRUE(Succeeded(resumed.outcome));
  EXPECT_THAT(resumed.States(), ElementsAre(kCreated, kCreated, kNotSent));
  EXPECT_EQ(ClassicStateOf(id), "Closed");
}

TEST_F(ResumedOrderedIngest, OpenJobIsAbortedWhereWished) {
  const std::string id = OpenJob(Items(2));
  v1::ResumeIngestHead head = Of(id);
  head.set_abort_open_jobs(true);
  const Loaded resumed = Resume(head, Items(3));
  EXPECT_TRUE(FailedWith(resumed.outcome, kAborted, "JOB_ABORTED"));
  EXPECT_THAT(resumed.States(), ElementsAre(kUnprocessed, kUnprocessed, kNotSent));
  EXPECT_EQ(ClassicStateOf(id), "Aborted");
}

TEST_F(ResumedOrderedIngest, JobOfTheOtherModeIsToldApartAndLeft) {
  const std::string id = org().CreateIngestJob("Item__c", "insert");
  const Loaded unordered = Resume(Of(id), Items(1));
  EXPECT_TRUE(RefusedFor(unordered.outcome, "head.job_ids"));
  EXPECT_THAT(unordered.States(), ElementsAre(v1::INGESTED_ROW_STATE_UNKNOWN));
  EXPECT_EQ(StateOf(id), "Open");
  v1::ResumeIngestHead two = Of(id);
  two.add_job_ids("750000000000001AAA");
  EXPECT_TRUE(RefusedFor(Resume(two).outcome, "head.job_ids"));
}

}  // namespace
}  // namespace sfconnector::conformance
