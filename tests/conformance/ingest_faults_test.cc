// SPDX-License-Identifier: Apache-2.0
// Loads over an org that fails, loses what it answers, or whose jobs somebody else ends.
#include "tests/conformance/ingest_fixture.h"

namespace sfconnector::conformance {
namespace {

using namespace std::chrono_literals;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr v1::IngestedRowState kCreated = v1::INGESTED_ROW_STATE_CREATED;
constexpr v1::IngestedRowState kUnprocessed = v1::INGESTED_ROW_STATE_UNPROCESSED;

constexpr char kJobsAtAll[] = "^/services/data/v59.0/jobs/ingest$";
constexpr char kJob[] = "^/services/data/v59.0/jobs/ingest/[^/]+$";
constexpr char kUpload[] = "/batches$";
constexpr char kResults[] = "/(successfulResults|failedResults|unprocessedrecords)$";

class IngestFaults : public IngestTest {
 protected:
  // Loads a few rows under the faults in force, and expects every one of them to be there once.
  void ExpectLoaded() {
    const Loaded loaded = Load(HeadOf(), Items(20));
    ASSERT_TRUE(Succeeded(loaded.outcome));
    EXPECT_THAT(loaded.States(), SizeIs(20));
    EXPECT_THAT(loaded.States(), Each(kCreated));
    org().ClearFaults();
    EXPECT_THAT(ById("Key__c"), SizeIs(20));
  }
};

TEST_F(IngestFaults, LostRepliesAtEachStepLoseAndDoubleNothing) {
  const std::pair<const char*, const char*> steps[] = {
      {"POST", kJobsAtAll}, {"PUT", kUpload}, {"PATCH", kJob}, {"GET", kJob}, {"GET", kResults}};
  for (const auto& [method, path] : steps) {
    for (const char* action : {R"("when":"after","close":"reset")", R"("close":"reset")",
                               R"("error":"SERVER_UNAVAILABLE")", R"("session":"expire")"}) {
      SCOPED_TRACE(std::string(method) + path + action);
      org().Reset();
      Fault(method, path, action);
      ExpectLoaded();
    }
  }
}

TEST_F(IngestFaults, ResultsThatAreCutAreReadAgain) {
  Fault("GET", kResults, R"("cutAfter":200)", 2);
  ExpectLoaded();
}

TEST_F(IngestFaults, LostUploadsAreAborted) {
  Fault("PUT", kUpload, R"("when":"after","close":"reset")");
  const Loaded loaded = Load(HeadOf(), Items(3));
  ASSERT_TRUE(Succeeded(loaded.outcome));
  ASSERT_THAT(loaded.JobIds(), SizeIs(2));
  EXPECT_EQ(StateOf(loaded.JobIds()[0]), "Aborted");
  EXPECT_EQ(StateOf(loaded.JobIds()[1]), "JobComplete");
  EXPECT_EQ(loaded.Summary().jobs(), 1);
}

TEST_F(IngestFaults, LockedRowsFailByThemselves) {
  LetJobs(R"("rowLocks":10)");
  const Loaded loaded = Load(HeadOf(), Items(30));
  ASSERT_TRUE(Succeeded(loaded.outcome));
  EXPECT_EQ(loaded.Summary().failed(), 3);
  EXPECT_EQ(loaded.Summary().created(), 27);
  const v1::IngestedRow locked = loaded.Rows().at(9);
  ASSERT_THAT(locked.errors(), SizeIs(1));
  EXPECT_EQ(locked.errors(0).status_code(), "UNABLE_TO_LOCK_ROW");
}

TEST_F(IngestFaults, FailedJobLosesNoOutcome) {
  LetJobs(R"("fail":"TooManyLockFailure : too many","failAfter":3)");
  const Loaded loaded = Load(HeadOf(), Items(5));
  EXPECT_TRUE(FailedWith(loaded.outcome, kFailedPrecondition, "JOB_FAILED"));
  EXPECT_THAT(loaded.outcome.message, HasSubstr("too many"));
  ASSERT_THAT(loaded.JobIds(), SizeIs(1));
  EXPECT_EQ(loaded.outcome.detail.job_id(), loaded.JobIds()[0]);
  EXPECT_THAT(loaded.States(),
              ElementsAre(kCreated, kCreated, kCreated, kUnprocessed, kUnprocessed));
  EXPECT_THAT(loaded.Rows().at(4).errors(0).message(), HasSubstr(loaded.JobIds()[0]));
  EXPECT_EQ(loaded.Summary().unprocessed(), 2);
}

TEST_F(IngestFaults, FieldThatThereIsNotFailsTheJob) {
  const Loaded loaded = Load(HeadOf(), "Name,Nothing__c\na,b\n");
  EXPECT_TRUE(FailedWith(loaded.outcome, kFailedPrecondition, "JOB_FAILED"));
  EXPECT_THAT(loaded.outcome.message, HasSubstr("Nothing__c"));
  EXPECT_THAT(loaded.States(), ElementsAre(kUnprocessed));
}

TEST_F(IngestFaults, JobThatSomebodyElseAbortsEndsTheLoad) {
  LetJobs(R"("queuedMs":600000)");
  const std::unique_ptr<Duplex> call = connection().OpenDuplex(kIngest, {});
  ASSERT_TRUE(call->Write(Encode(HeadOf())));
  ASSERT_TRUE(call->Write(Encode(Items(4))));
  call->CloseWrites();
  v1::IngestResponse first;
  ASSERT_TRUE(first.ParseFromString(call->Next().value_or("")));
  const std::string id = first.progress().job_id();
  while (StateOf(id) != "UploadComplete") std::this_thread::yield();
  org().Patch(kJobs + ("ingest/" + id), R"({"state":"Aborted"})");
  const Loaded loaded = ReadToEnd(*call);
  EXPECT_TRUE(FailedWith(loaded.outcome, kAborted, "JOB_ABORTED"));
  EXPECT_THAT(loaded.States(), SizeIs(4));
  EXPECT_THAT(loaded.States(), Each(kUnprocessed));
}

TEST_F(IngestFaults, CancelledLoadLeavesOrAbortsItsJobs) {
  for (const bool abort : {false, true}) {
    SCOPED_TRACE(abort);
    org().Reset();
    LetJobs(R"("queuedMs":600000)");
    v1::IngestHead head = HeadOf();
    if (abort) head.set_on_cancel(v1::INGEST_ON_CANCEL_ABORT);
    const std::unique_ptr<Duplex> call = connection().OpenDuplex(kIngest, {});
    ASSERT_TRUE(call->Write(Encode(head)));
    ASSERT_TRUE(call->Write(Encode(Items(4))));
    call->CloseWrites();
    v1::IngestResponse first;
    ASSERT_TRUE(first.ParseFromString(call->Next().value_or("")));
    const std::string id = first.progress().job_id();
    while (StateOf(id) != "UploadComplete") std::this_thread::yield();
    call->Cancel();
    while (call->Next().has_value()) {
    }
    EXPECT_EQ(call->Finish().code, kCancelled);
    if (abort) org().WaitForCount(2, "PATCH", kJobs);
    // The call has ended for its connection, too, once that is closed.
    connection_.reset();
    EXPECT_EQ(StateOf(id), abort ? "Aborted" : "UploadComplete");
  }
}

TEST_F(IngestFaults, DeadlineLeavesTheJobs) {
  LetJobs(R"("queuedMs":600000)");
  const Loaded loaded = Load(HeadOf(), Items(4), 64 * 1024, {{}, 2s});
  EXPECT_EQ(loaded.outcome.code, kDeadlineExceeded) << loaded.outcome;
  ASSERT_THAT(loaded.JobIds(), SizeIs(1));
  EXPECT_EQ(StateOf(loaded.JobIds()[0]), "UploadComplete");
}

TEST_F(IngestFaults, LimitsOfTheOrgAreToldWithTheRowsThatWereNotSent) {
  Fault(
      "POST", kJobsAtAll,
      R"("status":400,"error":{"code":"EXCEEDEDQUOTA","message":"ApiBatchItems Limit exceeded."})",
      0, 2);
  v1::IngestHead head = HeadOf();
  head.set_max_job_rows(2);
  head.set_max_parallel_jobs(1);
  const Loaded loaded = Load(head, Items(4));
  EXPECT_EQ(loaded.outcome.reason, "EXCEEDEDQUOTA") << loaded.outcome;
  EXPECT_THAT(loaded.States(), ElementsAre(kCreated, kCreated, v1::INGESTED_ROW_STATE_NOT_SENT,
                                           v1::INGESTED_ROW_STATE_NOT_SENT));
}

TEST_F(IngestFaults, SpoolThatIsFullIsAnError) {
  v1::Connection settings = Settings(org());
  settings.mutable_spool()->set_max_bytes(std::int64_t{1} << 20);
  Use(settings);
  std::string csv = "Name,Long__c\n";
  for (int i = 0; i < 120; ++i) csv += "a," + std::string(10'000, 'x') + "\n";
  const Loaded loaded = Load(HeadOf(), csv);
  EXPECT_TRUE(FailedWith(loaded.outcome, kResourceExhausted, "SPOOL_FULL"));
  EXPECT_THAT(loaded.States(), Each(v1::INGESTED_ROW_STATE_NOT_SENT));
  EXPECT_EQ(loaded.Summary().not_sent(), loaded.Summary().rows());
  EXPECT_EQ(org().Count("POST"), 0);
}

TEST_F(IngestFaults, SpoolThatIsNotThereIsAnError) {
  v1::Connection settings = Settings(org());
  settings.mutable_spool()->set_directory("/nowhere/at/all");
  Use(settings);
  const Loaded loaded = Load(HeadOf(), Items(2));
  EXPECT_TRUE(FailedWith(loaded.outcome, kFailedPrecondition, "SPOOL_FAILED"));
  EXPECT_EQ(org().Count("POST"), 0);
}

// Whoever does not read is not read from: jobs wait, and so does the input.
TEST_F(IngestFaults, SlowReaderHoldsTheLoadUpAndLosesNothing) {
  constexpr int kRows = 4'000;
  v1::IngestHead head = HeadOf();
  head.set_max_job_rows(50);
  head.set_max_parallel_jobs(2);
  const std::unique_ptr<Duplex> call = connection().OpenDuplex(kIngest, {});
  std::thread writer([&] {
    call->Write(Encode(head));
    std::string line = "Name,Key__c\n";
    for (int i = 0; i < kRows; ++i) {
      line += "item," + std::to_string(i) + "," + "\n";
      line.erase(line.size() - 2, 1);
      if (i % 50 == 49 && !call->Write(Encode(std::exchange(line, std::string())))) return;
    }
    call->CloseWrites();
  });
  // Of 80 jobs only those come into being that the reader's buffers let through.
  org().WaitForCount(2, "POST", kJobs);
  const Loaded loaded = ReadToEnd(*call);
  writer.join();
  ASSERT_TRUE(Succeeded(loaded.outcome));
  EXPECT_THAT(loaded.Rows(), SizeIs(kRows));
}

}  // namespace
}  // namespace sfconnector::conformance
