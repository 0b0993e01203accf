// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "sfconnector/v1/org_service.pb.h"
#include "sfconnector/v1/user_service.pb.h"
#include "tests/core/salesforce/operation_harness.h"

namespace sfconnector {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kItem[] = R"({"name":"Item__c","label":"Item","fields":[],"newKey":{"a":1.50}})";

class OrgOperationsTest : public ::testing::Test {
 protected:
  absl::Status Describe(v1::DescribeSObjectResponse& response) {
    v1::DescribeSObjectRequest request;
    request.set_sobject("Item__c");
    return harness_.Run("OrgService/DescribeSObject", request, response);
  }

  testing::OperationHarness harness_;
};

TEST_F(OrgOperationsTest, LimitsWithinLimitsAreTypedAndOtherKeysAreKept) {
  harness_.http.AddReply(200, R"({"DailyApiRequests":{"Max":15000,"Remaining":14998,)"
                              R"("Ant \"<&\" Söhne":{"Max":10,"Remaining":9,"Deep":{"Max":1,)"
                              R"("Remaining":0}},"Unit":"calls","Window":{"Hours":24}},)"
                              R"("Odd":null})");
  v1::GetLimitsResponse response;
  ASSERT_TRUE(harness_.Run("OrgService/GetLimits", v1::GetLimitsRequest(), response).ok());
  EXPECT_THAT(response.limits(), SizeIs(2));
  const v1::OrgLimit& calls = response.limits().at("DailyApiRequests");
  EXPECT_EQ(calls.max(), 15000);
  EXPECT_EQ(calls.remaining(), 14998);
  ASSERT_THAT(calls.parts(), SizeIs(1));
  const v1::OrgLimit& app = calls.parts().at("Ant \"<&\" Söhne");
  EXPECT_EQ(app.remaining(), 9);
  EXPECT_EQ(app.parts().at("Deep").max(), 1);
  ASSERT_THAT(calls.extra(), SizeIs(2));
  EXPECT_EQ(calls.extra(0).name(), "Unit");
  EXPECT_EQ(calls.extra(0).value().string_value(), "calls");
  EXPECT_EQ(calls.extra(1).name(), "Window");
}

TEST_F(OrgOperationsTest, RepliesOfAnotherShapeAreCorrupt) {
  harness_.http.SetResponder([](const testing::SentRequest&) {
    return testing::ScriptedReply::Of(200, R"(["no","object"])");
  });
  v1::GetLimitsResponse limits;
  v1::ListResourcesResponse resources;
  v1::DescribeSObjectResponse described;
  v1::GetUserInfoResponse user;
  for (const absl::Status& status :
       {harness_.Run("OrgService/GetLimits", v1::GetLimitsRequest(), limits),
        harness_.Run("OrgService/ListResources", v1::ListResourcesRequest(), resources),
        Describe(described),
        harness_.Run("OrgService/GetUserInfo", v1::GetUserInfoRequest(), user)}) {
    EXPECT_EQ(GetReason(status), "CORRUPT_REPLY") << status;
  }
}

TEST_F(OrgOperationsTest, ADescriptionIsAskedForUnderTheConditionsThatTheReplyAllows) {
  harness_.http.AddReply(
      200, kItem,
      {{"ETag", "\"baf7f695-gzip\""}, {"Last-Modified", "Tue, 10 Aug 2015 00:00:00 GMT"}});
  v1::DescribeSObjectResponse response;
  ASSERT_TRUE(Describe(response).ok());
  harness_.http.AddReply(304, "");
  v1::DescribeSObjectResponse again;
  ASSERT_TRUE(Describe(again).ok());
  EXPECT_EQ(harness_.http.requests().at(0).Header("If-None-Match"), "");
  EXPECT_EQ(harness_.http.requests().at(1).Header("If-None-Match"), "\"baf7f695-gzip\"");
  EXPECT_EQ(harness_.http.requests().at(1).Header("If-Modified-Since"),
            "Tue, 10 Aug 2015 00:00:00 GMT");
  EXPECT_EQ(again.description().label(), "Item");
  ASSERT_THAT(again.description().extra(), SizeIs(1));
  EXPECT_EQ(again.description().extra(0).value().record_value().fields(0).value().decimal_value(),
            "1.50");
}

TEST_F(OrgOperationsTest, AChangedDescriptionTakesThePlaceOfTheOldOne) {
  v1::DescribeSObjectResponse response;
  harness_.http.AddReply(200, kItem, {{"ETag", "\"1\""}});
  ASSERT_TRUE(Describe(response).ok());
  harness_.http.AddReply(200, R"({"name":"Item__c","label":"New"})", {{"ETag", "\"2\""}});
  ASSERT_TRUE(Describe(response).ok());
  EXPECT_EQ(response.description().label(), "New");
  harness_.http.AddReply(304, "");
  ASSERT_TRUE(Describe(response).ok());
  EXPECT_EQ(response.description().label(), "New");
  EXPECT_EQ(harness_.http.requests().at(2).Header("If-None-Match"), "\"2\"");
}

TEST_F(OrgOperationsTest, ADescriptionThatNothingDatesIsNotRemembered) {
  v1::DescribeSObjectResponse response;
  for (int i = 0; i < 2; ++i) {
    harness_.http.AddReply(200, kItem);
    ASSERT_TRUE(Describe(response).ok());
  }
  EXPECT_EQ(harness_.http.requests().at(1).Header("If-None-Match"), "");
  EXPECT_EQ(harness_.http.requests().at(1).Header("If-Modified-Since"), "");
}

TEST_F(OrgOperationsTest, AnAnswerToAConditionThatNobodyMadeIsAnError) {
  harness_.http.AddReply(304, "");
  v1::DescribeSObjectResponse response;
  EXPECT_EQ(Describe(response).code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(OrgOperationsTest, NullsOfADescriptionAreUnset) {
  harness_.http.AddReply(200, R"({"name":"A","keyPrefix":null,"listviewable":null,)"
                              R"("lookupLayoutable":true,"actionOverrides":null,"fields":[{)"
                              R"("name":"F","relationshipOrder":0,"filteredLookupInfo":null,)"
                              R"("defaultValue":false,"picklistValues":[{"value":"v",)"
                              R"("validFor":"gAAA"}]}]})");
  v1::DescribeSObjectResponse response;
  ASSERT_TRUE(Describe(response).ok());
  const v1::SObjectDescription& item = response.description();
  EXPECT_EQ(item.key_prefix(), "");
  EXPECT_FALSE(item.has_listviewable());
  EXPECT_TRUE(item.lookup_layoutable());
  EXPECT_THAT(item.action_overrides(), IsEmpty());
  const v1::SObjectField& field = item.fields(0);
  EXPECT_TRUE(field.has_relationship_order());
  EXPECT_FALSE(field.has_filtered_lookup_info());
  EXPECT_TRUE(field.default_value().has_bool_value());
  EXPECT_EQ(field.picklist_values(0).valid_for(), std::string("\x80\0\0", 3));
}

TEST_F(OrgOperationsTest, APasswordIsWrittenAsJsonWantsIt) {
  v1::ChangePasswordRequest request;
  request.set_user_id("005000000000001");
  request.set_new_password("a\"\\\n1<&>]]>Söhne");
  harness_.http.AddReply(204, "");
  v1::ChangePasswordResponse response;
  ASSERT_TRUE(harness_.Run("UserService/ChangePassword", request, response).ok());
  EXPECT_EQ(harness_.http.requests().at(0).body, R"({"NewPassword":"a\"\\\n1<&>]]>Söhne"})");
  EXPECT_THAT(harness_.http.requests().at(0).url,
              EndsWith("/sobjects/User/005000000000001/password"));
}

TEST_F(OrgOperationsTest, APasswordThatAnErrorRepeatsIsHidden) {
  v1::ChangePasswordRequest request;
  request.set_user_id("005000000000001");
  request.set_new_password("Secret \"1\"");
  harness_.http.AddReply(502, R"(<p>{"NewPassword":"Secret \"1\""} Secret &quot;1&quot;</p>)");
  v1::ChangePasswordResponse response;
  const absl::Status status = harness_.Run("UserService/ChangePassword", request, response);
  EXPECT_THAT(GetSalesforceError(status)->body_excerpt(), HasSubstr("***"));
  EXPECT_THAT(GetSalesforceError(status)->body_excerpt(), Not(HasSubstr("Secret")));
}

}  // namespace
}  // namespace sfconnector
