// SPDX-License-Identifier: Apache-2.0
// Reports, run over the org's rows.
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

constexpr char kReports[] = "/services/data/v60.0/analytics/reports";

constexpr char kDefinitions[] = R"({"reports":[
  {"name":"Deals \"<&>\" Söhne","developerName":"Deals","id":"00O000000000001EAA",
   "reportType":{"type":"Opportunity","label":"Opportunities"},"sortBy":[{"sortColumn":"Opportunity.Name","sortOrder":"Asc"}],
   "detailColumns":["Opportunity.Name","Opportunity.Amount","Opportunity.Account.Name","Opportunity.CloseDate"],
   "aggregates":["s!Opportunity.Amount","RowCount"]},
  {"name":"By type","developerName":"ByType","id":"00O000000000002EAA","reportFormat":"SUMMARY",
   "reportType":{"type":"Opportunity","label":"Opportunities"},
   "detailColumns":["Opportunity.Name"],
   "aggregates":["s!Opportunity.Amount","a!Opportunity.Amount","m!Opportunity.Amount","x!Opportunity.Amount","u!Opportunity.AccountId","RowCount"],
   "groupingsDown":[{"name":"Opportunity.Type","sortOrder":"Desc","dateGranularity":"None"},
                    {"name":"Opportunity.StageName","sortOrder":"Asc","dateGranularity":"None"}]},
  {"name":"By month","developerName":"ByMonth","id":"00O000000000003EAA","reportFormat":"MATRIX",
   "reportType":{"type":"Opportunity","label":"Opportunities"},
   "detailColumns":["Opportunity.Name"],"aggregates":["s!Opportunity.Amount","RowCount"],
   "groupingsDown":[{"name":"Opportunity.Account.Name","sortOrder":"Asc","dateGranularity":"None"}],
   "groupingsAcross":[{"name":"Opportunity.CloseDate","sortOrder":"Asc","dateGranularity":"Month"}]},
  {"name":"Fails","developerName":"Fails","id":"00O000000000004EAA","fails":true,
   "reportType":{"type":"Account","label":"Accounts"},"detailColumns":["Account.Name"]}]})";

class ReportTest : public OrgTest {
 protected:
  void SetUp() override {
    OrgOptions options = DefaultOptions();
    options.schema_json = kDefinitions;
    StartOrg(std::move(options));
  }

  void CreateDeals() {
    acme_ = Create("Account", R"({"Name":"Acme"})");
    other_ = Create("Account", R"({"Name":"O'Brien <&>"})");
    Deal("A", "16000.01", acme_, "2015-07-31", "New Customer", "Prospecting");
    Deal("B", "10", other_, "2015-08-01", "New Customer", "Qualification");
    Deal("C", "", acme_, "2015-08-31", "", "Prospecting");
    Deal("D", "5.5", acme_, "2015-08-02", "New Customer", "Prospecting");
  }

  void Deal(const std::string& name, const std::string& amount, const std::string& account,
            const std::string& day, const std::string& type, const std::string& stage) {
    Create("Opportunity", "{\"Name\":\"" + name + "\",\"AccountId\":\"" + account +
                              "\",\"CloseDate\":\"" + day + "\",\"StageName\":\"" + stage + "\"" +
                              (amount.empty() ? "" : ",\"Amount\":" + amount) +
                              (type.empty() ? "" : ",\"Type\":\"" + type + "\"") + "}");
  }

  HttpReply Run(int report, const std::string& metadata = "", const std::string& query = "") {
    const std::string path = kReports + std::string("/") + Id(report) + query;
    if (metadata.empty()) return Call("GET", path);
    return Call("POST", path, "{\"reportMetadata\":" + metadata + "}");
  }

  static std::string Id(int report) { return "00O00000000000" + std::to_string(report) + "EAA"; }

  // The labels of a fact's summaries, `a|b`.
  static std::string Labels(const JsonValue& result, const std::string& key) {
    const JsonValue* fact = result.Find("factMap")->Find(key);
    if (fact == nullptr) return "none";
    std::string labels;
    for (const JsonValue& each : fact->Find("aggregates")->items) {
      labels += (labels.empty() ? "" : "|") + each.Text("label");
    }
    return labels;
  }

  // `label=key(…)` of groupings.
  static std::string Groups(const JsonValue& groupings) {
    std::string out;
    for (const JsonValue& each : groupings.Find("groupings")->items) {
      out += (out.empty() ? "" : " ") + each.Text("label") + "=" + each.Text("key");
      const std::string inner = Groups(each);
      if (!inner.empty()) out += "(" + inner + ")";
    }
    return out;
  }

  // How many rows a report with that filter finds, or the error's message.
  std::string Filtered(const std::string& filters, const std::string& more = "") {
    const HttpReply reply = Run(1, "{\"reportFilters\":" + filters + more + "}");
    if (reply.status != 200) {
      return reply.Json().items.front().Text("errorCode") + ": " +
             reply.Json().items.front().Text("message");
    }
    return Labels(reply.Json(), "T!T").substr(Labels(reply.Json(), "T!T").find('|') + 1);
  }

  static std::string Filter(const std::string& column, const std::string& op,
                            const std::string& value) {
    return R"({"column":"Opportunity.)" + column + R"(","operator":")" + op + R"(","value":")" +
           value + "\"}";
  }

  std::string Start(int report) {
    const HttpReply reply =
        Call("POST", kReports + std::string("/") + Id(report) + "/instances?includeDetails=true");
    EXPECT_EQ(200, reply.status) << reply.body;
    EXPECT_EQ("New", reply.Json().Text("status"));
    EXPECT_NE(std::string::npos, reply.body.find("\"completionDate\":null"));
    return reply.Json().Text("id");
  }

  HttpReply Instance(int report, const std::string& id, const std::string& method = "GET") {
    return Call(method, kReports + std::string("/") + Id(report) + "/instances/" + id);
  }

  std::string acme_;
  std::string other_;
};

TEST_F(ReportTest, ReportsAreRowsAndListed) {
  EXPECT_EQ("ByMonth|ByType|Deals|Fails",
            Column("SELECT DeveloperName FROM Report ORDER BY DeveloperName", "DeveloperName"));
  EXPECT_EQ("Matrix", Column("SELECT Format FROM Report WHERE Id='" + Id(3) + "'", "Format"));
  const JsonValue list = Call("GET", kReports).Json();
  ASSERT_EQ(4u, list.items.size());
  EXPECT_EQ("Deals \"<&>\" Söhne", list.items[0].Text("name"));
  EXPECT_EQ(kReports + std::string("/") + Id(1) + "/describe", list.items[0].Text("describeUrl"));
}

TEST_F(ReportTest, ATabularReportIsOneFact) {
  CreateDeals();
  const JsonValue result = Run(1, "", "?includeDetails=true").Json();
  EXPECT_TRUE(result.Flag("allData"));
  EXPECT_TRUE(result.Flag("hasDetailRows"));
  EXPECT_EQ("Deals \"<&>\" Söhne", result.Find("attributes")->Text("reportName"));
  EXPECT_EQ("$16,015.51|4", Labels(result, "T!T"));
  const JsonValue& row = result.Find("factMap")->Find("T!T")->Find("rows")->items.at(0);
  std::string cells;
  row.AppendTo(&cells);
  EXPECT_NE(std::string::npos,
            cells.find(R"({"label":"$16,000.01","value":{"amount":16000.01,"currency":null}})"));
  EXPECT_NE(std::string::npos, cells.find(R"({"label":"Acme","value":")" + acme_ + "\"}"));
  EXPECT_NE(std::string::npos, cells.find(R"({"label":"7/31/2015","value":"2015-07-31"})"));
  EXPECT_EQ(nullptr,
            Run(1, "", "?includeDetails=false").Json().Find("factMap")->Find("T!T")->Find("rows"));
}

TEST_F(ReportTest, ASummaryReportHasFactsOfEveryLevel) {
  CreateDeals();
  const JsonValue result = Run(2).Json();
  EXPECT_EQ("New Customer=0(Prospecting=0_0 Qualification=0_1) -=1(Prospecting=1_0)",
            Groups(*result.Find("groupingsDown")));
  EXPECT_EQ("$16,005.51|$8,002.76|$5.50|$16,000.01|1|2", Labels(result, "0_0!T"));
  EXPECT_EQ("$16,015.51|$5,338.50|$5.50|$16,000.01|2|3", Labels(result, "0!T"));
  EXPECT_EQ("$0.00|-|-|-|1|1", Labels(result, "1!T"));
  EXPECT_EQ("$16,015.51|$5,338.50|$5.50|$16,000.01|2|4", Labels(result, "T!T"));
}

TEST_F(ReportTest, AMatrixReportHasFactsOfEveryPair) {
  CreateDeals();
  const JsonValue result = Run(3, "", "?includeDetails=true").Json();
  EXPECT_EQ("Acme=0 O'Brien <&>=1", Groups(*result.Find("groupingsDown")));
  EXPECT_EQ("July 2015=0 August 2015=1", Groups(*result.Find("groupingsAcross")));
  EXPECT_EQ("2015-08-01",
            result.Find("groupingsAcross")->Find("groupings")->items[1].Text("value"));
  EXPECT_EQ("$5.50|2", Labels(result, "0!1"));
  EXPECT_EQ("$16,005.51|3", Labels(result, "0!T"));
  EXPECT_EQ("$15.50|3", Labels(result, "T!1"));
  EXPECT_EQ("none", Labels(result, "1!0"));
  EXPECT_EQ(2u, result.Find("factMap")->Find("0!1")->Find("rows")->items.size());
  EXPECT_EQ(0u, result.Find("factMap")->Find("T!T")->Find("rows")->items.size());
}

TEST_F(ReportTest, DatesAreGroupedByTheirSpan) {
  Deal("A", "1", Create("Account", R"({"Name":"x"})"), "2015-08-05", "", "Prospecting");
  const auto label = [this](const std::string& granularity) {
    const HttpReply reply =
        Run(3, R"({"groupingsAcross":[{"name":"Opportunity.CloseDate","dateGranularity":")" +
                   granularity + "\"}]}");
    return reply.status == 200 ? Groups(*reply.Json().Find("groupingsAcross")) : reply.body;
  };
  EXPECT_EQ("8/5/2015=0", label("Day"));
  EXPECT_EQ("8/2/2015 - 8/8/2015=0", label("Week"));
  EXPECT_EQ("Q3 CY2015=0", label("Quarter"));
  EXPECT_EQ("Q3 FY2015=0", label("FiscalQuarter"));
  EXPECT_EQ("FY2015=0", label("FiscalYear"));
  EXPECT_NE(std::string::npos, label("Decade").find("BAD_REQUEST"));
}

TEST_F(ReportTest, FiltersOfARunReplaceThoseThatAreSaved) {
  CreateDeals();
  EXPECT_EQ("2", Filtered("[" + Filter("Name", "equals", "A,b") + "]"));
  EXPECT_EQ("2", Filtered("[" + Filter("Name", "notEqual", "A,B") + "]"));
  EXPECT_EQ("1", Filtered("[" + Filter("Account.Name", "contains", "O'Brien <&>") + "]"));
  EXPECT_EQ("0", Filtered("[" + Filter("Name", "startsWith", "%") + "]"));
  EXPECT_EQ("0", Filtered("[" + Filter("Name", "equals", "') OR (Name != '") + "]"));
  EXPECT_EQ("1", Filtered("[" + Filter("Amount", "greaterThan", "16,000") + "]"));
  EXPECT_EQ("1", Filtered("[" + Filter("Amount", "equals", "") + "]"));
  EXPECT_EQ("3", Filtered("[" + Filter("CloseDate", "greaterOrEqual", "2015-08-01") + "]"));
  EXPECT_EQ("0", Filtered("[" + Filter("CloseDate", "equals", "THIS MONTH") + "]"));
  const std::string three = "[" + Filter("Name", "equals", "A") + "," +
                            Filter("Name", "equals", "B") + "," +
                            Filter("Amount", "lessThan", "100") + "]";
  EXPECT_EQ("1", Filtered(three, R"(,"reportBooleanFilter":"(1 OR 2) AND 3")"));
  EXPECT_EQ("3", Filtered("[]", R"(,"standardDateFilter":{"column":"Opportunity.CloseDate",)"
                                R"("durationValue":"CUSTOM","startDate":"2015-08-01"})"));
  EXPECT_EQ("4", Labels(Run(1).Json(), "T!T").substr(11));
}

TEST_F(ReportTest, WrongFiltersAreBadRequests) {
  EXPECT_EQ("BAD_REQUEST: Specify a valid filterable column because Opportunity.x is invalid.",
            Filtered("[" + Filter("x", "equals", "1") + "]"));
  EXPECT_EQ("BAD_REQUEST: Specify a valid condition because near is invalid.",
            Filtered("[" + Filter("Name", "near", "1") + "]"));
  EXPECT_NE(std::string::npos,
            Filtered("[" + Filter("CloseDate", "equals", "1.2.2015") + "]").find("correct format"));
  EXPECT_EQ(
      "BAD_REQUEST: The specified end date of Opportunity.CloseDate specified for the standard "
      "date "
      "filter is invalid.",
      Filtered("[]", R"(,"standardDateFilter":{"column":"Opportunity.CloseDate",)"
                     R"("durationValue":"CUSTOM","endDate":"1.2.2015"})"));
  EXPECT_EQ(0u, Filtered("[" + Filter("Name", "equals", std::string(1'000'000, ',')) + "]")
                    .find("BAD_REQUEST: "));
  const HttpReply reply = Call("POST", kReports + std::string("/") + Id(1), "{}");
  EXPECT_EQ(400, reply.status);
  EXPECT_NE(std::string::npos, reply.body.find("there is no metadata"));
  EXPECT_EQ(501, Run(1, R"({"reportFormat":"MULTI_BLOCK"})").status);
  EXPECT_EQ(400, Run(1, R"({"reportFormat":"MATRIX"})").status);
  EXPECT_EQ(400, Run(1, R"({"aggregates":["s!Opportunity.Name"]})").status);
}

TEST_F(ReportTest, FilterLogicIsNumbersOperatorsAndParentheses) {
  const std::string two =
      "[" + Filter("Name", "equals", "A") + "," + Filter("Name", "equals", "B") + "]";
  const auto logic = [&](const std::string& text) {
    return Filtered(two, ",\"reportBooleanFilter\":\"" + text + "\"");
  };
  CreateDeals();
  EXPECT_EQ("2", logic("1 or (2)"));
  EXPECT_EQ("2", logic("NOT(1 OR 2)"));
  std::string deep(50'000, '(');
  std::string many = "1";
  for (int i = 0; i < 50'000; ++i) many += " OR 1";
  for (const std::string& wrong :
       {std::string("1 AND 3"), std::string("0"), std::string("1 AND"), std::string("1) OR (2"),
        std::string("(1"), std::string("1 OR Name"), std::string("1OR2"),
        std::string("99999999999999999999"), deep, deep + "1" + std::string(50'000, ')'), many}) {
    EXPECT_EQ(0u, logic(wrong).find("BAD_REQUEST: ")) << wrong.substr(0, 40);
  }
}

TEST_F(ReportTest, GroupingsAndSortingHaveTheirLimits) {
  const auto message = [this](int report, const std::string& metadata) {
    const HttpReply reply = Run(report, metadata);
    return reply.status == 400 ? reply.Json().items[0].Text("message") : reply.body;
  };
  std::string many = R"({"name":"Opportunity.Type"})";
  EXPECT_EQ(200, Run(2, R"({"groupingsDown":[)" + many + "," + many + "," + many + "]}").status);
  for (int i = 0; i < 50'000; ++i) many += R"(,{"name":"Opportunity.Type"})";
  EXPECT_EQ(400, Run(2, R"({"groupingsDown":[)" + many + "]}").status);
  EXPECT_EQ(400, Run(3, R"({"groupingsAcross":[)" + many + "]}").status);
  const std::string sort = R"({"sortBy":[{"sortColumn":"Opportunity.Amount"}]})";
  EXPECT_EQ("Column sorting isn\u2019t supported for matrix reports.", message(3, sort));
  EXPECT_EQ("The sort column name must be from a selected column.", message(2, sort));
  EXPECT_EQ(200, Run(1, sort).status);
}

TEST_F(ReportTest, ManyUnknownKeysOfMetadataAreRepeated) {
  std::string keys;
  for (int i = 0; i < 50'000; ++i) keys += ",\"k" + std::to_string(i) + "\":1";
  const JsonValue result = Run(1, R"({"scope":"user")" + keys + "}").Json();
  EXPECT_EQ("user", result.Find("reportMetadata")->Text("scope"));
  EXPECT_EQ(1, result.Find("reportMetadata")->Integer("k49999"));
}

TEST_F(ReportTest, SumsHaveAsManyDigitsAsTheyNeed) {
  const std::string account = Create("Account", R"({"Name":"a"})");
  for (int i = 0; i < 10; ++i) {
    Deal("A", "9999999999999999.99", account, "2015-07-31", "", "Prospecting");
  }
  EXPECT_EQ("$99,999,999,999,999,999.90|10", Labels(Run(1).Json(), "T!T"));
  EXPECT_NE(std::string::npos, Run(1).body.find("\"value\":99999999999999999.9}"));
  EXPECT_EQ(0u, Labels(Run(2).Json(), "T!T").find("$99,999,999,999,999,999.90|"));
}

TEST_F(ReportTest, ReportsThatAreNotThereAreToldApart) {
  EXPECT_EQ(404, Run(9).status);
  EXPECT_EQ("NOT_FOUND",
            Call("GET", std::string(kReports) + "/nothing").Json().items[0].Text("errorCode"));
  EXPECT_EQ(204, Call("DELETE", kReports + std::string("/") + Id(1)).status);
  const HttpReply reply = Run(1);
  EXPECT_EQ(404, reply.status);
  EXPECT_EQ("ENTITY_IS_DELETED", reply.Json().items[0].Text("errorCode"));
  EXPECT_EQ(3u, Call("GET", kReports).Json().items.size());
}

TEST_F(ReportTest, ADescribedReportHasItsTypesColumns) {
  const JsonValue reply = Call("GET", kReports + std::string("/") + Id(3) + "/describe").Json();
  EXPECT_EQ("MATRIX", reply.Find("reportMetadata")->Text("reportFormat"));
  const JsonValue* info = reply.Find("reportExtendedMetadata");
  EXPECT_EQ("Sum of Amount",
            info->Find("aggregateColumnInfo")->Find("s!Opportunity.Amount")->Text("label"));
  EXPECT_EQ("date",
            info->Find("groupingColumnInfo")->Find("Opportunity.CloseDate")->Text("dataType"));
  const JsonValue& category = reply.Find("reportTypeMetadata")->Find("categories")->items[0];
  EXPECT_EQ("currency", category.Find("columns")->Find("Opportunity.Amount")->Text("dataType"));
}

TEST_F(ReportTest, RunsInTheBackgroundTakeTimeAndExpire) {
  const std::string id = Start(1);
  EXPECT_EQ("New", Instance(1, id).Json().Find("attributes")->Text("status"));
  now_ += 100;
  HttpReply reply = Instance(1, id);
  EXPECT_EQ("Running", reply.Json().Find("attributes")->Text("status"));
  EXPECT_EQ(nullptr, reply.Json().Find("factMap"));
  now_ += 200;
  reply = Instance(1, id);
  EXPECT_EQ("Success", reply.Json().Find("attributes")->Text("status"));
  EXPECT_EQ("ReportInstance", reply.Json().Find("attributes")->Text("type"));
  EXPECT_EQ("$0.00|0", Labels(reply.Json(), "T!T"));
  const std::string list = kReports + std::string("/") + Id(1) + "/instances";
  EXPECT_EQ(id, Call("GET", list).Json().items.at(0).Text("id"));
  now_ += 24 * 3'600'000;
  token_ = Login();
  EXPECT_EQ(404, Instance(1, id).status);
  EXPECT_EQ("[]", Call("GET", list).body);
}

TEST_F(ReportTest, RunsInTheBackgroundFailAndAreDeleted) {
  const std::string id = Start(4);
  now_ += 1000;
  const HttpReply reply = Instance(4, id);
  EXPECT_EQ(200, reply.status);
  EXPECT_EQ("Error", reply.Json().Find("attributes")->Text("status"));
  EXPECT_EQ(404, Instance(1, id).status);
  EXPECT_EQ(204, Instance(4, id, "DELETE").status);
  EXPECT_EQ(404, Instance(4, id).status);
  EXPECT_EQ(404, Instance(4, id, "DELETE").status);
}

TEST_F(ReportTest, TheRunsOfAnHourAreLimited) {
  for (int i = 0; i < 500; ++i) ASSERT_EQ(200, Run(4).status) << i;
  const HttpReply reply = Run(4);
  EXPECT_EQ(403, reply.status);
  EXPECT_NE(std::string::npos, reply.body.find("more than 500 reports synchronously"));
  now_ += 3'600'000;
  EXPECT_EQ(200, Run(4).status);
}

TEST_F(ReportTest, DefinitionsThatContradictTheSchemaAreRefused) {
  OrgOptions options = DefaultOptions();
  options.schema_json = R"({"reports":[{"name":"x","developerName":"x",
      "reportType":{"type":"Account"},"detailColumns":["Account.Nothing"]}]})";
  const absl::Status status = Org::Create(std::move(options)).status();
  EXPECT_EQ(0u, status.message().find("report x: "));
  EXPECT_NE(std::string::npos, status.message().find("Account.Nothing"));
}

class ManyRowsTest : public ReportTest {
 protected:
  void SetUp() override {
    OrgOptions options = DefaultOptions();
    options.schema_json = kDefinitions;
    options.generate = {{"Account", 2001}};
    StartOrg(std::move(options));
  }
};

TEST_F(ManyRowsTest, ARunLooksAtTheFirstTwoThousandRows) {
  const JsonValue result = Run(4, "", "?includeDetails=true").Json();
  EXPECT_FALSE(result.Flag("allData", true));
  EXPECT_TRUE(result.Flag("hasExceededTabularRowLimit"));
  EXPECT_EQ(2000u, result.Find("factMap")->Find("T!T")->Find("rows")->items.size());
}

}  // namespace
}  // namespace sfsim
