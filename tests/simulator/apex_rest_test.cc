// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class ApexRestTest : public OrgTest {
 protected:
  void SetUp() override {
    OrgOptions options = DefaultOptions();
    const size_t end = options.schema_json.rfind('}');
    options.schema_json = options.schema_json.substr(0, end) + R"(,"apexRest":[
      {"urlMapping":"/shop/*","body":{"all":true}},
      {"urlMapping":"/shop/orders/*","method":"POST","echo":true},
      {"urlMapping":"/shop/orders/*","status":202,"text":"wait","contentType":"text/plain",
       "headers":{"X-Left":"3"}},
      {"urlMapping":"/void","method":"DELETE","status":204},
      {"urlMapping":"/throws","exception":"System.MathException: Divide by 0"},
      {"urlMapping":"/hidden","forbiddenClass":"Shop"}]})";
    StartOrg(std::move(options));
  }

  HttpReply Apex(const std::string& method, const std::string& path, const std::string& body = "",
                 const TestHeaders& headers = {}) {
    return Call(method, "/services/apexrest" + path, body, headers);
  }
};

TEST_F(ApexRestTest, TheLongestMappingAnswers) {
  EXPECT_EQ(R"({"all":true})", Apex("GET", "/shop/a/b").body);
  const HttpReply order = Apex("GET", "/shop/orders/1?x=1");
  EXPECT_EQ(202, order.status);
  EXPECT_EQ("wait", order.body);
  EXPECT_EQ("text/plain", order.Header("content-type"));
  EXPECT_EQ("3", order.Header("x-left"));
  EXPECT_EQ(204, Apex("DELETE", "/void").status);
}

TEST_F(ApexRestTest, AnEchoGivesBackBodyAndType) {
  const HttpReply reply =
      Apex("POST", "/shop/orders/1", "a,b", {{"Content-Type", "text/csv; charset=x"}});
  EXPECT_EQ(200, reply.status);
  EXPECT_EQ("a,b", reply.body);
  EXPECT_EQ("text/csv; charset=x", reply.Header("content-type"));
  EXPECT_EQ(204, Apex("POST", "/shop/orders/1").status);
}

TEST_F(ApexRestTest, ErrorsAreThoseOfAnOrg) {
  EXPECT_EQ(404, Apex("GET", "/nothing").status);
  EXPECT_EQ("NOT_FOUND", Apex("GET", "/nothing").Json().items[0].Text("errorCode"));
  const HttpReply method = Apex("PUT", "/shop/orders/1");
  EXPECT_EQ(405, method.status);
  EXPECT_EQ("POST,GET", method.Header("allow"));
  const HttpReply thrown = Apex("GET", "/throws");
  EXPECT_EQ(500, thrown.status);
  EXPECT_EQ(R"([{"errorCode":"APEX_ERROR","message":"System.MathException: Divide by 0"}])",
            thrown.body);
  const HttpReply hidden = Apex("GET", "/hidden");
  EXPECT_EQ(403, hidden.status);
  EXPECT_EQ("You do not have access to the Apex class named: Shop",
            hidden.Json().items[0].Text("message"));
  const HttpReply open = CallOpen("GET", "/services/apexrest/shop/a");
  EXPECT_EQ(401, open.status);
  EXPECT_EQ("INVALID_AUTH_HEADER", open.Json().items[0].Text("errorCode"));
}

TEST_F(ApexRestTest, BrokenEndpointsEndTheStart) {
  for (const char* endpoint :
       {R"({"urlMapping":"a"})", R"({"urlMapping":"/a","method":"HEAD"})",
        R"({"urlMapping":"/a","status":99})", R"({"urlMapping":"/a","status":"200"})",
        R"({"urlMapping":"/a","unheardOf":1})"}) {
    OrgOptions options;
    options.schema_json = std::string(R"({"apexRest":[)") + endpoint + "]}";
    EXPECT_FALSE(Org::Create(std::move(options)).ok()) << endpoint;
  }
}

}  // namespace
}  // namespace sfsim
