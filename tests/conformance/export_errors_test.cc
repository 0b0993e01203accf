// SPDX-License-Identifier: Apache-2.0
// Exports whose pages are damaged, whose job fails, or whose request is wrong.
#include "tests/conformance/export_fixture.h"

namespace sfconnector::conformance {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::SizeIs;

using ExportFaults = ExportTest;
using ExportErrors = ExportTest;

constexpr char kSoql[] =
    "SELECT Id, Name, Description, Website, Phone, Type FROM Account ORDER BY Id";

TEST_F(ExportFaults, DamagedPagesAreFetchedAgainAlone) {
  const std::vector<std::vector<std::string>> expected =
      SortedRecords(Export(Exporting(kSoql)).csv);
  for (const char* action :
       {R"("cutAfter":20000)", R"("gzip":"broken")", R"("gzip":"truncated")", R"("status":503)",
        R"("close":"reset")", R"("headers":{"Sforce-NumberOfRecords":"499"})",
        R"("status":200,"contentType":"text/csv","body":"\"Else\"\n")",
        R"("status":200,"contentType":"text/csv","body":"\"Id\",\"Na")",
        R"("drip":{"bytes":4000,"pauseMs":1})"}) {
    for (const bool ordered : {false, true}) {
      SCOPED_TRACE(action);
      big().ClearFaults();
      big().ClearJournal();
      StrikePage(action, ordered ? 1 : 4);
      v1::ExportRequest request = Exporting(kSoql);
      request.set_ordered(ordered);
      const ExportedRows exported = Export(request);
      ASSERT_TRUE(Succeeded(exported.outcome));
      EXPECT_TRUE(SortedRecords(exported.csv) == expected);
      EXPECT_LE(big().Count("GET", std::string(kQueryJobs) + "/" + exported.job_id + "/results?"),
                kPages + 1);
    }
  }
}

TEST_F(ExportFaults, OnePageInAHundredIsNothing) {
  for (const auto format : {v1::EXPORT_FORMAT_CSV, v1::EXPORT_FORMAT_ROWS}) {
    big().ClearFaults();
    StrikePage(R"("cutAfter":1000)", 20);
    StrikePage(R"("gzip":"broken")", 70);
    StrikePage(R"("gzip":"truncated")", 120);
    v1::ExportRequest request = Exporting(kSoql);
    request.set_format(format);
    request.set_max_records(50);
    const ExportedRows exported = Export(request);
    ASSERT_TRUE(Succeeded(exported.outcome));
    EXPECT_EQ(exported.totals.records(), kBigRows);
    EXPECT_EQ(exported.totals.pages(), kBigRows / 50);
    EXPECT_EQ(exported.totals.pages_fetched_again(), 3);
  }
}

TEST_F(ExportFaults, APageThatStaysDamagedEndsTheExportWhichCanBeResumed) {
  StrikePage(R"("gzip":"broken")", 3, 0);
  const ExportedRows first = Export(Exporting(kSoql));
  EXPECT_EQ(first.outcome.code, kUnavailable) << first.outcome;
  EXPECT_EQ(first.outcome.detail.job_id(), first.job_id);
  EXPECT_FALSE(first.has_totals);
  big().ClearFaults();
  v1::ExportRequest resume;
  resume.set_resume_token(first.resume_token);
  const ExportedRows rest = Export(resume);
  ASSERT_TRUE(Succeeded(rest.outcome));
  EXPECT_THAT(SortedRecords(first.csv + rest.csv), SizeIs(kBigRows));
  EXPECT_EQ(rest.totals.records(), kBigRows);
}

TEST_F(ExportErrors, APageWithFewerRecordsThanAnnounced) {
  StrikePage(R"("headers":{"Sforce-NumberOfRecords":"501"})", 2, 0);
  const ExportedRows exported = Export(Exporting(kSoql));
  EXPECT_TRUE(FailedWith(exported.outcome, kDataLoss, "RECORD_COUNT"));
  EXPECT_THAT(exported.outcome.message, HasSubstr("announced with 501 records and has 500"));
}

TEST_F(ExportErrors, AJobThatFails) {
  AnswerWithState("Failed", "InvalidBatch : Field name not found : Emial", 1);
  const ExportedRows exported = Export(Exporting(kSoql));
  EXPECT_TRUE(FailedWith(exported.outcome, kFailedPrecondition, "JOB_FAILED"));
  EXPECT_THAT(exported.outcome.message, HasSubstr("Field name not found : Emial"));
  EXPECT_EQ(exported.outcome.detail.job_id(), exported.job_id);
}

TEST_F(ExportErrors, AJobThatSomebodyAborts) {
  AnswerWithState("Aborted", "", 1);
  EXPECT_TRUE(FailedWith(Export(Exporting(kSoql)).outcome, kAborted, "JOB_ABORTED"));
}

TEST_F(ExportErrors, ADeadlineLeavesTheJobRunning) {
  AnswerWithState("InProgress", "", 0);
  const ExportedRows exported = Export(Exporting(kSoql), {{}, 500ms});
  EXPECT_EQ(exported.outcome.code, kDeadlineExceeded) << exported.outcome;
  EXPECT_EQ(big().Count("PATCH"), 0);
  EXPECT_EQ(big().Count("DELETE"), 0);
  big().ClearFaults();
  v1::ExportRequest resume;
  resume.set_resume_token(exported.resume_token);
  EXPECT_TRUE(Succeeded(Export(resume).outcome));
}

TEST_F(ExportErrors, AQuestionForTheJobThatFailsIsAskedAgain) {
  big().Fault(R"({"match":{"method":"GET","pathRegex":"/jobs/query/750[^/]*$","count":6},)"
              R"("action":{"status":503}})");
  EXPECT_TRUE(Succeeded(Export(Exporting(kSoql)).outcome));
}

TEST_F(ExportErrors, AResultThatIsGone) {
  StrikePage(R"("error":{"code":"NOT_FOUND","message":"The requested resource does not exist"})", 3,
             0);
  const ExportedRows exported = Export(Exporting(kSoql));
  EXPECT_TRUE(FailedWith(exported.outcome, kNotFound, "NOT_FOUND"));
  EXPECT_EQ(exported.outcome.detail.job_id(), exported.job_id);
}

TEST_F(ExportErrors, AListOfPagesThatCannotBeRead) {
  big().Fault(R"({"match":{"pathRegex":"/resultPages","count":0},"action":{"status":200,)"
              R"("contentType":"application/json","body":"{\"resultPages\":[{\"resultUrl\":)"
              R"(\"/services/data/v59.0/sobjects\"}]}"}})");
  EXPECT_TRUE(FailedWith(Export(Exporting(kSoql)).outcome, kUnavailable, "CORRUPT_REPLY"));
}

TEST_F(ExportErrors, ATokenOfAJobThatIsGone) {
  const ExportedRows exported = ExportInPart(Exporting(kSoql));
  big().Fault(R"({"match":{"method":"GET","path":"/services/data/v59.0/jobs/query/","count":0},)"
              R"("action":{"error":{"code":"NOT_FOUND","message":"no such job"}}})");
  v1::ExportRequest resume;
  resume.set_resume_token(exported.resume_token);
  const ExportedRows resumed = Export(resume);
  EXPECT_TRUE(FailedWith(resumed.outcome, kNotFound, "JOB_NOT_FOUND"));
  EXPECT_EQ(resumed.outcome.detail.job_id(), exported.job_id);
}

TEST_F(ExportErrors, ATokenOfSomethingElse) {
  const ExportedRows exported = ExportInPart(Exporting(kSoql));
  v1::ExportRequest resume = Exporting("SELECT Id FROM Account");
  resume.set_resume_token(exported.resume_token);
  EXPECT_TRUE(RefusedFor(Export(resume).outcome, "resume_token"));
  resume = Exporting(kSoql);
  resume.set_resume_token(exported.resume_token);
  EXPECT_TRUE(RefusedFor(Export(resume, {{{"sfconnector-api-version", "60.0"}}, {}}).outcome,
                         "resume_token"));
  resume.set_resume_token(exported.resume_token + "A");
  EXPECT_TRUE(RefusedFor(Export(resume).outcome, "resume_token"));
}

TEST_F(ExportErrors, SoqlThatTheOrgRefuses) {
  const std::map<std::string, std::string> refused = {
      {"SELECT Id FROM Nothing", "INVALID_TYPE"},
      {"SELECT Nothing FROM Account", "INVALID_FIELD"},
      {"SELECT Id FROM", "MALFORMED_QUERY"},
  };
  for (const auto& [soql, code] : refused) {
    SCOPED_TRACE(soql);
    EXPECT_TRUE(FailedWith(Export(Exporting(soql)).outcome, kInvalidArgument, code));
  }
  const Outcome outcome = Export(Exporting("SELECT COUNT(Id) FROM Account")).outcome;
  EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
}

TEST_F(ExportErrors, FieldsThatAreWrong) {
  v1::ExportRequest request;
  EXPECT_TRUE(RefusedFor(Export(request).outcome, "soql"));
  request = Exporting("SELECT Id FROM Account WHERE Name = :name");
  EXPECT_TRUE(RefusedFor(Export(request).outcome, "parameters"));
  request = Exporting(kSoql);
  request.set_column_delimiter("COLON");
  EXPECT_TRUE(RefusedFor(Export(request).outcome, "column_delimiter"));
  request = Exporting(kSoql);
  request.set_line_ending("CR");
  EXPECT_TRUE(RefusedFor(Export(request).outcome, "line_ending"));
  request = Exporting(kSoql);
  request.set_parallel_pages(-1);
  EXPECT_TRUE(RefusedFor(Export(request).outcome, "parallel_pages"));
  request = Exporting(kSoql);
  request.set_max_records(-1);
  EXPECT_TRUE(RefusedFor(Export(request).outcome, "max_records"));
  request = Exporting(kSoql);
  request.mutable_polling()->mutable_max_pause()->set_seconds(3601);
  EXPECT_TRUE(RefusedFor(Export(request).outcome, "polling.max_pause"));
  EXPECT_EQ(big().Count("POST"), 0);
}

}  // namespace
}  // namespace sfconnector::conformance
