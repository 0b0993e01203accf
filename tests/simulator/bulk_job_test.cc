// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/bulk_fixture.h"

namespace sfsim {
namespace {

constexpr char kInsert[] = R"({"object":"Widget__c","operation":"insert"})";
constexpr char kAccounts[] = R"({"operation":"query","query":"SELECT Id FROM Account"})";

// States, errors and lists of jobs.
class BulkJobTest : public BulkTest {};

// Jobs that take time by the org's clock.
class SlowBulkJobTest : public BulkTest {
 protected:
  void SetUp() override {
    OrgOptions options = DefaultOptions();
    options.bulk.queued_ms = 100;
    options.bulk.running_ms = 1000;
    StartOrg(std::move(options));
  }
  std::string StartLoad(int rows) {
    const std::string id = MakeJob(kIngest, kInsert);
    EXPECT_EQ(201, Upload(id, NumberedRows(rows)).status);
    EXPECT_EQ(200, SetState(kIngest + ("/" + id), "UploadComplete").status);
    return kIngest + ("/" + id);
  }
  JsonValue WaitForRows(const std::string& path, int64_t rows) {
    return WaitUntil(path, [rows](const JsonValue& job) {
      return job.Integer("numberRecordsProcessed") >= rows;
    });
  }
};

TEST_F(SlowBulkJobTest, StatesFollowTheOrgsClock) {
  const std::string path = StartLoad(600);
  EXPECT_EQ("UploadComplete", Call("GET", path).Json().Text("state"));
  now_ += 100;
  const JsonValue running = WaitForRows(path, 200);
  EXPECT_EQ("InProgress", running.Text("state"));
  EXPECT_EQ(200, running.Integer("numberRecordsProcessed"));
  EXPECT_EQ("400 INVALIDJOBSTATE: The job is in state InProgress, which does not allow this",
            ErrorOf(Call("GET", path + "/successfulResults")));
  EXPECT_EQ(
      "400 API_ERROR: Error encountered when deleting the job because the job is not "
      "terminated",
      ErrorOf(Call("DELETE", path)));
  now_ += 1000;
  const JsonValue done = WaitFor(path, "JobComplete");
  EXPECT_EQ(600, done.Integer("numberRecordsProcessed"));
  EXPECT_EQ(1000, done.Integer("totalProcessingTime"));
}

TEST_F(SlowBulkJobTest, AnAbortedJobStopsBehindItsChunk) {
  const std::string path = StartLoad(600);
  now_ += 100;
  WaitForRows(path, 200);
  EXPECT_EQ("Aborted", SetState(path, "Aborted").Json().Text("state"));
  now_ += 10'000;
  const JsonValue job = Call("GET", path).Json();
  EXPECT_EQ("Aborted", job.Text("state"));
  EXPECT_EQ(200, job.Integer("numberRecordsProcessed"));
  EXPECT_EQ(200, Query("SELECT COUNT() FROM Widget__c").Json().Integer("totalSize"));
  const std::string rest = Get(path + "/unprocessedrecords");
  EXPECT_TRUE(rest.starts_with("Name\nn201\n")) << rest.substr(0, 40);
  EXPECT_TRUE(rest.ends_with("\nn600\n"));
  EXPECT_EQ("400 INVALIDJOBSTATE: The job is in state Aborted and cannot become Aborted",
            ErrorOf(SetState(path, "Aborted")));
}

TEST_F(SlowBulkJobTest, AQueuedJobCanBeAbortedAndDeleted) {
  const std::string path = StartLoad(3);
  EXPECT_EQ("Aborted", SetState(path, "Aborted").Json().Text("state"));
  EXPECT_EQ("Name\nn1\nn2\nn3\n", Get(path + "/unprocessedrecords"));
  const std::string other = StartLoad(3);
  EXPECT_EQ(204, Call("DELETE", other).status);
  EXPECT_EQ(404, Call("GET", other).status);
  now_ += 10'000;
  EXPECT_EQ(0, Query("SELECT COUNT() FROM Widget__c").Json().Integer("totalSize"));
}

TEST_F(SlowBulkJobTest, QueriesTakeTimeToo) {
  const std::string path = kQuery + ("/" + MakeJob(kQuery, kAccounts));
  EXPECT_EQ("UploadComplete", Call("GET", path).Json().Text("state"));
  EXPECT_EQ("400 INVALIDJOBSTATE: The job is in state UploadComplete, which does not allow this",
            ErrorOf(Call("GET", path + "/results")));
  EXPECT_EQ(
      "400 API_ERROR: Error encountered when deleting the job because the job is not "
      "terminated",
      ErrorOf(Call("DELETE", path)));
  now_ += 100;
  WaitFor(path, "InProgress");
  now_ += 1000;
  WaitFor(path, "JobComplete");
  EXPECT_EQ("400 INVALIDJOBSTATE: The job is in state JobComplete and cannot become Aborted",
            ErrorOf(SetState(path, "Aborted")));
  EXPECT_EQ(204, Call("DELETE", path).status);
  EXPECT_EQ(404, Call("GET", path + "/results").status);
  const std::string aborted = kQuery + ("/" + MakeJob(kQuery, kAccounts));
  EXPECT_EQ("Aborted", SetState(aborted, "Aborted").Json().Text("state"));
  EXPECT_EQ("400 INVALIDJOBSTATE: The job is in state Aborted, which does not allow this",
            ErrorOf(Call("GET", aborted + "/results")));
}

TEST_F(SlowBulkJobTest, AResetEndsJobs) {
  const std::string path = StartLoad(3);
  EXPECT_EQ(204, CallOpen("POST", "/simulator/reset").status);
  token_ = Login();
  EXPECT_EQ(404, Call("GET", path).status);
  EXPECT_NE("", MakeJob(kIngest, kInsert));
}

TEST_F(BulkJobTest, WrongTransitionsAreRefused) {
  const std::string id = MakeJob(kIngest, kInsert);
  const std::string path = kIngest + ("/" + id);
  EXPECT_EQ(
      "400 API_ERROR: Error encountered when deleting the job because the job is not "
      "terminated",
      ErrorOf(Call("DELETE", path)));
  EXPECT_EQ(201, Upload(id, "Name\na\n").status);
  EXPECT_EQ("400 INVALIDJOBSTATE: The data of this job has been uploaded",
            ErrorOf(Upload(id, "Name\na\n")));
  SetState(path, "UploadComplete");
  WaitFor(path, "JobComplete");
  EXPECT_EQ("400 INVALIDJOBSTATE: The job is in state JobComplete, which does not allow this",
            ErrorOf(Upload(id, "Name\na\n")));
  EXPECT_EQ("400 INVALIDJOBSTATE: The job is in state JobComplete and cannot become UploadComplete",
            ErrorOf(SetState(path, "UploadComplete")));
  EXPECT_EQ("400 API_ERROR: Value does not match expected type at [line:1, column:18]",
            ErrorOf(SetState(path, "Closed")));
  EXPECT_EQ("400 API_ERROR: Job property not specified: state", ErrorOf(Call("PATCH", path, "{}")));
  EXPECT_EQ("400 API_ERROR: Unrecognized job property: status",
            ErrorOf(Call("PATCH", path, R"({"status":"Aborted"})")));
  EXPECT_EQ(204, Call("DELETE", path).status);
  EXPECT_EQ("404 NOT_FOUND: The requested resource does not exist", ErrorOf(Call("GET", path)));
}

TEST_F(BulkJobTest, JobsThatCannotBeAreRefused) {
  const auto make = [this](const std::string& json) {
    return ErrorOf(Call("POST", kIngest, json));
  };
  EXPECT_EQ("400 INVALIDJOB: Job property not specified: operation",
            make(R"({"object":"Widget__c"})"));
  EXPECT_EQ("400 INVALIDJOB: Unsupported operation: Insert",
            make(R"({"object":"Widget__c","operation":"Insert"})"));
  EXPECT_EQ("400 INVALIDJOB: Job property not specified: object",
            make(R"({"operation":"insert"})"));
  EXPECT_EQ("400 INVALIDENTITY: Entity 'No__c' is not supported by the Bulk API.",
            make(R"({"object":"No__c","operation":"insert"})"));
  EXPECT_EQ(
      "400 INVALIDJOB: External ID was blank for Widget__c. An External ID must be specified "
      "for upsert.",
      make(R"({"object":"Widget__c","operation":"upsert"})"));
  EXPECT_EQ(
      "400 INVALIDJOB: Field name provided, Kind__c does not match an External ID, "
      "Salesforce Id, or indexed field for Widget__c",
      make(R"({"object":"Widget__c","operation":"upsert","externalIdFieldName":"Kind__c"})"));
  EXPECT_EQ("400 INVALIDJOB: Unsupported content type: JSON",
            make(R"({"object":"Widget__c","operation":"insert","contentType":"JSON"})"));
  EXPECT_EQ("400 API_ERROR: Value does not match expected type at [line:1, column:64]",
            make(R"({"object":"Widget__c","operation":"insert","lineEnding":"MIXED"})"));
  EXPECT_EQ("400 API_ERROR: Value does not match expected type at [line:1, column:12]",
            make(R"({"object":1,"operation":"insert"})"));
  EXPECT_EQ("400 API_ERROR: Unrecognized job property: color",
            make(R"({"object":"Widget__c","operation":"insert","color":"red"})"));
  EXPECT_EQ(400, Call("POST", kIngest, "[]").status);
  EXPECT_EQ(415, Call("PUT", kIngest + std::string("/750Sf0000000001IAA/batches"), "x").status);
  EXPECT_EQ(404, Call("POST", "/services/data/v40.0/jobs/ingest", kInsert).status);
  EXPECT_EQ(404, Call("POST", "/services/data/v46.0/jobs/query", kAccounts).status);
}

TEST_F(BulkJobTest, HardDeletionsNeedAPermission) {
  OrgOptions options = DefaultOptions();
  options.bulk.hard_delete = false;
  StartOrg(std::move(options));
  EXPECT_EQ(
      "400 FEATURENOTENABLED: hardDelete operation requires special user profile permission, "
      "please contact your system administrator",
      ErrorOf(Call("POST", kIngest, R"({"object":"Widget__c","operation":"hardDelete"})")));
}

TEST_F(BulkJobTest, DataThatCannotBeReadFailsTheJob) {
  const auto failure = [this](const std::string& csv, const std::string& rest) {
    const std::string path = LoadWidgets(csv, "Failed");
    EXPECT_EQ(rest, Get(path + "/unprocessedrecords"));
    return Call("GET", path).Json().Text("errorMessage");
  };
  EXPECT_EQ("InvalidBatch : InvalidBatch : Field name not found : Nope",
            failure("Name,Nope\na,b\n", "Name,Nope\na,b\n"));
  EXPECT_EQ("InvalidBatch : InvalidBatch : Field name provided more than once : name",
            failure("Name,name\na,b\n", "Name,name\na,b\n"));
  EXPECT_EQ("InvalidBatch : InvalidBatch : Field name not found : Account__r.Name",
            failure("Account__r.Name\na\n", "Account__r.Name\na\n"));
  EXPECT_EQ(
      "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is "
      "LF",
      failure("Name\r\na\r\n", "Name\r\na\r\n"));
  EXPECT_EQ("ClientInputError : Failed to parse CSV. Row 2 has 2 columns where the header has 1",
            failure("Name\nfirst\nb,c\nd\n", "Name\nb,c\nd\n"));
  EXPECT_EQ("ClientInputError : Failed to parse CSV. Quotes are out of place in the row at byte 5",
            failure("Name\n\"a\" \nb\n", "Name\n\"a\" \nb\n"));
  EXPECT_EQ(
      "ClientInputError : Failed to parse CSV. A quoted field has no end or a row is too "
      "long",
      failure("Name\n\"a\nb\n", "Name\n\"a\nb\n"));
  EXPECT_EQ("ClientInputError : Failed to parse CSV. The data is not UTF-8",
            failure("Name\n\xFF\n", "Name\n\xFF\n"));
  EXPECT_EQ("first", Column("SELECT Name FROM Widget__c", "Name"));
}

TEST_F(BulkJobTest, DeletionsTakeIdsAlone) {
  const std::string path =
      Load(R"({"object":"Widget__c","operation":"delete"})", "Id,Name\na,b\n", "Failed");
  EXPECT_EQ("InvalidBatch : InvalidBatch : The 'delete' batch must contain only ids",
            Call("GET", path).Json().Text("errorMessage"));
}

TEST_F(BulkJobTest, ListsHaveWhatTheyAreAskedFor) {
  const std::string ingest = MakeJob(kIngest, kInsert);
  const std::string query = MakeJob(kQuery, kAccounts);
  const auto ids = [this](const std::string& target) {
    std::string list;
    const JsonValue reply = Call("GET", target).Json();
    for (const JsonValue& job : reply.Find("records")->items) {
      list += job.Text("id") + " " + job.Text("jobType") + ";";
    }
    return list;
  };
  EXPECT_EQ(ingest + " V2Ingest;", ids(kIngest));
  EXPECT_EQ(query + " V2Query;", ids(kQuery));
  EXPECT_EQ(query + " V2Query;", ids(kIngest + std::string("?jobType=V2Query")));
  EXPECT_EQ("", ids(kIngest + std::string("?jobType=Classic")));
  EXPECT_EQ("", ids(kIngest + std::string("?isPkChunkingEnabled=true")));
  EXPECT_EQ("", ids(kQuery + std::string("?concurrencyMode=serial")));
  EXPECT_EQ(query + " V2Query;", ids(kQuery + std::string("?concurrencyMode=parallel")));
  EXPECT_EQ("400 INVALID_QUERY_LOCATOR: invalid query locator",
            ErrorOf(Call("GET", kIngest + std::string("?queryLocator=x"))));
}

TEST_F(BulkJobTest, ListsHavePages) {
  for (int i = 0; i < 1001; ++i) MakeJob(kIngest, kInsert);
  const JsonValue first = Call("GET", kIngest + std::string("?jobType=V2Ingest")).Json();
  EXPECT_FALSE(first.Flag("done", true));
  EXPECT_EQ(1000u, first.Find("records")->items.size());
  const JsonValue second = Call("GET", first.Text("nextRecordsUrl")).Json();
  EXPECT_TRUE(second.Flag("done"));
  EXPECT_TRUE(second.Find("nextRecordsUrl")->is_null());
  EXPECT_EQ(1u, second.Find("records")->items.size());
}

TEST_F(BulkJobTest, JobsAreForgottenAfterSevenDays) {
  const std::string path = kIngest + ("/" + MakeJob(kIngest, kInsert));
  now_ += 7 * 86'400'000LL + 1;
  token_ = Login();
  EXPECT_EQ(404, Call("GET", path).status);
}

}  // namespace
}  // namespace sfsim
