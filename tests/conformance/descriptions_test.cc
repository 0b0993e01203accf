// SPDX-License-Identifier: Apache-2.0
// sObjects: lists of them, their descriptions, layouts and actions.
#include "sfconnector/v1/org_service.pb.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

// No sObject has such a name, and in a URL none of them may become anything else.
constexpr const char* kHostileNames[] = {"O'Brien <& \"Söhne\"]]>",
                                         "Account/describe",
                                         "..",
                                         "Account?x=1",
                                         "%41ccount",
                                         "Account#",
                                         "a b"};

template <class Request>
Request Of(const std::string& sobject) {
  Request request;
  request.set_sobject(sobject);
  return request;
}

const v1::SObjectField* FindField(const v1::SObjectDescription& description,
                                  const std::string& name) {
  for (const v1::SObjectField& field : description.fields()) {
    if (field.name() == name) return &field;
  }
  return nullptr;
}

class Descriptions : public ConformanceTest {
 protected:
  Outcome Describe(const std::string& sobject, v1::DescribeSObjectResponse* response,
                   const CallSettings& settings = {}) {
    return Call("OrgService/DescribeSObject", Of<v1::DescribeSObjectRequest>(sobject), response,
                settings);
  }

  // The statuses of the requests for descriptions.
  static std::vector<int> Statuses() {
    std::vector<int> statuses;
    for (const JournalEntry& entry : org().Journal()) statuses.push_back(entry.status);
    return statuses;
  }
};

TEST_F(Descriptions, TheListHasEverySObject) {
  v1::DescribeGlobalResponse response;
  const Outcome outcome = Call("OrgService/DescribeGlobal", v1::DescribeGlobalRequest(), &response);
  ASSERT_TRUE(Succeeded(outcome));
  EXPECT_EQ(response.encoding(), "UTF-8");
  EXPECT_EQ(response.max_batch_size(), 200);
  EXPECT_GT(response.sobjects_size(), 70);
  for (const v1::SObjectSummary& sobject : response.sobjects()) {
    EXPECT_THAT(sobject.extra(), IsEmpty()) << sobject.name();
    if (sobject.name() != "Item__c") continue;
    EXPECT_TRUE(sobject.custom());
    EXPECT_TRUE(sobject.createable());
    EXPECT_TRUE(sobject.queryable());
    EXPECT_EQ(sobject.label(), "Item");
    EXPECT_THAT(sobject.key_prefix(), SizeIs(3));
    EXPECT_EQ(sobject.urls().at("rowTemplate"), kData + std::string("/sobjects/Item__c/{ID}"));
  }
  ASSERT_THAT(outcome.metadata, Contains(Key("last-modified")));
  ASSERT_TRUE(Succeeded(Call("OrgService/DescribeGlobal", v1::DescribeGlobalRequest(), &response,
                             {{{"if-modified-since", outcome.metadata.at("last-modified")}}})));
  EXPECT_TRUE(response.not_modified());
  EXPECT_THAT(response.sobjects(), IsEmpty());
}

TEST_F(Descriptions, InformationNamesTheRecordsThatWereUsedLast) {
  const std::string id = org().InsertOne("Account", R"("Name":"O'Brien <& \"Söhne\"]]>")");
  v1::GetSObjectInfoResponse response;
  ASSERT_TRUE(Succeeded(
      Call("OrgService/GetSObjectInfo", Of<v1::GetSObjectInfoRequest>("Account"), &response)));
  EXPECT_EQ(response.object_describe().name(), "Account");
  EXPECT_EQ(response.object_describe().key_prefix(), "001");
  EXPECT_THAT(response.object_describe().extra(), IsEmpty());
  ASSERT_THAT(response.recent_items(), SizeIs(1));
  EXPECT_EQ(TextOf(response.recent_items(0), "Id"), id);
  EXPECT_EQ(TextOf(response.recent_items(0), "Name"), "O'Brien <& \"Söhne\"]]>");
}

TEST_F(Descriptions, EveryKeyOfADescriptionIsTyped) {
  v1::DescribeSObjectResponse response;
  ASSERT_TRUE(Succeeded(Describe("Item__c", &response)));
  const v1::SObjectDescription& item = response.description();
  EXPECT_EQ(item.name(), "Item__c");
  EXPECT_TRUE(item.custom());
  EXPECT_EQ(item.sobject_describe_option(), "FULL");
  EXPECT_FALSE(item.has_listviewable());
  EXPECT_THAT(item.extra(), IsEmpty());
  for (const v1::SObjectField& field : item.fields())
    EXPECT_THAT(field.extra(), IsEmpty()) << field.name();
  const v1::SObjectField* key = FindField(item, "Key__c");
  ASSERT_NE(key, nullptr);
  EXPECT_EQ(key->type(), "string");
  EXPECT_EQ(key->length(), 255);
  EXPECT_TRUE(key->external_id());
  EXPECT_TRUE(key->unique());
  EXPECT_TRUE(key->case_sensitive());
  EXPECT_FALSE(key->has_relationship_order());
  const v1::SObjectField* parent = FindField(item, "Parent__c");
  ASSERT_NE(parent, nullptr);
  EXPECT_THAT(parent->reference_to(), ElementsAre("Item__c"));
  EXPECT_EQ(parent->relationship_name(), "Parent__r");
  const v1::SObjectField* colours = FindField(item, "Colours__c");
  ASSERT_NE(colours, nullptr);
  ASSERT_THAT(colours->picklist_values(), SizeIs(3));
  EXPECT_EQ(colours->picklist_values(1).value(), "Green");
  EXPECT_TRUE(colours->picklist_values(1).active());
  EXPECT_EQ(TextOf(FindField(item, "Flag__c")->default_value()), "false");
  EXPECT_EQ(TextOf(key->default_value()), "null");
}

TEST_F(Descriptions, RelationsAndRecordTypesAreTyped) {
  v1::DescribeSObjectResponse response;
  ASSERT_TRUE(Succeeded(Describe("Item__c", &response)));
  const v1::SObjectDescription& item = response.description();
  ASSERT_THAT(item.child_relationships(), Not(IsEmpty()));
  bool found = false;
  for (const v1::ChildRelationship& child : item.child_relationships()) {
    EXPECT_THAT(child.extra(), IsEmpty());
    found = found || (child.child_sobject() == "Item__c" && child.field() == "Parent__c" &&
                      child.relationship_name() == "Parts__r");
  }
  EXPECT_TRUE(found);
  ASSERT_THAT(item.record_type_infos(), SizeIs(1));
  const v1::RecordTypeInfo& master = item.record_type_infos(0);
  EXPECT_EQ(master.record_type_id(), "012000000000000AAA");
  EXPECT_TRUE(master.master());
  EXPECT_THAT(master.urls().at("layout"), EndsWith("/describe/layouts/012000000000000AAA"));
  EXPECT_THAT(item.supported_scopes(), SizeIs(3));
  EXPECT_EQ(item.supported_scopes(1).name(), "mine");
}

TEST_F(Descriptions, EverySObjectOfTheOrgCanBeDescribed) {
  v1::DescribeGlobalResponse global;
  ASSERT_TRUE(Succeeded(Call("OrgService/DescribeGlobal", v1::DescribeGlobalRequest(), &global)));
  for (const v1::SObjectSummary& sobject : global.sobjects()) {
    v1::DescribeSObjectResponse response;
    ASSERT_TRUE(Succeeded(Describe(sobject.name(), &response))) << sobject.name();
    EXPECT_EQ(response.description().name(), sobject.name());
    EXPECT_THAT(response.description().extra(), IsEmpty()) << sobject.name();
  }
}

TEST_F(Descriptions, WhatHasNotChangedIsNotSentAgain) {
  v1::DescribeSObjectResponse first;
  v1::DescribeSObjectResponse second;
  ASSERT_TRUE(Succeeded(Describe("Account", &first)));
  ASSERT_TRUE(Succeeded(Describe("Account", &second)));
  EXPECT_THAT(Statuses(), ElementsAre(200, 304));
  EXPECT_FALSE(second.not_modified());
  EXPECT_EQ(first.description().SerializeAsString().size(),
            second.description().SerializeAsString().size());
  EXPECT_EQ(second.description().name(), "Account");
  EXPECT_EQ(second.description().fields_size(), first.description().fields_size());
}

TEST_F(Descriptions, WhatWasRememberedIsOnlyForTheSameQuestion) {
  v1::DescribeSObjectResponse response;
  ASSERT_TRUE(Succeeded(Describe("Account", &response)));
  ASSERT_TRUE(Succeeded(Describe("Contact", &response)));
  EXPECT_EQ(response.description().name(), "Contact");
  ASSERT_TRUE(Succeeded(Describe("Account", &response, {{{"sfconnector-api-version", "60.0"}}})));
  ASSERT_TRUE(
      Succeeded(Describe("Account", &response, {{{"sforce-call-options", "client=another"}}})));
  EXPECT_THAT(Statuses(), ElementsAre(200, 200, 200, 200));
}

TEST_F(Descriptions, ACallersOwnTokenSeesNothingThatWasRemembered) {
  v1::Connection settings = Settings(org());
  settings.add_caller_token_hosts("127.0.0.1");
  Use(settings);
  v1::DescribeSObjectResponse response;
  ASSERT_TRUE(Succeeded(Describe("Account", &response)));
  const CallSettings own{
      {{"sfconnector-access-token", org().NewToken()}, {"sfconnector-instance-url", org().url()}}};
  ASSERT_TRUE(Succeeded(Describe("Account", &response, own)));
  ASSERT_TRUE(Succeeded(Describe("Account", &response, own)));
  EXPECT_THAT(Statuses(), ElementsAre(200, 200, 200));
}

TEST_F(Descriptions, ACallersOwnConditionIsAnsweredByTheOrg) {
  v1::DescribeSObjectResponse response;
  const Outcome outcome = Describe("Account", &response);
  ASSERT_TRUE(Succeeded(outcome));
  for (const CallSettings& unchanged :
       {CallSettings{{{"if-modified-since", outcome.metadata.at("last-modified")}}},
        CallSettings{{{"if-none-match", outcome.metadata.at("etag")}}}}) {
    ASSERT_TRUE(Succeeded(Describe("Account", &response, unchanged)));
    EXPECT_TRUE(response.not_modified());
    EXPECT_FALSE(response.has_description());
  }
  ASSERT_TRUE(Succeeded(Describe("Account", &response, {{{"if-none-match", "\"other\""}}})));
  EXPECT_FALSE(response.not_modified());
  EXPECT_EQ(response.description().name(), "Account");
}

TEST_F(Descriptions, WhatIsUnknownIsNotFound) {
  v1::DescribeSObjectResponse described;
  const Outcome outcome = Describe("Nothing__c", &described);
  EXPECT_TRUE(FailedWith(outcome, kNotFound, "NOT_FOUND"));
  EXPECT_EQ(outcome.detail.http_status(), 404);
  EXPECT_EQ(outcome.detail.errors(0).message(), "The requested resource does not exist");
  EXPECT_EQ(outcome.detail.retryability(), v1::RETRYABILITY_NEVER);
  v1::GetSObjectInfoResponse info;
  EXPECT_TRUE(FailedWith(
      Call("OrgService/GetSObjectInfo", Of<v1::GetSObjectInfoRequest>("Nothing__c"), &info),
      kNotFound, "NOT_FOUND"));
}

TEST_F(Descriptions, NamesOfAnyCharactersStayOneSegment) {
  for (const char* name : kHostileNames) {
    v1::DescribeSObjectResponse described;
    EXPECT_TRUE(FailedWith(Describe(name, &described), kNotFound, "NOT_FOUND")) << name;
    v1::GetSObjectInfoResponse info;
    EXPECT_TRUE(
        FailedWith(Call("OrgService/GetSObjectInfo", Of<v1::GetSObjectInfoRequest>(name), &info),
                   kNotFound, "NOT_FOUND"))
        << name;
    v1::DescribeLayoutsResponse layouts;
    EXPECT_TRUE(FailedWith(
        Call("OrgService/DescribeLayouts", Of<v1::DescribeLayoutsRequest>(name), &layouts),
        kNotFound, "NOT_FOUND"))
        << name;
  }
  for (const JournalEntry& entry : org().Journal())
    EXPECT_THAT(entry.target, StartsWith(kData + std::string("/sobjects/")));
}

TEST_F(Descriptions, ANameIsRequired) {
  v1::DescribeSObjectResponse described;
  v1::GetSObjectInfoResponse info;
  v1::DescribeLayoutsResponse layouts;
  v1::DescribeCompactLayoutsResponse compact;
  for (const Outcome& outcome :
       {Describe("", &described),
        Call("OrgService/GetSObjectInfo", v1::GetSObjectInfoRequest(), &info),
        Call("OrgService/DescribeLayouts", v1::DescribeLayoutsRequest(), &layouts),
        Call("OrgService/DescribeCompactLayouts", v1::DescribeCompactLayoutsRequest(), &compact)}) {
    EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
    EXPECT_THAT(outcome.fields, ElementsAre("sobject"));
  }
  EXPECT_EQ(org().Count("GET"), 0);
}

TEST_F(Descriptions, ADescriptionThatIsNoneIsAskedForAgain) {
  org().Fault(R"({"match":{"path":"/services/data/v59.0/sobjects/Account"},)"
              R"("action":{"status":200,"body":{}}})");
  v1::DescribeSObjectResponse response;
  ASSERT_TRUE(Succeeded(Describe("Account", &response)));
  EXPECT_EQ(response.description().name(), "Account");
  EXPECT_EQ(org().Count("GET"), 2);
}

TEST_F(Descriptions, ActionsOfThePlatformAreDescribedAndQueried) {
  v1::GetPlatformActionResponse response;
  ASSERT_TRUE(
      Succeeded(Call("OrgService/GetPlatformAction", v1::GetPlatformActionRequest(), &response)));
  EXPECT_EQ(response.object_describe().name(), "PlatformAction");
  EXPECT_EQ(response.object_describe().key_prefix(), "0JV");
  EXPECT_THAT(response.recent_items(), IsEmpty());
  v1::QueryResponse actions;
  ASSERT_TRUE(Succeeded(
      Query("SELECT Label, Type, Subtype, ApiName, ActionTarget, ActionTargetType, Section, "
            "DeviceFormat FROM PlatformAction WHERE ActionListContext = 'Record' AND "
            "SourceEntity = '001000000000001AAA'",
            &actions)));
  EXPECT_TRUE(actions.done());
}

class Layouts : public ConformanceTest {
 protected:
  Outcome Named(const std::string& sobject, const std::string& name,
                v1::GetNamedLayoutResponse* response) {
    v1::GetNamedLayoutRequest request;
    request.set_sobject(sobject);
    request.set_layout_name(name);
    return Call("OrgService/GetNamedLayout", request, response);
  }

  Outcome OfRecordType(const std::string& id, v1::GetRecordTypeLayoutResponse* response) {
    v1::GetRecordTypeLayoutRequest request;
    request.set_sobject("Item__c");
    request.set_record_type_id(id);
    return Call("OrgService/GetRecordTypeLayout", request, response);
  }

  // The item that shows a field.
  static const v1::DescribeLayoutItem* FindItem(const v1::DescribeLayout& layout,
                                                const std::string& field) {
    for (const v1::DescribeLayoutSection& section : layout.detail_layout_sections()) {
      for (const v1::DescribeLayoutRow& row : section.layout_rows()) {
        for (const v1::DescribeLayoutItem& item : row.layout_items()) {
          if (item.layout_components(0).value() == field) return &item;
        }
      }
    }
    return nullptr;
  }
};

TEST_F(Layouts, EveryKeyOfALayoutIsTyped) {
  v1::DescribeLayoutsResponse response;
  ASSERT_TRUE(Succeeded(
      Call("OrgService/DescribeLayouts", Of<v1::DescribeLayoutsRequest>("Item__c"), &response)));
  ASSERT_THAT(response.layouts(), SizeIs(1));
  const v1::DescribeLayout& layout = response.layouts(0);
  EXPECT_THAT(response.extra(), IsEmpty());
  EXPECT_THAT(layout.extra(), IsEmpty());
  EXPECT_THAT(layout.id(), SizeIs(18));
  EXPECT_THAT(response.record_type_selector_required(), ElementsAre(false));
  ASSERT_THAT(response.record_type_mappings(), SizeIs(1));
  EXPECT_EQ(response.record_type_mappings(0).layout_id(), layout.id());
  EXPECT_THAT(response.record_type_mappings(0).extra(), IsEmpty());
  const v1::DescribeLayoutItem* key = FindItem(layout, "Key__c");
  ASSERT_NE(key, nullptr);
  EXPECT_THAT(key->extra(), IsEmpty());
  EXPECT_TRUE(key->editable_for_update());
  EXPECT_EQ(key->layout_components(0).type(), "Field");
  EXPECT_TRUE(key->layout_components(0).details().external_id());
  ASSERT_THAT(layout.related_lists(), Not(IsEmpty()));
  EXPECT_EQ(layout.related_lists(0).sobject(), "Item__c");
  EXPECT_EQ(layout.related_lists(0).columns(0).field_api_name(), "Name");
  EXPECT_THAT(layout.related_lists(0).extra(), IsEmpty());
}

TEST_F(Layouts, ARecordTypeHasALayout) {
  v1::GetRecordTypeLayoutResponse response;
  ASSERT_TRUE(Succeeded(OfRecordType("012000000000000AAA", &response)));
  EXPECT_NE(FindItem(response.layout(), "Key__c"), nullptr);
  EXPECT_TRUE(FailedWith(OfRecordType("012000000000999AAA", &response), kNotFound, "NOT_FOUND"));
  for (const char* id : {"", "..", "0120000/0000'<&", "Söhne"}) {
    const Outcome outcome = OfRecordType(id, &response);
    EXPECT_EQ(outcome.code, kInvalidArgument) << id;
    EXPECT_THAT(outcome.fields, ElementsAre("record_type_id")) << id;
  }
}

TEST_F(Layouts, WhatEveryPageOffersIsGlobal) {
  v1::DescribeLayoutsResponse response;
  ASSERT_TRUE(Succeeded(
      Call("OrgService/DescribeLayouts", Of<v1::DescribeLayoutsRequest>("Global"), &response)));
  ASSERT_THAT(response.layouts(), SizeIs(1));
  EXPECT_TRUE(response.layouts(0).has_quick_action_list());
  EXPECT_THAT(response.record_type_mappings(), IsEmpty());
}

TEST_F(Layouts, NamedLayoutsAreReadByTheirNames) {
  v1::DescribeSObjectResponse user;
  ASSERT_TRUE(
      Succeeded(Call("OrgService/DescribeSObject", Of<v1::DescribeSObjectRequest>("User"), &user)));
  ASSERT_THAT(user.description().named_layout_infos(), SizeIs(1));
  v1::GetNamedLayoutResponse response;
  ASSERT_TRUE(Succeeded(Named("User", user.description().named_layout_infos(0).name(), &response)));
  ASSERT_THAT(response.layouts(), SizeIs(1));
  EXPECT_NE(FindItem(response.layouts(0), "Username"), nullptr);
  EXPECT_THAT(response.extra(), IsEmpty());
  for (const char* name : kHostileNames)
    EXPECT_TRUE(FailedWith(Named("User", name, &response), kNotFound, "NOT_FOUND")) << name;
  EXPECT_TRUE(FailedWith(Named("Item__c", "UserAlt", &response), kNotFound, "NOT_FOUND"));
  const Outcome unnamed = Named("User", "", &response);
  EXPECT_EQ(unnamed.code, kInvalidArgument);
  EXPECT_THAT(unnamed.fields, ElementsAre("layout_name"));
}

TEST_F(Layouts, CompactLayoutsNameTheFieldsThatMatter) {
  v1::DescribeCompactLayoutsResponse response;
  ASSERT_TRUE(Succeeded(Call("OrgService/DescribeCompactLayouts",
                             Of<v1::DescribeCompactLayoutsRequest>("Account"), &response)));
  ASSERT_THAT(response.compact_layouts(), SizeIs(1));
  const v1::DescribeCompactLayout& layout = response.compact_layouts(0);
  EXPECT_EQ(layout.name(), "SYSTEM");
  EXPECT_EQ(layout.object_type(), "Account");
  EXPECT_EQ(layout.field_items(0).layout_components(0).value(), "Name");
  EXPECT_THAT(layout.extra(), IsEmpty());
  EXPECT_EQ(response.default_compact_layout_id(), "");
  ASSERT_THAT(response.record_type_compact_layout_mappings(), SizeIs(1));
  EXPECT_EQ(response.record_type_compact_layout_mappings(0).compact_layout_name(), "SYSTEM");
  EXPECT_TRUE(FailedWith(Call("OrgService/DescribeCompactLayouts",
                              Of<v1::DescribeCompactLayoutsRequest>("Nothing__c"), &response),
                         kNotFound, "NOT_FOUND"));
}

TEST_F(Layouts, ALayoutThatHasNotChangedIsAnAnswer) {
  v1::DescribeLayoutsResponse response;
  const auto request = Of<v1::DescribeLayoutsRequest>("Account");
  const Outcome outcome = Call("OrgService/DescribeLayouts", request, &response);
  ASSERT_TRUE(Succeeded(outcome));
  ASSERT_TRUE(Succeeded(Call("OrgService/DescribeLayouts", request, &response,
                             {{{"if-none-match", outcome.metadata.at("etag")}}})));
  EXPECT_TRUE(response.not_modified());
  EXPECT_THAT(response.layouts(), IsEmpty());
}

}  // namespace
}  // namespace sfconnector::conformance
