// SPDX-License-Identifier: Apache-2.0
// Bulk API 1.0.
#include <functional>

#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

constexpr char kJobs[] = "/services/async/60.0/job";
constexpr char kQueries[] = R"({"operation":"query","object":"Widget__c","contentType":)";

class ClassicBulkTest : public OrgTest {
 protected:
  HttpReply Ask(const std::string& method, const std::string& target, const std::string& body = "",
                TestHeaders headers = {}) {
    headers.emplace_back("X-SFDC-Session", token_);
    return CallOpen(method, target, body, headers);
  }
  HttpReply AskJson(const std::string& target, const std::string& body, TestHeaders headers = {}) {
    headers.emplace_back("Content-Type", "application/json");
    return Ask("POST", target, body, std::move(headers));
  }

  // The text of the element of that name.
  static std::string Element(const std::string& xml, const std::string& name) {
    const size_t begin = xml.find("<" + name + ">");
    if (begin == std::string::npos) return "none";
    const size_t from = begin + name.size() + 2;
    return xml.substr(from, xml.find("</" + name + ">", from) - from);
  }
  static std::string ErrorOf(const HttpReply& reply) {
    const bool json = reply.body.starts_with("{");
    const auto part = [&](const std::string& name) {
      return json ? reply.Json().Text(name) : Element(reply.body, name);
    };
    return std::to_string(reply.status) + " " + part("exceptionCode") + ": " +
           part("exceptionMessage");
  }

  // The path of a new job.
  std::string MakeJob(const std::string& json, const TestHeaders& headers = {}) {
    const HttpReply reply = AskJson(kJobs, json, headers);
    EXPECT_EQ(201, reply.status) << reply.body;
    return kJobs + ("/" + reply.Json().Text("id"));
  }
  std::string MakeInsert(const std::string& type, const std::string& more = "") {
    return MakeJob(R"({"operation":"insert","object":"Widget__c","contentType":")" + type + "\"" +
                   more + "}");
  }
  HttpReply Post(const std::string& job, const std::string& type, const std::string& content) {
    return Ask("POST", job + "/batch", content, {{"Content-Type", type}});
  }
  // The path of a new batch.
  std::string Add(const std::string& job, const std::string& type, const std::string& content) {
    const HttpReply reply = Post(job, type, content);
    EXPECT_EQ(201, reply.status) << reply.body;
    const bool json = reply.body.starts_with("{");
    return job + "/batch/" + (json ? reply.Json().Text("id") : Element(reply.body, "id"));
  }

  // Asks until the reply has that text; the job works beside the test.
  std::string WaitFor(const std::string& path, const std::string& text) {
    std::string body;
    for (int attempt = 0; attempt < 20'000; ++attempt) {
      body = Ask("GET", path).body;
      if (body.find(text) != std::string::npos) return body;
    }
    ADD_FAILURE() << path << " has no " << text << ": " << body;
    return body;
  }
  std::string ResultOf(const std::string& batch) {
    WaitFor(batch, "Completed");
    return Ask("GET", batch + "/result").body;
  }
  void AddRows(int count) {
    for (int i = 1; i <= count; ++i) {
      Create("Widget__c", R"({"Name":"n)" + std::to_string(i) + "\"}");
    }
  }
};

TEST_F(ClassicBulkTest, AJobInXmlHasTheRecordedElements) {
  const HttpReply reply =
      Ask("POST", kJobs,
          "<jobInfo xmlns=\"http://www.force.com/2009/06/asyncapi/dataload\"><operation>insert"
          "</operation><object>widget__c</object><contentType>CSV</contentType></jobInfo>",
          {{"Content-Type", "application/xml; charset=UTF-8"}});
  EXPECT_EQ(201, reply.status);
  EXPECT_EQ("application/xml", reply.Header("content-type"));
  std::string names;
  for (size_t at = reply.body.find("<id>"); at != std::string::npos;
       at = reply.body.find('<', at + 1)) {
    if (reply.body[at + 1] != '/')
      names += reply.body.substr(at + 1, reply.body.find('>', at) - at - 1) + " ";
  }
  EXPECT_EQ(
      "id operation object createdById createdDate systemModstamp state concurrencyMode "
      "contentType numberBatchesQueued numberBatchesInProgress numberBatchesCompleted "
      "numberBatchesFailed numberBatchesTotal numberRecordsProcessed numberRetries apiVersion "
      "numberRecordsFailed totalProcessingTime apiActiveProcessingTime apexProcessingTime ",
      names);
  EXPECT_EQ("Widget__c", Element(reply.body, "object"));
  EXPECT_EQ("2024-05-15T12:00:00.000Z", Element(reply.body, "createdDate"));
  EXPECT_EQ("750", Element(reply.body, "id").substr(0, 3));
}

TEST_F(ClassicBulkTest, AJobInJsonHasItsKeysInOrder) {
  const HttpReply reply =
      AskJson(kJobs, R"({"operation":"insert","object":"Widget__c","contentType":"JSON"})");
  EXPECT_EQ(0u, reply.body.find(R"({"apexProcessingTime":0,"apiActiveProcessingTime":0,)"
                                R"("apiVersion":60.0,"assignmentRuleId":null,)"
                                R"("concurrencyMode":"Parallel","contentType":"JSON",)"))
      << reply.body;
  EXPECT_FALSE(reply.Json().Flag("fastPathEnabled", true));
}

TEST_F(ClassicBulkTest, ResultsKeepTheOrderOfTheUpload) {
  const std::string job = MakeInsert("CSV");
  const std::string batch = Add(job, "text/csv; charset=UTF-8", "Name,Nope__c\n");
  // Not the element of the number of failed records.
  WaitFor(batch, ">Failed<");
  EXPECT_EQ("InvalidBatch : Field name not found : Nope__c",
            Element(Ask("GET", batch).body, "stateMessage"));
  std::string csv = "Name,Mail__c\n";
  for (int i = 0; i < 450; ++i) csv += "n" + std::to_string(i) + (i == 300 ? ",bad\n" : ",\n");
  const std::string result = ResultOf(Add(job, "text/csv", csv));
  EXPECT_EQ(0u, result.find("\"Id\",\"Success\",\"Created\",\"Error\"\n\"a"));
  int line = -1;
  for (size_t at = 0; at < result.size(); at = result.find('\n', at) + 1, ++line) {
    if (result.substr(at, 12) == "\"\",\"false\",\"") {
      EXPECT_EQ(300, line);
    }
  }
  EXPECT_EQ(450, line);
}

TEST_F(ClassicBulkTest, JsonAndXmlAreTakenToo) {
  const std::string json = MakeInsert("JSON");
  const std::string saved =
      ResultOf(Add(json, "application/json", R"([{"Name":"j","Long__c":null}])"));
  EXPECT_EQ(0u, saved.find(R"([{"success":true,"created":true,"id":")")) << saved;
  const std::string xml = MakeInsert("XML");
  const std::string result =
      ResultOf(Add(xml, "application/xml",
                   "<sObjects xmlns=\"a\"><sObject><Name>x</Name></sObject></sObjects>"));
  EXPECT_EQ("true", Element(result, "success")) << result;
  EXPECT_EQ("j|x", Column("SELECT Name FROM Widget__c ORDER BY Name", "Name"));
}

TEST_F(ClassicBulkTest, TheRequestIsGivenBackAsItWas) {
  const std::string content = "Name\r\n\"a\r\n\"\r\n";
  const std::string batch = Add(MakeInsert("CSV"), "text/csv", content);
  EXPECT_EQ(content, Ask("GET", batch + "/request").body);
}

TEST_F(ClassicBulkTest, AQueryHasItsResultInFiles) {
  OrgOptions options = DefaultOptions();
  options.bulk.result_rows = 2;
  StartOrg(options);
  AddRows(5);
  const std::string job = MakeJob(kQueries + std::string("\"CSV\"}"));
  const std::string batch = Add(job, "text/csv", "SELECT Name FROM Widget__c ORDER BY Name");
  const std::string list = ResultOf(batch);
  EXPECT_NE(std::string::npos, list.find("<result-list xmlns=")) << list;
  std::string files;
  for (size_t at = list.find("<result>"); at != std::string::npos;
       at = list.find("<result>", at + 1)) {
    files += Ask("GET", batch + "/result/" + list.substr(at + 8, 18)).body + "|";
  }
  EXPECT_EQ("\"Name\"\n\"n1\"\n\"n2\"\n|\"Name\"\n\"n3\"\n\"n4\"\n|\"Name\"\n\"n5\"\n|", files);
}

TEST_F(ClassicBulkTest, AQueryWithoutRowsSaysSo) {
  const auto rows = [&](const std::string& form, const std::string& type) {
    const std::string job = MakeJob(kQueries + ("\"" + form + "\"}"));
    const std::string batch = Add(job, type, "SELECT Name FROM Widget__c");
    const std::string list = ResultOf(batch);
    return Ask("GET", batch + "/result/" + list.substr(list.find("752"), 18)).body;
  };
  EXPECT_EQ("Records not found for this query", rows("CSV", "text/csv"));
  EXPECT_EQ("Records not found for this query", rows("XML", "application/xml"));
  EXPECT_EQ("[]", rows("JSON", "application/json"));
}

TEST_F(ClassicBulkTest, RowsOfAQueryStandInTheJobsForm) {
  AddRows(1);
  const auto rows = [&](const std::string& form, const std::string& type) {
    const std::string job = MakeJob(kQueries + ("\"" + form + "\"}"));
    const std::string batch = Add(job, type, "SELECT Name, CreatedBy.Username FROM Widget__c");
    const std::string list = ResultOf(batch);
    return Ask("GET", batch + "/result/" + list.substr(list.find("752"), 18)).body;
  };
  EXPECT_EQ(R"([{"attributes":{"type":"Widget__c"},"Name":"n1","CreatedBy":{"Username":)"
            R"("admin@sfsim.example"}}])",
            rows("JSON", "application/json"));
  EXPECT_NE(
      std::string::npos,
      rows("XML", "application/xml")
          .find(
              "<records xsi:type=\"sObject\"><type>Widget__c</type><Name>n1</Name>"
              "<CreatedBy xsi:type=\"sObject\"><Username>admin@sfsim.example</Username></CreatedBy>"
              "</records></queryResult>"));
}

TEST_F(ClassicBulkTest, PkChunkingMakesBatchesOfItsOwn) {
  AddRows(5);
  const std::string job =
      MakeJob(kQueries + std::string("\"CSV\"}"), {{"Sforce-Enable-PKChunking", "chunkSize=2"}});
  const std::string batch = Add(job, "text/csv", "SELECT Name FROM Widget__c");
  WaitFor(batch, "NotProcessed");
  EXPECT_EQ("400 InvalidBatch: Records not processed", ErrorOf(Ask("GET", batch + "/result")));
  WaitFor(job, "<numberBatchesCompleted>3<");
  const std::string info = Ask("GET", job).body;
  EXPECT_EQ("4", Element(info, "numberBatchesTotal"));
  EXPECT_EQ("5", Element(info, "numberRecordsProcessed"));
  const std::string ordered = Add(job, "text/csv", "SELECT Name FROM Widget__c ORDER BY Name");
  WaitFor(ordered, "Completed");
}

TEST_F(ClassicBulkTest, SerialBatchesFollowEachOther) {
  OrgOptions options = DefaultOptions();
  options.bulk.running_ms = 1000;
  StartOrg(options);
  const std::string job = MakeInsert("CSV", R"(,"concurrencyMode":"Serial")");
  const std::string first = Add(job, "text/csv", "Name\na\n");
  const std::string second = Add(job, "text/csv", "Name\nb\n");
  WaitFor(first, "InProgress");
  EXPECT_EQ("Queued", Element(Ask("GET", second).body, "state"));
  EXPECT_EQ("400 InvalidBatch: Batch not completed", ErrorOf(Ask("GET", first + "/result")));
  now_ += 1000;
  WaitFor(first, "Completed");
  WaitFor(second, "InProgress");
}

TEST_F(ClassicBulkTest, AnAbortedJobLeavesWhatWaits) {
  OrgOptions options = DefaultOptions();
  options.bulk.queued_ms = 1000;
  StartOrg(options);
  const std::string job = MakeInsert("CSV");
  const std::string batch = Add(job, "text/csv", "Name\na\n");
  EXPECT_EQ(200, AskJson(job, R"({"state":"Aborted"})").status);
  WaitFor(batch, "NotProcessed");
  EXPECT_EQ("400 InvalidJobState: The job is in state Aborted and cannot become Closed",
            ErrorOf(AskJson(job, R"({"state":"Closed"})")));
}

TEST_F(ClassicBulkTest, AClosedJobTakesNoBatches) {
  const std::string job = MakeInsert("CSV");
  EXPECT_EQ("Closed", AskJson(job, R"({"state":"Closed"})").Json().Text("state"));
  EXPECT_EQ("400 InvalidJobState: Batches cannot be added to a job in state Closed",
            ErrorOf(Post(job, "text/csv", "Name\na\n")));
}

TEST_F(ClassicBulkTest, WhatIsWrongIsSaidInTheFormOfTheRequest) {
  EXPECT_EQ("400 InvalidEntity: Entity 'Nope' is not supported by the Bulk API.",
            ErrorOf(AskJson(kJobs, R"({"operation":"insert","object":"Nope"})")));
  EXPECT_EQ("400 InvalidJob: Unsupported operation: merge",
            ErrorOf(AskJson(kJobs, R"({"operation":"merge","object":"Widget__c"})")));
  EXPECT_EQ("400 InvalidJob: Invalid job id: 750000000000999AAA",
            ErrorOf(Ask("GET", kJobs + std::string("/750000000000999AAA"))));
  const std::string job = MakeInsert("CSV");
  EXPECT_EQ("400 InvalidBatch: Invalid batch id: 751000000000999AAA",
            ErrorOf(Ask("GET", job + "/batch/751000000000999AAA")));
  EXPECT_EQ(
      "400 UnsupportedContentType: The batch is of type 'application/json' where the job "
      "wants text/csv",
      ErrorOf(Post(job, "application/json", "[]")));
  EXPECT_EQ(
      "400 ClientInputError: Failed to read request. Exceeded max size limit of 10000000 "
      "with request size 10000001",
      ErrorOf(Post(job, "text/csv", std::string(10'000'001, 'x'))));
  EXPECT_EQ("400 InvalidVersion: Invalid API version: 7.0",
            ErrorOf(Ask("POST", "/services/async/7.0/job", "{}")));
  EXPECT_EQ("400 InvalidJob: Invalid value for header Sforce-Enable-PKChunking: chunkSize=0",
            ErrorOf(AskJson(kJobs, kQueries + std::string("\"CSV\"}"),
                            {{"Sforce-Enable-PKChunking", "chunkSize=0"}})));
}

TEST_F(ClassicBulkTest, AnEndedSessionIsABadRequest) {
  EXPECT_EQ("400 InvalidSessionId: Invalid session id",
            ErrorOf(CallOpen("GET", kJobs + std::string("/a"))));
  const HttpReply reply = CallOpen("POST", kJobs, "{}",
                                   {{"X-SFDC-Session", "a"}, {"Content-Type", "application/json"}});
  EXPECT_EQ(R"({"exceptionCode":"InvalidSessionId","exceptionMessage":"Invalid session id"})",
            reply.body);
}

TEST_F(ClassicBulkTest, MoreRecordsThanABatchMayHaveFailIt) {
  std::string csv = "Name\n";
  for (int i = 0; i < 10'001; ++i) csv += "a\n";
  const std::string batch = Add(MakeInsert("CSV"), "text/csv", csv);
  // Not the element of the number of failed records.
  WaitFor(batch, ">Failed<");
  EXPECT_EQ("", Column("SELECT Name FROM Widget__c", "Name"));
}

TEST_F(ClassicBulkTest, JobsStandInTheListsOfBulkApi2) {
  MakeInsert("CSV");
  const HttpReply list = Call("GET", "/services/data/v60.0/jobs/ingest?jobType=Classic");
  ASSERT_EQ(1u, list.Json().Find("records")->items.size());
  EXPECT_EQ("Classic", list.Json().Find("records")->items[0].Text("jobType"));
}

}  // namespace
}  // namespace sfsim
