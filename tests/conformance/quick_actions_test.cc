// SPDX-License-Identifier: Apache-2.0
// Quick actions: which there are, what they begin with, and what they do.
#include "sfconnector/v1/action_service.pb.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class QuickActions : public ConformanceTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    id_ = org().InsertOne("Item__c", R"("Name":"whole","Text__c":"old")");
  }

  Outcome Invoke(const std::string& sobject, const std::string& action, const std::string& context,
                 const std::vector<v1::Field>& fields) {
    v1::InvokeQuickActionRequest request;
    request.set_sobject(sobject);
    request.set_action(action);
    request.set_context_id(context);
    request.mutable_record();
    for (const v1::Field& field : fields) *request.mutable_record()->add_fields() = field;
    invoked_.Clear();
    return Call("ActionService/InvokeQuickAction", request, &invoked_);
  }

  Outcome Defaults(const std::string& sobject, const std::string& action,
                   const std::string& context) {
    v1::GetQuickActionDefaultValuesRequest request;
    request.set_sobject(sobject);
    request.set_action(action);
    request.set_context_id(context);
    defaults_.Clear();
    return Call("ActionService/GetQuickActionDefaultValues", request, &defaults_);
  }

  std::string Read(const std::string& id, const std::string& field) {
    v1::Record record;
    EXPECT_TRUE(Succeeded(GetRecord("Item__c", id, {field}, &record)));
    return TextOf(record, field);
  }

  static int Posts() { return org().Count("POST"); }

  std::string id_;
  v1::InvokeQuickActionResponse invoked_;
  v1::GetQuickActionDefaultValuesResponse defaults_;
};

TEST_F(QuickActions, AnObjectsActionsAreItsOwn) {
  v1::ListQuickActionsRequest request;
  request.set_sobject("Item__c");
  v1::ListQuickActionsResponse response;
  ASSERT_TRUE(Succeeded(Call("ActionService/ListQuickActions", request, &response)));
  EXPECT_EQ(org().Count("GET", std::string(kData) + "/sobjects/Item__c/quickActions"), 1);
  ASSERT_GE(response.quick_actions_size(), 2);
  const v1::QuickAction& first = response.quick_actions(0);
  EXPECT_EQ(first.name(), "AddPart");
  EXPECT_EQ(first.label(), "Add a <Part> & more");
  EXPECT_EQ(first.type(), "Create");
  EXPECT_THAT(first.action_enum_or_id(), SizeIs(18));
  EXPECT_THAT(first.urls().at("describe"), HasSubstr("/sobjects/Item__c/quickActions/AddPart"));
  EXPECT_THAT(first.urls().at("defaultValuesTemplate"), HasSubstr("{ID}"));
  EXPECT_THAT(first.extra(), IsEmpty());
  EXPECT_EQ(response.quick_actions(1).name(), "Reword");
}

TEST_F(QuickActions, WithoutAnObjectTheyAreTheGlobalOnes) {
  v1::ListQuickActionsResponse response;
  ASSERT_TRUE(
      Succeeded(Call("ActionService/ListQuickActions", v1::ListQuickActionsRequest(), &response)));
  bool logs_calls = false;
  bool posts = false;
  for (const v1::QuickAction& action : response.quick_actions()) {
    EXPECT_NE(action.name(), "AddPart");
    logs_calls = logs_calls || (action.name() == "LogACall" && action.urls_size() == 4);
    posts = posts || (action.type() == "Post" && action.urls().empty());
  }
  EXPECT_TRUE(logs_calls);
  EXPECT_TRUE(posts);
}

TEST_F(QuickActions, ADescriptionIsTyped) {
  v1::DescribeQuickActionRequest request;
  request.set_sobject("Item__c");
  request.set_action("AddPart");
  v1::DescribeQuickActionResponse response;
  ASSERT_TRUE(Succeeded(Call("ActionService/DescribeQuickAction", request, &response)));
  EXPECT_EQ(response.name(), "AddPart");
  EXPECT_EQ(response.context_sobject_type(), "Item__c");
  EXPECT_EQ(response.target_sobject_type(), "Item__c");
  EXPECT_EQ(response.target_parent_field(), "Parent__c");
  ASSERT_THAT(response.default_values(), SizeIs(2));
  EXPECT_EQ(response.default_values(0).field(), "Name");
  EXPECT_EQ(response.default_values(0).default_value(), "part");
  ASSERT_THAT(response.icons(), SizeIs(1));
  EXPECT_EQ(response.icons(0).content_type(), "image/svg+xml");
  EXPECT_EQ(response.colors(0).theme(), "theme4");
  EXPECT_TRUE(response.layout().has_record_value());
  EXPECT_THAT(response.extra(), IsEmpty());
  request.clear_sobject();
  request.set_action("LogACall");
  ASSERT_TRUE(Succeeded(Call("ActionService/DescribeQuickAction", request, &response)));
  EXPECT_EQ(response.action_enum_or_id(), "LogACall");
  EXPECT_EQ(response.target_sobject_type(), "Task");
  EXPECT_EQ(response.context_sobject_type(), "");
}

TEST_F(QuickActions, DefaultValuesTellNullFromAbsent) {
  ASSERT_TRUE(Succeeded(Defaults("Item__c", "AddPart", "")));
  EXPECT_EQ(defaults_.record().type(), "Item__c");
  EXPECT_EQ(TextOf(defaults_.record(), "Name"), "part");
  EXPECT_EQ(TextOf(defaults_.record(), "Whole__c"), "1");
  EXPECT_EQ(TextOf(defaults_.record(), "Parent__c"), "null");
  EXPECT_EQ(TextOf(defaults_.record(), "Flag__c"), "absent");
}

TEST_F(QuickActions, DefaultValuesOfARecordAreItsOwn) {
  ASSERT_TRUE(Succeeded(Defaults("Item__c", "AddPart", id_)));
  EXPECT_EQ(TextOf(defaults_.record(), "Parent__c"), id_);
  ASSERT_TRUE(Succeeded(Defaults("Item__c", "Reword", id_)));
  EXPECT_EQ(TextOf(defaults_.record(), "Text__c"), "old");
  EXPECT_TRUE(FailedWith(Defaults("Item__c", "AddPart", "001000000000001AAA"), kInvalidArgument,
                         "MALFORMED_ID"));
  org().Delete("Item__c", id_);
  EXPECT_TRUE(FailedWith(Defaults("Item__c", "Reword", id_), kNotFound, "NOT_FOUND"));
}

TEST_F(QuickActions, AnActionReallyCreatesARecord) {
  for (const std::string& hostile :
       {std::string("O'Brien <& \"Söhne\"]]>"), std::string("a/b\\c?d#e%20"),
        std::string("日本語 \u2028🎉")}) {
    ASSERT_TRUE(Succeeded(Invoke("Item__c", "AddPart", id_, {TextField("Text__c", hostile)})));
    EXPECT_TRUE(invoked_.success());
    EXPECT_TRUE(invoked_.created());
    EXPECT_EQ(invoked_.context_id(), id_);
    EXPECT_EQ(invoked_.success_message(), "There it is");
    EXPECT_THAT(invoked_.errors(), IsEmpty());
    EXPECT_THAT(invoked_.extra(), IsEmpty());
    EXPECT_EQ(Read(invoked_.id(), "Text__c"), hostile);
    EXPECT_EQ(Read(invoked_.id(), "Name"), "part");
    EXPECT_EQ(Read(invoked_.id(), "Parent__c"), id_);
  }
}

TEST_F(QuickActions, AGlobalActionNeedsNoContext) {
  ASSERT_TRUE(Succeeded(Invoke("", "NewItem", "", {TextField("Name", "n")})));
  EXPECT_EQ(invoked_.context_id(), "");
  EXPECT_EQ(Read(invoked_.id(), "Name"), "n");
}

TEST_F(QuickActions, AnUpdateChangesWhatIsThereAndNullClears) {
  ASSERT_TRUE(Succeeded(Invoke("Item__c", "Reword", id_, {TextField("Name", "renamed")})));
  EXPECT_FALSE(invoked_.created());
  EXPECT_EQ(invoked_.id(), id_);
  EXPECT_EQ(Read(id_, "Text__c"), "old");
  ASSERT_TRUE(Succeeded(Invoke("Item__c", "Reword", id_, {NullField("Text__c")})));
  EXPECT_EQ(Read(id_, "Text__c"), "null");
  EXPECT_EQ(Read(id_, "Name"), "renamed");
  ASSERT_TRUE(Succeeded(Invoke("Item__c", "Reword", id_, {TextField("Text__c", "")})));
  EXPECT_EQ(Read(id_, "Text__c"), "null");
}

TEST_F(QuickActions, WhatTheOrgRefusesIsATypedError) {
  const Outcome missing = Invoke("", "NewItem", "", {TextField("Text__c", "no name")});
  EXPECT_TRUE(FailedWith(missing, kInvalidArgument, "REQUIRED_FIELD_MISSING"));
  EXPECT_EQ(missing.detail.http_status(), 400);
  EXPECT_EQ(missing.detail.outcome(), v1::OUTCOME_NOT_DONE);
  EXPECT_EQ(missing.detail.retryability(), v1::RETRYABILITY_NEVER);
  ASSERT_THAT(missing.detail.errors(), SizeIs(1));
  EXPECT_THAT(missing.detail.errors(0).fields(), ElementsAre("Name"));
  const Outcome unknown =
      Invoke("", "NewItem", "", {TextField("Name", "n"), TextField("Nope__c", "x")});
  EXPECT_TRUE(FailedWith(unknown, kInvalidArgument, "INVALID_FIELD"));
  ASSERT_TRUE(
      Succeeded(Invoke("", "NewItem", "", {TextField("Name", "n"), TextField("Key__c", "k")})));
  const Outcome twice =
      Invoke("", "NewItem", "", {TextField("Name", "n"), TextField("Key__c", "k")});
  EXPECT_TRUE(FailedWith(twice, kAlreadyExists, "DUPLICATE_VALUE"));
}

TEST_F(QuickActions, ErrorsOfAnInvocationAreThoseOfASave) {
  const Outcome too_long =
      Invoke("Item__c", "Reword", id_, {TextField("Text__c", std::string(256, 'x'))});
  EXPECT_TRUE(FailedWith(too_long, kInvalidArgument, "STRING_TOO_LONG"));
  EXPECT_THAT(too_long.detail.errors(0).fields(), ElementsAre("Text__c"));
  const std::vector<std::pair<std::string, Code>> errors = {
      {"FIELD_CUSTOM_VALIDATION_EXCEPTION", kFailedPrecondition},
      {"DUPLICATES_DETECTED", kAlreadyExists},
      {"INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", kPermissionDenied},
      {"INVALID_EMAIL_ADDRESS", kInvalidArgument}};
  for (const auto& [error, code] : errors) {
    org().Fault(R"({"match":{"method":"POST","path":"/services/data/"},"action":{"status":400,
        "body":[{"errorCode":")" +
                error + R"(","message":"m","fields":["F"]}]}})");
    const Outcome outcome = Invoke("Item__c", "Reword", id_, {TextField("Text__c", "a")});
    EXPECT_TRUE(Refused(outcome, code, error, 400, "m", {"F"}));
    EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
  }
  org().Delete("Item__c", id_);
  EXPECT_TRUE(FailedWith(Invoke("Item__c", "Reword", id_, {TextField("Text__c", "a")}), kNotFound,
                         "NOT_FOUND"));
}

TEST_F(QuickActions, WhatIsNotThereIsNotFound) {
  v1::ListQuickActionsRequest list;
  list.set_sobject("Nope__c");
  v1::ListQuickActionsResponse listed;
  EXPECT_TRUE(
      FailedWith(Call("ActionService/ListQuickActions", list, &listed), kNotFound, "NOT_FOUND"));
  v1::DescribeQuickActionRequest describe;
  describe.set_sobject("Item__c");
  describe.set_action("Nope");
  v1::DescribeQuickActionResponse described;
  EXPECT_TRUE(FailedWith(Call("ActionService/DescribeQuickAction", describe, &described), kNotFound,
                         "NOT_FOUND"));
  for (const std::string name :
       {"Nope", "FeedItem.TextPost", "../NewItem", "..", "a/b", "<&\"']]>", "ä"}) {
    SCOPED_TRACE(name);
    org().ClearJournal();
    EXPECT_TRUE(FailedWith(Defaults("", name, ""), kNotFound, "NOT_FOUND"));
    EXPECT_TRUE(FailedWith(Invoke("", name, "", {}), kNotFound, "NOT_FOUND"));
    // Whatever its characters, the name is one segment.
    for (const JournalEntry& entry : org().Journal()) {
      EXPECT_THAT(entry.target, ::testing::StartsWith(std::string(kData) + "/quickActions/"));
      EXPECT_LE(CountOf(entry.target, "/"), 6);
    }
  }
}

TEST_F(QuickActions, WhatCannotBeRightIsNotSent) {
  Outcome outcome = Invoke("", "", "", {});
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.fields, ElementsAre("action"));
  outcome = Invoke("Item__c", "Reword", "../001000000000001", {});
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.fields, ElementsAre("context_id"));
  outcome = Defaults("Item__c", "Reword", "a/b");
  EXPECT_EQ(outcome.code, kInvalidArgument);
  v1::InvokeQuickActionRequest request;
  request.set_action("NewItem");
  outcome = Call("ActionService/InvokeQuickAction", request, &invoked_);
  EXPECT_EQ(outcome.code, kInvalidArgument);
  EXPECT_THAT(outcome.fields, ElementsAre("record"));
  EXPECT_EQ(Posts(), 0);
  EXPECT_EQ(org().Count("GET"), 0);
}

TEST_F(QuickActions, AnInvocationWhoseReplyIsLostIsNotRepeated) {
  org().Fault(R"({"match":{"method":"POST","path":"/services/data/"},
                  "action":{"when":"after","close":"reset"}})");
  const Outcome lost = Invoke("", "NewItem", "", {TextField("Name", "n")});
  EXPECT_EQ(lost.code, kUnavailable) << lost;
  EXPECT_EQ(lost.detail.outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(Posts(), 1);
}

TEST_F(QuickActions, AFailureInASuccessfulReplyIsAResult) {
  org().Fault(R"({"match":{"method":"POST","path":"/services/data/"},"action":{"status":200,"body":
      {"contextId":null,"created":false,"errors":[{"statusCode":"S","message":"m","fields":["F"]}],
       "feedItemIds":["0D5000000000001AAA"],"id":null,"success":false,"successMessage":null,
       "more":1}}})");
  ASSERT_TRUE(Succeeded(Invoke("", "NewItem", "", {})));
  EXPECT_FALSE(invoked_.success());
  EXPECT_EQ(invoked_.errors(0).status_code(), "S");
  EXPECT_THAT(invoked_.feed_item_ids(), SizeIs(1));
  ASSERT_THAT(invoked_.extra(), SizeIs(1));
  EXPECT_EQ(invoked_.extra(0).name(), "more");
}

}  // namespace
}  // namespace sfconnector::conformance
