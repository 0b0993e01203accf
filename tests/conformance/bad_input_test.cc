// SPDX-License-Identifier: Apache-2.0
// What callers get wrong is a typed error, and the next call is served.
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class BadInput : public ConformanceTest {
 protected:
  void TearDown() override {
    const std::string id = org().InsertOne("Item__c", R"("Name":"a")");
    EXPECT_TRUE(Succeeded(GetRecord("Item__c", id, {"Name"})));
    ConformanceTest::TearDown();
  }

  Outcome CallRaw(const std::string& method, const std::string& request,
                  const CallSettings& settings = {}) {
    std::string ignored;
    return connection().Call(method, request, settings, &ignored);
  }
};

TEST_F(BadInput, UnknownMethodIsNamed) {
  for (const std::string method :
       {"sfconnector.v1.RecordService/Nothing", "sfconnector.v1.NoService/GetRecord"}) {
    const Outcome outcome = CallRaw(method, "");
    EXPECT_TRUE(FailedWith(outcome, kUnimplemented, "NO_SUCH_OPERATION"));
    EXPECT_THAT(outcome.message, HasSubstr(method));
  }
  const std::unique_ptr<Stream> stream = connection().Open("sfconnector.v1.A/B", "", {});
  EXPECT_FALSE(stream->Next().has_value());
  EXPECT_TRUE(FailedWith(stream->Finish(), kUnimplemented, "NO_SUCH_OPERATION"));
}

TEST_F(BadInput, MalformedMessageIsAnError) {
  for (const std::string& bytes : {std::string("\xFF\xFF\xFF"),
                                   std::string("\x0A\x7F"
                                               "abc"),
                                   std::string("\x0A\x02\xC3\x28")}) {
    for (const char* method : {"GetRecord", "UpsertRecord"}) {
      EXPECT_TRUE(FailedWith(CallRaw(std::string("sfconnector.v1.RecordService/") + method, bytes),
                             kInvalidArgument, "MALFORMED_MESSAGE"));
    }
  }
  const std::unique_ptr<Stream> stream =
      connection().Open("sfconnector.v1.QueryService/StreamQuery", "\xFF\xFF\xFF", {});
  EXPECT_FALSE(stream->Next().has_value());
  EXPECT_TRUE(FailedWith(stream->Finish(), kInvalidArgument, "MALFORMED_MESSAGE"));
  EXPECT_EQ(org().Count("GET") + org().Count("PATCH"), 0);
}

TEST_F(BadInput, EmptyMessageNamesWhatIsMissing) {
  EXPECT_THAT(CallRaw("sfconnector.v1.RecordService/GetRecord", "").fields, ElementsAre("sobject"));
}

TEST_F(BadInput, OversizedMessageIsRefused) {
  v1::CreateRecordRequest request;
  request.set_sobject("Item__c");
  *request.mutable_record()->add_fields() =
      TextField("Long__c", std::string(std::size_t{65} << 20, 'x'));
  EXPECT_EQ(CallRaw("sfconnector.v1.RecordService/CreateRecord", request.SerializeAsString()).code,
            kResourceExhausted);
  EXPECT_EQ(org().Count("POST"), 0);
}

TEST_F(BadInput, WrongOptionsAreNamed) {
  v1::GetRecordRequest request;
  request.set_sobject("Item__c");
  request.set_id("a00000000000001AAA");
  const std::string bytes = request.SerializeAsString();
  const std::string method = "sfconnector.v1.RecordService/GetRecord";
  Outcome outcome = CallRaw(method, bytes, {{{"sfconnector-nonsense", "x"}}});
  EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
  EXPECT_THAT(outcome.fields, ElementsAre("sfconnector-nonsense"));
  outcome = CallRaw(method, bytes, {{{"sfconnector-api-version", "newest"}}});
  EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
  EXPECT_THAT(outcome.fields, ElementsAre("sfconnector-api-version"));
  outcome = CallRaw(method, bytes, {{{"sfconnector-instance-url", "https://a.example.com"}}});
  EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
  EXPECT_EQ(org().Count("GET"), 0);
}

TEST_F(BadInput, UnknownConnectionIsAnError) {
  const Outcome outcome = GetRecord("Item__c", "a00000000000001AAA", {}, nullptr,
                                    {{{"sfconnector-connection", "nowhere"}}});
  // The C door has one connection a client, and no such option.
  EXPECT_TRUE(outcome.code == kNotFound || outcome.code == kInvalidArgument) << outcome;
  EXPECT_EQ(org().Count("GET"), 0);
}

TEST_F(BadInput, DeeplyNestedMessageIsAnError) {
  v1::CreateRecordRequest request;
  request.set_sobject("Item__c");
  v1::Field* field = request.mutable_record()->add_fields();
  field->set_name("A");
  for (int depth = 0; depth < 20; ++depth) {
    field = field->mutable_value()->mutable_record_value()->add_fields();
    field->set_name("A");
  }
  field->mutable_value()->set_bool_value(true);
  const Outcome outcome =
      CallRaw("sfconnector.v1.RecordService/CreateRecord", request.SerializeAsString());
  EXPECT_FALSE(outcome.ok());
}

}  // namespace
}  // namespace sfconnector::conformance
