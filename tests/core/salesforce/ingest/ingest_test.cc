// SPDX-License-Identifier: Apache-2.0
// Loads over an org that loses what it answers, and callers that do not read.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "sfconnector/v1/ingest_service.pb.h"
#include "tests/core/salesforce/ingest/fake_bulk_org.h"
#include "tests/core/salesforce/operation_harness.h"

namespace sfconnector {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::ReplyLostError;
using testing::ScriptedReply;
using testing::SentRequest;
using ::testing::SizeIs;

class IngestTest : public ::testing::Test {
 protected:
  static v1::IngestHead Head() {
    v1::IngestHead head;
    head.set_sobject("Account");
    head.set_operation("insert");
    return head;
  }

  void Begin(const v1::IngestHead& head) {
    harness_.StartStream("IngestService/Ingest");
    v1::IngestRequest request;
    *request.mutable_head() = head;
    harness_.Push(request);
  }
  void PushCsv(const std::string& csv) {
    v1::IngestRequest request;
    request.set_csv(csv);
    harness_.Push(request);
  }
  absl::Status Load(const v1::IngestHead& head, const std::string& csv) {
    Begin(head);
    PushCsv(csv);
    harness_.CloseRequests();
    return harness_.Finish();
  }

  // `count` rows, numbered in the column Name.
  static std::string Rows(int count) {
    std::string csv = "Name\n";
    for (int i = 0; i < count; ++i) csv += std::to_string(i) + "\n";
    return csv;
  }

  std::vector<v1::IngestResponse> Messages() {
    std::vector<v1::IngestResponse> messages;
    for (const std::string& bytes : harness_.writer->messages) {
      EXPECT_TRUE(messages.emplace_back().ParseFromString(bytes));
    }
    return messages;
  }
  std::map<std::int64_t, v1::IngestedRow> Told() {
    std::map<std::int64_t, v1::IngestedRow> told;
    for (const v1::IngestResponse& message : Messages()) {
      for (const v1::IngestedRow& row : message.rows().rows()) {
        EXPECT_TRUE(told.emplace(row.row(), row).second) << row.row();
      }
    }
    return told;
  }
  std::vector<v1::IngestedRowState> States() {
    std::vector<v1::IngestedRowState> states;
    for (const auto& [row, told] : Told()) states.push_back(told.state());
    return states;
  }
  v1::IngestSummary Summary() { return Messages().back().summary(); }

  static bool Is(const SentRequest& request, const std::string& method, const std::string& end) {
    return request.method == method && absl::EndsWith(request.url, end);
  }
  // Loses the reply of the first `count` such requests.
  std::function<ScriptedReply(const SentRequest&)> Lose(std::string method, std::string end,
                                                        int count) {
    return [method = std::move(method), end = std::move(end),
            count](const SentRequest& request) mutable {
      ScriptedReply none;
      none.status = 0;
      if (!Is(request, method, end) || count-- <= 0) return none;
      return ScriptedReply::Failure(ReplyLostError());
    };
  }

  testing::OperationHarness harness_;
  testing::FakeBulkOrg org_{harness_.http};
};

TEST_F(IngestTest, EveryRowIsToldByItsOrdinal) {
  const absl::Status status = Load(Head(), Rows(3));
  ASSERT_TRUE(status.ok()) << status;
  const std::map<std::int64_t, v1::IngestedRow> told = Told();
  ASSERT_THAT(told, SizeIs(3));
  for (const auto& [row, outcome] : told) {
    EXPECT_EQ(outcome.state(), v1::INGESTED_ROW_STATE_CREATED);
    EXPECT_EQ(outcome.id(), "001" + std::to_string(row));
  }
  EXPECT_EQ(Summary().rows(), 3);
  EXPECT_EQ(Summary().created(), 3);
  EXPECT_EQ(Summary().jobs(), 1);
}

TEST_F(IngestTest, JobIsNamedBeforeItsUpload) {
  Begin(Head());
  harness_.writer->hold = true;
  PushCsv(Rows(3));
  harness_.CloseRequests();
  harness_.loop.RunUntil([this] { return !harness_.writer->messages.empty(); });
  harness_.loop.Poll();
  EXPECT_EQ(Messages().at(0).progress().job_id(), "750000000000001AAA");
  EXPECT_EQ(Messages().at(0).progress().row_count(), 3);
  EXPECT_THAT(harness_.http.requests(), SizeIs(1));
  harness_.writer->hold = false;
  harness_.writer->release.Set();
  EXPECT_TRUE(harness_.Finish().ok());
}

TEST_F(IngestTest, RowsAreCutIntoJobsAtRecords) {
  v1::IngestHead head = Head();
  head.set_max_job_rows(2);
  ASSERT_TRUE(Load(head, Rows(5)).ok());
  EXPECT_THAT(org_.jobs, SizeIs(3));
  std::vector<std::string> bodies;
  for (const auto& [id, job] : org_.jobs) bodies.push_back(job.csv);
  EXPECT_THAT(bodies, ElementsAre("Name\n0\n1\n", "Name\n2\n3\n", "Name\n4\n"));
  EXPECT_THAT(Told(), SizeIs(5));
  EXPECT_EQ(Summary().jobs(), 3);
}

TEST_F(IngestTest, JobsAreNoLargerThanWished) {
  v1::IngestHead head = Head();
  head.set_max_job_bytes(1000);
  ASSERT_TRUE(Load(head, Rows(1000)).ok());
  EXPECT_THAT(org_.jobs, SizeIs(4));
  for (const auto& [id, job] : org_.jobs) EXPECT_LE(job.csv.size(), 1000u);
  EXPECT_THAT(Told(), SizeIs(1000));
}

TEST_F(IngestTest, LostUploadIsAbortedAndItsRowsGoIntoAnotherJob) {
  org_.after = Lose("PUT", "/batches", 1);
  ASSERT_TRUE(Load(Head(), Rows(2)).ok());
  ASSERT_THAT(org_.jobs, SizeIs(2));
  EXPECT_EQ(org_.jobs[0].second.state, "Aborted");
  EXPECT_EQ(org_.jobs[1].second.csv, "Name\n0\n1\n");
  EXPECT_THAT(States(), Each(v1::INGESTED_ROW_STATE_CREATED));
  EXPECT_THAT(Told(), SizeIs(2));
  EXPECT_EQ(Summary().jobs(), 1);
}

TEST_F(IngestTest, UploadsThatAreAlwaysLostEndTheLoadWithNothingSent) {
  org_.after = Lose("PUT", "/batches", 100);
  const absl::Status status = Load(Head(), Rows(2));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
  EXPECT_THAT(org_.jobs, SizeIs(4));
  for (const auto& [id, job] : org_.jobs) EXPECT_EQ(job.state, "Aborted");
  EXPECT_THAT(States(),
              ElementsAre(v1::INGESTED_ROW_STATE_NOT_SENT, v1::INGESTED_ROW_STATE_NOT_SENT));
  EXPECT_EQ(Summary().not_sent(), 2);
}

TEST_F(IngestTest, LostStartIsFoundOutByTheJobsState) {
  org_.after = [this, lost = 0](const SentRequest& request) mutable {
    ScriptedReply none;
    none.status = 0;
    if (request.method != "PATCH" || lost++ > 0) return none;
    return ScriptedReply::Failure(ReplyLostError());
  };
  ASSERT_TRUE(Load(Head(), Rows(2)).ok());
  EXPECT_THAT(org_.jobs, SizeIs(1));
  EXPECT_THAT(Told(), SizeIs(2));
}

TEST_F(IngestTest, StartThatNeverArrivesIsAbortedAndRepeated) {
  org_.before = [lost = 0](const SentRequest& request) mutable {
    ScriptedReply none;
    none.status = 0;
    const bool start = request.method == "PATCH" && absl::StrContains(request.body, "Upload");
    if (!start || lost++ >= 4) return none;
    return ScriptedReply::Failure(ReplyLostError());
  };
  ASSERT_TRUE(Load(Head(), Rows(2)).ok());
  ASSERT_THAT(org_.jobs, SizeIs(2));
  EXPECT_EQ(org_.jobs[0].second.state, "Aborted");
  EXPECT_THAT(States(), Each(v1::INGESTED_ROW_STATE_CREATED));
}

TEST_F(IngestTest, ResultsThatLackRowsAreReadAgain) {
  org_.after = [short_ones = 2](const SentRequest& request) mutable {
    ScriptedReply none;
    none.status = 0;
    if (!Is(request, "GET", "/successfulResults") || short_ones-- <= 0) return none;
    return ScriptedReply::Of(200, "sf__Id,sf__Created,Name\n\"0011\",true,1\n");
  };
  ASSERT_TRUE(Load(Head(), Rows(3)).ok());
  EXPECT_THAT(Told(), SizeIs(3));
}

TEST_F(IngestTest, RowsWithoutResultsAreUnknownAndTheLoadIsNoSuccess) {
  org_.after = [](const SentRequest& request) {
    ScriptedReply none;
    none.status = 0;
    if (!Is(request, "GET", "/successfulResults")) return none;
    return ScriptedReply::Of(200, "sf__Id,sf__Created,Name\n\"0011\",true,1\n");
  };
  const absl::Status status = Load(Head(), Rows(3));
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
  EXPECT_EQ(GetReason(status), "RECORD_COUNT");
  EXPECT_THAT(States(), ElementsAre(v1::INGESTED_ROW_STATE_UNKNOWN, v1::INGESTED_ROW_STATE_CREATED,
                                    v1::INGESTED_ROW_STATE_UNKNOWN));
  EXPECT_EQ(Told().at(0).errors(0).status_code(), "RECORD_COUNT");
  EXPECT_EQ(Summary().unknown(), 2);
}

TEST_F(IngestTest, FailedJobEndsTheLoadAndItsRowsSaySo) {
  org_.end_state = "Failed";
  v1::IngestHead head = Head();
  head.set_max_job_rows(2);
  head.set_max_parallel_jobs(1);
  const absl::Status status = Load(head, Rows(6));
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
  EXPECT_EQ(GetReason(status), "JOB_FAILED");
  EXPECT_EQ(GetSalesforceError(status)->job_id(), org_.jobs[0].first);
  EXPECT_THAT(org_.jobs, SizeIs(1));
  EXPECT_EQ(Summary().unprocessed(), 2);
  // Those that wait for a job when it ends; the rest was never accepted.
  EXPECT_EQ(Summary().not_sent(), 2);
  EXPECT_EQ(Summary().rows(), 4);
  EXPECT_THAT(Told().at(0).errors(0).message(), HasSubstr(org_.jobs[0].first));
}

TEST_F(IngestTest, MalformedRowEndsTheLoadAndThoseBeforeAreTold) {
  v1::IngestHead head = Head();
  head.set_max_job_rows(2);
  const absl::Status status = Load(head, "Name\n0\n1\n2\n\"3\"x\n4\n");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  EXPECT_EQ(GetReason(status), "CSV_MALFORMED");
  EXPECT_THAT(status.message(), HasSubstr("record 5"));
  EXPECT_THAT(States(), ElementsAre(v1::INGESTED_ROW_STATE_CREATED, v1::INGESTED_ROW_STATE_CREATED,
                                    v1::INGESTED_ROW_STATE_NOT_SENT));
}

TEST_F(IngestTest, SpoolThatIsFullEndsTheLoadAndRowsAreNotSent) {
  std::string csv = "Name\n";
  for (int i = 0; i < 1200; ++i) csv += std::string(1000, 'x') + "\n";
  const absl::Status status = Load(Head(), csv);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << status;
  EXPECT_EQ(GetReason(status), "SPOOL_FULL");
  EXPECT_THAT(org_.jobs, IsEmpty());
  EXPECT_EQ(Summary().not_sent(), Summary().rows());
  EXPECT_GT(Summary().rows(), 1000);
}

TEST_F(IngestTest, RowLargerThanAJobIsNamed) {
  v1::IngestHead head = Head();
  head.set_max_job_bytes(1000);
  const absl::Status status = Load(head, "Name\na\n" + std::string(1200, 'x') + "\n");
  EXPECT_EQ(GetReason(status), "CSV_TOO_LARGE");
  EXPECT_THAT(status.message(), HasSubstr("row 1 takes 1201 bytes"));
}

TEST_F(IngestTest, CallerThatDoesNotReadIsNotReadFrom) {
  v1::IngestHead head = Head();
  head.set_max_job_rows(1);
  head.set_max_parallel_jobs(2);
  Begin(head);
  harness_.writer->hold = true;
  PushCsv("Name\n");
  for (int i = 0; i < 20; ++i) PushCsv(std::to_string(i) + "\n");
  harness_.loop.RunUntil([this] { return org_.jobs.size() == 2; });
  harness_.loop.Poll();
  // Two jobs that cannot be told, and a third one that waits.
  EXPECT_THAT(org_.jobs, SizeIs(2));
  EXPECT_GE(harness_.unread(), 16u);
  harness_.writer->hold = false;
  harness_.writer->release.Set();
  harness_.CloseRequests();
  EXPECT_TRUE(harness_.Finish().ok());
  EXPECT_THAT(Told(), SizeIs(20));
}

TEST_F(IngestTest, CancelledLoadLeavesStartedJobsUnlessWishedOtherwise) {
  for (const bool abort : {false, true}) {
    SCOPED_TRACE(abort);
    org_.jobs.clear();
    org_.end_state = "InProgress";
    v1::IngestHead head = Head();
    if (abort) head.set_on_cancel(v1::INGEST_ON_CANCEL_ABORT);
    Begin(head);
    PushCsv(Rows(2));
    harness_.CloseRequests();
    harness_.loop.RunUntil(
        [this] { return !org_.jobs.empty() && org_.jobs[0].second.state == "InProgress"; });
    harness_.call->Stop(absl::CancelledError("enough"));
    EXPECT_EQ(harness_.Finish().code(), absl::StatusCode::kCancelled);
    EXPECT_EQ(org_.jobs[0].second.state, abort ? "Aborted" : "InProgress");
  }
}

TEST_F(IngestTest, CancelledLoadAbortsJobsWithoutAllTheirRows) {
  harness_.http.Hold();
  Begin(Head());
  PushCsv(Rows(2));
  harness_.CloseRequests();
  harness_.loop.RunUntil([this] { return harness_.http.held() == 1; });
  org_.before = [this](const SentRequest& request) {
    if (request.method == "PUT") harness_.call->Stop(absl::CancelledError("enough"));
    ScriptedReply none;
    none.status = 0;
    return none;
  };
  harness_.http.Release();
  EXPECT_EQ(harness_.Finish().code(), absl::StatusCode::kCancelled);
  ASSERT_THAT(org_.jobs, SizeIs(1));
  EXPECT_EQ(org_.jobs[0].second.state, "Aborted");
}

TEST_F(IngestTest, FailuresAloneAreToldWhereWished) {
  v1::IngestHead head = Head();
  head.set_outcomes(v1::INGEST_OUTCOMES_FAILURES);
  ASSERT_TRUE(Load(head, Rows(3)).ok());
  EXPECT_THAT(Told(), IsEmpty());
  EXPECT_EQ(Summary().created(), 3);
}

TEST_F(IngestTest, InputWithoutRowsIsNoJob) {
  ASSERT_TRUE(Load(Head(), "Name\n").ok());
  EXPECT_THAT(harness_.http.requests(), IsEmpty());
  EXPECT_EQ(Summary().rows(), 0);
  EXPECT_THAT(Load(Head(), "").message(), HasSubstr("its header"));
}

TEST_F(IngestTest, HeadsThatAreWrongNameTheField) {
  const auto refused = [this](const std::function<void(v1::IngestHead&)>& change) {
    v1::IngestHead head = Head();
    change(head);
    const absl::Status status = Load(head, Rows(1));
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_THAT(refused([](auto& head) { head.clear_sobject(); }), HasSubstr("head.sobject"));
  EXPECT_THAT(refused([](auto& head) { head.set_operation("merge"); }),
              HasSubstr("head.operation"));
  EXPECT_THAT(refused([](auto& head) { head.set_operation("upsert"); }),
              HasSubstr("head.external_id_field_name"));
  EXPECT_THAT(refused([](auto& head) { head.set_external_id_field_name("Id"); }),
              HasSubstr("head.external_id_field_name"));
  EXPECT_THAT(refused([](auto& head) { head.set_assignment_rule_id("x"); }),
              HasSubstr("head.assignment_rule_id"));
  EXPECT_THAT(refused([](auto& head) { head.set_max_parallel_jobs(21); }),
              HasSubstr("head.max_parallel_jobs"));
  EXPECT_THAT(refused([](auto& head) { head.set_max_job_bytes(100'000'001); }),
              HasSubstr("head.max_job_bytes"));
  EXPECT_THAT(refused([](auto& head) { head.set_max_job_rows(-1); }),
              HasSubstr("head.max_job_rows"));
  EXPECT_THAT(refused([](auto& head) { head.set_line_ending("CR"); }),
              HasSubstr("head.line_ending"));
  EXPECT_THAT(refused([](auto& head) {
                head.set_mode(v1::INGEST_MODE_ORDERED);
                head.set_column_delimiter("SEMICOLON");
              }),
              HasSubstr("head.column_delimiter"));
  EXPECT_THAT(refused([](auto& head) { head.mutable_polling()->mutable_first_pause(); }),
              HasSubstr("head.polling.first_pause"));
  EXPECT_THAT(harness_.http.requests(), IsEmpty());
}

TEST_F(IngestTest, HeadComesOnce) {
  Begin(Head());
  v1::IngestRequest again;
  *again.mutable_head() = Head();
  harness_.Push(again);
  EXPECT_THAT(harness_.Finish().message(), HasSubstr("head"));
  harness_.StartStream("IngestService/Ingest");
  PushCsv("Name\n");
  EXPECT_THAT(harness_.Finish().message(), HasSubstr("head: is required"));
}

}  // namespace
}  // namespace sfconnector
