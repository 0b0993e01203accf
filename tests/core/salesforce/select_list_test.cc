// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/query/select_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Columns(absl::string_view soql) { return ParseSelectList(soql).columns; }

TEST(SelectList, ListsFieldsAndParentsInOrder) {
  EXPECT_THAT(
      Columns("SELECT Id, Owner.Name, Account.Owner.Email FROM Contact WHERE Name = 'FROM'"),
      ElementsAre("Id", "Owner.Name", "Account.Owner.Email"));
}

TEST(SelectList, DropsTheObjectsOwnNameAndAlias) {
  EXPECT_THAT(Columns("SELECT a.Id, a.Owner.Name FROM Account a"), ElementsAre("Id", "Owner.Name"));
  EXPECT_THAT(Columns("SELECT Account.Id FROM Account"), ElementsAre("Id"));
}

TEST(SelectList, NamesAggregatesAsTheReplyDoes) {
  EXPECT_THAT(Columns("SELECT Owner.Name, COUNT(Id), MAX(Amount) top, SUM(Amount) FROM Opportunity "
                      "GROUP BY Owner.Name"),
              ElementsAre("Name", "expr0", "top", "expr1"));
}

TEST(SelectList, ACountOfAllHasNoColumns) {
  EXPECT_THAT(Columns("SELECT COUNT() FROM Account"), IsEmpty());
}

TEST(SelectList, FormattingFunctionsKeepTheFieldsName) {
  EXPECT_THAT(
      Columns(
          "SELECT toLabel(Status), FORMAT(Amount) amt, convertCurrency(Amount) FROM Opportunity"),
      ElementsAre("Status", "amt", "Amount"));
}

TEST(SelectList, FieldsFunctionNamesNothing) {
  EXPECT_THAT(Columns("SELECT FIELDS(ALL) FROM Account LIMIT 200"), IsEmpty());
}

TEST(SelectList, TypeofIsOneColumn) {
  EXPECT_THAT(
      Columns(
          "SELECT Id, TYPEOF What WHEN Account THEN Phone, Name ELSE Name END, Subject FROM Event"),
      ElementsAre("Id", "What", "Subject"));
}

TEST(SelectList, ChildQueriesAreListedWithTheirOwnColumns) {
  const SelectedColumns list = ParseSelectList(
      "SELECT Name, (SELECT LastName, (SELECT Id FROM Cases) FROM Contacts WHERE X IN ('a')), Id "
      "FROM Account");
  EXPECT_THAT(list.columns, ElementsAre("Name", "Id"));
  ASSERT_EQ(list.children.size(), 1u);
  EXPECT_EQ(list.children[0].relationship, "Contacts");
  EXPECT_THAT(list.children[0].selected.columns, ElementsAre("LastName"));
  ASSERT_EQ(list.children[0].selected.children.size(), 1u);
  EXPECT_EQ(list.children[0].selected.children[0].relationship, "Cases");
}

TEST(SelectList, TextThatIsNoQueryNamesNothing) {
  EXPECT_THAT(Columns(""), IsEmpty());
  EXPECT_THAT(Columns("DROP TABLE x"), IsEmpty());
  EXPECT_THAT(Columns("SELECT ((((("), IsEmpty());
  EXPECT_THAT(Columns("SELECT Id, 'x"), IsEmpty());
}

}  // namespace
}  // namespace sfconnector
