// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "sfconnector/v1/report_service.pb.h"
#include "tests/core/salesforce/operation_harness.h"

namespace sfconnector {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kReport[] = "00O000000000001EAA";
constexpr char kInstance[] = "0LG000000000001GAA";

class ReportsTest : public ::testing::Test {
 protected:
  // Runs a report whose reply has these groupings and this fact map.
  absl::Status Run(const std::string& down, const std::string& across,
                   const std::string& fact_map) {
    harness_.http.AddReply(200, R"({"attributes":{"type":"Report","reportId":"00O1","reportName":)"
                                R"("Deals","new":1},"allData":true,"factMap":)" +
                                    fact_map + R"(,"groupingsDown":{"groupings":)" + down +
                                    R"(},"groupingsAcross":{"groupings":)" + across +
                                    R"(},"hasDetailRows":false,"picklistColors":{"a":1}})");
    v1::RunReportRequest request;
    request.set_report_id(kReport);
    v1::RunReportResponse response;
    absl::Status status = harness_.Run("ReportService/RunReport", request, response);
    result_ = response.result();
    return status;
  }

  // Keys of the facts in their order, with the labels that lead to each: `0_1!T:A/B,`.
  std::vector<std::string> Facts() const {
    std::vector<std::string> facts;
    for (const v1::ReportFact& fact : result_.fact_map()) {
      std::string text = fact.key() + ":";
      for (const auto& step : fact.down()) text += "/" + step.label();
      text += ",";
      for (const auto& step : fact.across()) text += "/" + step.label();
      facts.push_back(text);
    }
    return facts;
  }

  absl::Status GetInstance(const std::string& reply) {
    harness_.http.AddReply(200, reply);
    v1::GetReportInstanceRequest request;
    request.set_report_id(kReport);
    request.set_instance_id(kInstance);
    return harness_.Run("ReportService/GetReportInstance", request, instance_);
  }

  testing::OperationHarness harness_;
  v1::ReportResult result_;
  v1::GetReportInstanceResponse instance_;
};

TEST_F(ReportsTest, FactsHaveTheirGroupingsAndStandInTheirOrder) {
  ASSERT_TRUE(Run(R"([{"key":"0","label":"A","value":"a","groupings":[
                       {"key":"0_0","label":"B","value":"b","groupings":[]},
                       {"key":"0_1","label":"C","value":"c","groupings":[]}]},
                      {"key":"1","label":"-","value":null,"groupings":[]}])",
                  R"([{"key":"0","label":"July","value":"2015-07-01","groupings":[]}])",
                  R"({"T!T":{"aggregates":[]},"1!0":{},"0!T":{},"0_1!0":{},"0_0!T":{},"0_0!0":{},
                      "T!0":{},"x":{},"0!7":{}})")
                  .ok());
  EXPECT_THAT(Facts(), ElementsAre("0_0!0:/A/B,/July", "0_0!T:/A/B,", "0_1!0:/A/C,/July", "0!T:/A,",
                                   "1!0:/-,/July", "T!0:,/July", "T!T:,", "x:,", "0!7:,"));
  EXPECT_EQ(result_.fact_map(0).down_key(), "0_0");
  EXPECT_EQ(result_.fact_map(0).down(1).value().string_value(), "b");
  EXPECT_TRUE(result_.fact_map(4).down(0).value().has_null_value());
  EXPECT_EQ(result_.fact_map(6).across_key(), "T");
  EXPECT_EQ(result_.fact_map(8).down_key(), "");
}

TEST_F(ReportsTest, NumbersKeepTheirDigitsAndAmountsTheirCurrency) {
  ASSERT_TRUE(Run("[]", "[]", R"({"T!T":{"aggregates":[
      {"label":"$32,021.01","value":32021.00999999999839928932487964630126953125}],
      "rows":[{"dataCells":[{"label":"A","value":"001"},
        {"label":"$1.10","value":{"amount":1.10,"currency":null}},
        {"label":"EUR 2","value":{"amount":2,"currency":"EUR"},"new":true},
        {"label":"-","value":null},{"label":"o","value":{"amount":2}}]}],"more":1}})")
                  .ok());
  const v1::ReportFact& fact = result_.fact_map(0);
  EXPECT_EQ(fact.aggregates(0).value().decimal_value(),
            "32021.00999999999839928932487964630126953125");
  const auto& cells = fact.rows(0).data_cells();
  EXPECT_EQ(cells[1].value().decimal_value(), "1.10");
  EXPECT_EQ(cells[1].currency(), "");
  EXPECT_EQ(cells[2].value().integer_value(), 2);
  EXPECT_EQ(cells[2].currency(), "EUR");
  EXPECT_THAT(cells[2].extra(), SizeIs(1));
  EXPECT_TRUE(cells[3].value().has_null_value());
  EXPECT_TRUE(cells[4].value().has_record_value());
  EXPECT_EQ(fact.extra(0).name(), "more");
  EXPECT_EQ(result_.extra(0).name(), "picklistColors");
  EXPECT_EQ(result_.attributes().extra(0).name(), "new");
  EXPECT_THAT(harness_.http.requests().at(0).url,
              EndsWith("/analytics/reports/00O000000000001EAA?includeDetails=false"));
}

TEST_F(ReportsTest, ARunWithoutFactsIsCorruptAndRepeated) {
  for (const char* facts : {"null", "[]"}) {
    harness_.http.AddReply(200, R"({"attributes":{},"allData":true})");
    harness_.http.AddReply(200, R"([])");
    harness_.http.AddReply(200, R"({"factMap":{"T!T":1}})");
    const absl::Status status = Run("[]", "[]", facts);
    EXPECT_EQ(GetReason(status), "CORRUPT_REPLY") << status;
  }
  harness_.http.AddReply(200, R"({"attributes":{},"allData":true})");
  EXPECT_TRUE(Run("[]", "[]", R"({"T!T":{}})").ok());
}

TEST_F(ReportsTest, ChangesOfARunAreSentAsTheyAreSet) {
  v1::RunReportAsyncRequest request;
  request.set_report_id(kReport);
  request.set_include_details(true);
  v1::ReportFilter& filter = *request.mutable_report_metadata()->add_report_filters();
  filter.set_column("NAME");
  filter.set_operator_("equals");
  filter.set_value("O'Brien <& \"Söhne\"]]>");
  request.mutable_report_metadata()->set_has_detail_rows(false);
  v1::Field& none = *request.mutable_report_metadata()->add_extra();
  none.set_name("reportBooleanFilter");
  none.mutable_value()->set_null_value(v1::NULL_VALUE_UNSPECIFIED);
  harness_.http.AddReply(200, R"({"id":"0LG000000000001GAA","status":"New","ownerId":"005",
      "completionDate":null,"requestDate":"2015-08-12T16:05:43Z","queryable":false})");
  v1::RunReportAsyncResponse response;
  ASSERT_TRUE(harness_.Run("ReportService/RunReportAsync", request, response).ok());
  const auto& sent = harness_.http.requests().at(0);
  EXPECT_THAT(sent.url, EndsWith("/00O000000000001EAA/instances?includeDetails=true"));
  EXPECT_EQ(sent.body,
            R"({"reportMetadata":{"reportFilters":[{"column":"NAME","operator":"equals",)"
            R"("value":"O'Brien <& \"Söhne\"]]>"}],"hasDetailRows":false,)"
            R"("reportBooleanFilter":null}})");
  EXPECT_EQ(response.instance().status(), "New");
  EXPECT_EQ(response.instance().request_date().seconds(), 1439395543);
  EXPECT_FALSE(response.instance().has_completion_date());
}

TEST_F(ReportsTest, InstancesThatHaveNotEndedDecode) {
  ASSERT_TRUE(GetInstance(R"({"attributes":{"id":"0LG1","reportId":"00O1","reportName":"Deals",
      "status":"Running","ownerId":"005","requestDate":"2015-08-12T16:05:43Z","type":
      "ReportInstance","completionDate":null,"queryable":false},"factMap":null,"x":1})")
                  .ok());
  EXPECT_EQ(instance_.instance().status(), "Running");
  EXPECT_FALSE(instance_.has_result());
  EXPECT_EQ(instance_.extra(0).name(), "x");
  harness_.http.AddReply(200, R"({"attributes":{"id":"0LG1","status":"Success"}})");
  ASSERT_TRUE(GetInstance(R"({"attributes":{"id":"0LG1","status":"Success"},"allData":false,
      "factMap":{"T!T":{"aggregates":[{"label":"1","value":1}]}}})")
                  .ok());
  EXPECT_TRUE(instance_.has_result());
  EXPECT_FALSE(instance_.result().has_attributes());
  EXPECT_THAT(instance_.result().fact_map(), SizeIs(1));
}

TEST_F(ReportsTest, IdsThatAreNoneAreRefusedBeforeSending) {
  for (const char* id : {"", "00O/x", "00O000000000001EAA/instances", "😀"}) {
    v1::RunReportRequest request;
    request.set_report_id(id);
    v1::RunReportResponse response;
    EXPECT_EQ(harness_.Run("ReportService/RunReport", request, response).code(),
              absl::StatusCode::kInvalidArgument);
  }
  EXPECT_THAT(harness_.http.requests(), IsEmpty());
}

}  // namespace
}  // namespace sfconnector
