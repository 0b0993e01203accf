// SPDX-License-Identifier: Apache-2.0
// Loads of the mode ORDERED whose caller has died.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "core/base/status.h"
#include "tests/core/salesforce/ingest/fake_classic_org.h"
#include "tests/core/salesforce/ingest/resume_fixture.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using testing::FakeClassicOrg;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::ReplyLostError;
using testing::ScriptedReply;
using testing::SentRequest;

constexpr char kHeader[] = "\"Id\",\"Success\",\"Created\",\"Error\"\n";

class ResumeOrderedTest : public testing::ResumeTest {
 protected:
  static v1::ResumeIngestHead Head() {
    v1::ResumeIngestHead head;
    head.add_job_ids(FakeClassicOrg::kJobId);
    head.set_mode(v1::INGEST_MODE_ORDERED);
    return head;
  }

  // A batch of rows of one cell, and the results of its rows: ids, or codes in upper case.
  FakeClassicOrg::Batch& Add(const std::vector<std::string>& rows,
                             const std::vector<std::string>& results) {
    FakeClassicOrg::Batch batch;
    batch.request = "Name\n";
    for (const std::string& row : rows) batch.request += row + "\n";
    batch.result = kHeader;
    for (const std::string& result : results) {
      const bool saved = absl::ascii_islower(static_cast<unsigned char>(result[0]));
      batch.result += saved ? "\"" + result + "\",\"true\",\"true\",\"\"\n"
                            : "\"\",\"false\",\"false\",\"" + result + ":no:Name --\"\n";
    }
    batch.processed = static_cast<int>(results.size());
    org_.batches.push_back(batch);
    return org_.batches.back();
  }

  // Answers the first `count` GETs of URLs that end so.
  void Let(std::string end, ScriptedReply reply, int count = 100) {
    org_.before = [end = std::move(end), reply = std::move(reply),
                   count](const SentRequest& request) mutable {
      ScriptedReply none;
      none.status = 0;
      if (!absl::EndsWith(request.url, end) || count-- <= 0) return none;
      return reply;
    };
  }

  FakeClassicOrg org_{harness_.http};
};

TEST_F(ResumeOrderedTest, RowsOfTheSameInputAreToldByTheirOrdinals) {
  Add({"a", "b"}, {"ia", "ib"});
  Add({"c"}, {"FIELD_CODE"});
  const absl::Status status = Resume(Head(), "Name\nc\na\nd\nb\n");
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(Outcomes(), ElementsAre("FIELD_CODE", "ia", "NOT_SENT", "ib"));
  EXPECT_EQ(Told().at(1).state(), v1::INGESTED_ROW_STATE_CREATED);
  EXPECT_EQ(Summary().jobs(), 2);
  EXPECT_EQ(Summary().not_sent(), 1);
  EXPECT_EQ(Count("POST", ""), 0);
}

TEST_F(ResumeOrderedTest, EqualRowsHaveTheirOutcomesInOrder) {
  Add({"a", "b", "a"}, {"i0", "i1", "i2"});
  Add({"a"}, {"i3"});
  ASSERT_TRUE(Resume(Head(), "Name\na\nb\na\na\n").ok());
  EXPECT_THAT(Outcomes(), ElementsAre("i0", "i1", "i2", "i3"));
}

TEST_F(ResumeOrderedTest, BatchesCountInTheOrderOfTheirCreation) {
  Add({"a"}, {"i1"}).created = "2026-01-01T00:00:02.000Z";
  Add({"a"}, {"i0"}).created = "2026-01-01T00:00:01.000Z";
  Add({"a"}, {"i2"}).created = "2026-01-01T00:00:02.000Z";
  ASSERT_TRUE(Resume(Head(), "Name\na\na\na\n").ok());
  EXPECT_THAT(Outcomes(), ElementsAre("i0", "i1", "i2"));
}

TEST_F(ResumeOrderedTest, WithoutAnInputRowsAreToldByTheirCells) {
  Add({"a", "a", "b"}, {"i0", "i1", "FIELD_CODE"});
  ASSERT_TRUE(Resume(Head()).ok());
  EXPECT_THAT(Echoed(), ElementsAre("a=i0", "a=i1", "b=FIELD_CODE"));
}

TEST_F(ResumeOrderedTest, CellsAreFoundByTheNamesOfTheInput) {
  FakeClassicOrg::Batch& batch = Add({}, {"i0"});
  batch.request = "Name,Text__c\r\n\"x,y\",1\r\n";
  ASSERT_TRUE(Resume(Head(), "Text__c,Name\n1,\"x,y\"\n").ok());
  EXPECT_THAT(Outcomes(), ElementsAre("i0"));
}

TEST_F(ResumeOrderedTest, BatchesAreWaitedForWithOneQuestionAtATime) {
  Add({"a"}, {"i0"}).questions = 2;
  Add({"b"}, {"i1"}).questions = 1;
  v1::ResumeIngestHead head = Head();
  head.mutable_polling()->mutable_first_pause()->set_seconds(8);
  head.mutable_polling()->mutable_max_pause()->set_seconds(8);
  const Clock::Instant begin = harness_.clock.Now();
  ASSERT_TRUE(Resume(head, "Name\na\nb\n").ok());
  EXPECT_EQ(harness_.clock.Now() - begin, std::chrono::seconds(16));
  EXPECT_EQ(Count("GET", "/batch"), 3);
  const std::string first = FakeClassicOrg::BatchId(0);
  const std::string second = FakeClassicOrg::BatchId(1);
  EXPECT_THAT(Progress(), ElementsAre(first + " InProgress", second + " InProgress",
                                      second + " Completed", first + " Completed"));
  EXPECT_EQ(Messages().at(3).progress().elapsed().seconds(), 16);
}

TEST_F(ResumeOrderedTest, QuestionThatFailsInPassingIsAskedAgain) {
  Add({"a"}, {"i0"});
  Let("/batch", ScriptedReply::Failure(ReplyLostError()), 8);
  ASSERT_TRUE(Resume(Head(), "Name\na\n").ok());
  EXPECT_THAT(Outcomes(), ElementsAre("i0"));
}

TEST_F(ResumeOrderedTest, RowsOfABatchThatWasNotWorkedOnAreNotProcessed) {
  Add({"a"}, {"i0"});
  FakeClassicOrg::Batch& failed = Add({"b"}, {});
  failed.state = "Failed";
  FakeClassicOrg::Batch& aborted = Add({"c"}, {});
  aborted.state = "NotProcessed";
  const absl::Status status = Resume(Head(), "Name\na\nb\nc\n");
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
  EXPECT_EQ(GetReason(status), "JOB_FAILED");
  EXPECT_THAT(status.message(), HasSubstr("InvalidBatch : no"));
  EXPECT_EQ(GetSalesforceError(status)->job_id(), FakeClassicOrg::kJobId);
  EXPECT_THAT(Outcomes(), ElementsAre("i0", "JOB_FAILED", "JOB_ABORTED"));
  EXPECT_EQ(Summary().unprocessed(), 2);
  EXPECT_EQ(Count("GET", "/result"), 1);
}

TEST_F(ResumeOrderedTest, RowsThatAFailedBatchCameToHaveTheirResults) {
  Add({"a", "b"}, {"i0"}).state = "Failed";
  const absl::Status status = Resume(Head(), "Name\na\nb\n");
  EXPECT_EQ(GetReason(status), "JOB_FAILED") << status;
  EXPECT_THAT(Outcomes(), ElementsAre("i0", "RECORD_COUNT"));
  EXPECT_EQ(Told().at(1).state(), v1::INGESTED_ROW_STATE_UNKNOWN);
}

TEST_F(ResumeOrderedTest, ResultsThatBreakOffAreReadAgain) {
  Add({"a", "b"}, {"i0", "i1"});
  ScriptedReply cut = ScriptedReply::Of(200, org_.batches[0].result.substr(0, 60));
  cut.body_error = ReplyLostError();
  Let("/result", cut, 2);
  ASSERT_TRUE(Resume(Head(), "Name\na\nb\n").ok());
  EXPECT_THAT(Outcomes(), ElementsAre("i0", "i1"));
}

TEST_F(ResumeOrderedTest, RowsWithoutResultsAreUnknownAndLaterOnesAreNot) {
  Add({"a", "b"}, {"i0", "i1"});
  Add({"b"}, {"i2"});
  // Cut within the second result, which is then none.
  ScriptedReply cut =
      ScriptedReply::Of(200, kHeader + std::string("i0,true,true,\ni1,false,false,FIELD_C"));
  cut.body_error = ReplyLostError();
  Let(FakeClassicOrg::BatchId(0) + "/result", cut);
  const absl::Status status = Resume(Head(), "Name\na\nb\nb\nz\n");
  EXPECT_FALSE(status.ok());
  ASSERT_THAT(Outcomes(), ::testing::SizeIs(4));
  EXPECT_EQ(Told().at(0).id(), "i0");
  EXPECT_EQ(Told().at(1).state(), v1::INGESTED_ROW_STATE_UNKNOWN);
  EXPECT_EQ(Told().at(2).id(), "i2");
  EXPECT_EQ(Told().at(3).state(), v1::INGESTED_ROW_STATE_NOT_SENT);
}

TEST_F(ResumeOrderedTest, ResultsThatAreTooManyAreNoSuccess) {
  Add({"a"}, {"i0", "i1"});
  const absl::Status status = Resume(Head(), "Name\na\n");
  EXPECT_EQ(GetReason(status), "RECORD_COUNT") << status;
  EXPECT_THAT(Outcomes(), ElementsAre("i0"));
}

TEST_F(ResumeOrderedTest, ResultsThatMakeNoSenseMakeRowsUnknown) {
  Add({"a"}, {}).result = "Id,Success\ni0,true\n";
  const absl::Status status = Resume(Head());
  EXPECT_EQ(GetReason(status), "CORRUPT_REPLY") << status;
  EXPECT_THAT(Echoed(), ElementsAre("a=CORRUPT_REPLY"));
}

// Otherwise the result of the second batch would be told of the first one's row.
TEST_F(ResumeOrderedTest, BatchWhoseRowsCannotBeReadMakesThoseBehindItUnknown) {
  Add({"a"}, {"i0"});
  Add({"b"}, {"i1"});
  Add({"b"}, {"i2"});
  Let(FakeClassicOrg::BatchId(1) + "/request", ScriptedReply::Failure(ReplyLostError()));
  const absl::Status status = Resume(Head(), "Name\na\nb\nb\n");
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(GetSalesforceError(status)->job_id(), FakeClassicOrg::kJobId);
  EXPECT_EQ(Told().at(0).id(), "i0");
  EXPECT_EQ(Told().at(1).state(), v1::INGESTED_ROW_STATE_UNKNOWN);
  EXPECT_EQ(Told().at(2).state(), v1::INGESTED_ROW_STATE_UNKNOWN);
}

TEST_F(ResumeOrderedTest, OpenJobIsClosedSoThatItGetsNoMoreBatches) {
  org_.state = "Open";
  Add({"a"}, {"i0"});
  ASSERT_TRUE(Resume(Head(), "Name\na\nb\n").ok());
  EXPECT_EQ(org_.state, "Closed");
  EXPECT_THAT(Outcomes(), ElementsAre("i0", "NOT_SENT"));
}

TEST_F(ResumeOrderedTest, OpenJobIsAbortedWhereWished) {
  org_.state = "Open";
  Add({"a"}, {}).state = "NotProcessed";
  v1::ResumeIngestHead head = Head();
  head.set_abort_open_jobs(true);
  const absl::Status status = Resume(head, "Name\na\n");
  EXPECT_EQ(GetReason(status), "JOB_ABORTED") << status;
  EXPECT_EQ(org_.state, "Aborted");
  EXPECT_THAT(Outcomes(), ElementsAre("JOB_ABORTED"));
}

TEST_F(ResumeOrderedTest, JobWithoutBatchesHasNoRows) {
  ASSERT_TRUE(Resume(Head(), "Name\na\n").ok());
  EXPECT_THAT(Outcomes(), ElementsAre("NOT_SENT"));
  EXPECT_EQ(Summary().jobs(), 0);
}

TEST_F(ResumeOrderedTest, JobThatIsNoneOfALoadIsRefused) {
  org_.content_type = "JSON";
  const absl::Status status = Resume(Head());
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(status.message(), HasSubstr("head.job_ids"));
}

TEST_F(ResumeOrderedTest, OtherDelimitersThanItsApiHasAreRefused) {
  v1::ResumeIngestHead head = Head();
  head.set_column_delimiter("SEMICOLON");
  const absl::Status status = Resume(head);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(status.message(), HasSubstr("head.column_delimiter"));
}

TEST_F(ResumeOrderedTest, JobOfBulkApi2IsRefusedAndLeft) {
  org_.job_type = "V2Ingest";
  org_.state = "Open";
  const absl::Status status = Resume(Head());
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(status.message(), HasSubstr("UNORDERED"));
  EXPECT_EQ(org_.state, "Open");
}

TEST_F(ResumeOrderedTest, JobThatOnlyBulkApi1HasIsResumed) {
  Add({"a"}, {"i0"});
  Let(std::string("/jobs/ingest/") + FakeClassicOrg::kJobId, ScriptedReply::Of(404, ""));
  ASSERT_TRUE(Resume(Head(), "Name\na\n").ok());
  EXPECT_THAT(Outcomes(), ElementsAre("i0"));
}

TEST_F(ResumeOrderedTest, HeadsThatAreWrongNameTheField) {
  v1::ResumeIngestHead head = Head();
  head.add_job_ids("750000000000002AAA");
  EXPECT_THAT(Resume(head).message(), HasSubstr("head.job_ids"));
  head = Head();
  head.set_mode(static_cast<v1::IngestMode>(9));
  EXPECT_THAT(Resume(head).message(), HasSubstr("head.mode"));
  EXPECT_THAT(harness_.http.requests(), IsEmpty());
}

}  // namespace
}  // namespace sfconnector
