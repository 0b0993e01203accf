// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "simulator/http/gzip.h"
#include "tests/simulator/bulk_fixture.h"

namespace sfsim {
namespace {

class BulkQueryTest : public BulkTest {};

// An org with rows enough for pages.
class BulkPagesTest : public BulkTest {
 protected:
  void SetUp() override {
    OrgOptions options = DefaultOptions();
    options.generate = {{"Account", 4500}};
    options.bulk.page_rows = 700;
    StartOrg(std::move(options));
  }
};

TEST_F(BulkQueryTest, AJobIsMadeAsRecorded) {
  EXPECT_EQ(R"({"id":"750Sf0000000001IAA","operation":"query","object":"Account",)"
            R"("createdById":"005Sf0000000001IAA","createdDate":"2024-05-15T12:00:00.000+0000",)"
            R"("systemModstamp":"2024-05-15T12:00:00.000+0000","state":"UploadComplete",)"
            R"("concurrencyMode":"Parallel","contentType":"CSV","apiVersion":60.0,)"
            R"("lineEnding":"LF","columnDelimiter":"COMMA"})",
            Call("POST", kQuery, R"({"operation":"query","query":"SELECT Id FROM Account"})").body);
  const std::string path = kQuery + std::string("/750Sf0000000001IAA");
  const JsonValue job = WaitFor(path, "JobComplete");
  EXPECT_EQ("V2Query", job.Text("jobType"));
  EXPECT_TRUE(job.Flag("isPkChunkingSupported"));
  EXPECT_EQ(0, job.Integer("numberRecordsProcessed", -1));
  EXPECT_EQ(nullptr, job.Find("numberRecordsFailed"));
}

TEST_F(BulkQueryTest, ValuesAreQuotedAndColumnsStandAsSelected) {
  Create("Widget__c",
         R"({"Name":"a \"b\", c","Amount__c":1.5,"Big__c":7,"Done__c":true,"Day__c":"2024-01-02",)"
         R"("At__c":"2024-01-02T03:04:05Z","Long__c":"two\nlines"})");
  const std::string path = Extract(
      "SELECT Owner.Name, Name, Amount__c, Big__c, Done__c, Day__c, At__c, Long__c, Ext__c, "
      "Owner.Email FROM Widget__c");
  const HttpReply reply = Call("GET", path + "/results", "", {{"Accept", "text/csv"}});
  EXPECT_EQ("text/csv", reply.Header("content-type"));
  EXPECT_EQ("1", reply.Header("sforce-numberofrecords"));
  EXPECT_EQ("null", reply.Header("sforce-locator"));
  EXPECT_EQ(
      "\"Owner.Name\",\"Name\",\"Amount__c\",\"Big__c\",\"Done__c\",\"Day__c\",\"At__c\","
      "\"Long__c\",\"Ext__c\",\"Owner.Email\"\n"
      "\"Ada Admin\",\"a \"\"b\"\", c\",\"1.5\",\"7.0\",\"true\",\"2024-01-02\","
      "\"2024-01-02T03:04:05.000Z\",\"two\nlines\",\"\",\"admin@sfsim.example\"\n",
      reply.body);
}

TEST_F(BulkQueryTest, AliasesAndFunctionsNameTheirColumns) {
  Create("Widget__c", R"({"Name":"w","Kind__c":"Red"})");
  const std::string path =
      Extract("SELECT w.Id, toLabel(w.Kind__c), w.Owner.Alias, w.Name FROM Widget__c w");
  const std::string csv = Get(path + "/results");
  EXPECT_EQ("\"Id\",\"Kind__c\",\"Owner.Alias\",\"Name\"\n", csv.substr(0, csv.find('\n') + 1));
}

TEST_F(BulkQueryTest, ColumnsBefore50StandInTheOrderOfTheirNames) {
  const std::string jobs = "/services/data/v49.0/jobs/query";
  const std::string path =
      jobs + "/" +
      MakeJob(jobs, R"({"operation":"query","query":"SELECT Name, Id, Kind__c FROM Widget__c"})");
  WaitFor(path, "JobComplete");
  EXPECT_EQ("\"Id\",\"Kind__c\",\"Name\"\n", Get(path + "/results"));
}

TEST_F(BulkQueryTest, DelimiterAndLineEndingAreThoseOfTheJob) {
  Create("Widget__c", R"({"Name":"w"})");
  const std::string path =
      Extract("SELECT Name, Ext__c FROM Widget__c",
              R"(,"columnDelimiter":"PIPE","lineEnding":"CRLF","contentType":"CSV")");
  EXPECT_EQ("\"Name\"|\"Ext__c\"\r\n\"w\"|\"\"\r\n", Get(path + "/results"));
}

TEST_F(BulkQueryTest, AnEmptyResultIsItsHeader) {
  const std::string path = Extract("SELECT Id FROM Account");
  const HttpReply reply = Call("GET", path + "/results");
  EXPECT_EQ("\"Id\"\n", reply.body);
  EXPECT_EQ("0", reply.Header("sforce-numberofrecords"));
  EXPECT_EQ("null", reply.Header("sforce-locator"));
  const JsonValue pages = Call("GET", path + "/resultPages").Json();
  EXPECT_EQ(1u, pages.Find("resultPages")->items.size());
  EXPECT_TRUE(pages.Flag("done"));
}

TEST_F(BulkQueryTest, QueryAllShowsDeletedRows) {
  const std::string id = Create("Widget__c", R"({"Name":"gone"})");
  Call("DELETE", std::string(kData) + "/sobjects/Widget__c/" + id);
  const std::string path =
      kQuery +
      ("/" +
       MakeJob(kQuery,
               R"({"operation":"queryAll","query":"SELECT Name, IsDeleted FROM Widget__c"})"));
  WaitFor(path, "JobComplete");
  EXPECT_EQ("\"Name\",\"IsDeleted\"\n\"gone\",\"true\"\n", Get(path + "/results"));
}

TEST_F(BulkQueryTest, WhatBulkQueriesDoNotRunIsRefused) {
  const auto refusal = [this](const std::string& soql) {
    return ErrorOf(Call("POST", kQuery, R"({"operation":"query","query":")" + soql + "\"}"));
  };
  EXPECT_EQ("400 API_ERROR: Aggregate functions not supported in Bulk Query",
            refusal("SELECT COUNT(Id) FROM Account"));
  EXPECT_EQ("400 API_ERROR: Aggregate functions not supported in Bulk Query",
            refusal("SELECT COUNT() FROM Account"));
  EXPECT_EQ("400 API_ERROR: GROUP BY not supported in Bulk Query",
            refusal("SELECT Name FROM Account GROUP BY Name"));
  EXPECT_EQ("400 API_ERROR: OFFSET not supported in Bulk Query",
            refusal("SELECT Id FROM Account LIMIT 1 OFFSET 1"));
  EXPECT_EQ("400 API_ERROR: TYPEOF not supported in Bulk Query",
            refusal("SELECT TYPEOF Who WHEN Lead THEN Name END FROM Task"));
  EXPECT_EQ("400 API_ERROR: Aggregate Relationships not supported in Bulk Query",
            refusal("SELECT Id, (SELECT Id FROM Contacts) FROM Account"));
  EXPECT_EQ("400 API_ERROR: Selecting compound data not supported in Bulk Query",
            refusal("SELECT Id, BillingAddress FROM Account"));
  EXPECT_EQ("400 API_ERROR: Selecting binary data not supported in Bulk Query",
            refusal("SELECT Body FROM Attachment"));
  EXPECT_TRUE(refusal("SELECT Id FORM Account").starts_with("400 MALFORMED_QUERY: "));
  EXPECT_TRUE(refusal("SELECT Nope FROM Account").starts_with("400 INVALID_FIELD: "));
  EXPECT_TRUE(refusal("SELECT Id FROM Nope").starts_with("400 INVALID_TYPE: "));
  EXPECT_EQ("400 API_ERROR: Value does not match expected type at [line:1, column:11]",
            ErrorOf(Call("POST", kQuery, R"({"query":1,"operation":"query"})")));
  EXPECT_EQ("400 INVALIDJOB: Job property not specified: query",
            ErrorOf(Call("POST", kQuery, R"({"operation":"query"})")));
  EXPECT_EQ(
      "400 INVALIDJOB: Unsupported operation: insert",
      ErrorOf(Call("POST", kQuery, R"({"operation":"insert","query":"SELECT Id FROM Account"})")));
}

TEST_F(BulkPagesTest, PagesCoverEveryRowOnce) {
  const std::string path = Extract("SELECT Id, Name FROM Account");
  std::set<std::string> lines;
  std::string locator;
  int pages = 0;
  do {
    const HttpReply page =
        Call("GET", path + "/results" + (locator.empty() ? "" : "?locator=" + locator));
    ASSERT_EQ(200, page.status) << page.body;
    EXPECT_TRUE(page.body.starts_with("\"Id\",\"Name\"\n"));
    size_t at = page.body.find('\n') + 1;
    int rows = 0;
    for (; at < page.body.size(); ++rows) {
      const size_t end = page.body.find('\n', at);
      EXPECT_TRUE(lines.insert(page.body.substr(at, end - at)).second);
      at = end + 1;
    }
    EXPECT_EQ(std::to_string(rows), page.Header("sforce-numberofrecords"));
    locator = page.Header("sforce-locator");
    ++pages;
  } while (locator != "null");
  EXPECT_EQ(7, pages);
  EXPECT_EQ(4500u, lines.size());
}

TEST_F(BulkPagesTest, LocatorsAreRowOffsetsAndPagesAreReadInAnyOrder) {
  const std::string path = Extract("SELECT Id FROM Account");
  const HttpReply first = Call("GET", path + "/results?maxRecords=1234");
  EXPECT_EQ("MTIzNA", first.Header("sforce-locator"));
  EXPECT_EQ("1234", first.Header("sforce-numberofrecords"));
  const HttpReply last = Call("GET", path + "/results?locator=NDQ5OQ");
  EXPECT_EQ("1", last.Header("sforce-numberofrecords"));
  EXPECT_EQ(first.body, Get(path + "/results?maxRecords=1234"));
  Create("Account", R"({"Name":"later"})");
  EXPECT_EQ(last.body, Get(path + "/results?locator=NDQ5OQ"));
  EXPECT_EQ("4500",
            Call("GET", path + "/results?maxRecords=100000").Header("sforce-numberofrecords"));
}

TEST_F(BulkPagesTest, LinksLeadToAllPages) {
  const std::string path = Extract("SELECT Id FROM Account");
  const JsonValue list = Call("GET", path + "/resultPages").Json();
  EXPECT_FALSE(list.Flag("done", true));
  const std::vector<JsonValue>& links = list.Find("resultPages")->items;
  ASSERT_EQ(5u, links.size());
  EXPECT_EQ(path + "/results?locator=MA", links[0].Text("resultUrl"));
  EXPECT_EQ(Get(path + "/results"), Get(links[0].Text("resultUrl")));
  EXPECT_EQ("700", Call("GET", links[4].Text("resultUrl")).Header("sforce-numberofrecords"));
  EXPECT_EQ(path + "/resultPages?locator=MzUwMA", list.Text("nextRecordsUrl"));
  const JsonValue rest = Call("GET", list.Text("nextRecordsUrl")).Json();
  EXPECT_TRUE(rest.Flag("done"));
  EXPECT_EQ(2u, rest.Find("resultPages")->items.size());
  EXPECT_EQ(
      "null",
      Call("GET", rest.Find("resultPages")->items[1].Text("resultUrl")).Header("sforce-locator"));
}

TEST_F(BulkPagesTest, WhatIsNoPageIsRefused) {
  const std::string path = Extract("SELECT Id FROM Account");
  for (const char* locator : {"x", "NDUwMA", "LTE", "MTIzNHg"}) {
    EXPECT_EQ("400 INVALID_QUERY_LOCATOR: invalid query locator",
              ErrorOf(Call("GET", path + "/results?locator=" + locator)));
  }
  for (const char* rows : {"0", "-1", "many"}) {
    EXPECT_EQ(400, Call("GET", path + "/results?maxRecords=" + rows).status);
  }
  std::string other = path;
  other.replace(other.find("v60.0"), 5, "v59.0");
  EXPECT_EQ("409 API_ERROR: The API version of the request is not that of the job",
            ErrorOf(Call("GET", other + "/results")));
  EXPECT_EQ(409, Call("GET", other + "/resultPages").status);
  other.replace(other.find("v59.0"), 5, "v57.0");
  EXPECT_EQ(404, Call("GET", other + "/resultPages").status);
}

TEST_F(BulkPagesTest, PagesComeCompressed) {
  const std::string path = Extract("SELECT Id, Name FROM Account");
  const HttpReply packed = Call("GET", path + "/results", "", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ("gzip", packed.Header("content-encoding"));
  EXPECT_EQ(Get(path + "/results"), Inflate(packed.body, 1'000'000));
}

}  // namespace
}  // namespace sfsim
