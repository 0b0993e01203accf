// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/str_cat.h"
#include "tests/simulator/bulk_fixture.h"

namespace sfsim {
namespace {

constexpr char kInsert[] = R"({"object":"Widget__c","operation":"insert"})";

class BulkIngestTest : public BulkTest {};

TEST_F(BulkIngestTest, AJobIsMadeAsRecorded) {
  EXPECT_EQ(R"({"id":"750Sf0000000001IAA","operation":"insert","object":"Widget__c",)"
            R"("createdById":"005Sf0000000001IAA","createdDate":"2024-05-15T12:00:00.000+0000",)"
            R"("systemModstamp":"2024-05-15T12:00:00.000+0000","state":"Open",)"
            R"("concurrencyMode":"Parallel","contentType":"CSV","apiVersion":60.0,)"
            R"("contentUrl":"services/data/v60.0/jobs/ingest/750Sf0000000001IAA/batches",)"
            R"("lineEnding":"LF","columnDelimiter":"COMMA"})",
            Call("POST", kIngest, R"({"object":"widget__C","operation":"insert"})").body);
}

TEST_F(BulkIngestTest, RowsAreSavedAndReported) {
  const std::string path = LoadWidgets(
      "Name,Amount__c,Done__c,Day__c,At__c\n"
      "a,1.5,true,2024-01-02Z,2024-01-02T03:04:05.000Z\n"
      "b,#N/A,0,,2024-01-02T03:04:05+01:00\n");
  EXPECT_EQ("a|b", Column("SELECT Name FROM Widget__c ORDER BY Name", "Name"));
  EXPECT_EQ("1.5|null", Column("SELECT Amount__c FROM Widget__c ORDER BY Name", "Amount__c"));
  EXPECT_EQ("2024-01-02|null", Column("SELECT Day__c FROM Widget__c ORDER BY Name", "Day__c"));
  const JsonValue job = Call("GET", path).Json();
  EXPECT_EQ("V2Ingest", job.Text("jobType"));
  EXPECT_EQ(2, job.Integer("numberRecordsProcessed"));
  EXPECT_EQ(0, job.Integer("numberRecordsFailed", -1));
  EXPECT_EQ(0, job.Integer("retries", -1));
  EXPECT_EQ(nullptr, job.Find("contentUrl"));
  EXPECT_EQ(nullptr, job.Find("errorMessage"));
}

TEST_F(BulkIngestTest, ResultsEchoTheHeaderAsSentAndQuoteValues) {
  const std::string path = LoadWidgets("Name,\"Loose__c\"\nx,\"say \"\"hi\"\"\nthere, you\"\n");
  const std::string id = Column("SELECT Id FROM Widget__c", "Id");
  const HttpReply results = Call("GET", path + "/successfulResults/");
  EXPECT_EQ("text/csv", results.Header("content-type"));
  EXPECT_EQ("\"sf__Id\",\"sf__Created\",Name,\"Loose__c\"\n\"" + id +
                "\",\"true\",\"x\",\"say \"\"hi\"\"\nthere, you\"\n",
            results.body);
  EXPECT_EQ("\"sf__Id\",\"sf__Error\",Name,\"Loose__c\"\n", Get(path + "/failedResults"));
  EXPECT_EQ("Name,\"Loose__c\"\n", Get(path + "/unprocessedrecords/"));
  EXPECT_EQ("Name,\"Loose__c\"\n", Get(path + "/unprocessedRecords"));
}

TEST_F(BulkIngestTest, RowsFailOneByOneAndCountAsProcessed) {
  const std::string path =
      LoadWidgets("Name,Amount__c,Mail__c\na,1,a@x.example\nb,many,\nc,,nowhere\n");
  EXPECT_EQ(
      "\"sf__Id\",\"sf__Error\",Name,Amount__c,Mail__c\n"
      "\"\",\"INVALID_EMAIL_ADDRESS:mail field: invalid email address: nowhere:Mail__c "
      "--\",\"c\",\"\",\"nowhere\"\n"
      "\"\",\"INVALID_TYPE_ON_FIELD_IN_RECORD:Amount__c: value not of required type: "
      "many:Amount__c --\",\"b\",\"many\",\"\"\n",
      Get(path + "/failedResults"));
  const JsonValue job = Call("GET", path).Json();
  EXPECT_EQ(3, job.Integer("numberRecordsProcessed"));
  EXPECT_EQ(2, job.Integer("numberRecordsFailed"));
  EXPECT_EQ("JobComplete", job.Text("state"));
}

TEST_F(BulkIngestTest, ResultsStandInAnotherOrderThanTheUpload) {
  const std::string path = LoadWidgets(NumberedRows(201));
  const std::string results = Get(path + "/successfulResults");
  EXPECT_LT(results.find("\"n200\""), results.find("\"n1\""));
  EXPECT_LT(results.find("\"n1\""), results.find("\"n201\""));
}

TEST_F(BulkIngestTest, UpdatesLeaveEmptyCellsAloneAndClearOthers) {
  const std::string id = Create("Widget__c", R"({"Name":"old","Loose__c":"l","Amount__c":3})");
  const std::string path = Load(R"({"object":"Widget__c","operation":"update"})",
                                "Id,Name,Loose__c\n" + id + ",new,\n,nobody,\n" + id + ",,#N/A\n");
  EXPECT_EQ("new", Column("SELECT Name FROM Widget__c", "Name"));
  EXPECT_EQ("l", Column("SELECT Loose__c FROM Widget__c", "Loose__c"));
  EXPECT_EQ("\"sf__Id\",\"sf__Created\",Id,Name,Loose__c\n\"" + id + "\",\"false\",\"" + id +
                "\",\"new\",\"\"\n",
            Get(path + "/successfulResults"));
  const std::string failed = Get(path + "/failedResults");
  EXPECT_NE(std::string::npos, failed.find("\"" + id + "\",\"DUPLICATE_VALUE:")) << failed;
  EXPECT_NE(std::string::npos,
            failed.find("\"\",\"MISSING_ARGUMENT:Id not specified in an update call:--\""))
      << failed;
  Load(R"({"object":"Widget__c","operation":"update"})", "Id,Loose__c\n" + id + ",#N/A\n");
  EXPECT_EQ("null", Column("SELECT Loose__c FROM Widget__c", "Loose__c"));
}

TEST_F(BulkIngestTest, UpsertsSayWhatTheyCreated) {
  Create("Widget__c", R"({"Name":"old","Ext__c":"1"})");
  const std::string path =
      Load(R"({"object":"Widget__c","operation":"upsert","externalIdFieldName":"ext__c"})",
           "Ext__c,Name\n1,new\n2,second\n3,a\n3,b\n,none\n");
  EXPECT_EQ("Ext__c", Call("GET", path).Json().Text("externalIdFieldName"));
  const std::string results = Get(path + "/successfulResults");
  EXPECT_NE(std::string::npos, results.find("\"true\",\"2\",\"second\"")) << results;
  EXPECT_NE(std::string::npos, results.find("\"false\",\"1\",\"new\"")) << results;
  EXPECT_EQ(3, Call("GET", path).Json().Integer("numberRecordsFailed"));
  EXPECT_EQ("new|second", Column("SELECT Name FROM Widget__c ORDER BY Ext__c", "Name"));
}

TEST_F(BulkIngestTest, ParentsAreNamedByTheirExternalIds) {
  Create("Widget__c", R"({"Name":"parent","Ext__c":"p"})");
  const std::string user = Column("SELECT Id FROM User", "Id");
  Load(R"({"object":"Contact","operation":"insert"})",
       "LastName,Owner.Email\nx,admin@sfsim.example\n");
  EXPECT_EQ(user, Column("SELECT OwnerId FROM Contact", "OwnerId"));
  const std::string contact = Column("SELECT Id FROM Contact", "Id");
  Load(R"({"object":"Contact","operation":"update"})", "Id,Email\n" + contact + ",x@x.example\n");
  Load(R"({"object":"Task","operation":"insert"})",
       "Subject,Status,Priority,Contact:Who.Email\ncall,Not Started,Normal,x@x.example\n");
  EXPECT_EQ(contact, Column("SELECT WhoId FROM Task", "WhoId"));
}

TEST_F(BulkIngestTest, DeletedRowsGoToTheBinAndHardDeletedOnesDoNot) {
  const std::string soft = Create("Widget__c", R"({"Name":"soft"})");
  const std::string hard = Create("Widget__c", R"({"Name":"hard"})");
  Load(R"({"object":"Widget__c","operation":"delete"})", "Id\n" + soft + "\n");
  const std::string path = Load(R"({"object":"Widget__c","operation":"hardDelete"})",
                                "Id\n" + hard + "\n" + soft + "\n");
  EXPECT_EQ("\"sf__Id\",\"sf__Created\",Id\n\"" + hard + "\",\"false\",\"" + hard + "\"\n",
            Get(path + "/successfulResults"));
  EXPECT_EQ("\"sf__Id\",\"sf__Error\",Id\n\"" + soft +
                "\",\"ENTITY_IS_DELETED:entity is deleted:--\",\"" + soft + "\"\n",
            Get(path + "/failedResults"));
  const HttpReply all =
      Call("GET", std::string(kData) + "/queryAll?q=" + Encode("SELECT Name FROM Widget__c"));
  EXPECT_EQ(1, all.Json().Integer("totalSize")) << all.body;
}

TEST_F(BulkIngestTest, EveryDelimiterAndBothLineEndingsAreRead) {
  const std::vector<std::pair<std::string, std::string>> delimiters = {
      {"COMMA", ","}, {"BACKQUOTE", "`"}, {"CARET", "^"},
      {"PIPE", "|"},  {"SEMICOLON", ";"}, {"TAB", "\t"}};
  for (const auto& [name, d] : delimiters) {
    for (const auto& [ending, newline] :
         {std::pair<std::string, std::string>{"LF", "\n"}, {"CRLF", "\r\n"}}) {
      const std::string path =
          Load(StrCat(R"({"object":"Widget__c","operation":"insert","columnDelimiter":")", name,
                      R"(","lineEnding":")", ending, R"("})"),
               StrCat("Name", d, "Loose__c", newline, "\"a", d, "b\"", d, "l", newline));
      EXPECT_EQ(StrCat("a", d, "b"), Column("SELECT Name FROM Widget__c", "Name"));
      const std::string results = Get(path + "/successfulResults");
      EXPECT_EQ(StrCat("\"sf__Id\"", d, "\"sf__Created\"", d, "Name", d, "Loose__c", newline),
                results.substr(0, results.find('\n') + 1));
      EXPECT_TRUE(results.ends_with(StrCat(d, "\"a", d, "b\"", d, "\"l\"", newline))) << results;
      Load(R"({"object":"Widget__c","operation":"delete"})",
           "Id\n" + Column("SELECT Id FROM Widget__c", "Id") + "\n");
    }
  }
}

TEST_F(BulkIngestTest, AByteOrderMarkAndEmptyLinesAreNoData) {
  LoadWidgets("\xEF\xBB\xBFName\n\na\n\n");
  EXPECT_EQ("a", Column("SELECT Name FROM Widget__c", "Name"));
  const std::string path = LoadWidgets("Name\nlast without an end");
  EXPECT_EQ(1, Call("GET", path).Json().Integer("numberRecordsProcessed"));
}

TEST_F(BulkIngestTest, AJobWithoutRowsIsComplete) {
  const std::string path = LoadWidgets("Name\n");
  EXPECT_EQ(0, Call("GET", path).Json().Integer("numberRecordsProcessed", -1));
  EXPECT_EQ("\"sf__Id\",\"sf__Created\",Name\n", Get(path + "/successfulResults"));
  const std::string id = MakeJob(kIngest, kInsert);
  const std::string empty = kIngest + ("/" + id);
  SetState(empty, "UploadComplete");
  WaitFor(empty, "JobComplete");
  EXPECT_EQ("\"sf__Id\",\"sf__Created\"\n", Get(empty + "/successfulResults"));
  EXPECT_EQ("", Get(empty + "/unprocessedrecords"));
}

TEST_F(BulkIngestTest, AJobAndItsDataFitInOneRequest) {
  const auto parts = [](const std::string& csv) {
    return std::string("--b\r\nContent-Disposition: form-data; name=\"job\"\r\n") +
           "Content-Type: application/json\r\n\r\n" + kInsert +
           "\r\n--b\r\nContent-Disposition: form-data; name=\"content\"; filename=\"content\"\r\n"
           "Content-Type: text/csv\r\n\r\n" +
           csv + "\r\n--b--\r\n";
  };
  const TestHeaders type = {{"Content-Type", "multipart/form-data; boundary=b"}};
  const HttpReply reply = Call("POST", kIngest, parts("Name\na\n"), type);
  ASSERT_EQ(200, reply.status) << reply.body;
  EXPECT_NE("Open", reply.Json().Text("state"));
  WaitFor(kIngest + ("/" + reply.Json().Text("id")), "JobComplete");
  EXPECT_EQ("a", Column("SELECT Name FROM Widget__c", "Name"));
  EXPECT_EQ("400 INVALIDJOB: The data of a job in parts may have 100000 characters",
            ErrorOf(Call("POST", kIngest, parts(std::string(100'001, 'x')), type)));
  EXPECT_EQ("400 INVALID_MULTIPART_REQUEST: The multipart message is malformed",
            ErrorOf(Call("POST", kIngest, "--b--\r\n", type)));
}

TEST_F(BulkIngestTest, FailedRowsBefore53HaveNoIds) {
  const std::string id = Create("Widget__c", R"({"Name":"w"})");
  const std::string jobs = "/services/data/v52.0/jobs/ingest";
  const std::string job =
      jobs + "/" + MakeJob(jobs, R"({"object":"Widget__c","operation":"update"})");
  Call("PUT", job + "/batches", "Id,Amount__c\n" + id + ",x\n", {{"Content-Type", "text/csv"}});
  SetState(job, "UploadComplete");
  WaitFor(job, "JobComplete");
  const std::string failed = Get(job + "/failedResults");
  EXPECT_NE(std::string::npos, failed.find("\n\"\",\"INVALID_TYPE")) << failed;
}

TEST_F(BulkIngestTest, DataMayBeLargerThanOtherBodies) {
  std::string csv = "Name,Long__c\n";
  const std::string filler(32'000, 'x');
  while (csv.size() < 53'000'000) csv += "w," + filler + "\n";
  const std::string path = LoadWidgets(csv);
  EXPECT_EQ(0, Call("GET", path).Json().Integer("numberRecordsFailed", -1));
  HttpConnection connection(port_);
  connection.Send("PUT " + path + "/batches HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n" +
                  "Content-Length: 112500001\r\n\r\n");
  const HttpReply refused = connection.Receive();
  EXPECT_EQ("413 REQUEST_TOO_LARGE: Request size exceeded 150 MB limit", ErrorOf(refused));
}

}  // namespace
}  // namespace sfsim
