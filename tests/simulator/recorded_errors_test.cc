// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

// Errors that real orgs were seen to answer with, and what brings each about here. `<name>` in a
// path, a body or a reply stands for what the fixture knows by that name, ids of its rows above
// all.
struct RecordedError {
  // What must hold.
  const char* name;
  const char* method;
  const char* path;
  const char* body;
  int status;
  const char* reply;
  // The error that a rule makes up, where no cause of its own leads to it.
  const char* fault = "";
};

constexpr char kCollections[] = "/services/data/v60.0/composite/sobjects";
constexpr char kComposite[] = "/services/data/v60.0/composite";
constexpr char kContacts[] = "/services/data/v60.0/sobjects/Contact";
constexpr char kToken[] = "/services/oauth2/token";
constexpr char kRolledBack[] =
    R"({"success":false,"errors":[{"statusCode":"ALL_OR_NONE_OPERATION_ROLLED_BACK",)"
    R"("message":"Record rolled back because not all records were valid and the request was )"
    R"(using AllOrNone header","fields":[]}]})";

constexpr RecordedError kRecords[] = {
    {"AnUnknownFieldOfAnUpdateHasAnEmptyList", "PATCH", kCollections,
     R"({"allOrNone":true,"records":[
        {"attributes":{"type":"Contact"},"id":"<contact>","LastName":"n"},
        {"attributes":{"type":"Contact"},"id":"<other contact>","Unknown_LastName":"n"}]})",
     200,
     R"([<rolled back>,{"success":false,"errors":[{"statusCode":"INVALID_FIELD","message":)"
     R"("No such column 'Unknown_LastName' on sobject of type Contact","fields":[]}]}])"},
    {"ABadAddressFailsItsRowAlone", "PATCH", kCollections,
     R"({"records":[{"attributes":{"type":"Contact"},"id":"<contact>","LastName":"n"},
                    {"attributes":{"type":"Widget__c"},"id":"<widget>","Mail__c":"badone"}]})",
     200,
     R"([{"id":"<contact>","success":true,"errors":[]},{"success":false,"errors":[{"statusCode":)"
     R"("INVALID_EMAIL_ADDRESS","message":"mail field: invalid email address: badone",)"
     R"("fields":["Mail__c"]}]}])"},
    {"ConvertedLeadsStayAsTheyAre", "PATCH", kCollections,
     R"({"records":[{"attributes":{"type":"Lead"},"id":"<lead>","LastName":"n"}]})", 200,
     R"([{"success":false,"errors":[{"statusCode":"CANNOT_UPDATE_CONVERTED_LEAD","message":)"
     R"("cannot reference converted lead","fields":[]}]}])"},
    {"AParentWithoutATypeFailsItsRowOfAnUpsert", "PATCH",
     "/services/data/v60.0/composite/sobjects/Task/Id",
     R"({"records":[{"attributes":{"type":"Task"},"Subject":"s","Who":{"Email":"a@b.example"}}]})",
     200,
     R"([{"success":false,"errors":[{"statusCode":"JSON_PARSER_ERROR","message":"Nested object )"
     R"(for polymorphic foreign key must have an attributes field before any other fields.",)"
     R"("fields":[]}],"created":false}])"},
    {"AReadOnlyFieldIsNamed", "PATCH", "/services/data/v60.0/sobjects/Contact/<contact>",
     R"({"MasterRecordId":"<other contact>"})", 400,
     R"([{"message":"Unable to create/update fields: MasterRecordId. Please check the security )"
     R"(settings of this field and verify that it is read/write for your profile or permission )"
     R"(set.","errorCode":"INVALID_FIELD_FOR_INSERT_UPDATE","fields":["MasterRecordId"]}])"},
    {"AParentThatIsNotThereIsNoField", "POST", kContacts,
     R"({"LastName":"n","AccountId":"001Sf00000ZZZZZ"})", 400,
     R"([{"message":"insufficient access rights on cross-reference id: 001Sf00000ZZZZZ",)"
     R"("errorCode":"INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY","fields":[]}])"},
    {"AUserHasAPermissionSetOnce", "POST", "/services/data/v60.0/sobjects/PermissionSetAssignment",
     R"({"AssigneeId":"<user>","PermissionSetId":"<permission set>"})", 400,
     R"([{"message":"Duplicate PermissionSetAssignment.  Assignee: <short user>; Permission Set: )"
     R"(<short permission set>","errorCode":"DUPLICATE_VALUE",)"
     R"("fields":["AssigneeId","PermissionSetId"]}])"},
    {"ObjectsThatAreNotThereCannotBeDescribed", "GET", "/services/data/v60.0/sobjects/Bar/describe",
     "", 404, R"([{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}])"},
    {"KeysOfADeletionAreExternalIds", "DELETE", "/services/data/v60.0/sobjects/Widget__c/rid/1", "",
     404,
     R"([{"errorCode":"NOT_FOUND","message":"Provided external ID field does not exist or is not )"
     R"(accessible: rid"}])"},
    {"KeysOfAnUpsertAreExternalIds", "PATCH", "/services/data/v60.0/sobjects/Widget__c/Namez/1",
     "{}", 404,
     R"([{"errorCode":"NOT_FOUND","message":"Provided external ID field does not exist or is not )"
     R"(accessible: Namez"}])"},
};

constexpr RecordedError kQueries[] = {
    {"ATermStandsInBraces", "GET", "/services/data/v60.0/search?q=FIND+John", "", 400,
     R"([{"message":"No search term found. The search term must be enclosed in braces.",)"
     R"("errorCode":"MALFORMED_SEARCH"}])"},
};

constexpr RecordedError kComposites[] = {
    {"AForeignKeyWithoutARowHaltsTheOthers", "POST", kComposite,
     R"({"allOrNone":true,"compositeRequest":[
        {"method":"POST","url":"/services/data/v60.0/sobjects/Widget__c","referenceId":"New1",
         "body":{"Name":"n"}},
        {"method":"POST","url":"/services/data/v60.0/sobjects/Contact","referenceId":"New2",
         "body":{"LastName":"n","ReportsTo":{"Email":"0116@x.example"}}}]})",
     200,
     R"({"compositeResponse":[{"body":[{"errorCode":"PROCESSING_HALTED","message":"The )"
     R"(transaction was rolled back since another operation in the same transaction failed."}],)"
     R"("httpHeaders":{},"httpStatusCode":400,"referenceId":"New1"},{"body":[{"message":"Foreign )"
     R"(key external ID: 0116@x.example not found for field Email in entity Contact","errorCode":)"
     R"("INVALID_FIELD","fields":[]}],"httpHeaders":{},"httpStatusCode":400,)"
     R"("referenceId":"New2"}]})"},
    {"WhatIsNotThereIsAResultOfItsOwn", "POST", kComposite,
     R"({"compositeRequest":[{"method":"GET","referenceId":"Ref__0__",
         "url":"/services/data/v60.0/sobjects/Bar/describe"}]})",
     200,
     R"({"compositeResponse":[{"body":[{"errorCode":"NOT_FOUND","message":"The requested )"
     R"(resource does not exist"}],"httpHeaders":{},"httpStatusCode":404,)"
     R"("referenceId":"Ref__0__"}]})"},
    {"ACountStandsBesideAnUnknownType", "POST", kComposite,
     R"({"compositeRequest":[
        {"method":"GET","referenceId":"refContact",
         "url":"/services/data/v60.0/query?q=select count() from Contact"},
        {"method":"GET","referenceId":"refXYZZY",
         "url":"/services/data/v60.0/query?q=select count() from XYZZY"}]})",
     200,
     R"({"compositeResponse":[{"body":{"totalSize":2,"done":true,"records":[]},"httpHeaders":{},)"
     R"("httpStatusCode":200,"referenceId":"refContact"},{"body":[{"message":"\nselect count() )"
     R"(from XYZZY\n                    ^\nERROR at Row:1:Column:21\nsObject type 'XYZZY' is not )"
     R"(supported. If you are attempting to use a custom object, be sure to append the '__c' )"
     R"(after the entity name. Please reference your WSDL or the describe call for the )"
     R"(appropriate names.","errorCode":"INVALID_TYPE"}],"httpHeaders":{},"httpStatusCode":400,)"
     R"("referenceId":"refXYZZY"}]})"},
    {"StatementsHaveTheirLength", "POST", kComposite,
     R"({"compositeRequest":[{"method":"GET","referenceId":"q",
         "url":"/services/data/v60.0/query?q=SELECT Id FROM Account WHERE Name = '<long name>'"}]})",
     200,
     R"({"compositeResponse":[{"body":[{"message":"SOQL statements can not be longer than 100000 )"
     R"(characters","errorCode":"MALFORMED_QUERY"}],"httpHeaders":{},"httpStatusCode":400,)"
     R"("referenceId":"q"}]})"},
};

constexpr RecordedError kTokens[] = {
    {"UsersWhoHaveLeftGetNoToken", "POST", kToken,
     "grant_type=refresh_token&refresh_token=left&client_id=sfsim-client&client_secret="
     "sfsim-secret",
     400, R"({"error":"invalid_grant","error_description":"inactive user"})"},
};

// What no request can bring about by itself.
constexpr RecordedError kFaults[] = {
    {"ARowMayBeLocked", "POST", kContacts, R"({"LastName":"n"})", 400,
     R"([{"message":"unable to obtain exclusive access to this record","errorCode":)"
     R"("UNABLE_TO_LOCK_ROW","fields":[]}])",
     R"({"error":"UNABLE_TO_LOCK_ROW"})"},
    {"AnythingMayFailUnexpectedly", "GET", "/services/data/v60.0/limits", "", 500,
     R"json([{"message":"An unexpected error occurred. Please include this ErrorId if you )json"
     R"json(contact support: 1452464078-314667 (-1173371248)","errorCode":)json"
     R"json("UNKNOWN_EXCEPTION"}])json",
     R"({"error":"UNKNOWN_EXCEPTION"})"},
    {"ARowMayHaveTooManyFields", "GET", "/services/data/v60.0/sobjects/Contact/<contact>", "", 400,
     R"([{"message":"Query is either selecting too many fields or the filter conditions are too )"
     R"(complicated.","errorCode":"QUERY_TOO_COMPLICATED"}])",
     R"({"error":"QUERY_TOO_COMPLICATED"})"},
    {"ActivationSecretsMayBeInvalid", "POST", kToken, "grant_type=refresh_token", 400,
     R"({"error":"invalid_grant","error_description":"activation secret invalid"})",
     R"({"status":400,"body":{"error":"invalid_grant",)"
     R"("error_description":"activation secret invalid"}})"},
};

class RecordedErrorsTest : public OrgTest, public ::testing::WithParamInterface<RecordedError> {
 protected:
  void SetUp() override {
    OrgOptions options = DefaultOptions();
    options.data_json = R"({"Lead":[{"LastName":"l","Company":"c","IsConverted":true}]})";
    UserOptions left;
    left.username = "left@sfsim.example";
    left.active = false;
    options.users.push_back(left);
    options.grants.push_back({"left", "sfsim-client", left.username});
    StartOrg(std::move(options));
    names_["<rolled back>"] = kRolledBack;
    names_["<long name>"] = std::string(100'000, 'x');
    names_["<lead>"] = Column("SELECT Id FROM Lead", "Id");
    names_["<user>"] = Column("SELECT Id FROM User WHERE IsActive = true", "Id");
    names_["<contact>"] = Create("Contact", R"({"LastName":"a"})");
    names_["<other contact>"] = Create("Contact", R"({"LastName":"b"})");
    names_["<widget>"] = Create("Widget__c", R"({"Name":"w"})");
    names_["<permission set>"] = Create("PermissionSet", R"({"Name":"p","Label":"p"})");
    names_["<short user>"] = names_["<user>"].substr(0, 15);
    names_["<short permission set>"] = names_["<permission set>"].substr(0, 15);
    Create("PermissionSetAssignment",
           Named(R"({"AssigneeId":"<user>","PermissionSetId":"<permission set>"})"));
  }

  std::string Named(std::string text) const {
    for (const auto& [name, value] : names_) {
      for (size_t at = text.find(name); at != std::string::npos; at = text.find(name)) {
        text.replace(at, name.size(), value);
      }
    }
    return text;
  }

 private:
  std::map<std::string, std::string> names_;
};

TEST_P(RecordedErrorsTest, ComesBackAsRecorded) {
  const RecordedError& error = GetParam();
  const std::string fault = error.fault;
  if (!fault.empty()) {
    const HttpReply added = CallOpen("POST", "/simulator/faults", "{\"action\":" + fault + "}");
    ASSERT_EQ(201, added.status) << added.body;
  }
  const HttpReply reply = Call(error.method, Named(error.path), Named(error.body));
  EXPECT_EQ(error.status, reply.status);
  EXPECT_EQ(Named(error.reply), reply.body);
  EXPECT_EQ("application/json;charset=UTF-8", reply.Header("content-type"));
}

std::string NameOf(const ::testing::TestParamInfo<RecordedError>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Records, RecordedErrorsTest, ::testing::ValuesIn(kRecords), NameOf);
INSTANTIATE_TEST_SUITE_P(Queries, RecordedErrorsTest, ::testing::ValuesIn(kQueries), NameOf);
INSTANTIATE_TEST_SUITE_P(Composites, RecordedErrorsTest, ::testing::ValuesIn(kComposites), NameOf);
INSTANTIATE_TEST_SUITE_P(Tokens, RecordedErrorsTest, ::testing::ValuesIn(kTokens), NameOf);
INSTANTIATE_TEST_SUITE_P(Faults, RecordedErrorsTest, ::testing::ValuesIn(kFaults), NameOf);

}  // namespace
}  // namespace sfsim
