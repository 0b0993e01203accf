// SPDX-License-Identifier: Apache-2.0
#include "simulator/http/gzip.h"
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class TransportTest : public OrgTest {};

TEST_F(TransportTest, ConnectionsServeManyRequests) {
  HttpConnection connection(port_);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(200, connection.Call("GET", "/services/data", "", {}).status);
  }
}

TEST_F(TransportTest, ChunkedBodiesAndExpectationsAreUnderstood) {
  HttpConnection connection(port_);
  connection.Send("POST " + std::string(kData) +
                  "/sobjects/Account HTTP/1.1\r\nHost: x\r\n"
                  "Authorization: Bearer " +
                  token_ + "\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(100, connection.Receive().status);
  connection.Send("8\r\n{\"Name\":\r\n4\r\n\"x\"}\r\n0\r\n\r\n");
  EXPECT_EQ(201, connection.Receive().status);
}

TEST_F(TransportTest, BodiesAreCompressedBothWays) {
  const HttpReply created =
      Call("POST", std::string(kData) + "/sobjects/Account", Gzip(R"({"Name":"zipped"})"),
           {{"Content-Encoding", "gzip"}, {"Content-Type", "application/json"}});
  EXPECT_EQ(201, created.status) << created.body;
  const HttpReply described = Call("GET", std::string(kData) + "/sobjects/Account/describe", "",
                                   {{"Accept-Encoding", "gzip, deflate"}});
  EXPECT_EQ("gzip", described.Header("content-encoding"));
  const auto text = Inflate(described.body, 1 << 24);
  ASSERT_TRUE(text.has_value());
  EXPECT_TRUE(ReadJson(*text).ok());
}

TEST_F(TransportTest, PrettyPrintLaysJsonOutAsRecorded) {
  const HttpReply reply = Call("POST", std::string(kData) + "/sobjects/Account", R"({"Name":"x"})",
                               {{"X-PrettyPrint", "1"}});
  const std::string id = reply.Json().Text("id");
  EXPECT_EQ("{\n  \"id\" : \"" + id + "\",\n  \"success\" : true,\n  \"errors\" : [ ]\n}",
            reply.body);
}

TEST_F(TransportTest, LongUrisGetTheHtmlPage) {
  const HttpReply reply = Call("GET", std::string(kData) + "/query?q=" + std::string(17'000, 'a'));
  EXPECT_EQ(414, reply.status);
  EXPECT_EQ("<h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>", reply.body);
}

TEST_F(TransportTest, HeadersAreThoseOfAnOrg) {
  const HttpReply reply = Call("GET", std::string(kData) + "/limits");
  EXPECT_EQ("application/json;charset=UTF-8", reply.Header("content-type"));
  EXPECT_EQ(0u, reply.Header("sforce-limit-info").find("api-usage=1/"));
  EXPECT_EQ(32u, reply.Header("x-sfdc-request-id").size());
  EXPECT_EQ("", CallOpen("GET", "/services/data").Header("sforce-limit-info"));
}

TEST_F(TransportTest, UnknownPathsMethodsTypesAndVersionsAreRefused) {
  EXPECT_EQ(404, Call("GET", std::string(kData) + "/nonsense").status);
  const HttpReply method = Call("PUT", std::string(kData) + "/sobjects/Account");
  EXPECT_EQ(405, method.status);
  EXPECT_EQ("HEAD,GET,POST", method.Header("allow"));
  EXPECT_EQ(415, Call("POST", std::string(kData) + "/sobjects/Account", "a=b",
                      {{"Content-Type", "application/x-www-form-urlencoded"}})
                     .status);
  EXPECT_EQ(410, Call("GET", "/services/data/v20.0/limits").status);
  EXPECT_EQ(404, Call("GET", "/services/data/v99.0/limits").status);
  EXPECT_EQ(404, Call("GET", "/services/data/v60/limits").status);
}

TEST_F(TransportTest, TheDailyLimitRefusesCalls) {
  OrgOptions options = DefaultOptions();
  options.daily_api_requests = 1;
  StartOrg(std::move(options));
  EXPECT_EQ(200, Call("GET", std::string(kData) + "/limits").status);
  const HttpReply refused = Call("GET", std::string(kData) + "/limits");
  EXPECT_EQ(403, refused.status);
  EXPECT_NE(std::string::npos, refused.body.find("REQUEST_LIMIT_EXCEEDED"));
}

TEST_F(TransportTest, StopEndsOpenConnections) {
  HttpConnection connection(port_);
  EXPECT_EQ(200, connection.Call("GET", "/services/data", "", {}).status);
  org_->Stop();
  EXPECT_EQ(0, connection.Receive().status);
}

TEST_F(TransportTest, TwoOrgsLiveSideBySide) {
  auto other = Org::Create(DefaultOptions());
  ASSERT_TRUE(other.ok());
  const auto port = (*other)->Start("127.0.0.1:0");
  ASSERT_TRUE(port.ok());
  Create("Account", R"({"Name":"here"})");
  EXPECT_EQ(401, HttpConnection(*port)
                     .Call("GET", std::string(kData) + "/limits", "",
                           {{"Authorization", "Bearer " + token_}})
                     .status);
}

TEST(OrgOptionsTest, WhatIsWrongIsNamed) {
  OrgOptions options;
  options.data_json = R"({"Account":[{"Name":"a"},{"Nope":1}]})";
  auto org = Org::Create(options);
  ASSERT_FALSE(org.ok());
  EXPECT_EQ("data: Account[1]: No such column 'Nope' on sobject of type Account",
            std::string(org.status().message()));
  options.data_json.clear();
  options.schema_json = R"({"objects":[{"name":"X__c","fields":[{"name":"F__c","type":"wat"}]}]})";
  EXPECT_EQ("schema: X__c: F__c: unknown type 'wat'",
            std::string(Org::Create(options).status().message()));
  options.schema_json.clear();
  auto good = Org::Create(options);
  ASSERT_TRUE(good.ok());
  EXPECT_FALSE((*good)->Start("nowhere").ok());
}

}  // namespace
}  // namespace sfsim
