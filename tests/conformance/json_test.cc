// SPDX-License-Identifier: Apache-2.0
// What the C door offers beside the wire format: natural JSON.
#include "tests/conformance/capi_door.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class Json : public ConformanceTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    const Outcome outcome = CapiConnection::Make(ToJson(Settings(org())), &json_);
    ASSERT_NE(json_, nullptr) << outcome;
  }

  Outcome Call(const std::string& method, const std::string& request) {
    response_.clear();
    return json_->Call("sfconnector.v1." + method, SFC_JSON, request, {}, &response_);
  }

  std::unique_ptr<CapiConnection> json_;
  std::string response_;
};

TEST_F(Json, RecordsAreNatural) {
  ASSERT_TRUE(Succeeded(Call("RecordService/CreateRecord",
                             R"({"sobject":"Item__c","record":{"Name":"a \"b\"","Whole__c":)"
                             R"(123456789012345678,"Precise__c":1.50,"Flag__c":true,)"
                             R"("Text__c":null}})")));
  EXPECT_THAT(response_, HasSubstr(R"("success":true)"));
  const std::size_t at = response_.find(R"("id":")");
  ASSERT_NE(at, std::string::npos);
  const std::string id = response_.substr(at + 6, 18);
  ASSERT_TRUE(Succeeded(Call("RecordService/GetRecord",
                             R"({"sobject":"Item__c","id":")" + id +
                                 R"(","fields":["Name","Whole__c","Flag__c","Text__c"]})")));
  EXPECT_THAT(response_, StartsWith(R"({"record":{"attributes":{"type":"Item__c","url":")"));
  EXPECT_THAT(response_, HasSubstr(R"("Name":"a \"b\"")"));
  EXPECT_THAT(response_, HasSubstr(R"("Whole__c":123456789012345678)"));
  EXPECT_THAT(response_, HasSubstr(R"("Flag__c":true)"));
  EXPECT_THAT(response_, HasSubstr(R"("Text__c":null)"));
}

TEST_F(Json, QueriesTakeParametersAndEmbedSalesforcesJson) {
  org().InsertOne("Item__c", R"("Name":"O'Brien")");
  ASSERT_TRUE(Succeeded(
      Call("QueryService/Query",
           R"({"soql":"SELECT Name FROM Item__c WHERE Name = :n","encoding":"ROW_ENCODING_JSON",)"
           R"("parameters":{"n":{"stringValue":"O'Brien"}}})")));
  EXPECT_THAT(response_, HasSubstr(R"("json":[{"attributes":{"type":"Item__c")"));
  EXPECT_THAT(response_, HasSubstr(R"("Name":"O'Brien")"));
}

TEST_F(Json, StreamsAreJsonMessages) {
  org().Insert("Item__c", {R"("Name":"a")", R"("Name":"b")"});
  const std::unique_ptr<Stream> stream =
      json_->Open("sfconnector.v1.QueryService/StreamQuery", SFC_JSON,
                  R"({"soql":"SELECT Name FROM Item__c","encoding":"ROW_ENCODING_RECORDS"})", {});
  std::string all;
  while (std::optional<std::string> message = stream->Next()) all += *message;
  EXPECT_TRUE(Succeeded(stream->Finish()));
  EXPECT_THAT(all, HasSubstr(R"("totalSize":"2")"));
  EXPECT_THAT(all, HasSubstr(R"("Name":"a")"));
  EXPECT_THAT(all, HasSubstr(R"("Name":"b")"));
}

TEST_F(Json, MalformedJsonIsAnError) {
  for (const char* request :
       {"", "{", "[]", "{\"sobject\":}", "{\"sobject\":\"a\"} x", "\xFF", "{\"sobject\":1}"}) {
    SCOPED_TRACE(request);
    EXPECT_EQ(Call("RecordService/GetRecord", request).code, kInvalidArgument);
  }
  EXPECT_EQ(org().Count("GET"), 0);
}

TEST_F(Json, UnknownKeyIsNamed) {
  const Outcome outcome = Call("RecordService/GetRecord", R"({"sobjects":"Item__c"})");
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.message, HasSubstr("sobjects"));
}

}  // namespace
}  // namespace sfconnector::conformance
