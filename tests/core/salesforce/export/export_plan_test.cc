// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/export/export_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace sfconnector {
namespace {

using ::testing::HasSubstr;

v1::ExportRequest Request() {
  v1::ExportRequest request;
  request.set_soql("SELECT Id FROM Account WHERE Name = :name");
  (*request.mutable_parameters())["name"].set_string_value("O'Hara");
  return request;
}

v1::ExportRequest Resuming(const ExportPlan& plan) {
  ResumePoint point = plan.point;
  point.job_id = "750R0000000zxr8IAA";
  v1::ExportRequest request;
  request.set_resume_token(EncodeResumeToken(point));
  return request;
}

void ExpectRefused(const v1::ExportRequest& request, const std::string& field,
                   absl::string_view version = "v59.0") {
  const absl::Status status = PlanExport(request, version).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr(field));
}

TEST(ExportPlanTest, BindsParametersAndSaysAllOfTheJob) {
  v1::ExportRequest request = Request();
  request.set_include_deleted(true);
  request.set_column_delimiter("PIPE");
  request.set_line_ending("CRLF");
  const absl::StatusOr<ExportPlan> plan = PlanExport(request, "v59.0");
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->job.query(), "SELECT Id FROM Account WHERE Name = 'O\\'Hara'");
  EXPECT_EQ(plan->job.operation(), "queryAll");
  EXPECT_EQ(plan->job.column_delimiter(), "PIPE");
  EXPECT_EQ(plan->job.line_ending(), "CRLF");
  EXPECT_EQ(plan->point.order, PageOrder::kListed);
  EXPECT_EQ(plan->parallel_pages, 5);
  EXPECT_FALSE(plan->ordered);
}

TEST(ExportPlanTest, PagesAreChainedWhereTheyCannotBeListed) {
  v1::ExportRequest request = Request();
  EXPECT_EQ(PlanExport(request, "v58.0")->point.order, PageOrder::kListed);
  EXPECT_EQ(PlanExport(request, "v57.0")->point.order, PageOrder::kChained);
  request.set_max_records(1000);
  const absl::StatusOr<ExportPlan> plan = PlanExport(request, "v59.0");
  EXPECT_EQ(plan->point.order, PageOrder::kChained);
  EXPECT_TRUE(plan->ordered);
  EXPECT_EQ(plan->parallel_pages, 2);
}

TEST(ExportPlanTest, WrongFieldsAreNamed) {
  v1::ExportRequest request;
  ExpectRefused(request, "soql");
  request = Request();
  request.set_column_delimiter(",");
  ExpectRefused(request, "column_delimiter");
  request = Request();
  request.set_line_ending("CR");
  ExpectRefused(request, "line_ending");
  request = Request();
  request.set_max_records(-1);
  ExpectRefused(request, "max_records");
  request = Request();
  request.set_parallel_pages(11);
  ExpectRefused(request, "parallel_pages");
  request = Request();
  request.set_format(static_cast<v1::ExportFormat>(7));
  ExpectRefused(request, "format");
  request = Request();
  request.mutable_polling()->mutable_first_pause()->set_seconds(-1);
  ExpectRefused(request, "polling.first_pause");
  request = Request();
  request.set_resume_token("x");
  ExpectRefused(request, "resume_token");
}

TEST(ExportPlanTest, ATokenStandsForTheWholeQuery) {
  v1::ExportRequest request = Request();
  request.set_column_delimiter("TAB");
  request.set_format(v1::EXPORT_FORMAT_ROWS);
  const ExportPlan plan = *PlanExport(request, "v59.0");
  const absl::StatusOr<ExportPlan> resumed = PlanExport(Resuming(plan), "v59.0");
  ASSERT_TRUE(resumed.ok()) << resumed.status();
  EXPECT_TRUE(resumed->is_resumed());
  EXPECT_EQ(resumed->point.csv.delimiter, CsvDelimiter::kTab);
  EXPECT_EQ(resumed->point.format, v1::EXPORT_FORMAT_ROWS);
}

TEST(ExportPlanTest, ATokenOfAnotherExportIsRefused) {
  const ExportPlan plan = *PlanExport(Request(), "v59.0");
  v1::ExportRequest request = Request();
  request.set_resume_token(Resuming(plan).resume_token());
  EXPECT_TRUE(PlanExport(request, "v59.0").ok());
  ExpectRefused(request, "API version v59.0; this call has v60.0", "v60.0");
  request.set_include_deleted(true);
  ExpectRefused(request, "another query");
  request.set_include_deleted(false);
  (*request.mutable_parameters())["name"].set_string_value("Else");
  ExpectRefused(request, "another query");
  request = Resuming(plan);
  request.set_format(v1::EXPORT_FORMAT_ROWS);
  ExpectRefused(request, "format");
}

}  // namespace
}  // namespace sfconnector
