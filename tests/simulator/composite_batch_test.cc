// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class CompositeBatchTest : public OrgTest {
 protected:
  HttpReply Batch(const std::string& body) {
    return Call("POST", std::string(kData) + "/composite/batch", body);
  }
};

TEST_F(CompositeBatchTest, RequestsRunOneByOneAndAnswerInOrder) {
  const std::string id = Create("Account", R"({"Name":"Acme"})");
  const HttpReply reply = Batch(R"({"batchRequests":[
    {"method":"PATCH","url":"v60.0/sobjects/account/)" +
                                id + R"(","richInput":{"Name":"NewName"}},
    {"method":"GET","url":"v60.0/sobjects/account/)" +
                                id + R"(?fields=Name"},
    {"method":"GET","url":"/services/data/v60.0/query?q=SELECT+COUNT()+FROM+Account"},
    {"method":"GET","url":"v60.0/search?q=FIND+%7BNewName%7D+RETURNING+Account"},
    {"method":"POST","url":"v60.0/sobjects/Account","richInput":{}}]})");
  ASSERT_EQ(200, reply.status) << reply.body;
  const JsonValue json = reply.Json();
  EXPECT_TRUE(json.Flag("hasErrors"));
  const auto& results = json.Find("results")->items;
  EXPECT_EQ(204, results[0].Integer("statusCode"));
  EXPECT_TRUE(results[0].Find("result")->is_null());
  EXPECT_EQ("NewName", results[1].Find("result")->Text("Name"));
  EXPECT_EQ(1, results[2].Find("result")->Integer("totalSize"));
  EXPECT_EQ(1u, results[3].Find("result")->Find("searchRecords")->items.size());
  EXPECT_EQ(400, results[4].Integer("statusCode"));
  EXPECT_EQ("REQUIRED_FIELD_MISSING", results[4].Find("result")->items[0].Text("errorCode"));
  // Each request counts.
  EXPECT_EQ("api-usage=6/5000000", reply.Header("sforce-limit-info"));
}

TEST_F(CompositeBatchTest, AfterAnErrorTheRestIsHaltedIfWished) {
  const HttpReply reply = Batch(R"({"haltOnError":true,"batchRequests":[
    {"method":"GET","url":"v60.0/limits"},{"method":"GET","url":"v60.0/nothing"},
    {"method":"GET","url":"v60.0/limits"}]})");
  EXPECT_EQ(200, reply.status);
  const JsonValue json = reply.Json();
  EXPECT_TRUE(json.Flag("hasErrors"));
  EXPECT_EQ(200, json.Find("results")->items[0].Integer("statusCode"));
  EXPECT_EQ(404, json.Find("results")->items[1].Integer("statusCode"));
  EXPECT_EQ(412, json.Find("results")->items[2].Integer("statusCode"));
  EXPECT_EQ("BATCH_PROCESSING_HALTED",
            json.Find("results")->items[2].Find("result")->items[0].Text("errorCode"));
}

TEST_F(CompositeBatchTest, BrokenBatchesAreRefused) {
  EXPECT_EQ(400, Batch("{}").status);
  EXPECT_EQ(400, Batch("[1]").status);
  EXPECT_EQ(400, Batch(R"({"batchRequests":[{"method":"GET"}]})").status);
  std::string list = R"({"method":"GET","url":"v60.0/limits"})";
  for (int i = 0; i < 25; ++i) list += R"(,{"method":"GET","url":"v60.0/limits"})";
  EXPECT_EQ(400, Batch(R"({"batchRequests":[)" + list + "]}").status);
  const HttpReply nested = Batch(
      R"({"batchRequests":[{"method":"POST","url":"v60.0/composite/batch","richInput":{}}]})");
  EXPECT_EQ(200, nested.status);
  EXPECT_EQ(400, nested.Json().Find("results")->items[0].Integer("statusCode"));
}

class BatchFileTest : public CompositeBatchTest {
 protected:
  // The parts of a batch that creates an attachment, with the file `bin`.
  HttpReply Send(const std::string& names) {
    const std::string parent = Create("Account", R"({"Name":"Acme"})");
    return Call("POST", std::string(kData) + "/composite/batch",
                "--b\r\nContent-Disposition: form-data; name=\"json\"\r\n"
                "Content-Type: application/json\r\n\r\n"
                R"({"batchRequests":[{"method":"POST","url":"v60.0/sobjects/Attachment",)" +
                    names + R"("richInput":{"Name":"f","ParentId":")" + parent +
                    "\"}}]}\r\n--b\r\nContent-Disposition: form-data; name=\"bin\"; "
                    "filename=\"f\"\r\nContent-Type: text/plain\r\n\r\nthe bytes\r\n--b--\r\n",
                {{"Content-Type", "multipart/form-data; boundary=b"}});
  }
};

TEST_F(BatchFileTest, AFileGoesToTheRequestThatNamesIt) {
  const HttpReply reply = Send(R"("binaryPartName":"bin","binaryPartNameAlias":"Body",)");
  ASSERT_EQ(200, reply.status) << reply.body;
  const JsonValue json = reply.Json();
  EXPECT_FALSE(json.Flag("hasErrors")) << reply.body;
  const std::string id = json.Find("results")->items[0].Find("result")->Text("id");
  EXPECT_EQ("the bytes",
            Call("GET", std::string(kData) + "/sobjects/Attachment/" + id + "/Body").body);
}

TEST_F(BatchFileTest, AFileWithoutItsNamesIsAnError) {
  for (const char* names :
       {R"("binaryPartName":"other","binaryPartNameAlias":"Body",)", R"("binaryPartName":"bin",)",
        R"("binaryPartName":"bin","binaryPartNameAlias":"a\"b",)",
        R"("binaryPartName":"bin","binaryPartNameAlias":"a\r\nb",)"}) {
    const HttpReply reply = Send(names);
    ASSERT_EQ(200, reply.status) << reply.body;
    EXPECT_EQ(400, reply.Json().Find("results")->items[0].Integer("statusCode")) << reply.body;
  }
}

}  // namespace
}  // namespace sfsim
