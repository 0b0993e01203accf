// SPDX-License-Identifier: Apache-2.0
#include "simulator/http/gzip.h"
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

const TestHeaders kXmlBoth = {{"Accept", "application/xml"}, {"Content-Type", "application/xml"}};

class RestRulesTest : public OrgTest {};

TEST_F(RestRulesTest, RowsAreReadAndWrittenAsXml) {
  const HttpReply created =
      Call("POST", std::string(kData) + "/sobjects/Account",
           "<?xml version=\"1.0\"?><Account><Name>A &amp; B</Name></Account>", kXmlBoth);
  ASSERT_EQ(201, created.status) << created.body;
  EXPECT_EQ("application/xml;charset=UTF-8", created.Header("content-type"));
  EXPECT_EQ(0u, created.body.find("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Result><id>001"));
  const std::string id = created.body.substr(created.body.find("<id>") + 4, 18);
  const std::string url = std::string(kData) + "/sobjects/Account/" + id;
  const HttpReply read = Call("GET", url + "?fields=Name,Phone", "", kXmlBoth);
  EXPECT_EQ(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Account "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" type=\"Account\" url=\"" +
          url + "\"><Name>A &amp; B</Name><Phone xsi:nil=\"true\"/><Id>" + id + "</Id></Account>",
      read.body);
}

TEST_F(RestRulesTest, ErrorsAndQueriesComeAsXml) {
  const HttpReply missing = Call("GET", std::string(kData) + "/nonsense", "", kXmlBoth);
  EXPECT_EQ(404, missing.status);
  EXPECT_EQ(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Errors><Error><errorCode>NOT_FOUND"
      "</errorCode><message>The requested resource does not exist</message></Error></Errors>",
      missing.body);
  Create("Account", R"({"Name":"x"})");
  const HttpReply query =
      Call("GET", std::string(kData) + "/query?q=SELECT+Name+FROM+Account", "", kXmlBoth);
  EXPECT_NE(std::string::npos, query.body.find("<QueryResult><totalSize>1</totalSize><done>true"
                                               "</done><records type=\"Account\""))
      << query.body;
}

TEST_F(RestRulesTest, SuffixesWorkUpToVersion57) {
  EXPECT_EQ(0u, Call("GET", "/services/data/v57.0/limits.xml").body.find("<?xml"));
  EXPECT_EQ(200, Call("GET", "/services/data/v57.0/limits.json").status);
  EXPECT_EQ(404, Call("GET", "/services/data/v58.0/limits.json").status);
}

TEST_F(RestRulesTest, HostileXmlIsRefused) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  std::string wide = "<Account>";
  for (int i = 0; i < 100'000; ++i) wide += "<a" + std::to_string(i) + "/>";
  for (const std::string& body :
       {deep, wide + "</Account>", std::string("<Account><Name>"), std::string("no xml"),
        std::string("\xFF\xFE\x00", 3),
        std::string("<!DOCTYPE a [<!ENTITY b \"c\">]><a><Name>&b;</Name></a>")}) {
    const HttpReply reply = Call("POST", std::string(kData) + "/sobjects/Account", body,
                                 {{"Content-Type", "application/xml"}});
    EXPECT_EQ(400, reply.status) << body.substr(0, 100);
    EXPECT_NE(std::string::npos, reply.body.find("XML_PARSER_ERROR")) << reply.body;
  }
}

TEST_F(RestRulesTest, TextThatIsNoUtf8IsRefusedOrRepaired) {
  const HttpReply body =
      Call("POST", std::string(kData) + "/sobjects/Account", "{\"Name\":\"\x80\"}");
  EXPECT_EQ(400, body.status);
  EXPECT_NE(std::string::npos, body.body.find("Invalid UTF-8 byte 0x80 at [line:1, column:10]"));
  const HttpReply path = Call("GET", std::string(kData) + "/sobjects/Account/%FF%FE");
  EXPECT_EQ(404, path.status);
  EXPECT_TRUE(ReadJson(path.body).ok());
}

TEST_F(RestRulesTest, HeadAnswersWhereGetDoes) {
  const HttpReply head = Call("HEAD", std::string(kData) + "/limits");
  EXPECT_EQ(200, head.status);
  EXPECT_EQ("application/json;charset=UTF-8", head.Header("content-type"));
}

TEST_F(RestRulesTest, RefusedMethodsAndTypesHaveTheirTexts) {
  const HttpReply method = Call("PATCH", std::string(kData) + "/sobjects/Account", "{}");
  EXPECT_EQ(405, method.status);
  EXPECT_EQ(R"([{"errorCode":"METHOD_NOT_ALLOWED","message":"HTTP Method 'PATCH' not allowed. )"
            R"(Allowed are HEAD,GET,POST"}])",
            method.body);
  EXPECT_EQ(405, Call("POST", std::string(kData) + "/limits?_HttpMethod=patch").status);
  const HttpReply type = Call("POST", std::string(kData) + "/sobjects/Account", "x",
                              {{"Content-Type", "multipart/related"}});
  EXPECT_NE(std::string::npos,
            type.body.find("MediaType of 'multipart/related' is not supported by this resource"));
}

TEST_F(RestRulesTest, DeflateWorksBothWays) {
  EXPECT_EQ(201, Call("POST", std::string(kData) + "/sobjects/Account",
                      Deflate(R"({"Name":"zipped"})"), {{"Content-Encoding", "deflate"}})
                     .status);
  const HttpReply reply =
      Call("GET", std::string(kData) + "/sobjects", "", {{"Accept-Encoding", "deflate"}});
  EXPECT_EQ("deflate", reply.Header("content-encoding"));
  EXPECT_TRUE(Inflate(reply.body, 1 << 24).has_value());
}

TEST_F(RestRulesTest, MetadataIsConditional) {
  for (const char* path : {"/sobjects", "/sobjects/Account/describe", "/theme"}) {
    const std::string url = std::string(kData) + path;
    const HttpReply full = Call("GET", url);
    EXPECT_EQ("Wed, 15 May 2024 12:00:00 GMT", full.Header("last-modified"));
    EXPECT_EQ(10u, full.Header("etag").size());
    const auto with = [&](const std::string& header, const std::string& value) {
      return Call("GET", url, "", {{header, value}}).status;
    };
    EXPECT_EQ(304, with("If-Modified-Since", full.Header("last-modified")));
    EXPECT_EQ(304, with("If-None-Match", full.Header("etag")));
    EXPECT_EQ(200, with("If-Modified-Since", "Tue, 14 May 2024 12:00:00 GMT"));
    EXPECT_EQ(200, with("If-Modified-Since", "yesterday"));
    EXPECT_EQ(412, with("If-Unmodified-Since", "Tue, 14 May 2024 12:00:00 GMT"));
  }
  EXPECT_EQ(400, Call("POST", std::string(kData) + "/sobjects/Account", R"({"Name":"x"})",
                      {{"If-Unmodified-Since", "yesterday"}})
                     .status);
}

TEST_F(RestRulesTest, AnOlderOrgServesOlderVersions) {
  OrgOptions options = DefaultOptions();
  options.oldest_api_version = 21;
  StartOrg(std::move(options));
  const JsonValue versions = CallOpen("GET", "/services/data").Json();
  EXPECT_EQ("Spring '11", versions.items.front().Text("label"));
  const HttpReply old = Call("GET", "/services/data/v26.0/limits");
  EXPECT_EQ(200, old.status);
  EXPECT_EQ(0u, old.Header("warning").find("299 - "));
  EXPECT_EQ(410, Call("GET", "/services/data/v20.0/limits").status);
}

}  // namespace
}  // namespace sfsim
