// SPDX-License-Identifier: Apache-2.0
// Loads whose caller has died: what became of the rows is found out later.
#include "tests/conformance/ingest_fixture.h"

namespace sfconnector::conformance {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr v1::IngestedRowState kCreated = v1::INGESTED_ROW_STATE_CREATED;
constexpr v1::IngestedRowState kNotSent = v1::INGESTED_ROW_STATE_NOT_SENT;

class ResumedIngest : public IngestTest {
 protected:
  // Loads `csv`, and gives up once `jobs` jobs are at work, which take a second or so.
  std::vector<std::string> Abandon(v1::IngestHead head, const std::string& csv, std::size_t jobs,
                                   int queued_ms = 1000) {
    LetJobs(R"("queuedMs":)" + std::to_string(queued_ms));
    std::vector<std::string> ids;
    {
      const std::unique_ptr<Duplex> call = connection().OpenDuplex(kIngest, {});
      EXPECT_TRUE(call->Write(Encode(head)));
      EXPECT_TRUE(call->Write(Encode(csv)));
      while (ids.size() < jobs) {
        v1::IngestResponse message;
        EXPECT_TRUE(message.ParseFromString(call->Next().value_or("")));
        if (message.progress().state() == "Open") ids.push_back(message.progress().job_id());
      }
      for (const std::string& id : ids) {
        while (StateOf(id) == "Open") std::this_thread::yield();
      }
    }
    connection_.reset();
    org().ClearFaults();
    return ids;
  }
};

TEST_F(ResumedIngest, RowsOfTheSameInputAreToldByTheirOrdinals) {
  v1::IngestHead head = HeadOf();
  head.set_max_job_rows(3);
  head.set_max_parallel_jobs(2);
  const std::string csv = "Name,Key__c\na,0\nb,1\nc,2\nd,3\ne,4\nf,5\ng,6\n";
  const std::vector<std::string> ids = Abandon(head, csv, 2);
  const Loaded resumed = Resume(ResumeOf(ids), csv);
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

TEST_F(ResumedIngest, JobsAreWaitedForAtOnce) {
  v1::IngestHead head = HeadOf();
  head.set_max_job_rows(1);
  head.set_max_parallel_jobs(3);
  const std::vector<std::string> ids = Abandon(head, Items(4), 3, 4000);
  const Loaded resumed = Resume(ResumeOf(ids), Items(4));
  ASSERT_TRUE(Succeeded(resumed.outcome));
  EXPECT_THAT(resumed.States(), ElementsAre(kCreated, kCreated, kCreated, kNotSent));
  std::vector<std::string> told;
  for (const v1::IngestResponse& message : resumed.messages) {
    if (message.progress().state() == "JobComplete") break;
    if (message.has_progress()) told.push_back(message.progress().job_id());
  }
  for (const std::string& id : ids) EXPECT_THAT(told, Contains(id));
}

TEST_F(ResumedIngest, InputMayBeInAnotherOrderAndForm) {
  const Loaded first = Load(HeadOf(), "Name,Key__c\na,0\n\"b\",1\nc,2\n");
  const Loaded resumed = Resume(ResumeOf(first.JobIds()), "Name,Key__c\r\nc,2\r\nb,\"1\"\r\na,0");
  ASSERT_TRUE(Succeeded(resumed.outcome));
  EXPECT_EQ(resumed.Rows().at(0).id(), first.Rows().at(2).id());
  EXPECT_EQ(resumed.Rows().at(1).id(), first.Rows().at(1).id());
}

TEST_F(ResumedIngest, WithoutAnInputRowsAreToldByTheirCells) {
  const Loaded first = Load(HeadOf(), "Name,Whole__c\na,1\nb,x\n");
  const Loaded resumed = Resume(ResumeOf(first.JobIds()));
  ASSERT_TRUE(Succeeded(resumed.outcome));
  std::vector<std::string> told;
  for (const v1::IngestResponse& message : resumed.messages) {
    for (const v1::IngestedRow& row : message.rows().rows()) {
      EXPECT_FALSE(row.has_row());
      EXPECT_THAT(message.rows().columns(), ElementsAre("Name", "Whole__c"));
      told.push_back(row.cells(0) + "/" + row.cells(1) + "/" + std::to_string(row.state()));
    }
  }
  EXPECT_THAT(told, UnorderedElementsAre("a/1/1", "b/x/4"));
  EXPECT_EQ(resumed.Summary().rows(), 2);
  EXPECT_EQ(resumed.Summary().failed(), 1);
}

TEST_F(ResumedIngest, ResultsThatAreCutAreReadAgain) {
  const Loaded first = Load(HeadOf(), Items(50));
  Fault("GET", "/successfulResults$", R"("cutAfter":300)");
  const Loaded resumed = Resume(ResumeOf(first.JobIds()), Items(50));
  ASSERT_TRUE(Succeeded(resumed.outcome));
  EXPECT_THAT(resumed.States(), SizeIs(50));
  EXPECT_THAT(resumed.States(), Each(kCreated));
}

TEST_F(ResumedIngest, JobThatIsOpenIsNamedOrAborted) {
  const std::string id = org().CreateIngestJob("Item__c", "insert");
  const Loaded named = Resume(ResumeOf({id}), Items(2));
  EXPECT_TRUE(FailedWith(named.outcome, kFailedPrecondition, "JOB_OPEN"));
  EXPECT_EQ(named.outcome.detail.job_id(), id);
  EXPECT_THAT(named.States(), Each(v1::INGESTED_ROW_STATE_UNKNOWN));
  EXPECT_EQ(StateOf(id), "Open");
  v1::ResumeIngestHead head = ResumeOf({id});
  head.set_abort_open_jobs(true);
  const Loaded aborted = Resume(head, Items(2));
  ASSERT_TRUE(Succeeded(aborted.outcome));
  EXPECT_THAT(aborted.States(), ElementsAre(kNotSent, kNotSent));
  EXPECT_EQ(StateOf(id), "Aborted");
}

TEST_F(ResumedIngest, FailedJobIsAnErrorAfterAllOutcomes) {
  LetJobs(R"("fail":"InternalServerError : broken","failAfter":1)");
  const Loaded first = Load(HeadOf(), Items(2));
  const Loaded resumed = Resume(ResumeOf(first.JobIds()), Items(2));
  EXPECT_TRUE(FailedWith(resumed.outcome, kFailedPrecondition, "JOB_FAILED"));
  EXPECT_THAT(resumed.States(), ElementsAre(kCreated, v1::INGESTED_ROW_STATE_UNPROCESSED));
}

TEST_F(ResumedIngest, ResultsOfOtherRowsAreNoSuccess) {
  const Loaded first = Load(HeadOf(), Items(3));
  const Loaded resumed = Resume(ResumeOf(first.JobIds()), Items(2));
  EXPECT_TRUE(FailedWith(resumed.outcome, kDataLoss, "RECORD_COUNT"));
  EXPECT_THAT(resumed.outcome.message, HasSubstr("1 results"));
  EXPECT_THAT(resumed.States(), ElementsAre(kCreated, kCreated));
}

TEST_F(ResumedIngest, JobThatThereIsNotMakesRowsUnknown) {
  const Loaded resumed = Resume(ResumeOf({"750000000000001AAA"}), Items(1));
  EXPECT_EQ(resumed.outcome.code, kNotFound) << resumed.outcome;
  EXPECT_THAT(resumed.States(), ElementsAre(v1::INGESTED_ROW_STATE_UNKNOWN));
}

TEST_F(ResumedIngest, BadRequestsNameTheirField) {
  EXPECT_TRUE(RefusedFor(Resume(ResumeOf({})).outcome, "head.job_ids"));
  EXPECT_TRUE(RefusedFor(Resume(ResumeOf({"x"})).outcome, "head.job_ids[0]"));
  EXPECT_TRUE(RefusedFor(Resume(ResumeOf({"750000000000001AAA", "750000000000001AAA"})).outcome,
                         "head.job_ids[1]"));
  EXPECT_EQ(org().Count("GET"), 0);
}

}  // namespace
}  // namespace sfconnector::conformance
