// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

class RowDerivedTest : public OrgTest {
 protected:
  // The row's fields as one text, `a|b`.
  std::string Row(const std::string& object, const std::string& id, const std::string& fields) {
    const HttpReply reply =
        Call("GET", std::string(kData) + "/sobjects/" + object + "/" + id + "?fields=" + fields);
    std::string row;
    for (const auto& [name, value] : reply.Json().members) {
      if (name == "attributes" || name == "Id") continue;
      if (!row.empty()) row += "|";
      if (value.is_string()) {
        row += value.text;
      } else {
        value.AppendTo(&row);
      }
    }
    return row;
  }
  void Update(const std::string& object, const std::string& id, const std::string& json) {
    const HttpReply reply =
        Call("PATCH", std::string(kData) + "/sobjects/" + object + "/" + id, json);
    EXPECT_EQ(204, reply.status) << reply.body;
  }
};

TEST_F(RowDerivedTest, StagesDecideWhatAnOpportunityIs) {
  const std::string fields = "IsClosed,IsWon,Probability,ForecastCategoryName,ExpectedRevenue";
  const std::string id = Create("Opportunity",
                                R"({"Name":"o","StageName":"Prospecting","CloseDate":"2024-08-01",
                                    "Amount":1000})");
  EXPECT_EQ("false|false|10.0|Pipeline|100.0", Row("Opportunity", id, fields));
  Update("Opportunity", id, R"({"StageName":"Closed Won"})");
  EXPECT_EQ("true|true|100.0|Closed|1000.0", Row("Opportunity", id, fields));
  Update("Opportunity", id, R"({"StageName":"Closed Lost"})");
  EXPECT_EQ("true|false|0.0|Omitted|0.0", Row("Opportunity", id, fields));
  Update("Opportunity", id, R"({"StageName":"Prospecting","Probability":55})");
  EXPECT_EQ("false|false|55.0|Pipeline|550.0", Row("Opportunity", id, fields));
  EXPECT_EQ("2024|3|2024 3", Row("Opportunity", id, "FiscalYear,FiscalQuarter,Fiscal"));
}

TEST_F(RowDerivedTest, CasesTakeWhatTheirContactHasAndKnowWhenTheyWereClosed) {
  const std::string account = Create("Account", R"({"Name":"a"})");
  const std::string contact = Create("Contact", R"({"LastName":"c","Email":"c@example.com",
      "Phone":"1","AccountId":")" + account + "\"}");
  const std::string id = Create("Case", R"({"Subject":"s","ContactId":")" + contact + "\"}");
  EXPECT_EQ(account + "|c@example.com|1|New|false|null",
            Row("Case", id, "AccountId,ContactEmail,ContactPhone,Status,IsClosed,ClosedDate"));
  Update("Case", id, R"({"Status":"Closed"})");
  EXPECT_EQ("true|2024-05-15T12:00:00.000+0000", Row("Case", id, "IsClosed,ClosedDate"));
  Update("Case", id, R"({"Status":"Working"})");
  EXPECT_EQ("false|null", Row("Case", id, "IsClosed,ClosedDate"));
  EXPECT_EQ(8u, Row("Case", id, "CaseNumber").size());
}

TEST_F(RowDerivedTest, ActivitiesBelongToAnAccount) {
  const std::string account = Create("Account", R"({"Name":"a"})");
  const std::string contact =
      Create("Contact", R"({"LastName":"c","AccountId":")" + account + "\"}");
  const std::string task =
      Create("Task", R"({"Subject":"Call","Priority":"High","WhoId":")" + contact + "\"}");
  EXPECT_EQ(account + "|false|true", Row("Task", task, "AccountId,IsClosed,IsHighPriority"));
  Update("Task", task, R"({"Status":"Completed"})");
  EXPECT_EQ("true", Row("Task", task, "IsClosed"));
  const std::string event = Create("Event", R"({"Subject":"Call","DurationInMinutes":30,
      "StartDateTime":"2024-05-20T09:00:00Z","WhatId":")" +
                                                account + "\"}");
  EXPECT_EQ(account + "|2024-05-20T09:30:00.000+0000|2024-05-20",
            Row("Event", event, "AccountId,EndDateTime,ActivityDate"));
}

TEST_F(RowDerivedTest, LineItemsTakePriceAndProductOfTheirEntry) {
  const std::string product = Create("Product2", R"({"Name":"Lamp","ProductCode":"L1"})");
  const std::string book = Column("SELECT Id FROM Pricebook2", "Id");
  const std::string entry = Create("PricebookEntry", R"({"UnitPrice":12.5,"IsActive":true,
      "Product2Id":")" + product + R"(","Pricebook2Id":")" +
                                                         book + "\"}");
  EXPECT_EQ("Lamp|L1", Row("PricebookEntry", entry, "Name,ProductCode"));
  const std::string opportunity =
      Create("Opportunity", R"({"Name":"o","StageName":"Prospecting","CloseDate":"2024-08-01"})");
  const std::string item =
      Create("OpportunityLineItem", R"({"Quantity":3,"OpportunityId":")" + opportunity +
                                        R"(","PricebookEntryId":")" + entry + "\"}");
  EXPECT_EQ("12.5|12.5|37.5|L1",
            Row("OpportunityLineItem", item, "ListPrice,UnitPrice,TotalPrice,ProductCode"));
}

TEST_F(RowDerivedTest, NamesOfPeopleFollowTheirParts) {
  const std::string id = Create("Lead", R"({"FirstName":"Ada","LastName":"King","Company":"c"})");
  EXPECT_EQ("Ada King", Row("Lead", id, "Name"));
  Update("Lead", id, R"({"FirstName":null})");
  EXPECT_EQ("King", Row("Lead", id, "Name"));
}

TEST_F(RowDerivedTest, NewRowsGetDefaultsUnlessNullIsGiven) {
  const std::string a = Create("Case", R"({"Subject":"a"})");
  const std::string b = Create("Case", R"({"Subject":"b","Priority":null})");
  EXPECT_EQ("Medium", Row("Case", a, "Priority"));
  EXPECT_EQ("null", Row("Case", b, "Priority"));
}

}  // namespace
}  // namespace sfsim
