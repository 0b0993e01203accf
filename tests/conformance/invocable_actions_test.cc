// SPDX-License-Identifier: Apache-2.0
// Invocable actions: the payload is sent, and each input has its result.
#include "sfconnector/v1/action_service.pb.h"
#include "sfconnector/v1/invocable_actions.pb.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class InvocableActions : public ConformanceTest {
 protected:
  Outcome List(const std::string& context, const CallSettings& settings = {}) {
    v1::ListInvocableActionsRequest request;
    request.set_context(context);
    return Call("ActionService/ListInvocableActions", request, &listed_, settings);
  }

  Outcome Describe(const std::string& action, const CallSettings& settings = {}) {
    v1::DescribeInvocableActionRequest request;
    request.set_action(action);
    return Call("ActionService/DescribeInvocableAction", request, &described_, settings);
  }

  Outcome Invoke(const std::string& action, const std::vector<std::vector<v1::Field>>& inputs) {
    v1::InvokeActionRequest request;
    request.set_action(action);
    for (const std::vector<v1::Field>& input : inputs) {
      v1::Record& record = *request.add_inputs();
      for (const v1::Field& field : input) *record.add_fields() = field;
    }
    invoked_.Clear();
    return Call("ActionService/InvokeAction", request, &invoked_);
  }

  std::string Output(int input, const std::string& name) {
    return TextOf(invoked_.results(input).output_values(), name);
  }

  v1::ListInvocableActionsResponse listed_;
  v1::DescribeInvocableActionResponse described_;
  v1::InvokeActionResponse invoked_;
};

TEST_F(InvocableActions, ContextsAreListedWithOrWithoutASlash) {
  ASSERT_TRUE(Succeeded(List("")));
  EXPECT_THAT(listed_.contexts(), SizeIs(2));
  EXPECT_EQ(listed_.contexts().at("standard"), std::string(kData) + "/actions/standard");
  for (const char* context : {"custom", "/custom"}) {
    ASSERT_TRUE(Succeeded(List(context)));
    EXPECT_EQ(listed_.contexts().at("apex"), std::string(kData) + "/actions/custom/apex");
    EXPECT_THAT(listed_.actions(), IsEmpty());
  }
  for (const char* context : {"standard", "/standard"}) {
    ASSERT_TRUE(Succeeded(List(context)));
    ASSERT_THAT(listed_.actions(), SizeIs(2));
    EXPECT_EQ(listed_.actions(1).name(), "emailSimple");
    EXPECT_EQ(listed_.actions(1).type(), "EMAILSIMPLE");
    EXPECT_EQ(listed_.actions(1).label(), "Send Email");
    EXPECT_THAT(listed_.actions(1).url(), HasSubstr("/actions/standard/emailSimple"));
    EXPECT_THAT(listed_.contexts(), IsEmpty());
  }
  ASSERT_TRUE(Succeeded(List("custom/apex")));
  EXPECT_EQ(listed_.actions(0).name(), "Echo");
  ASSERT_TRUE(Succeeded(List("/custom/emailAlert")));
  EXPECT_THAT(listed_.actions(), IsEmpty());
}

TEST_F(InvocableActions, WhatIsNoContextHasNoList) {
  EXPECT_TRUE(FailedWith(List("custom/nope"), kNotFound, "NOT_FOUND"));
  EXPECT_TRUE(FailedWith(List("../limits"), kNotFound, "NOT_FOUND"));
  EXPECT_TRUE(FailedWith(List("<&\"']]>"), kNotFound, "NOT_FOUND"));
  const int sent = org().Count("GET");
  Outcome outcome = List("custom//apex");
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.fields, ElementsAre("context"));
  EXPECT_EQ(org().Count("GET"), sent);
  outcome = List("standard/emailSimple");
  EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
  EXPECT_THAT(outcome.fields, ElementsAre("context"));
}

TEST_F(InvocableActions, ADescriptionIsTyped) {
  ASSERT_TRUE(Succeeded(Describe("/custom/apex/Echo")));
  EXPECT_EQ(described_.name(), "Echo");
  EXPECT_EQ(described_.type(), "APEX");
  EXPECT_EQ(described_.description(), "Gives back what it gets");
  EXPECT_FALSE(described_.standard());
  ASSERT_THAT(described_.inputs(), SizeIs(3));
  EXPECT_TRUE(described_.inputs(0).required());
  EXPECT_EQ(described_.inputs(1).type(), "DOUBLE");
  EXPECT_EQ(described_.inputs(2).max_occurs(), 2000);
  EXPECT_THAT(described_.outputs(), SizeIs(3));
  ASSERT_TRUE(Succeeded(Describe("standard/emailSimple")));
  EXPECT_TRUE(described_.standard());
  EXPECT_TRUE(FailedWith(Describe("standard/nope"), kNotFound, "NOT_FOUND"));
  for (const char* none : {"", "/"}) {
    const Outcome outcome = Describe(none);
    EXPECT_EQ(outcome.code, kInvalidArgument);
    EXPECT_THAT(outcome.fields, ElementsAre("action"));
  }
}

TEST_F(InvocableActions, WhatHasNotChangedIsAnAnswer) {
  Outcome outcome = Describe("standard/emailSimple");
  ASSERT_TRUE(Succeeded(outcome));
  const CallSettings unchanged{{{"if-modified-since", outcome.metadata["last-modified"]}}};
  ASSERT_TRUE(Succeeded(Describe("standard/emailSimple", unchanged)));
  EXPECT_TRUE(described_.not_modified());
  EXPECT_EQ(described_.name(), "");
  ASSERT_TRUE(Succeeded(List("standard", unchanged)));
  EXPECT_TRUE(listed_.not_modified());
}

TEST_F(InvocableActions, ThePayloadIsSentWhateverItHolds) {
  for (const std::string& hostile :
       {std::string("O'Brien <& \"Söhne\"]]>"), std::string("a/b\\c?d#e%20{!x}"),
        std::string("日本語 \u2028🎉\n\t")}) {
    ASSERT_TRUE(Succeeded(Invoke("custom/apex/Echo", {{TextField("text", hostile)}})));
    ASSERT_THAT(invoked_.results(), SizeIs(1));
    EXPECT_TRUE(invoked_.results(0).is_success());
    EXPECT_EQ(Output(0, "text"), hostile);
  }
  v1::Field many;
  many.set_name("many");
  v1::ListValue& list = *many.mutable_value()->mutable_list_value();
  list.add_values()->set_string_value("<&>");
  list.add_values()->set_null_value(v1::NULL_VALUE_UNSPECIFIED);
  v1::Record& nested = *list.add_values()->mutable_record_value();
  nested.set_type("Item__c");
  *nested.add_fields() = TextField("Name", "n");
  ASSERT_TRUE(Succeeded(
      Invoke("custom/apex/Echo", {{TextField("text", ""), PlainField("number", "1.50"), many}})));
  EXPECT_EQ(Output(0, "text"), "");
  EXPECT_EQ(Output(0, "number"), "1.50");
  for (const v1::Field& field : invoked_.results(0).output_values().fields()) {
    if (field.name() != "many") continue;
    ASSERT_THAT(field.value().list_value().values(), SizeIs(3));
    EXPECT_EQ(field.value().list_value().values(2).record_value().type(), "Item__c");
  }
  ASSERT_TRUE(
      Succeeded(Invoke("custom/apex/Echo", {{TextField("text", "x"), NullField("number")}})));
  EXPECT_EQ(Output(0, "number"), "null");
  EXPECT_EQ(Output(0, "Nope"), "absent");
}

TEST_F(InvocableActions, EachInputHasItsResult) {
  ASSERT_TRUE(Succeeded(Invoke("/custom/apex/Echo", {{TextField("text", "a")},
                                                     {TextField("text", "fail")},
                                                     {},
                                                     {NullField("text")},
                                                     {TextField("text", "b")}})));
  EXPECT_EQ(org().Count("POST"), 1);
  ASSERT_THAT(invoked_.results(), SizeIs(5));
  EXPECT_EQ(Output(0, "text"), "a");
  EXPECT_EQ(Output(4, "text"), "b");
  EXPECT_EQ(invoked_.results(0).action_name(), "Echo");
  EXPECT_EQ(invoked_.results(0).version(), 1);
  EXPECT_EQ(invoked_.results(0).sort_order(), -1);
  EXPECT_THAT(invoked_.results(0).extra(), IsEmpty());
  const v1::InvocationResult& failed = invoked_.results(1);
  EXPECT_FALSE(failed.is_success());
  EXPECT_FALSE(failed.has_output_values());
  ASSERT_THAT(failed.errors(), SizeIs(1));
  EXPECT_EQ(failed.errors(0).status_code(), "FIELD_CUSTOM_VALIDATION_EXCEPTION");
  EXPECT_EQ(failed.errors(0).message(), "<as> \"you\" & I wish");
  EXPECT_EQ(invoked_.results(2).errors(0).status_code(), "INVALID_API_INPUT");
  EXPECT_EQ(invoked_.results(3).errors(0).status_code(), "INVALID_API_INPUT");
}

TEST_F(InvocableActions, ResultsOfAFailedReplyAreNotLost) {
  ASSERT_TRUE(Succeeded(
      Invoke("custom/apex/Echo", {{TextField("text", "fail")}, {TextField("text", "fail")}})));
  EXPECT_EQ(org().Journal().back().status, 400);
  ASSERT_THAT(invoked_.results(), SizeIs(2));
  EXPECT_FALSE(invoked_.results(0).is_success());
  EXPECT_FALSE(invoked_.results(1).is_success());
  ASSERT_TRUE(Succeeded(Invoke("custom/flow/Nope", {{}})));
  ASSERT_THAT(invoked_.results(), SizeIs(1));
  EXPECT_EQ(invoked_.results(0).action_name(), "Nope");
  EXPECT_EQ(invoked_.results(0).errors(0).status_code(), "MISSING_RECORD");
  EXPECT_EQ(invoked_.results(0).errors(0).message(), "Action name not found: Nope");
}

TEST_F(InvocableActions, AnActionMayTakeNothing) {
  ASSERT_TRUE(Succeeded(Invoke("custom/flow/Idle", {{}, {}})));
  ASSERT_THAT(invoked_.results(), SizeIs(2));
  EXPECT_EQ(Output(1, "Flow__InterviewStatus"), "Finished");
  const Outcome outcome = Invoke("custom/flow/Idle", {});
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.fields, ElementsAre("inputs"));
  EXPECT_EQ(org().Count("POST"), 1);
}

TEST_F(InvocableActions, StandardActionsDoWhatTheySay) {
  const std::string account = org().InsertOne("Account", R"("Name":"a")");
  ASSERT_TRUE(Succeeded(
      Invoke("standard/chatterPost",
             {{TextField("text", "hello <b>"), TextField("subjectNameOrId", account)},
              {TextField("text", "x"), TextField("subjectNameOrId", "001000000000009AAA")}})));
  v1::Record post;
  ASSERT_TRUE(
      Succeeded(GetRecord("FeedItem", Output(0, "feedItemId"), {"Body", "ParentId"}, &post)));
  EXPECT_EQ(TextOf(post, "Body"), "hello <b>");
  EXPECT_EQ(TextOf(post, "ParentId"), account);
  EXPECT_FALSE(invoked_.results(1).is_success());
  ASSERT_TRUE(Succeeded(Invoke("standard/emailSimple",
                               {{TextField("emailAddresses", "a@b.example"),
                                 TextField("emailSubject", "s"), TextField("emailBody", "b")},
                                {TextField("emailAddresses", "nobody"),
                                 TextField("emailSubject", "s"), TextField("emailBody", "b")}})));
  EXPECT_TRUE(invoked_.results(0).is_success());
  EXPECT_FALSE(invoked_.results(0).has_output_values());
  EXPECT_EQ(invoked_.results(1).errors(0).status_code(), "INVALID_EMAIL_ADDRESS");
}

TEST_F(InvocableActions, ErrorsOfTheRequestAreErrors) {
  org().Fault(R"({"match":{"method":"POST","path":"/services/data/"},
                  "action":{"error":"INSUFFICIENT_ACCESS"}})");
  Outcome outcome = Invoke("custom/apex/Echo", {{TextField("text", "a")}});
  EXPECT_TRUE(FailedWith(outcome, kPermissionDenied, "INSUFFICIENT_ACCESS"));
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
  // One error is no result for one input.
  org().Fault(R"({"match":{"method":"POST","path":"/services/data/"},"action":{"status":400,
                  "body":[{"errorCode":"JSON_PARSER_ERROR","message":"m"}]}})");
  outcome = Invoke("custom/apex/Echo", {{TextField("text", "a")}});
  EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "JSON_PARSER_ERROR"));
}

TEST_F(InvocableActions, FewerResultsThanInputsAreNoAnswer) {
  for (const char* body : {"[]", R"([{"actionName":"Echo","isSuccess":true}])",
                           R"([{"isSuccess":true},{"isSuccess":false}])", "{}"}) {
    org().ClearJournal();
    org().ClearFaults();
    org().Fault(R"({"match":{"method":"POST","path":"/services/data/"},
                    "action":{"status":200,"body":)" +
                std::string(body) + "}}");
    const Outcome outcome =
        Invoke("custom/apex/Echo", {{TextField("text", "a")}, {TextField("text", "b")}});
    EXPECT_TRUE(FailedWith(outcome, kUnavailable, "CORRUPT_REPLY"));
    EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_UNKNOWN);
    EXPECT_EQ(org().Count("POST"), 1);
  }
}

TEST_F(InvocableActions, AnInvocationWhoseReplyIsLostIsNotRepeated) {
  org().Fault(R"({"match":{"method":"POST","path":"/services/data/"},
                  "action":{"when":"after","close":"reset"}})");
  const Outcome lost = Invoke("custom/apex/Echo", {{TextField("text", "a")}});
  EXPECT_EQ(lost.code, kUnavailable) << lost;
  EXPECT_EQ(lost.detail.outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(org().Count("POST"), 1);
}

}  // namespace
}  // namespace sfconnector::conformance
