// SPDX-License-Identifier: Apache-2.0
// Reports: runs at once and in the background, with what was found by its groupings.
#include <tuple>

#include "sfconnector/v1/report_service.pb.h"
#include "tests/conformance/conformance_test.h"
#include "tests/conformance/every_operation.h"

namespace sfconnector::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kItems[] = "00O000000000001EAA";
constexpr char kByText[] = "00O000000000002EAA";
constexpr char kByMonth[] = "00O000000000003EAA";
constexpr char kFails[] = "00O000000000004EAA";
constexpr char kReports[] = "/services/data/v59.0/analytics/reports";
constexpr char kHostile[] = "O'Brien <& \"Söhne\"]]> /x 😀";

class Reports : public ConformanceTest {
 protected:
  void SetUp() override {
    ConformanceTest::SetUp();
    Use(Settings(org()));
  }

  static void InsertItems() {
    org().Insert(
        "Item__c",
        {R"("Name":"a","Price__c":16000.01,"Day__c":"2015-07-31","Text__c":"north","Flag__c":true)",
         R"("Name":"b","Price__c":0.1,"Day__c":"2015-08-01","Text__c":"south","Flag__c":false)",
         R"("Name":"c","Day__c":"2015-08-31","Flag__c":false)",
         R"("Name":"d","Price__c":5.5,"Day__c":"2015-08-02","Text__c":"north","Flag__c":false)"});
  }

  Outcome Run(const v1::RunReportRequest& request) {
    v1::RunReportResponse response;
    Outcome outcome = Call("ReportService/RunReport", request, &response);
    result_ = response.result();
    return outcome;
  }

  static v1::RunReportRequest Of(const std::string& report, bool details = false) {
    v1::RunReportRequest request;
    request.set_report_id(report);
    request.set_include_details(details);
    return request;
  }

  static v1::RunReportRequest Filtered(const std::string& column, const std::string& op,
                                       const std::string& value) {
    v1::RunReportRequest request = Of(kItems, true);
    v1::ReportFilter& filter = *request.mutable_report_metadata()->add_report_filters();
    filter.set_column(column);
    filter.set_operator_(op);
    filter.set_value(value);
    return request;
  }

  // The facts as `down labels | across labels: summaries`.
  std::vector<std::string> Facts() const {
    std::vector<std::string> facts;
    for (const v1::ReportFact& fact : result_.fact_map()) {
      std::string text;
      for (const auto& step : fact.down()) text += step.label() + " ";
      text += "|";
      for (const auto& step : fact.across()) text += " " + step.label();
      text += ":";
      for (const auto& cell : fact.aggregates()) text += " " + TextOf(cell.value());
      facts.push_back(text);
    }
    return facts;
  }

  std::string Start(const std::string& report) {
    v1::RunReportAsyncRequest request;
    request.set_report_id(report);
    request.set_include_details(true);
    v1::RunReportAsyncResponse response;
    EXPECT_TRUE(Succeeded(Call("ReportService/RunReportAsync", request, &response)));
    return response.instance().id();
  }

  Outcome GetInstance(const std::string& report, const std::string& id) {
    v1::GetReportInstanceRequest request;
    request.set_report_id(report);
    request.set_instance_id(id);
    return Call("ReportService/GetReportInstance", request, &instance_);
  }

  v1::ReportResult result_;
  v1::GetReportInstanceResponse instance_;
};

TEST_F(Reports, TheReportsThatWereViewedLastAreListed) {
  v1::ListReportsResponse response;
  ASSERT_TRUE(Succeeded(Call("ReportService/ListReports", v1::ListReportsRequest(), &response)));
  ASSERT_THAT(response.reports(), SizeIs(4));
  const v1::ReportSummary& report = response.reports(0);
  EXPECT_EQ(report.id(), kItems);
  EXPECT_EQ(report.name(), "Items \"<&>\" O'Brien ]]>");
  EXPECT_EQ(report.url(), std::string(kReports) + "/" + kItems);
  EXPECT_EQ(report.describe_url(), report.url() + "/describe");
  EXPECT_EQ(report.instances_url(), report.url() + "/instances");
  EXPECT_THAT(report.extra(), IsEmpty());
}

TEST_F(Reports, ADescribedReportHasItsMetadataTyped) {
  v1::DescribeReportRequest request;
  request.set_report_id(kByMonth);
  v1::DescribeReportResponse response;
  ASSERT_TRUE(Succeeded(Call("ReportService/DescribeReport", request, &response)));
  EXPECT_EQ(response.attributes().report_id(), kByMonth);
  const v1::ReportMetadata& metadata = response.report_metadata();
  EXPECT_EQ(metadata.report_format(), "MATRIX");
  EXPECT_EQ(metadata.report_type().type(), "Item__c");
  EXPECT_EQ(metadata.groupings_across(0).date_granularity(), "Month");
  EXPECT_TRUE(metadata.has_has_detail_rows());
  EXPECT_THAT(metadata.extra(), IsEmpty());
  const v1::ReportExtendedMetadata& info = response.report_extended_metadata();
  EXPECT_EQ(info.aggregate_column_info().at("s!Item__c.Price__c").label(), "Sum of Price__c");
  EXPECT_EQ(info.grouping_column_info().at("Item__c.Day__c").data_type(), "date");
  const v1::ReportTypeMetadata& type = response.report_type_metadata();
  EXPECT_EQ(type.categories(0).columns().at("Item__c.Price__c").data_type(), "currency");
  EXPECT_THAT(type.categories(0).columns().at("Item__c.Name").extra(), IsEmpty());
}

TEST_F(Reports, ATabularReportHasItsRows) {
  InsertItems();
  ASSERT_TRUE(Succeeded(Run(Of(kItems, true))));
  EXPECT_TRUE(result_.all_data());
  EXPECT_TRUE(result_.has_detail_rows());
  EXPECT_EQ(result_.attributes().report_name(), "Items \"<&>\" O'Brien ]]>");
  EXPECT_THAT(result_.extra(), IsEmpty());
  EXPECT_THAT(Facts(), ElementsAre("|: 16005.61 4"));
  ASSERT_THAT(result_.fact_map(0).rows(), SizeIs(4));
  const auto& cells = result_.fact_map(0).rows(0).data_cells();
  EXPECT_EQ(cells[0].label(), "a");
  EXPECT_EQ(cells[1].label(), "$16,000.01");
  EXPECT_EQ(TextOf(cells[1].value()), "16000.01");
  EXPECT_EQ(TextOf(cells[2].value()), "2015-07-31");
  EXPECT_TRUE(result_.fact_map(0).rows(2).data_cells(1).value().has_null_value());
  ASSERT_TRUE(Succeeded(Run(Of(kItems))));
  EXPECT_FALSE(result_.has_detail_rows());
  EXPECT_THAT(result_.fact_map(0).rows(), IsEmpty());
}

TEST_F(Reports, TheFactsOfASummaryReportAreWalkedByTheirGroupings) {
  InsertItems();
  ASSERT_TRUE(Succeeded(Run(Of(kByText, true))));
  EXPECT_THAT(Facts(),
              ElementsAre("- false |: null null null", "- |: null null null",
                          "north false |: 5.5 5.5 5.5", "north true |: 16000.01 16000.01 16000.01",
                          "north |: 8002.755 5.5 16000.01", "south false |: 0.1 0.1 0.1",
                          "south |: 0.1 0.1 0.1", "|: 5335.203333333334 0.1 16000.01"));
  const v1::ReportFact& fact = result_.fact_map(2);
  EXPECT_EQ(fact.key(), fact.down_key() + "!" + fact.across_key());
  EXPECT_EQ(fact.across_key(), "T");
  EXPECT_EQ(fact.down(1).key(), fact.down_key());
  EXPECT_THAT(fact.rows(), SizeIs(1));
  EXPECT_TRUE(result_.fact_map(0).down(0).value().has_null_value());
  EXPECT_EQ(result_.groupings_down().groupings(1).groupings(0).label(), "false");
}

TEST_F(Reports, TheFactsOfAMatrixReportHaveBothSides) {
  InsertItems();
  ASSERT_TRUE(Succeeded(Run(Of(kByMonth))));
  EXPECT_THAT(Facts(), ElementsAre("- | August 2015: 0", "- |: 0", "north | July 2015: 16000.01",
                                   "north | August 2015: 5.5", "north |: 16005.51",
                                   "south | August 2015: 0.1", "south |: 0.1",
                                   "| July 2015: 16000.01", "| August 2015: 5.6", "|: 16005.61"));
  EXPECT_EQ(TextOf(result_.fact_map(2).across(0).value()), "2015-07-01");
}

TEST_F(Reports, FiltersOfARunApplyToItAlone) {
  InsertItems();
  ASSERT_TRUE(Succeeded(Run(Filtered("Item__c.Text__c", "equals", "north"))));
  EXPECT_THAT(Facts(), ElementsAre("|: 16005.51 2"));
  EXPECT_EQ(result_.report_metadata().report_filters(0).value(), "north");
  ASSERT_TRUE(Succeeded(Run(Of(kItems))));
  EXPECT_THAT(Facts(), ElementsAre("|: 16005.61 4"));
  EXPECT_THAT(result_.report_metadata().report_filters(), IsEmpty());
  v1::RunReportRequest logic = Filtered("Item__c.Name", "equals", "a");
  v1::ReportFilter& other = *logic.mutable_report_metadata()->add_report_filters();
  other.set_column("Item__c.Name");
  other.set_operator_("equals");
  other.set_value("b");
  logic.mutable_report_metadata()->set_report_boolean_filter("1 OR 2");
  ASSERT_TRUE(Succeeded(Run(logic)));
  EXPECT_THAT(Facts(), ElementsAre("|: 16000.11 2"));
}

TEST_F(Reports, SavedFiltersAreTakenAwayByAnEmptyListAndNull) {
  org().Insert("Account", {R"("Name":"x")", R"("Name":"y")"});
  ASSERT_TRUE(Succeeded(Run(Of(kFails))));
  EXPECT_THAT(Facts(), ElementsAre("|: 1"));
  EXPECT_EQ(result_.report_metadata().report_boolean_filter(), "1");
  v1::RunReportRequest request = Of(kFails);
  v1::Field& filters = *request.mutable_report_metadata()->add_extra();
  filters.set_name("reportFilters");
  filters.mutable_value()->mutable_list_value();
  *request.mutable_report_metadata()->add_extra() = NullField("reportBooleanFilter");
  ASSERT_TRUE(Succeeded(Run(request)));
  EXPECT_THAT(Facts(), ElementsAre("|: 2"));
}

TEST_F(Reports, HostileValuesAreWhatTheyAre) {
  v1::CreateRecordResponse created;
  ASSERT_TRUE(Succeeded(CreateRecord(
      "Item__c", {TextField("Name", kHostile), TextField("Text__c", kHostile)}, &created)));
  ASSERT_TRUE(Succeeded(Run(Of(kItems, true))));
  EXPECT_EQ(result_.fact_map(0).rows(0).data_cells(3).label(), kHostile);
  EXPECT_EQ(TextOf(result_.fact_map(0).rows(0).data_cells(0).value()), created.id());
  ASSERT_TRUE(Succeeded(Run(Of(kByText))));
  EXPECT_EQ(result_.fact_map(0).down(0).label(), kHostile);
  for (const char* value : {"O'Brien", "]]>", "<&", "😀"}) {
    ASSERT_TRUE(Succeeded(Run(Filtered("Item__c.Text__c", "contains", value)))) << value;
    EXPECT_THAT(result_.fact_map(0).rows(), SizeIs(1)) << value;
  }
  for (const char* value : {"' OR Name != '", "%", "\\", ""}) {
    ASSERT_TRUE(Succeeded(Run(Filtered("Item__c.Text__c", "equals", value)))) << value;
    EXPECT_THAT(result_.fact_map(0).rows(), IsEmpty()) << value;
  }
}

TEST_F(Reports, MetadataThatIsWrongIsRefused) {
  Outcome outcome = Run(Filtered("Item__c.x\"", "equals", "1"));
  EXPECT_TRUE(FailedWith(outcome, kInvalidArgument, "BAD_REQUEST"));
  EXPECT_EQ(outcome.detail.http_status(), 400);
  EXPECT_EQ(outcome.detail.retryability(), v1::RETRYABILITY_NEVER);
  EXPECT_EQ(outcome.detail.errors(0).message(),
            "Specify a valid filterable column because Item__c.x\" is invalid.");
  EXPECT_TRUE(
      FailedWith(Run(Filtered("Item__c.Name", "near", "1")), kInvalidArgument, "BAD_REQUEST"));
  v1::RunReportRequest request = Of(kItems);
  request.mutable_report_metadata()->set_report_format("MULTI_BLOCK");
  EXPECT_EQ(Run(request).code, kUnimplemented);
}

TEST_F(Reports, ARunOfManyRowsSaysThatItIsCut) {
  const std::vector<std::string> rows(200, R"("Name":"n","Price__c":1)");
  for (int i = 0; i < 10; ++i) org().Insert("Item__c", rows);
  ASSERT_TRUE(Succeeded(Run(Of(kItems, true))));
  EXPECT_TRUE(result_.all_data());
  EXPECT_FALSE(result_.has_exceeded_tabular_row_limit());
  org().InsertOne("Item__c", R"("Name":"n","Price__c":1)");
  ASSERT_TRUE(Succeeded(Run(Of(kItems, true))));
  EXPECT_FALSE(result_.all_data());
  EXPECT_TRUE(result_.has_exceeded_tabular_row_limit());
  EXPECT_THAT(result_.fact_map(0).rows(), SizeIs(2000));
}

TEST_F(Reports, ReportsThatAreNotThereAreToldApart) {
  const Outcome missing = Run(Of("00O000000000009EAA"));
  EXPECT_TRUE(FailedWith(missing, kNotFound, "NOT_FOUND"));
  EXPECT_EQ(missing.detail.http_status(), 404);
  v1::DeleteReportRequest request;
  request.set_report_id(kItems);
  v1::DeleteReportResponse deleted;
  ASSERT_TRUE(Succeeded(Call("ReportService/DeleteReport", request, &deleted)));
  EXPECT_TRUE(FailedWith(Run(Of(kItems)), kNotFound, "ENTITY_IS_DELETED"));
  EXPECT_TRUE(FailedWith(Call("ReportService/DeleteReport", request, &deleted), kNotFound,
                         "ENTITY_IS_DELETED"));
  org().ClearJournal();
  for (const char* id : {"", "../x", "00O000000000001EAA/x", "'; --"}) {
    const Outcome outcome = Run(Of(id));
    EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
    EXPECT_THAT(outcome.fields, ElementsAre("report_id")) << id;
  }
  EXPECT_EQ(org().Count("GET"), 0);
}

TEST_F(Reports, EveryCallTellsWhichReportIsNotThere) {
  v1::DeleteReportRequest request;
  request.set_report_id(kItems);
  v1::DeleteReportResponse deleted;
  ASSERT_TRUE(Succeeded(Call("ReportService/DeleteReport", request, &deleted)));
  const std::vector<std::pair<std::string, std::string>> reports = {
      {"00O000000000009EAA", "NOT_FOUND"}, {kItems, "ENTITY_IS_DELETED"}};
  for (const auto& [id, reason] : reports) {
    for (const AnyOperation& operation : EveryOperation()) {
      if (!operation.name.starts_with("ReportService/") ||
          operation.name == "ReportService/ListReports") {
        continue;
      }
      SCOPED_TRACE(operation.name);
      AnyOperation call = operation;
      std::string& message = call.messages.front();
      message.replace(message.find("00O"), id.size(), id);
      const Outcome outcome = CallTo(connection(), call);
      EXPECT_TRUE(FailedWith(outcome, kNotFound, reason));
      EXPECT_EQ(outcome.detail.http_status(), 404);
    }
  }
}

TEST_F(Reports, ARunInTheBackgroundIsOneOfItsReport) {
  EXPECT_TRUE(FailedWith(GetInstance(kByText, Start(kItems)), kNotFound, "NOT_FOUND"));
  EXPECT_TRUE(FailedWith(GetInstance(kItems, "0LG000000000999AAA"), kNotFound, "NOT_FOUND"));
}

TEST_F(Reports, AReportThatIsForbiddenIsALackOfRights) {
  org().Fault(R"({"match":{"method":"GET"},"action":{"status":403,"error":{"code":"FORBIDDEN",)"
              R"("message":"The report definition is obsolete."}}})");
  EXPECT_TRUE(Refused(Run(Of(kItems)), kPermissionDenied, "FORBIDDEN", 403,
                      "The report definition is obsolete."));
}

TEST_F(Reports, MetadataOfARunInTheBackgroundThatIsWrongIsRefused) {
  v1::RunReportAsyncRequest request;
  request.set_report_id(kItems);
  *request.mutable_report_metadata() = Filtered("Item__c.x]]>", "equals", "1").report_metadata();
  v1::RunReportAsyncResponse response;
  const Outcome outcome = Call("ReportService/RunReportAsync", request, &response);
  EXPECT_TRUE(Refused(outcome, kInvalidArgument, "BAD_REQUEST", 400,
                      "Specify a valid filterable column because Item__c.x]]> is invalid."));
  EXPECT_EQ(outcome.detail.outcome(), v1::OUTCOME_NOT_DONE);
}

TEST_F(Reports, LimitsOfOneMomentAreTriedAgainAndThoseOfAnHourAreNot) {
  const std::vector<std::tuple<std::string, std::string, bool>> limits = {
      {"RunReport", "it can accept only as many as 20 requests at a time to run reports", true},
      {"GetReportInstance",
       "it can accept only as many as 200 requests at a time to get results of asynchronous runs",
       true},
      {"RunReportAsync",
       "You can't run more than 1,200 reports asynchronously every 60 minutes. Try again later.",
       false}};
  for (const auto& [name, message, passes] : limits) {
    SCOPED_TRACE(name);
    org().ClearFaults();
    org().Fault(std::string(R"({"match":{"path":")") + kReports +
                R"(","count":0},"action":{"status":403,"error":{"code":"FORBIDDEN","message":")" +
                message + "\"}}}");
    for (const AnyOperation& operation : EveryOperation()) {
      if (operation.name != "ReportService/" + name) continue;
      org().ClearJournal();
      const Outcome outcome = CallTo(connection(), operation);
      EXPECT_TRUE(FailedWith(outcome, kResourceExhausted, "FORBIDDEN"));
      EXPECT_EQ(outcome.detail.retryability(),
                passes ? v1::RETRYABILITY_SAFE : v1::RETRYABILITY_NEVER);
      EXPECT_THAT(org().Journal(), SizeIs(passes ? 4 : 1));
    }
  }
}

TEST_F(Reports, ALimitOfRunsIsNoLackOfRights) {
  org().Fault(R"({"match":{"method":"GET"},"action":{"error":{"code":"FORBIDDEN","message":)"
              R"("You can't run more than 500 reports synchronously every 60 minutes. Try again )"
              R"(later."},"status":403}})");
  const Outcome outcome = Run(Of(kItems));
  EXPECT_TRUE(FailedWith(outcome, kResourceExhausted, "FORBIDDEN"));
  EXPECT_EQ(outcome.detail.http_status(), 403);
  EXPECT_EQ(org().Count("GET"), 1);
}

TEST_F(Reports, ACutResultIsFetchedAgainAlsoByPost) {
  InsertItems();
  org().Fault(std::string(R"({"match":{"method":"POST","path":")") + kReports +
              R"("},"action":{"cutAfter":100}})");
  ASSERT_TRUE(Succeeded(Run(Filtered("Item__c.Text__c", "equals", "north"))));
  EXPECT_THAT(Facts(), ElementsAre("|: 16005.51 2"));
  EXPECT_EQ(org().Count("POST", kReports), 2);
}

TEST_F(Reports, RunsInTheBackgroundDecodeInEveryState) {
  InsertItems();
  ASSERT_TRUE(Succeeded(GetInstance(kByText, Start(kByText))));
  EXPECT_EQ(instance_.instance().status(), "New");
  EXPECT_FALSE(instance_.has_result());
  EXPECT_FALSE(instance_.instance().has_completion_date());
  ASSERT_TRUE(Succeeded(GetInstance(kByMonth, Start(kByMonth))));
  EXPECT_EQ(instance_.instance().status(), "Running");
  EXPECT_FALSE(instance_.has_result());
  ASSERT_TRUE(Succeeded(GetInstance(kFails, Start(kFails))));
  EXPECT_EQ(instance_.instance().status(), "Error");
  EXPECT_FALSE(instance_.has_result());
  ASSERT_TRUE(Succeeded(GetInstance(kItems, Start(kItems))));
  EXPECT_EQ(instance_.instance().status(), "Success");
  EXPECT_GT(instance_.instance().completion_date().seconds(), 0);
  EXPECT_EQ(instance_.instance().report_id(), kItems);
  EXPECT_THAT(instance_.instance().extra(), IsEmpty());
  result_ = instance_.result();
  EXPECT_THAT(Facts(), ElementsAre("|: 16005.61 4"));
  EXPECT_THAT(result_.fact_map(0).rows(), SizeIs(4));
}

TEST_F(Reports, ARunInTheBackgroundTakesFilters) {
  InsertItems();
  v1::RunReportAsyncRequest request;
  request.set_report_id(kItems);
  *request.mutable_report_metadata() =
      Filtered("Item__c.Text__c", "equals", "south").report_metadata();
  v1::RunReportAsyncResponse response;
  ASSERT_TRUE(Succeeded(Call("ReportService/RunReportAsync", request, &response)));
  EXPECT_GT(response.instance().request_date().seconds(), 0);
  EXPECT_THAT(response.instance().url(), HasSubstr("/instances/" + response.instance().id()));
  ASSERT_TRUE(Succeeded(GetInstance(kItems, response.instance().id())));
  result_ = instance_.result();
  EXPECT_THAT(Facts(), ElementsAre("|: 0.1 1"));
}

TEST_F(Reports, RunsInTheBackgroundAreListedAndDeleted) {
  const std::string first = Start(kItems);
  const std::string second = Start(kItems);
  v1::ListReportInstancesRequest list;
  list.set_report_id(kItems);
  v1::ListReportInstancesResponse listed;
  ASSERT_TRUE(Succeeded(Call("ReportService/ListReportInstances", list, &listed)));
  ASSERT_THAT(listed.instances(), SizeIs(2));
  EXPECT_EQ(listed.instances(0).id(), second);
  EXPECT_EQ(listed.instances(1).id(), first);
  EXPECT_TRUE(listed.instances(1).has_detail_rows());
  v1::DeleteReportInstanceRequest request;
  request.set_report_id(kItems);
  request.set_instance_id(first);
  v1::DeleteReportInstanceResponse deleted;
  ASSERT_TRUE(Succeeded(Call("ReportService/DeleteReportInstance", request, &deleted)));
  EXPECT_TRUE(FailedWith(GetInstance(kItems, first), kNotFound, "NOT_FOUND"));
  const Outcome again = Call("ReportService/DeleteReportInstance", request, &deleted);
  EXPECT_TRUE(FailedWith(again, kNotFound, "NOT_FOUND"));
}

TEST_F(Reports, ARunWhoseReplyIsLostIsNotStartedAgain) {
  org().Fault(std::string(R"({"match":{"method":"POST","path":")") + kReports +
              R"("},"action":{"when":"after","close":"reset"}})");
  v1::RunReportAsyncRequest request;
  request.set_report_id(kItems);
  v1::RunReportAsyncResponse response;
  const Outcome lost = Call("ReportService/RunReportAsync", request, &response);
  EXPECT_EQ(lost.code, kUnavailable) << lost;
  EXPECT_EQ(lost.detail.outcome(), v1::OUTCOME_UNKNOWN);
  EXPECT_EQ(org().Count("POST", kReports), 1);
}

}  // namespace
}  // namespace sfconnector::conformance
