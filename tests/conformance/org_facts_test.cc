// SPDX-License-Identifier: Apache-2.0
// What an org says of itself: versions, resources, limits, counts, recent records, and who is
// signed in.
#include <algorithm>

#include "sfconnector/v1/org_service.pb.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::SizeIs;
using ::testing::StartsWith;

class OrgFacts : public ConformanceTest {
 protected:
  Outcome Resources(const std::string& version, v1::ListResourcesResponse* response) {
    v1::ListResourcesRequest request;
    request.set_api_version(version);
    return Call("OrgService/ListResources", request, response);
  }

  Outcome Counts(const std::vector<std::string>& sobjects, v1::GetRecordCountsResponse* response) {
    v1::GetRecordCountsRequest request;
    for (const std::string& sobject : sobjects) request.add_sobjects(sobject);
    return Call("OrgService/GetRecordCounts", request, response);
  }

  Outcome Recent(int limit, v1::ListRecentItemsResponse* response) {
    v1::ListRecentItemsRequest request;
    request.set_limit(limit);
    return Call("OrgService/ListRecentItems", request, response);
  }

  Outcome Identity(const std::string& organization_id, const std::string& user_id,
                   v1::UserIdentity* identity) {
    v1::GetIdentityRequest request;
    request.set_organization_id(organization_id);
    request.set_user_id(user_id);
    v1::GetIdentityResponse response;
    Outcome outcome = Call("OrgService/GetIdentity", request, &response);
    *identity = response.identity();
    return outcome;
  }

  v1::UserInfo UserInfo() {
    v1::GetUserInfoResponse response;
    EXPECT_TRUE(Succeeded(Call("OrgService/GetUserInfo", v1::GetUserInfoRequest(), &response)));
    return response.user_info();
  }
};

TEST_F(OrgFacts, VersionsAreListedTheOldestFirst) {
  v1::ListApiVersionsResponse response;
  ASSERT_TRUE(
      Succeeded(Call("OrgService/ListApiVersions", v1::ListApiVersionsRequest(), &response)));
  ASSERT_THAT(response.versions(), SizeIs(37));
  EXPECT_EQ(response.versions(0).version(), "31.0");
  EXPECT_EQ(response.versions(0).label(), "Summer '14");
  EXPECT_EQ(response.versions(36).url(), "/services/data/v67.0");
}

TEST_F(OrgFacts, ResourcesAreThoseOfTheVersionHoweverItIsWritten) {
  for (const char* version : {"60.0", "v60.0", "v60", "60"}) {
    v1::ListResourcesResponse response;
    ASSERT_TRUE(Succeeded(Resources(version, &response))) << version;
    EXPECT_EQ(response.resources().at("sobjects"), "/services/data/v60.0/sobjects");
    EXPECT_THAT(response.resources().at("identity"), HasSubstr("/id/00D"));
  }
  v1::ListResourcesResponse response;
  ASSERT_TRUE(Succeeded(Resources("", &response)));
  EXPECT_EQ(response.resources().at("query"), "/services/data/v59.0/query");
}

TEST_F(OrgFacts, AVersionThatTheOrgDoesNotHaveIsAnError) {
  v1::ListResourcesResponse response;
  EXPECT_TRUE(FailedWith(Resources("99.0", &response), kNotFound, "NOT_FOUND"));
  const Outcome retired = Resources("22.0", &response);
  EXPECT_TRUE(FailedWith(retired, kNotFound, "GONE"));
  EXPECT_EQ(retired.detail.http_status(), 410);
  org().ClearJournal();
  for (const char* version : {"v", "59.5", "../../id", "59.0/sobjects", "'<&>]]>", "fünf"}) {
    const Outcome outcome = Resources(version, &response);
    EXPECT_EQ(outcome.code, kInvalidArgument) << version;
    EXPECT_THAT(outcome.fields, ElementsAre("api_version")) << version;
  }
  EXPECT_EQ(org().Count("GET"), 0);
}

TEST_F(OrgFacts, LimitsHaveWhatIsLeftAndTheirParts) {
  v1::GetLimitsResponse response;
  ASSERT_TRUE(Succeeded(Call("OrgService/GetLimits", v1::GetLimitsRequest(), &response)));
  EXPECT_THAT(response.limits(), SizeIs(71));
  const v1::OrgLimit& calls = response.limits().at("DailyApiRequests");
  EXPECT_EQ(calls.max(), 5000000);
  EXPECT_LT(calls.remaining(), calls.max());
  const v1::OrgLimit& sets = response.limits().at("PermissionSets");
  EXPECT_EQ(sets.max(), 1500);
  EXPECT_EQ(sets.parts().at("CreateCustom").max(), 1000);
  EXPECT_EQ(sets.parts().at("CreateCustom").remaining(), 1000);
  EXPECT_THAT(sets.extra(), IsEmpty());
}

TEST_F(OrgFacts, LimitsThatLostTheirBodyAreAskedForAgain) {
  org().Fault(
      R"({"match":{"path":"/services/data/v59.0/limits"},"action":{"status":200,"body":""}})");
  v1::GetLimitsResponse response;
  ASSERT_TRUE(Succeeded(Call("OrgService/GetLimits", v1::GetLimitsRequest(), &response)));
  EXPECT_EQ(org().Count("GET"), 2);
}

TEST_F(OrgFacts, TheDailyLimitIsAnErrorThatRepeatingDoesNotHelp) {
  org().Fault(R"({"match":{"path":"/services/data/v59.0/limits","count":0},)"
              R"("action":{"error":"REQUEST_LIMIT_EXCEEDED"}})");
  v1::GetLimitsResponse response;
  const Outcome outcome = Call("OrgService/GetLimits", v1::GetLimitsRequest(), &response);
  EXPECT_TRUE(FailedWith(outcome, kResourceExhausted, "REQUEST_LIMIT_EXCEEDED"));
  EXPECT_EQ(outcome.detail.http_status(), 403);
  EXPECT_EQ(outcome.detail.retryability(), v1::RETRYABILITY_NEVER);
}

TEST_F(OrgFacts, RecordsAreCountedByNameOrAll) {
  org().Insert("Item__c", {R"("Name":"a")", R"("Name":"b")"});
  v1::GetRecordCountsResponse response;
  ASSERT_TRUE(Succeeded(Counts({"Item__c", "Nothing__c"}, &response)));
  ASSERT_THAT(response.record_counts(), SizeIs(1));
  EXPECT_EQ(response.record_counts(0).name(), "Item__c");
  EXPECT_EQ(response.record_counts(0).count(), 2);
  ASSERT_TRUE(Succeeded(Counts({}, &response)));
  EXPECT_GT(response.record_counts_size(), 70);
}

TEST_F(OrgFacts, NamesOfAnyCharactersAreUnknownToTheCount) {
  v1::GetRecordCountsResponse response;
  ASSERT_TRUE(
      Succeeded(Counts({"O'Brien <& \"Söhne\"]]>", "a&sObjects=Account", "%41"}, &response)));
  EXPECT_THAT(response.record_counts(), IsEmpty());
}

TEST_F(OrgFacts, RecentRecordsComeTheLatestFirst) {
  org().InsertOne("Item__c", R"("Name":"a")");
  const std::string id = org().InsertOne("Account", R"("Name":"O'Brien <& \"Söhne\"]]>")");
  v1::ListRecentItemsResponse response;
  ASSERT_TRUE(Succeeded(Recent(1, &response)));
  ASSERT_THAT(response.recent_items(), SizeIs(1));
  EXPECT_THAT(org().Journal().back().target, EndsWith("/recent?limit=1"));
  ASSERT_TRUE(Succeeded(Recent(0, &response)));
  EXPECT_THAT(org().Journal().back().target, EndsWith("/recent"));
  ASSERT_GE(response.recent_items_size(), 2);
  const auto& items = response.recent_items();
  const auto found = std::find_if(items.begin(), items.end(), [&id](const v1::Record& item) {
    return TextOf(item, "Id") == id;
  });
  ASSERT_NE(found, items.end());
  EXPECT_EQ(found->type(), "Account");
  EXPECT_THAT(found->url(), EndsWith("/sobjects/Account/" + id));
  EXPECT_EQ(TextOf(*found, "Name"), "O'Brien <& \"Söhne\"]]>");
}

TEST_F(OrgFacts, ALimitOfRecentRecordsMustMakeSense) {
  v1::ListRecentItemsResponse response;
  const Outcome negative = Recent(-1, &response);
  EXPECT_EQ(negative.code, kInvalidArgument);
  EXPECT_THAT(negative.fields, ElementsAre("limit"));
  EXPECT_EQ(org().Count("GET"), 0);
  const Outcome large = Recent(1000000, &response);
  EXPECT_EQ(large.code, kInvalidArgument) << large;
  EXPECT_EQ(large.detail.http_status(), 400);
}

TEST_F(OrgFacts, TheUserIsTheOneOfTheConnection) {
  const v1::UserInfo user = UserInfo();
  EXPECT_EQ(user.preferred_username(), "ada@sfsim.example");
  EXPECT_EQ(user.given_name(), "Ada");
  EXPECT_EQ(user.family_name(), "Admin");
  EXPECT_THAT(user.user_id(), StartsWith("005"));
  EXPECT_THAT(user.organization_id(), StartsWith("00D"));
  EXPECT_TRUE(user.active());
  EXPECT_TRUE(user.email_verified());
  EXPECT_TRUE(user.has_address());
  EXPECT_THAT(user.photos().picture(), StartsWith("http"));
  EXPECT_THAT(user.urls().at("rest"), EndsWith("/services/data/v{version}/"));
  EXPECT_GT(user.updated_at().seconds(), 0);
  EXPECT_THAT(user.extra(), IsEmpty());
}

TEST_F(OrgFacts, TheIdentityIsThatOfTheUser) {
  const v1::UserInfo user = UserInfo();
  v1::UserIdentity identity;
  ASSERT_TRUE(Succeeded(Identity(user.organization_id(), user.user_id(), &identity)));
  EXPECT_EQ(identity.id(), user.sub());
  EXPECT_TRUE(identity.asserted_user());
  EXPECT_EQ(identity.username(), "ada@sfsim.example");
  EXPECT_EQ(identity.display_name(), "Ada Admin");
  EXPECT_TRUE(identity.has_status());
  EXPECT_FALSE(identity.status().has_created_date());
  EXPECT_THAT(identity.urls(), Contains(Key("sobjects")));
  EXPECT_GT(identity.last_modified_date().seconds(), 0);
  EXPECT_THAT(identity.extra(), IsEmpty());
}

TEST_F(OrgFacts, TheIdentityOfAnotherIsRefused) {
  const v1::UserInfo user = UserInfo();
  v1::UserIdentity identity;
  const Outcome other = Identity(user.organization_id(), "005000000000999AAA", &identity);
  EXPECT_TRUE(FailedWith(other, kPermissionDenied, "Wrong_Org"));
  EXPECT_EQ(other.domain, "salesforce.com");
  EXPECT_EQ(other.detail.http_status(), 403);
  EXPECT_TRUE(FailedWith(Identity("00D000000000999AAA", user.user_id(), &identity),
                         kPermissionDenied, "Wrong_Org"));
  for (const char* id : {"", "../userinfo", "0050000'<&>]]>0", "00500000000000ä"}) {
    const Outcome outcome = Identity(user.organization_id(), id, &identity);
    EXPECT_EQ(outcome.code, kInvalidArgument) << id;
    EXPECT_THAT(outcome.fields, ElementsAre("user_id")) << id;
  }
}

TEST_F(OrgFacts, ASessionThatTheIdentityServiceFindsExpiredIsRenewed) {
  ASSERT_EQ(UserInfo().given_name(), "Ada");
  org().ClearJournal();
  org().Fault(R"({"match":{"path":"/services/oauth2/userinfo"},"action":{"session":"expire"}})");
  EXPECT_EQ(UserInfo().given_name(), "Ada");
  EXPECT_EQ(org().TokenRequests(), 1);
  org().ClearFaults();
  org().Fault(R"({"match":{"path":"/services/oauth2/userinfo","count":0},)"
              R"("action":{"session":"expire"}})");
  v1::GetUserInfoResponse response;
  EXPECT_TRUE(FailedWith(Call("OrgService/GetUserInfo", v1::GetUserInfoRequest(), &response),
                         kUnauthenticated, "Bad_OAuth_Token"));
}

}  // namespace
}  // namespace sfconnector::conformance
