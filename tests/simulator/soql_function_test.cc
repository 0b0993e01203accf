// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

constexpr char kStoreSchema[] = R"({"objects":[{"name":"Store__c","keyPrefix":"a02","fields":[
    {"name":"Name","type":"string","length":80,"nameField":true},
    {"name":"Kind__c","type":"picklist","picklistValues":[{"value":"S","label":"Small shop"},
        {"value":"B","label":"Big shop"}]},
    {"name":"City__c","type":"string","length":40},
    {"name":"Opens__c","type":"time"},
    {"name":"Built__c","type":"date"},
    {"name":"Seen__c","type":"datetime"},
    {"name":"Rent__c","type":"currency"},
    {"name":"Share__c","type":"percent","scale":1},
    {"name":"Staff__c","type":"int"},
    {"name":"Place__c","type":"location"},
    {"name":"Place__Latitude__s","type":"double","scale":6,"compoundFieldName":"Place__c"},
    {"name":"Place__Longitude__s","type":"double","scale":6,"compoundFieldName":"Place__c"},
    {"name":"Account__c","type":"reference","referenceTo":["Account"],
     "relationshipName":"Account__r"}]}]})";

class SoqlFunctionTest : public OrgTest {
 protected:
  void SetUp() override {
    OrgOptions options;
    options.schema_json = kStoreSchema;
    StartOrg(std::move(options));
    Create("Store__c", R"({"Name":"Oslo 1","Kind__c":"S","City__c":"Oslo","Opens__c":"08:30:00Z",
        "Built__c":"2024-01-31","Seen__c":"2024-05-15T23:30:00Z","Rent__c":1234.5,"Share__c":12.5,
        "Staff__c":3,"Place__Latitude__s":59.9139,"Place__Longitude__s":10.7522})");
    Create("Store__c", R"({"Name":"Oslo 2","Kind__c":"B","City__c":"oslo","Opens__c":"10:00:00Z",
        "Built__c":"2023-12-31","Rent__c":-1000000,"Staff__c":5,
        "Place__Latitude__s":59.95,"Place__Longitude__s":10.75})");
    Create("Store__c", R"({"Name":"Bergen","Kind__c":"B","City__c":"Bergen","Rent__c":0.5,
        "Place__Latitude__s":60.3913,"Place__Longitude__s":5.3221})");
    Create("Store__c", R"({"Name":"Nowhere"})");
  }

  std::string Names(const std::string& clauses) {
    return Column("SELECT Name FROM Store__c " + clauses, "Name");
  }

  std::string ErrorCode(const std::string& soql) {
    const HttpReply reply = Query(soql);
    EXPECT_EQ(400, reply.status) << soql << reply.body;
    const JsonValue json = reply.Json();
    return json.is_array() && !json.items.empty() ? json.items[0].Text("errorCode") : reply.body;
  }
};

TEST_F(SoqlFunctionTest, DistancesAreMeasuredAlongTheEarth) {
  const std::string oslo = "DISTANCE(Place__c, GEOLOCATION(59.9139, 10.7522), 'km')";
  EXPECT_EQ("Oslo 1|Oslo 2", Names("WHERE " + oslo + " < 10 ORDER BY Name"));
  EXPECT_EQ("Bergen", Names("WHERE " + oslo + " > 10"));
  EXPECT_EQ("Oslo 1|Oslo 2|Bergen|Nowhere", Names("ORDER BY " + oslo + " NULLS LAST"));
  const std::string away =
      Column("SELECT " + oslo + " away FROM Store__c WHERE Name = 'Bergen'", "away");
  EXPECT_NEAR(304.9, std::stod(away), 1.0);
  const std::string miles = Column(
      "SELECT DISTANCE(Place__c, GEOLOCATION(59.9139, 10.7522), 'mi') FROM Store__c WHERE Name = "
      "'Bergen'",
      "expr0");
  EXPECT_NEAR(std::stod(away) / 1.609344, std::stod(miles), 0.1);
  EXPECT_EQ("null", Column("SELECT " + oslo + " d FROM Store__c WHERE Name = 'Nowhere'", "d"));
  EXPECT_EQ("INVALID_FIELD",
            ErrorCode("SELECT Id FROM Store__c WHERE DISTANCE(Name, GEOLOCATION(1,1), 'km') < 1"));
  EXPECT_EQ("INVALID_QUERY_FILTER_OPERATOR",
            ErrorCode("SELECT Id FROM Store__c WHERE " + oslo + " = 1"));
  EXPECT_EQ("NUMBER_OUTSIDE_VALID_RANGE",
            ErrorCode("SELECT DISTANCE(Place__c, GEOLOCATION(91,1), 'km') FROM Store__c"));
}

TEST_F(SoqlFunctionTest, LabelsAreSelectedComparedAndSortedBy) {
  EXPECT_EQ("Small shop",
            Column("SELECT toLabel(Kind__c) FROM Store__c WHERE Name = 'Oslo 1'", "Kind__c"));
  EXPECT_EQ("Oslo 1", Names("WHERE toLabel(Kind__c) = 'SMALL SHOP'"));
  EXPECT_EQ("Bergen|Oslo 2", Names("WHERE toLabel(Kind__c) LIKE 'big%' ORDER BY Name"));
  EXPECT_EQ("Bergen|Oslo 2|Oslo 1", Names("WHERE Kind__c != null ORDER BY toLabel(Kind__c), Name"));
  const HttpReply both =
      Query("SELECT Kind__c, toLabel(Kind__c) label FROM Store__c WHERE Name = 'Oslo 1'");
  EXPECT_NE(std::string::npos, both.body.find(R"("Kind__c":"S","label":"Small shop")"))
      << both.body;
  EXPECT_EQ("INVALID_FIELD", ErrorCode("SELECT Kind__c, toLabel(Kind__c) FROM Store__c"));
}

TEST_F(SoqlFunctionTest, AFunctionOfAParentsFieldStaysInTheParent) {
  const std::string account = Create("Account", R"({"Name":"Acme","AnnualRevenue":5000})");
  Create("Store__c", R"({"Name":"Child","Account__c":")" + account + "\"}");
  const HttpReply reply = Query(
      "SELECT Name, FORMAT(Account__r.AnnualRevenue), toLabel(Account__r.Name) FROM Store__c WHERE "
      "Name = 'Child'");
  EXPECT_NE(std::string::npos, reply.body.find(R"("AnnualRevenue":"$5,000","Name":"Acme"})"))
      << reply.body;
}

TEST_F(SoqlFunctionTest, FormatShowsValuesAsAUserSeesThem) {
  const auto shown = [this](const std::string& expression, const std::string& name) {
    return Column("SELECT FORMAT(" + expression + ") v FROM Store__c WHERE Name = '" + name + "'",
                  "v");
  };
  EXPECT_EQ("$1,234.50", shown("Rent__c", "Oslo 1"));
  EXPECT_EQ("-$1,000,000.00", shown("convertCurrency(Rent__c)", "Oslo 2"));
  EXPECT_EQ("$0.50", shown("Rent__c", "Bergen"));
  EXPECT_EQ("12.5%", shown("Share__c", "Oslo 1"));
  EXPECT_EQ("1/31/2024", shown("Built__c", "Oslo 1"));
  EXPECT_EQ("5/15/2024, 11:30 PM", shown("Seen__c", "Oslo 1"));
  EXPECT_EQ("8:30 AM", shown("Opens__c", "Oslo 1"));
  EXPECT_EQ("null", shown("Rent__c", "Nowhere"));
  EXPECT_EQ("Oslo 1", shown("Name", "Oslo 1"));
  EXPECT_EQ("12/31/2023", Column("SELECT FORMAT(MIN(Built__c)) v FROM Store__c", "v"));
  EXPECT_EQ("4", Column("SELECT FORMAT(COUNT(Id)) v FROM Store__c", "v"));
}

TEST_F(SoqlFunctionTest, EveryDateFunctionTakesItsPart) {
  const auto part = [this](const std::string& function, const std::string& field) {
    return Column("SELECT " + function + "(" + field +
                      ") p FROM Store__c WHERE Name = 'Oslo 1' GROUP BY " + function + "(" + field +
                      ")",
                  "p");
  };
  EXPECT_EQ("2024", part("CALENDAR_YEAR", "Built__c"));
  EXPECT_EQ("1", part("CALENDAR_QUARTER", "Built__c"));
  EXPECT_EQ("1", part("FISCAL_MONTH", "Built__c"));
  EXPECT_EQ("2", part("FISCAL_QUARTER", "Seen__c"));
  EXPECT_EQ("31", part("DAY_IN_MONTH", "Built__c"));
  EXPECT_EQ("4", part("DAY_IN_WEEK", "Seen__c"));
  EXPECT_EQ("136", part("DAY_IN_YEAR", "Seen__c"));
  EXPECT_EQ("5", part("WEEK_IN_MONTH", "Built__c"));
  EXPECT_EQ("5", part("WEEK_IN_YEAR", "Built__c"));
  EXPECT_EQ("23", part("HOUR_IN_DAY", "convertTimezone(Seen__c)"));
  EXPECT_EQ("2024-05-15", part("DAY_ONLY", "Seen__c"));
  EXPECT_EQ("Oslo 1", Names("WHERE DAY_ONLY(Seen__c) = TODAY"));
  EXPECT_EQ("Oslo 1", Names("WHERE CALENDAR_YEAR(Built__c) = 2024"));
  EXPECT_EQ("INVALID_FIELD", ErrorCode("SELECT Id FROM Store__c WHERE CALENDAR_YEAR(Name) = 1"));
  EXPECT_EQ("INVALID_FIELD", ErrorCode("SELECT Id FROM Store__c WHERE HOUR_IN_DAY(Built__c) = 1"));
}

TEST_F(SoqlFunctionTest, TimesAndAmountsCompare) {
  EXPECT_EQ("Oslo 1", Names("WHERE Opens__c = 08:30:00.000Z"));
  EXPECT_EQ("Oslo 2", Names("WHERE Opens__c > 08:30:00Z"));
  EXPECT_EQ("Oslo 1", Names("WHERE Rent__c > USD1000.5"));
  EXPECT_EQ("Oslo 1|Bergen", Names("WHERE Rent__c IN (usd1234.50, 0.5) ORDER BY Rent__c DESC"));
  EXPECT_EQ("Oslo 2", Names("WHERE Rent__c < -9.99e5"));
}

TEST_F(SoqlFunctionTest, ThousandsOfAlternativesAreOneQuery) {
  std::string where = "WHERE Name = 'Oslo 1'";
  for (int i = 0; i < 500; ++i) where += " OR Name = 'x" + std::to_string(i) + "'";
  EXPECT_EQ("Oslo 1", Names(where));
  std::string all = "WHERE Name != 'x'";
  for (int i = 0; i < 500; ++i) all += " AND Staff__c != " + std::to_string(i + 10);
  EXPECT_EQ("Oslo 1|Oslo 2|Bergen|Nowhere", Names(all));
}

TEST_F(SoqlFunctionTest, ScopeMineIsWhatTheUserOwns) {
  Create("Account", R"({"Name":"mine"})");
  EXPECT_EQ("mine", Column("SELECT Name FROM Account USING SCOPE mine", "Name"));
  EXPECT_EQ("mine", Column("SELECT Name FROM Account USING SCOPE everything", "Name"));
  EXPECT_EQ("INVALID_QUERY_SCOPE", ErrorCode("SELECT Id FROM Account USING SCOPE nobodys"));
}

TEST_F(SoqlFunctionTest, AllRowsBelongsToApex) {
  EXPECT_EQ("MALFORMED_QUERY", ErrorCode("SELECT Id FROM Account ALL ROWS"));
}

}  // namespace
}  // namespace sfsim
