// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "simulator/base/text.h"
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

// Keys that captured replies were seen to have.
constexpr char kGlobalKeys[] =
    "activateable associateEntityType associateParentEntity createable custom customSetting "
    "deepCloneable deletable deprecatedAndHidden feedEnabled hasSubtypes isInterface isSubtype "
    "keyPrefix label labelPlural layoutable mergeable mruEnabled name queryable replicateable "
    "retrieveable searchable triggerable undeletable updateable urls";
constexpr char kDescribeKeys[] =
    "actionOverrides activateable associateEntityType associateParentEntity childRelationships "
    "compactLayoutable createable custom customSetting deepCloneable defaultImplementation "
    "deletable deprecatedAndHidden extendedBy extendsInterfaces feedEnabled fields hasSubtypes "
    "implementedBy implementsInterfaces isInterface isSubtype keyPrefix label labelPlural "
    "layoutable listviewable lookupLayoutable mergeable mruEnabled name namedLayoutInfos "
    "networkScopeFieldName queryable recordTypeInfos replicateable retrieveable searchLayoutable "
    "searchable sobjectDescribeOption supportedScopes triggerable undeletable updateable urls";
constexpr char kFieldKeys[] =
    "aggregatable aiPredictionField autoNumber byteLength calculated calculatedFormula "
    "cascadeDelete caseSensitive compoundFieldName controllerName createable custom defaultValue "
    "defaultValueFormula defaultedOnCreate dependentPicklist deprecatedAndHidden digits "
    "displayLocationInDecimal encrypted externalId extraTypeInfo filterable filteredLookupInfo "
    "formulaTreatNullNumberAsZero groupable highScaleNumber htmlFormatted idLookup inlineHelpText "
    "label length mask maskType name nameField namePointing nillable permissionable "
    "picklistValues polymorphicForeignKey precision queryByDistance referenceTargetField "
    "referenceTo relationshipName relationshipOrder restrictedDelete restrictedPicklist scale "
    "searchPrefilterable soapType sortable type unique updateable writeRequiresMasterRead";
constexpr char kChildKeys[] =
    "cascadeDelete childSObject deprecatedAndHidden field junctionIdListNames junctionReferenceTo "
    "relationshipName restrictedDelete";
constexpr char kRecordTypeKeys[] =
    "active available defaultRecordTypeMapping developerName master name recordTypeId urls";
constexpr char kIdentityKeys[] =
    "id asserted_user user_id organization_id username nick_name display_name email "
    "email_verified first_name last_name timezone photos addr_street addr_city addr_state "
    "addr_country addr_zip mobile_phone mobile_phone_verified status urls active user_type "
    "language locale utcOffset last_modified_date is_app_installed";
constexpr char kUserInfoKeys[] =
    "sub user_id organization_id preferred_username nickname name email email_verified given_name "
    "family_name zoneinfo photos profile picture address is_salesforce_integration_user urls "
    "active user_type language locale utcOffset updated_at";
constexpr char kUserUrls[] =
    "custom_domain enterprise feed_elements feed_items feeds groups metadata partner profile query "
    "recent rest search sobjects tooling_rest tooling_soap users";

// The first keys of rows, as captured.
constexpr char kAccountRow[] =
    "attributes Id IsDeleted MasterRecordId Name Type ParentId BillingStreet BillingCity "
    "BillingState BillingPostalCode BillingCountry BillingLatitude BillingLongitude "
    "BillingGeocodeAccuracy BillingAddress ShippingStreet ShippingCity ShippingState "
    "ShippingPostalCode ShippingCountry ShippingLatitude ShippingLongitude "
    "ShippingGeocodeAccuracy ShippingAddress Phone Fax AccountNumber Website PhotoUrl";
constexpr char kContactRow[] =
    "attributes Id IsDeleted MasterRecordId AccountId LastName FirstName Salutation Name "
    "OtherStreet OtherCity OtherState OtherPostalCode OtherCountry OtherLatitude "
    "OtherLongitude OtherGeocodeAccuracy OtherAddress MailingStreet MailingCity MailingState "
    "MailingPostalCode MailingCountry MailingLatitude MailingLongitude MailingGeocodeAccuracy "
    "MailingAddress Phone Fax MobilePhone";
constexpr char kLeadRow[] =
    "attributes Id IsDeleted MasterRecordId LastName FirstName Salutation Name Title Company "
    "Street City State PostalCode Country Latitude Longitude GeocodeAccuracy Address Phone "
    "MobilePhone Fax Email Website PhotoUrl Description LeadSource Status Industry Rating";
constexpr char kOrganizationRow[] =
    "attributes Id Name Division Street City State PostalCode Country Latitude Longitude "
    "GeocodeAccuracy "
    "Address Phone Fax PrimaryContact DefaultLocaleSidKey TimeZoneSidKey LanguageLocaleKey "
    "ReceivesInfoEmails ReceivesAdminInfoEmails PreferencesRequireOpportunityProducts "
    "PreferencesTransactionSecurityPolicy PreferencesTerminateOldestSession "
    "PreferencesConsentManagementEnabled PreferencesAutoSelectIndividualOnMerge "
    "PreferencesLightningLoginEnabled PreferencesOnlyLLPermUserAllowed FiscalYearStartMonth "
    "UsesStartDateAsFiscalYearName";
constexpr char kUserRow[] =
    "attributes Id Username LastName FirstName Name CompanyName Division Department Title Street "
    "City State "
    "PostalCode Country Latitude Longitude GeocodeAccuracy Address Email "
    "EmailPreferencesAutoBcc EmailPreferencesAutoBccStayInTouch "
    "EmailPreferencesStayInTouchReminder SenderEmail SenderName Signature StayInTouchSubject "
    "StayInTouchSignature";
constexpr char kReplyHeaders[] =
    "date strict-transport-security x-content-type-options x-robots-tag cache-control server "
    "x-sfdc-request-id x-sfdc-edge-cache";

std::string Keys(const JsonValue& object) {
  std::string keys;
  for (const auto& [name, value] : object.members) keys += (keys.empty() ? "" : " ") + name;
  return keys;
}

std::set<std::string> AsSet(const std::string& keys) {
  const auto list = Split(keys, ' ');
  return {list.begin(), list.end()};
}

class ReplyKeysTest : public OrgTest {
 protected:
  JsonValue Get(const std::string& path) {
    const HttpReply reply = Call("GET", std::string(kData) + path);
    EXPECT_EQ(200, reply.status) << path << reply.body;
    return reply.Json();
  }
};

TEST_F(ReplyKeysTest, GlobalDescribeHasTheRecordedKeysInTheirOrder) {
  const JsonValue global = Get("/sobjects");
  EXPECT_EQ("encoding maxBatchSize sobjects", Keys(global));
  const JsonValue& objects = *global.Find("sobjects");
  EXPECT_GT(objects.items.size(), 70u);
  for (const JsonValue& object : objects.items) EXPECT_EQ(kGlobalKeys, Keys(object));
}

TEST_F(ReplyKeysTest, EveryObjectsDescribeHasTheRecordedKeysInTheirOrder) {
  const JsonValue global = Get("/sobjects");
  for (const JsonValue& object : global.Find("sobjects")->items) {
    const JsonValue described = Get("/sobjects/" + object.Text("name") + "/describe");
    EXPECT_EQ(kDescribeKeys, Keys(described)) << object.Text("name");
    for (const JsonValue& field : described.Find("fields")->items) {
      ASSERT_EQ(kFieldKeys, Keys(field)) << object.Text("name");
    }
    for (const JsonValue& child : described.Find("childRelationships")->items) {
      ASSERT_EQ(kChildKeys, Keys(child));
    }
    for (const JsonValue& type : described.Find("recordTypeInfos")->items) {
      ASSERT_EQ(kRecordTypeKeys, Keys(type));
    }
  }
}

TEST_F(ReplyKeysTest, BasicInformationListsRecentRows) {
  const std::string id = Create("Account", R"({"Name":"Acme"})");
  const JsonValue info = Get("/sobjects/Account");
  EXPECT_EQ("objectDescribe recentItems", Keys(info));
  EXPECT_EQ(kGlobalKeys, Keys(*info.Find("objectDescribe")));
  const JsonValue& recent = *info.Find("recentItems");
  ASSERT_EQ(1u, recent.items.size());
  EXPECT_EQ("attributes Id Name", Keys(recent.items[0]));
  EXPECT_EQ(id, recent.items[0].Text("Id"));
  EXPECT_EQ("Acme", recent.items[0].Text("Name"));
}

TEST_F(ReplyKeysTest, RecentRowsAreNewestFirst) {
  now_ += 1000;
  Create("Account", R"({"Name":"old"})");
  now_ += 1000;
  Create("Contact", R"({"LastName":"new"})");
  const JsonValue all = Get("/recent");
  ASSERT_LE(2u, all.items.size());
  EXPECT_EQ("new", all.items[0].Text("Name"));
  EXPECT_EQ("old", all.items[1].Text("Name"));
  EXPECT_EQ(1u, Get("/recent?limit=1").items.size());
  EXPECT_EQ(400, Call("GET", std::string(kData) + "/recent?limit=x").status);
  EXPECT_EQ(400, Call("GET", std::string(kData) + "/recent?limit=1x").status);
}

TEST_F(ReplyKeysTest, RowsHaveTheRecordedFieldsInTheirOrder) {
  Create("Account", R"({"Name":"a"})");
  Create("Contact", R"({"LastName":"c"})");
  Create("Lead", R"({"LastName":"l","Company":"c"})");
  const auto keys = [this](const std::string& object) {
    const std::string id = Column("SELECT Id FROM " + object, "Id");
    const JsonValue row = Get("/sobjects/" + object + "/" + id);
    return Keys(row);
  };
  EXPECT_EQ(0u, keys("Account").find(kAccountRow));
  EXPECT_EQ(0u, keys("Contact").find(kContactRow));
  EXPECT_EQ(0u, keys("Lead").find(kLeadRow));
  EXPECT_EQ(0u, keys("Organization").find(kOrganizationRow));
  EXPECT_EQ(0u, keys("User").find(kUserRow));
}

TEST_F(ReplyKeysTest, UsersHavePreferencesAndANickname) {
  const JsonValue row = Get("/sobjects/User/Username/admin@sfsim.example");
  int preferences = 0;
  for (const auto& [name, value] : row.members) {
    if (!name.starts_with("UserPreferences")) continue;
    ++preferences;
    EXPECT_FALSE(row.Flag(name, true)) << name;
  }
  EXPECT_EQ(87, preferences);
  EXPECT_EQ("D", row.Text("DigestFrequency"));
  EXPECT_EQ("Ada", row.Text("CommunityNickname"));
  EXPECT_EQ(nullptr, row.Find("Salutation"));
}

TEST_F(ReplyKeysTest, NewRowsHaveAPhotoAndAreNotCleanYet) {
  const std::string id = Create("Account", R"({"Name":"a"})");
  const JsonValue row = Get("/sobjects/Account/" + id);
  EXPECT_EQ("/services/images/photo/" + id, row.Text("PhotoUrl"));
  EXPECT_EQ("Pending", row.Text("CleanStatus"));
}

TEST_F(ReplyKeysTest, SomeObjectsHaveAddressesOfTheirOwn) {
  const auto url = [this](const std::string& object, const std::string& name) {
    return Get("/sobjects/" + object + "/describe").Find("urls")->Text(name);
  };
  const std::string base = std::string(kData) + "/sobjects/";
  EXPECT_EQ(base + "User/describe/namedLayouts/{LayoutName}", url("User", "namedLayouts"));
  EXPECT_EQ(base + "Event/{ID}/fromThisEventOnwards", url("Event", "eventSeriesUpdates"));
  EXPECT_EQ(base + "Case/suggestedArticles", url("Case", "caseArticleSuggestions"));
}

TEST_F(ReplyKeysTest, EveryReplyHasTheRecordedHeaders) {
  const HttpReply created =
      Call("POST", std::string(kData) + "/sobjects/Account", R"({"Name":"a"})");
  const std::string row = std::string(kData) + "/sobjects/Account/" + created.Json().Text("id");
  for (const HttpReply& reply :
       {created, Call("GET", std::string(kData) + "/limits"), Call("PATCH", row, "{}"),
        Call("GET", row + "0"), CallOpen("GET", "/services/data"), Call("DELETE", row)}) {
    for (const std::string& name : Split(kReplyHeaders, ' ')) {
      EXPECT_NE("", reply.Header(name)) << reply.status << name;
    }
    EXPECT_EQ(reply.status == 204 ? "" : "application/json;charset=UTF-8",
              reply.Header("content-type"));
  }
  EXPECT_EQ("Accept-Encoding",
            Call("GET", std::string(kData) + "/sobjects", "", {{"Accept-Encoding", "gzip"}})
                .Header("vary"));
}

TEST_F(ReplyKeysTest, RecordsAreCountedObjectByObject) {
  const JsonValue counts = Get("/limits/recordCount?sObjects=Account,Contact");
  EXPECT_EQ("sObjects", Keys(counts));
  for (const JsonValue& count : counts.Find("sObjects")->items) {
    EXPECT_EQ("count name", Keys(count));
  }
}

TEST_F(ReplyKeysTest, IdentityAndUserInfoHaveTheRecordedKeys) {
  const JsonValue user = Call("GET", "/services/oauth2/userinfo").Json();
  EXPECT_EQ(kUserInfoKeys, Keys(user));
  EXPECT_EQ(AsSet(kUserUrls), AsSet(Keys(*user.Find("urls"))));
  const std::string sub = user.Text("sub");
  const JsonValue identity = Call("GET", sub.substr(sub.find("/id/"))).Json();
  EXPECT_EQ(kIdentityKeys, Keys(identity));
}

TEST_F(ReplyKeysTest, ResourcesAndVersionsAreMaps) {
  const JsonValue resources = Get("");
  for (const char* name : {"sobjects", "query", "queryAll", "search", "limits", "recent", "tabs",
                           "theme", "appMenu", "tooling", "jobs", "composite", "actions"}) {
    EXPECT_EQ(std::string(kData) + "/" + name, resources.Text(name));
  }
  EXPECT_NE(std::string::npos, resources.Text("identity").find("/id/00D"));
  EXPECT_EQ(nullptr, Call("GET", "/services/data/v40.0").Json().Find("jobs"));
  const JsonValue versions = CallOpen("GET", "/services/data").Json();
  EXPECT_EQ("label url version", Keys(versions.items.front()));
  EXPECT_EQ("31.0", versions.items.front().Text("version"));
  EXPECT_EQ("Summer '14", versions.items.front().Text("label"));
  EXPECT_EQ("/services/data/v62.0", versions.items[31].Text("url"));
  EXPECT_EQ("Winter '25", versions.items[31].Text("label"));
}

TEST_F(ReplyKeysTest, LimitsAreAllThereAndCallsCount) {
  const JsonValue first = Get("/limits");
  EXPECT_EQ(71u, first.members.size());
  for (const auto& [name, limit] : first.members) {
    EXPECT_EQ(name == "PermissionSets" ? "Max Remaining CreateCustom" : "Max Remaining",
              Keys(limit));
  }
  const JsonValue second = Get("/limits");
  EXPECT_EQ(first.Find("DailyApiRequests")->Integer("Remaining") - 1,
            second.Find("DailyApiRequests")->Integer("Remaining"));
}

TEST_F(ReplyKeysTest, TabsThemeAndMenusAreWellFormed) {
  const JsonValue tabs = Get("/tabs");
  EXPECT_EQ("colors custom iconUrl icons label miniIconUrl name sobjectName url",
            Keys(tabs.items.front()));
  const JsonValue theme = Get("/theme");
  EXPECT_EQ("colors icons name", Keys(theme.Find("themeItems")->items.front()));
  EXPECT_EQ("AppSwitcher Salesforce1 NetworkTabs", Keys(Get("/appMenu")));
}

TEST_F(ReplyKeysTest, ActionsAreWellFormedAndEmpty) {
  EXPECT_EQ("Account Contact", Keys(Get("/compactLayouts?q=Account,Contact")));
  EXPECT_EQ("approvalLayouts", Keys(Get("/sobjects/Account/describe/approvalLayouts")));
  EXPECT_TRUE(Get("/sobjects/Account/quickActions").is_array());
  EXPECT_EQ(404, Call("GET", std::string(kData) + "/sobjects/Nope/describe/layouts").status);
}

}  // namespace
}  // namespace sfsim
