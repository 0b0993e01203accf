// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/bulk_fixture.h"

namespace sfsim {
namespace {

constexpr char kNewJobs[] = R"({"method":"POST","path":"/services/data/v60.0/jobs/","count":0})";

class BulkFaultTest : public BulkTest {};

TEST_F(BulkFaultTest, AJobFailsBehindSoManyRows) {
  AddFault(kNewJobs, R"({"job":{"fail":"InternalServerError : something broke","failAfter":3}})");
  const std::string path = LoadWidgets(NumberedRows(5), "Failed");
  const JsonValue job = Call("GET", path).Json();
  EXPECT_EQ("InternalServerError : something broke", job.Text("errorMessage"));
  EXPECT_EQ(3, job.Integer("numberRecordsProcessed"));
  EXPECT_EQ("Name\nn4\nn5\n", Get(path + "/unprocessedrecords"));
  EXPECT_EQ("n1|n2|n3", Column("SELECT Name FROM Widget__c ORDER BY Name", "Name"));
  const std::string query =
      kQuery +
      ("/" + MakeJob(kQuery, R"({"operation":"query","query":"SELECT Id FROM Widget__c"})"));
  EXPECT_EQ("InternalServerError : something broke", WaitFor(query, "Failed").Text("errorMessage"));
  EXPECT_EQ("400 INVALIDJOBSTATE: The job is in state Failed, which does not allow this",
            ErrorOf(Call("GET", query + "/results")));
}

TEST_F(BulkFaultTest, AJobStaysInItsStates) {
  AddFault(kNewJobs, R"({"job":{"queuedMs":1000,"runningMs":500}})");
  const std::string path =
      kQuery +
      ("/" + MakeJob(kQuery, R"({"operation":"query","query":"SELECT Id FROM Widget__c"})"));
  now_ += 999;
  EXPECT_EQ("UploadComplete", Call("GET", path).Json().Text("state"));
  now_ += 1;
  WaitFor(path, "InProgress");
  now_ += 499;
  EXPECT_EQ("InProgress", Call("GET", path).Json().Text("state"));
  now_ += 1;
  WaitFor(path, "JobComplete");
}

TEST_F(BulkFaultTest, EverySoManyRowsAreLocked) {
  AddFault(kNewJobs, R"({"job":{"rowLocks":100}})");
  const std::string path = LoadWidgets(NumberedRows(450));
  const JsonValue job = Call("GET", path).Json();
  EXPECT_EQ(450, job.Integer("numberRecordsProcessed"));
  EXPECT_EQ(4, job.Integer("numberRecordsFailed"));
  const std::string failed = Get(path + "/failedResults");
  EXPECT_TRUE(
      failed.starts_with("\"sf__Id\",\"sf__Error\",Name\n\"\",\"UNABLE_TO_LOCK_ROW:unable to "
                         "obtain exclusive access to "
                         "this record or 200 records:--\",\"n200\"\n"))
      << failed;
  EXPECT_EQ(446, Query("SELECT COUNT() FROM Widget__c").Json().Integer("totalSize"));
}

TEST_F(BulkFaultTest, AShareOfThePagesIsStruck) {
  const std::string path = Extract("SELECT Id FROM Account");
  AddFault(R"({"path":")" + path + R"(/results","nth":2,"every":3,"count":0})",
           R"({"error":"SERVER_UNAVAILABLE"})");
  std::string statuses;
  for (int i = 0; i < 9; ++i) {
    statuses += Call("GET", path + "/results").status == 200 ? "." : "x";
  }
  EXPECT_EQ(".x..x..x.", statuses);
  EXPECT_EQ(
      400, CallOpen("POST", "/simulator/faults", R"({"match":{"every":0},"action":{"status":500}})")
               .status);
  EXPECT_EQ(400,
            CallOpen("POST", "/simulator/faults", R"({"action":{"job":{"explode":true}}})").status);
}

TEST_F(BulkFaultTest, APageCanBeCut) {
  Create("Account", R"({"Name":"a"})");
  const std::string path = Extract("SELECT Id FROM Account");
  AddFault(R"({"path":")" + path + R"(/results"})", R"({"cutAfter":10})");
  const HttpReply cut = Call("GET", path + "/results");
  EXPECT_FALSE(cut.complete);
  EXPECT_EQ("1", cut.Header("sforce-numberofrecords"));
  EXPECT_TRUE(Call("GET", path + "/results").complete);
}

TEST_F(BulkFaultTest, LostLocatorsAreFoundFromTheFirstPage) {
  for (const char* name : {"a", "b", "c"}) {
    Create("Account", std::string(R"({"Name":")") + name + R"("})");
  }
  const std::string path = Extract("SELECT Name FROM Account");
  const std::string locator = Call("GET", path + "/results?maxRecords=1").Header("sforce-locator");
  AddFault(R"({"path":")" + path + R"(/results?locator"})", R"({"loseLocators":true})");
  const std::string second = path + "/results?locator=" + locator;
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ("400 INVALID_QUERY_LOCATOR: invalid query locator", ErrorOf(Call("GET", second)));
  }
  EXPECT_EQ(locator, Call("GET", path + "/results?maxRecords=1").Header("sforce-locator"));
  EXPECT_EQ("\"Name\"\n\"b\"\n\"c\"\n", Get(second));
}

}  // namespace
}  // namespace sfsim
