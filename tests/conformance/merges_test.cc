// SPDX-License-Identifier: Apache-2.0
// Records that are merged over SOAP.
#include "sfconnector/v1/lead_service.pb.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kSoap[] = "/services/Soap/u/59.0";
constexpr char kNoAccount[] = "001000000999999AAA";

class Merges : public ConformanceTest {
 protected:
  static v1::RecordMerge Wish(const std::string& type, const std::string& master,
                              const std::vector<std::string>& losers) {
    v1::RecordMerge wish;
    wish.mutable_master_record()->set_type(type);
    *wish.mutable_master_record()->add_fields() = TextField("Id", master);
    for (const std::string& loser : losers) wish.add_record_to_merge_ids(loser);
    return wish;
  }

  Outcome Merge(const std::vector<v1::RecordMerge>& wishes, v1::MergeResponse* response) {
    v1::MergeRequest request;
    for (const v1::RecordMerge& wish : wishes) *request.add_merges() = wish;
    return Call("LeadService/Merge", request, response);
  }

  static std::string NewAccount(const std::string& more = "") {
    return org().InsertOne("Account", R"("Name":"a")" + more);
  }

  // Whether the row is deleted, and which one it was merged into.
  std::string Master(const std::string& type, const std::string& id) {
    v1::QueryRequest request;
    request.set_soql("SELECT IsDeleted, MasterRecordId FROM " + type + " WHERE Id = '" + id + "'");
    request.set_include_deleted(true);
    request.set_encoding(v1::ROW_ENCODING_RECORDS);
    v1::QueryResponse response;
    EXPECT_TRUE(Succeeded(Query(request, &response)));
    if (response.records_size() != 1) return "no row";
    const v1::Record& record = response.records(0);
    return TextOf(record, "IsDeleted") + " " + TextOf(record, "MasterRecordId");
  }
};

TEST_F(Merges, ChildrenMoveAndTheOthersGo) {
  const std::string master = NewAccount(R"(,"Site":"old","Phone":"1")");
  const std::vector<std::string> losers = {NewAccount(), NewAccount()};
  const std::string contact =
      org().InsertOne("Contact", R"("LastName":"c","AccountId":")" + losers[0] + "\"");
  const std::string item =
      org().InsertOne("Case", R"("Subject":"s","AccountId":")" + losers[1] + "\"");
  v1::RecordMerge wish = Wish("Account", master, losers);
  *wish.mutable_master_record()->add_fields() = TextField("Name", "O'Brien <& \"Söhne\"]]>");
  *wish.mutable_master_record()->add_fields() = NullField("Site");
  v1::MergeResponse response;
  ASSERT_TRUE(Succeeded(Merge({wish}, &response)));
  ASSERT_THAT(response.results(), SizeIs(1));
  const v1::MergeResult& result = response.results(0);
  EXPECT_TRUE(result.success()) << result.DebugString();
  EXPECT_EQ(result.id(), master);
  EXPECT_THAT(result.merged_record_ids(), ElementsAre(losers[0], losers[1]));
  EXPECT_THAT(result.updated_related_ids(), ElementsAre(contact, item));
  v1::Record record;
  ASSERT_TRUE(Succeeded(GetRecord("Account", master, {"Name", "Site", "Phone"}, &record)));
  EXPECT_EQ(TextOf(record, "Name"), "O'Brien <& \"Söhne\"]]>");
  EXPECT_EQ(TextOf(record, "Site"), "null");
  EXPECT_EQ(TextOf(record, "Phone"), "1");
  ASSERT_TRUE(Succeeded(GetRecord("Contact", contact, {"AccountId"}, &record)));
  EXPECT_EQ(TextOf(record, "AccountId"), master);
  for (const std::string& loser : losers) EXPECT_EQ(Master("Account", loser), "true " + master);
}

TEST_F(Merges, EachMergeableTypeIsMerged) {
  const std::vector<std::pair<std::string, std::string>> types = {
      {"Contact", R"("LastName":"a")"},
      {"Lead", R"("LastName":"a","Company":"c")"},
      {"Case", R"("Subject":"a")"}};
  std::vector<v1::RecordMerge> wishes;
  std::vector<std::vector<std::string>> ids;
  for (const auto& [type, members] : types) {
    ids.push_back(org().Insert(type, {members, members}));
    wishes.push_back(Wish(type, ids.back()[0], {ids.back()[1]}));
  }
  v1::MergeResponse response;
  ASSERT_TRUE(Succeeded(Merge(wishes, &response)));
  ASSERT_THAT(response.results(), SizeIs(3));
  for (int i = 0; i < 3; ++i) {
    const std::vector<std::string>& pair = ids[static_cast<std::size_t>(i)];
    EXPECT_TRUE(response.results(i).success()) << response.results(i).DebugString();
    EXPECT_EQ(response.results(i).id(), pair[0]);
    EXPECT_EQ(Master(types[static_cast<std::size_t>(i)].first, pair[1]), "true " + pair[0]);
  }
  EXPECT_EQ(org().Count("POST", kSoap), 1);
}

TEST_F(Merges, EveryMergeHasItsOwnResultInOrder) {
  const std::string master = NewAccount();
  const std::string deleted = NewAccount();
  org().Delete("Account", deleted);
  v1::RecordMerge bad_field = Wish("Account", master, {NewAccount()});
  *bad_field.mutable_master_record()->add_fields() = TextField("NoSuchField", "a");
  v1::MergeResponse response;
  ASSERT_TRUE(Succeeded(
      Merge({Wish("Account", master, {"0011500000000"}), Wish("Account", master, {deleted}),
             Wish("Account", kNoAccount, {master}), Wish("Account", "bad", {master}),
             Wish("Opportunity", "006000000000001AAA", {"006000000000002AAA"}), bad_field,
             Wish("Account", master, {NewAccount()})},
            &response)));
  std::vector<std::string> codes;
  for (const v1::MergeResult& result : response.results()) {
    codes.push_back(result.errors_size() == 0 ? "" : result.errors(0).status_code());
    EXPECT_EQ(result.success(), result.errors_size() == 0);
  }
  EXPECT_THAT(codes,
              ElementsAre("MALFORMED_ID", "ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY",
                          "MALFORMED_ID", "INVALID_TYPE_FOR_OPERATION", "INVALID_FIELD", ""));
  EXPECT_EQ(response.results(0).errors(0).message(), "bad id in recordsToMerge: 0011500000000");
  EXPECT_EQ(response.results(0).id(), master);
  EXPECT_EQ(Master("Account", bad_field.record_to_merge_ids(0)), "false null");
}

TEST_F(Merges, ATypeThatTheOrgDoesNotHaveFailsByItself) {
  v1::MergeResponse response;
  ASSERT_TRUE(Succeeded(Merge({Wish("Nothing__c", NewAccount(), {NewAccount()}),
                               Wish("Contact", NewAccount(), {NewAccount()})},
                              &response)));
  ASSERT_THAT(response.results(), SizeIs(2));
  EXPECT_EQ(response.results(0).errors(0).status_code(), "INVALID_TYPE");
  EXPECT_THAT(response.results(0).errors(0).message(), HasSubstr("Nothing__c"));
  EXPECT_EQ(response.results(1).errors(0).status_code(), "MALFORMED_ID");
}

TEST_F(Merges, WhatCannotBeSentNamesItsField) {
  const v1::RecordMerge good = Wish("Account", kNoAccount, {"001000000999998AAA"});
  v1::RecordMerge no_master = good;
  no_master.clear_master_record();
  v1::RecordMerge no_type = good;
  no_type.mutable_master_record()->clear_type();
  v1::RecordMerge no_type_at_all = good;
  no_type_at_all.mutable_master_record()->set_type("No<&\">'Type]]>");
  v1::RecordMerge no_id = good;
  no_id.mutable_master_record()->clear_fields();
  v1::RecordMerge no_losers = good;
  no_losers.clear_record_to_merge_ids();
  v1::RecordMerge three = Wish("Account", kNoAccount, {"a", "b", "c"});
  v1::RecordMerge control = Wish("Account", kNoAccount, {"a", "\x01"});
  v1::RecordMerge list = good;
  v1::Field& field = *list.mutable_master_record()->add_fields();
  field.set_name("Name");
  field.mutable_value()->mutable_list_value();
  v1::RecordMerge number = good;
  *number.mutable_master_record()->add_fields() = TextField("Name", "a\x0B");
  const std::vector<std::pair<v1::RecordMerge, std::string>> cases = {
      {no_master, "merges[0].master_record"},           {no_type, "merges[0].master_record.type"},
      {no_type_at_all, "merges[0].master_record.type"}, {no_id, "merges[0].master_record.Id"},
      {no_losers, "merges[0].record_to_merge_ids"},     {three, "merges[0].record_to_merge_ids"},
      {control, "merges[0].record_to_merge_ids[1]"},    {list, "merges[0].master_record.Name"},
      {number, "merges[0].master_record.Name"}};
  v1::MergeResponse response;
  for (const auto& [wish, name] : cases) {
    const Outcome outcome = Merge({wish}, &response);
    EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
    EXPECT_THAT(outcome.fields, ElementsAre(name));
  }
  for (const std::size_t count : {0U, 201U}) {
    const Outcome outcome = Merge(std::vector<v1::RecordMerge>(count, good), &response);
    EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
    EXPECT_THAT(outcome.fields, ElementsAre("merges"));
  }
  EXPECT_EQ(org().Count("POST", kSoap), 0);
}

TEST_F(Merges, AnExpiredSessionIsRenewedAndAFaultIsAnError) {
  const std::string master = NewAccount();
  ASSERT_TRUE(Succeeded(GetRecord("Account", master, {"Id"})));
  org().ClearJournal();
  org().Fault(R"({"match":{"path":"/services/Soap/"},"action":{"session":"expire"}})");
  v1::MergeResponse response;
  ASSERT_TRUE(Succeeded(Merge({Wish("Account", master, {NewAccount()})}, &response)));
  EXPECT_TRUE(response.results(0).success());
  EXPECT_EQ(org().TokenRequests(), 1);
  org().Fault(R"({"match":{"path":"/services/Soap/"},"action":{"when":"after","close":"reset"}})");
  const Outcome lost = Merge({Wish("Account", master, {NewAccount()})}, &response);
  EXPECT_EQ(lost.code, kUnavailable) << lost;
  EXPECT_EQ(lost.detail.outcome(), v1::OUTCOME_UNKNOWN);
}

}  // namespace
}  // namespace sfconnector::conformance
