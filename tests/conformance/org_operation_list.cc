// SPDX-License-Identifier: Apache-2.0
#include "sfconnector/v1/org_service.pb.h"
#include "sfconnector/v1/report_service.pb.h"
#include "sfconnector/v1/user_service.pb.h"
#include "tests/conformance/operation_lists.h"

namespace sfconnector::conformance {
namespace {

constexpr char kNobody[] = "005000000000999AAA";

template <class Request>
Request OfReport() {
  Request request;
  request.set_report_id("00O000000000999AAA");
  return request;
}

template <class Request>
Request OfInstance() {
  auto request = OfReport<Request>();
  request.set_instance_id("0LG000000000999AAA");
  return request;
}

// With a filter for this run.
template <class Request>
Request WithFilter(Request request) {
  v1::ReportFilter& filter = *request.mutable_report_metadata()->add_report_filters();
  filter.set_column("Item__c.Name");
  filter.set_operator_("equals");
  filter.set_value("a");
  return request;
}

template <class Request>
Request OfNobody() {
  Request request;
  request.set_user_id(kNobody);
  return request;
}

void AddLayouts(std::vector<AnyOperation>& all) {
  all.push_back(
      Unary("OrgService/DescribeLayouts", Repeats::kReads, OfItem<v1::DescribeLayoutsRequest>()));
  auto of_type = OfItem<v1::GetRecordTypeLayoutRequest>();
  of_type.set_record_type_id("012000000000000AAA");
  all.push_back(Unary("OrgService/GetRecordTypeLayout", Repeats::kReads, of_type));
  auto named = OfItem<v1::GetNamedLayoutRequest>();
  named.set_layout_name("UserAlt");
  all.push_back(Unary("OrgService/GetNamedLayout", Repeats::kReads, named));
  all.push_back(Unary("OrgService/DescribeCompactLayouts", Repeats::kReads,
                      OfItem<v1::DescribeCompactLayoutsRequest>()));
}

}  // namespace

void AddOrgOperations(std::vector<AnyOperation>& all) {
  all.push_back(Unary("OrgService/ListApiVersions", Repeats::kReads, v1::ListApiVersionsRequest(),
                      Api::kVersions));
  v1::ListResourcesRequest resources;
  resources.set_api_version("60.0");
  all.push_back(Unary("OrgService/ListResources", Repeats::kReads, resources));
  all.push_back(Unary("OrgService/GetLimits", Repeats::kReads, v1::GetLimitsRequest()));
  all.push_back(Unary("OrgService/DescribeGlobal", Repeats::kReads, v1::DescribeGlobalRequest()));
  all.push_back(
      Unary("OrgService/GetSObjectInfo", Repeats::kReads, OfItem<v1::GetSObjectInfoRequest>()));
  all.push_back(
      Unary("OrgService/DescribeSObject", Repeats::kReads, OfItem<v1::DescribeSObjectRequest>()));
  all.push_back(
      Unary("OrgService/GetPlatformAction", Repeats::kReads, v1::GetPlatformActionRequest()));
  AddLayouts(all);
  v1::GetRecordCountsRequest counts;
  counts.add_sobjects("Item__c");
  all.push_back(Unary("OrgService/GetRecordCounts", Repeats::kReads, counts));
  all.push_back(Unary("OrgService/ListRecentItems", Repeats::kReads, v1::ListRecentItemsRequest()));
  all.push_back(
      Unary("OrgService/GetUserInfo", Repeats::kReads, v1::GetUserInfoRequest(), Api::kIdentity));
  auto identity = OfNobody<v1::GetIdentityRequest>();
  identity.set_organization_id("00D000000000001AAA");
  all.push_back(Unary("OrgService/GetIdentity", Repeats::kReads, identity, Api::kIdentity));
}

void AddUserOperations(std::vector<AnyOperation>& all) {
  all.push_back(Unary("UserService/GetPasswordStatus", Repeats::kReads,
                      OfNobody<v1::GetPasswordStatusRequest>()));
  all.push_back(
      Unary("UserService/ResetPassword", Repeats::kOnce, OfNobody<v1::ResetPasswordRequest>()));
  auto change = OfNobody<v1::ChangePasswordRequest>();
  change.set_new_password("New-Password-of-Bob-1");
  all.push_back(Unary("UserService/ChangePassword", Repeats::kOnce, change));
}

void AddReportOperations(std::vector<AnyOperation>& all) {
  all.push_back(Unary("ReportService/ListReports", Repeats::kReads, v1::ListReportsRequest()));
  all.push_back(Unary("ReportService/DescribeReport", Repeats::kReads,
                      OfReport<v1::DescribeReportRequest>()));
  all.push_back(Unary("ReportService/RunReport", Repeats::kReads,
                      WithFilter(OfReport<v1::RunReportRequest>())));
  all.push_back(Unary("ReportService/RunReportAsync", Repeats::kOnce,
                      WithFilter(OfReport<v1::RunReportAsyncRequest>())));
  all.push_back(Unary("ReportService/ListReportInstances", Repeats::kReads,
                      OfReport<v1::ListReportInstancesRequest>()));
  all.push_back(Unary("ReportService/GetReportInstance", Repeats::kReads,
                      OfInstance<v1::GetReportInstanceRequest>()));
  all.push_back(Unary("ReportService/DeleteReportInstance", Repeats::kIdempotent,
                      OfInstance<v1::DeleteReportInstanceRequest>()));
  all.push_back(Unary("ReportService/DeleteReport", Repeats::kIdempotent,
                      OfReport<v1::DeleteReportRequest>()));
}

}  // namespace sfconnector::conformance
