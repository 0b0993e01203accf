// SPDX-License-Identifier: Apache-2.0
// Endpoints that an org has defined in Apex: every kind of reply, and what is sent.
#include "sfconnector/v1/apex_service.pb.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kApex[] = "/services/apexrest/";

class Apex : public ConformanceTest {
 protected:
  static v1::ExecuteRequest Request(const std::string& method, const std::string& path) {
    v1::ExecuteRequest request;
    request.set_method(method);
    request.set_path(path);
    return request;
  }

  Outcome Execute(const v1::ExecuteRequest& request) {
    response_.Clear();
    return Call("ApexService/Execute", request, &response_);
  }
  Outcome Get(const std::string& path) { return Execute(Request("GET", path)); }

  v1::ExecuteResponse response_;
};

TEST_F(Apex, RepliesOfEveryKindOfJsonSucceed) {
  ASSERT_TRUE(Succeeded(Get("object")));
  EXPECT_EQ(response_.status(), 200);
  const v1::Record& object = response_.json_body().record_value();
  EXPECT_EQ(object.fields(0).name(), "b");
  EXPECT_EQ(TextOf(object, "b"), "1.50");
  EXPECT_THAT(object.fields(1).value().list_value().values(), SizeIs(2));

  ASSERT_TRUE(Succeeded(Get("/array")));
  EXPECT_THAT(response_.json_body().list_value().values(), SizeIs(3));
  ASSERT_TRUE(Succeeded(Get("string")));
  EXPECT_EQ(response_.json_body().string_value(), "a bare string");
  ASSERT_TRUE(Succeeded(Get("number")));
  EXPECT_EQ(response_.json_body().integer_value(), 42);
  ASSERT_TRUE(Succeeded(Get("null")));
  EXPECT_TRUE(response_.json_body().has_null_value());
}

TEST_F(Apex, RepliesWithoutABodySucceed) {
  ASSERT_TRUE(Succeeded(Get("nothing")));
  EXPECT_EQ(response_.status(), 204);
  EXPECT_EQ(response_.body_case(), v1::ExecuteResponse::BODY_NOT_SET);
  ASSERT_TRUE(Succeeded(Execute(Request("POST", "later"))));
  EXPECT_EQ(response_.status(), 202);
  ASSERT_TRUE(Succeeded(Execute(Request("DELETE", "echo/1"))));
  EXPECT_EQ(response_.status(), 204);
  ASSERT_TRUE(Succeeded(Execute(Request("HEAD", "object"))));
  EXPECT_EQ(response_.status(), 200);
  EXPECT_EQ(response_.body_case(), v1::ExecuteResponse::BODY_NOT_SET);
}

TEST_F(Apex, RepliesThatAreNotJsonSucceedAsTheyStand) {
  ASSERT_TRUE(Succeeded(Get("text")));
  EXPECT_EQ(response_.raw_body().content_type(), "text/csv");
  EXPECT_EQ(response_.raw_body().content(), "a,b\n1,2\n");
  ASSERT_TRUE(Succeeded(Get("html")));
  EXPECT_EQ(response_.raw_body().content(), "<p>hello</p>");
  ASSERT_TRUE(Succeeded(Get("not-json")));
  EXPECT_EQ(response_.raw_body().content(), "{not json");
  ASSERT_TRUE(Succeeded(Execute(Request("POST", "created"))));
  EXPECT_EQ(response_.status(), 201);
}

TEST_F(Apex, AnyJsonIsSent) {
  for (const char* method : {"POST", "PUT", "PATCH"}) {
    for (const std::string& text : {std::string("O'Brien <& \"Söhne\"]]> \\ / @{x.y}"),
                                    std::string(), std::string("{}"), std::string("日本")}) {
      v1::ExecuteRequest request = Request(method, "echo/a");
      request.mutable_json_body()->set_string_value(text);
      ASSERT_TRUE(Succeeded(Execute(request)));
      EXPECT_EQ(response_.json_body().string_value(), text) << method;
    }
  }
  v1::ExecuteRequest request = Request("POST", "echo/a");
  request.mutable_json_body()->set_null_value(v1::NULL_VALUE_UNSPECIFIED);
  ASSERT_TRUE(Succeeded(Execute(request)));
  EXPECT_TRUE(response_.json_body().has_null_value());
  request.mutable_json_body()->set_decimal_value("12345678901234567890.10");
  ASSERT_TRUE(Succeeded(Execute(request)));
  EXPECT_EQ(response_.json_body().decimal_value(), "12345678901234567890.10");
  *request.mutable_json_body()->mutable_record_value()->add_fields() = NullField("a");
  ASSERT_TRUE(Succeeded(Execute(request)));
  EXPECT_EQ(TextOf(response_.json_body().record_value(), "a"), "null");
  EXPECT_EQ(TextOf(response_.json_body().record_value(), "b"), "absent");
}

TEST_F(Apex, BytesAreSentWithTheirType) {
  v1::ExecuteRequest request = Request("POST", "echo/a");
  const std::string bytes("\0\xFF\r\n--", 6);
  request.mutable_raw_body()->set_content_type("application/x-odd; charset=none");
  request.mutable_raw_body()->set_content(bytes);
  ASSERT_TRUE(Succeeded(Execute(request)));
  EXPECT_EQ(response_.raw_body().content(), bytes);
  EXPECT_EQ(response_.raw_body().content_type(), "application/x-odd; charset=none");
}

TEST_F(Apex, PathQueryAndHeadersArriveAsTheyWereGiven) {
  v1::ExecuteRequest request = Request("GET", "/echo/a b");
  request.add_segments("x/y?z");
  request.add_segments("..");
  request.add_segments("日");
  (*request.mutable_query())["q"] = "a&b=c+d/ü";
  (*request.mutable_query())["empty"] = "";
  (*request.mutable_headers())["X-Trace"] = "t 1";
  ASSERT_TRUE(Succeeded(Execute(request)));
  EXPECT_EQ(response_.headers().at("x-total"), "3");
  const std::vector<JournalEntry> journal = org().Journal(kApex);
  ASSERT_THAT(journal, SizeIs(1));
  EXPECT_EQ(
      journal[0].target,
      "/services/apexrest/echo/a%20b/x%2Fy%3Fz/%2E%2E/%E6%97%A5?empty=&q=a%26b%3Dc%2Bd%2F%C3%BC");
  EXPECT_EQ(journal[0].headers.at("x-trace"), "t 1");
}

TEST_F(Apex, SegmentsAndParametersReachNoLog) {
  v1::ExecuteRequest request = Request("GET", "unknown/customers");
  request.add_segments("SegmentOfACustomer");
  (*request.mutable_query())["name"] = "ParameterOfACustomer";
  (*request.mutable_headers())["X-Name"] = "HeaderOfACustomer";
  EXPECT_EQ(Execute(request).code, kNotFound);
  EXPECT_THAT(Transcript(), Not(HasSubstr("OfACustomer")));
}

TEST_F(Apex, ErrorsKeepTheirStatusAndBody) {
  Outcome outcome = Execute(Request("POST", "throws"));
  EXPECT_TRUE(FailedWith(outcome, kInternal, "APEX_ERROR"));
  EXPECT_EQ(outcome.detail.http_status(), 500);
  EXPECT_THAT(outcome.detail.errors(0).message(), HasSubstr("Divide by 0\n\nClass.Shop.pay"));
  outcome = Get("hidden");
  EXPECT_TRUE(FailedWith(outcome, kPermissionDenied, "FORBIDDEN"));
  EXPECT_EQ(outcome.detail.errors(0).message(),
            "You do not have access to the Apex class named: LeanDataAPI");
  EXPECT_EQ(outcome.detail.http_status(), 403);
  outcome = Get("unknown");
  EXPECT_TRUE(FailedWith(outcome, kNotFound, "NOT_FOUND"));
  outcome = Execute(Request("PUT", "object"));
  EXPECT_TRUE(FailedWith(outcome, kUnimplemented, "METHOD_NOT_ALLOWED"));
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
}

TEST_F(Apex, ErrorsOfAnEndpointsOwnFormAreKept) {
  Outcome outcome = Execute(Request("POST", "refuses"));
  EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "NO_STOCK"));
  EXPECT_EQ(outcome.detail.http_status(), 422);
  EXPECT_EQ(outcome.detail.errors(0).message(), "out of stock");
  ASSERT_THAT(outcome.detail.errors(0).extra(), SizeIs(1));
  EXPECT_EQ(outcome.detail.errors(0).extra(0).value().integer_value(), 2);
  EXPECT_EQ(outcome.detail.retryability(), v1::RETRYABILITY_NEVER);
  outcome = Execute(Request("POST", "refuses-oddly"));
  EXPECT_TRUE(FailedWith(outcome, kAborted, "HTTP_409"));
  EXPECT_EQ(outcome.detail.body_excerpt(), R"({"ok":false,"why":"taken"})");
}

TEST_F(Apex, ErrorsInXmlAreTypedToo) {
  v1::ExecuteRequest request = Request("GET", "hidden");
  (*request.mutable_headers())["Accept"] = "application/xml";
  const Outcome outcome = Execute(request);
  EXPECT_EQ(org().Journal(kApex).back().headers.at("accept"), "application/xml");
  EXPECT_TRUE(Refused(outcome, kPermissionDenied, "FORBIDDEN", 403,
                      "You do not have access to the Apex class named: LeanDataAPI"));
}

TEST_F(Apex, AnErrorWithoutABodyKeepsItsStatus) {
  const Outcome outcome = Execute(Request("HEAD", "unknown"));
  EXPECT_TRUE(FailedWith(outcome, kNotFound, "HTTP_404"));
  EXPECT_EQ(outcome.detail.http_status(), 404);
}

TEST_F(Apex, StatusesOfAnEndpointsOwnCanBeResults) {
  v1::ExecuteRequest request = Request("POST", "refuses-oddly");
  request.add_result_statuses(409);
  ASSERT_TRUE(Succeeded(Execute(request)));
  EXPECT_EQ(response_.status(), 409);
  EXPECT_EQ(TextOf(response_.json_body().record_value(), "why"), "taken");
}

TEST_F(Apex, ARefusedSessionIsAnError) {
  org().Fault(R"({"match":{"path":"/services/apexrest/","count":0},"action":{"status":401,
      "body":[{"message":"INVALID_AUTH_HEADER","errorCode":"INVALID_AUTH_HEADER"}]}})");
  const Outcome outcome = Get("object");
  EXPECT_TRUE(FailedWith(outcome, kUnauthenticated, "INVALID_AUTH_HEADER"));
  EXPECT_EQ(outcome.detail.http_status(), 401);
}

TEST_F(Apex, AnExpiredSessionIsRenewedForAnyMethod) {
  ASSERT_TRUE(Succeeded(Get("object")));
  org().Fault(R"({"match":{"path":"/services/apexrest/"},"action":{"session":"expire"}})");
  v1::ExecuteRequest request = Request("POST", "echo/a");
  request.mutable_json_body()->set_integer_value(1);
  ASSERT_TRUE(Succeeded(Execute(request)));
  EXPECT_EQ(org().Count("POST", kApex), 2);
}

TEST_F(Apex, OnlyReadsAndWhatIsCalledIdempotentAreRepeated) {
  const auto lose = [] {
    org().ClearJournal();
    org().Fault(R"({"match":{"path":"/services/apexrest/"},
        "action":{"when":"after","close":"reset"}})");
  };
  lose();
  EXPECT_TRUE(Succeeded(Get("object")));
  EXPECT_EQ(org().Count("GET", kApex), 2);
  for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
    lose();
    const Outcome outcome = Execute(Request(method, "echo/a"));
    EXPECT_EQ(outcome.code, kUnavailable) << outcome;
    EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN);
    EXPECT_EQ(org().Count(method, kApex), 1);
    lose();
    v1::ExecuteRequest again = Request(method, "echo/a");
    again.set_idempotent(true);
    EXPECT_TRUE(Succeeded(Execute(again)));
    EXPECT_EQ(org().Count(method, kApex), 2);
  }
}

TEST_F(Apex, WhatIsWrongIsRefusedBeforeItIsSent) {
  const auto fields = [this](const v1::ExecuteRequest& request) {
    const Outcome outcome = Execute(request);
    EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
    return outcome.fields;
  };
  EXPECT_THAT(fields(Request("", "a")), ElementsAre("method"));
  EXPECT_THAT(fields(Request("get", "a")), ElementsAre("method"));
  EXPECT_THAT(fields(Request("GET", "/")), ElementsAre("path"));
  v1::ExecuteRequest request = Request("GET", "a");
  request.add_segments("");
  EXPECT_THAT(fields(request), ElementsAre("segments[0]"));
  for (const char* name : {"Authorization", "host", "Content-Type", "Content-Length", "Cookie"}) {
    request = Request("GET", "a");
    (*request.mutable_headers())[name] = "x";
    EXPECT_THAT(fields(request), ElementsAre(std::string("headers.") + name));
  }
  request = Request("GET", "a");
  (*request.mutable_headers())["X-A"] = "x\r\nAuthorization: y";
  EXPECT_THAT(fields(request), ElementsAre("headers.X-A"));
  request = Request("GET", "a");
  request.mutable_json_body()->set_integer_value(1);
  EXPECT_THAT(fields(request), ElementsAre("json_body"));
  request = Request("POST", "a");
  request.mutable_raw_body()->set_content("x");
  EXPECT_THAT(fields(request), ElementsAre("raw_body.content_type"));
  request = Request("POST", "a");
  request.mutable_json_body()->set_decimal_value("1; drop");
  EXPECT_THAT(fields(request), ElementsAre("json_body"));
  request = Request("POST", "a");
  request.add_result_statuses(401);
  EXPECT_THAT(fields(request), ElementsAre("result_statuses"));
  EXPECT_THAT(org().Journal(kApex), SizeIs(0));
}

}  // namespace
}  // namespace sfconnector::conformance
