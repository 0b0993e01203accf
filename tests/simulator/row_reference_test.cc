// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class RowReferenceTest : public OrgTest {
 protected:
  std::string Url(const std::string& object, const std::string& id = "") {
    return std::string(kData) + "/sobjects/" + object + (id.empty() ? "" : "/" + id);
  }
  void ExpectCode(const HttpReply& reply, const std::string& code, const std::string& message) {
    EXPECT_EQ(400, reply.status) << reply.body;
    const JsonValue error = reply.Json();
    ASSERT_FALSE(error.items.empty()) << reply.body;
    EXPECT_EQ(code, error.items[0].Text("errorCode")) << reply.body;
    EXPECT_EQ(message, error.items[0].Text("message"));
  }
};

TEST_F(RowReferenceTest, IdsOfTheWrongKindAreToldApart) {
  const std::string contact = Create("Contact", R"({"LastName":"a"})");
  ExpectCode(Call("POST", Url("Contact"), R"({"LastName":"b","AccountId":")" + contact + "\"}"),
             "FIELD_INTEGRITY_EXCEPTION", "Account ID: id value of incorrect type: " + contact);
  ExpectCode(Call("POST", Url("Contact"), R"({"LastName":"b","AccountId":"abc"})"), "MALFORMED_ID",
             "Account ID: id value of incorrect type: abc");
  const HttpReply path = Call("PATCH", Url("Account", contact), R"({"Name":"x"})");
  ExpectCode(path, "MALFORMED_ID", "Account ID: id value of incorrect type: " + contact);
  EXPECT_NE(std::string::npos, path.body.find(R"("fields":["Id"])"));
}

TEST_F(RowReferenceTest, DeletedRowsCannotBeReferredTo) {
  const std::string account = Create("Account", R"({"Name":"a"})");
  ASSERT_EQ(204, Call("DELETE", Url("Account", account)).status);
  ExpectCode(Call("POST", Url("Contact"), R"({"LastName":"b","AccountId":")" + account + "\"}"),
             "ENTITY_IS_DELETED", "entity is deleted");
}

TEST_F(RowReferenceTest, NoRowIsAboveItself) {
  const std::string top = Create("Account", R"({"Name":"top"})");
  const std::string low = Create("Account", R"({"Name":"low","ParentId":")" + top + "\"}");
  for (const std::string& parent : {top, low}) {
    ExpectCode(Call("PATCH", Url("Account", top), R"({"ParentId":")" + parent + "\"}"),
               "CIRCULAR_DEPENDENCY", "attempt to violate hierarchy constraints");
  }
}

TEST_F(RowReferenceTest, RowsKeepAnOwner) {
  const std::string account = Create("Account", R"({"Name":"a"})");
  ExpectCode(Call("PATCH", Url("Account", account), R"({"OwnerId":null})"),
             "INVALID_CROSS_REFERENCE_KEY", "Owner ID: owner cannot be blank");
}

TEST_F(RowReferenceTest, FilesAndActivitiesHangOnCustomObjectsToo) {
  const std::string widget = Create("Widget__c", R"({"Name":"w"})");
  EXPECT_EQ(201,
            Call("POST", Url("Task"), R"({"Subject":"Call","WhatId":")" + widget + "\"}").status);
}

TEST_F(RowReferenceTest, PolymorphicReferencesByExternalIdNameTheirTypeFirst) {
  Create("Contact", R"({"LastName":"a","Email":"who@example.com"})");
  ExpectCode(
      Call("POST", Url("Task"), R"({"Subject":"Call","Who":{"Email":"who@example.com"}})"),
      "JSON_PARSER_ERROR",
      "Nested object for polymorphic foreign key must have an attributes field before any other "
      "fields.");
  EXPECT_EQ(201, Call("POST", Url("Task"), R"({"Subject":"Call",
      "Who":{"attributes":{"type":"Contact"},"Email":"who@example.com"}})")
                     .status);
}

TEST_F(RowReferenceTest, AmbiguousExternalIdsSetNothing) {
  Create("Contact", R"({"LastName":"a","Email":"two@example.com"})");
  Create("Contact", R"({"LastName":"b","Email":"two@example.com"})");
  EXPECT_EQ(400, Call("POST", Url("Contact"),
                      R"({"LastName":"c","ReportsTo":{"Email":"two@example.com"}})")
                     .status);
}

TEST_F(RowReferenceTest, OptionsInHeadersAreChecked) {
  const std::string body = R"({"Name":"a"})";
  for (const char* good : {"TRUE", "false", "01QSf0000000001"}) {
    EXPECT_EQ(201, Call("POST", Url("Account"), body, {{"Sforce-Auto-Assign", good}}).status);
  }
  EXPECT_EQ(400, Call("POST", Url("Account"), body, {{"Sforce-Auto-Assign", "perhaps"}}).status);
  EXPECT_EQ(201, Call("POST", Url("Account"), body,
                      {{"Sforce-Duplicate-Rule-Header", "allowSave=true, runAsCurrentUser=true"}})
                     .status);
  EXPECT_EQ(
      400,
      Call("POST", Url("Account"), body, {{"Sforce-Duplicate-Rule-Header", "allowSave=x"}}).status);
}

TEST_F(RowReferenceTest, ReadingCountsAsAViewWhenTheCallerSaysSo) {
  const std::string id = Create("Account", R"({"Name":"a"})");
  const auto viewed = [&] {
    return Column("SELECT LastViewedDate FROM Account", "LastViewedDate");
  };
  Call("GET", Url("Account", id));
  EXPECT_EQ("null", viewed());
  Call("GET", Url("Account", id), "", {{"Sforce-Mru", "updateMru=true"}});
  EXPECT_EQ("2024-05-15T12:00:00.000+0000", viewed());
}

}  // namespace
}  // namespace sfsim
