// SPDX-License-Identifier: Apache-2.0
#include "sfconnector/v1/bulk_v2_service.pb.h"
#include "tests/conformance/operation_lists.h"

namespace sfconnector::conformance {
namespace {

using Shape = AnyOperation::Shape;

constexpr char kAnyJob[] = "750000000000001AAA";

template <class Request>
Request OfJob() {
  Request request;
  request.set_job_id(kAnyJob);
  return request;
}

template <class Request>
Request OfIngestJob() {
  auto request = OfJob<Request>();
  request.set_kind(v1::BULK_V2_JOB_KIND_INGEST);
  return request;
}

template <class Request>
AnyOperation Download(const std::string& name, Repeats repeats, const Request& request) {
  return {"BulkV2Service/" + name, Shape::kDownload, repeats, {request.SerializeAsString()}};
}

// A job that no org takes, so that nobody waits for it.
v1::NewQueryJob ARefusedQuery() {
  v1::NewQueryJob job;
  job.set_operation("query");
  job.set_query("SELECT Nothing__c FROM Item__c");
  return job;
}

void AddIngestJobs(std::vector<AnyOperation>& all) {
  v1::CreateIngestJobRequest create;
  create.mutable_job()->set_object("Item__c");
  create.mutable_job()->set_operation("insert");
  all.push_back(Unary("BulkV2Service/CreateIngestJob", Repeats::kIdempotent, create));
  v1::UploadJobDataRequest head;
  head.mutable_head()->set_job_id(kAnyJob);
  v1::UploadJobDataRequest data;
  data.set_chunk("Name\na\n");
  all.push_back({"BulkV2Service/UploadJobData",
                 Shape::kUpload,
                 Repeats::kOnce,
                 {head.SerializeAsString(), data.SerializeAsString()}});
  all.push_back(Unary("BulkV2Service/CloseIngestJob", Repeats::kIdempotent,
                      OfJob<v1::CloseIngestJobRequest>()));
  all.push_back(Download("CloseIngestJobAndWait", Repeats::kIdempotent,
                         OfJob<v1::CloseIngestJobAndWaitRequest>()));
  auto results = OfJob<v1::GetIngestResultsRequest>();
  results.set_results(v1::INGEST_RESULTS_FAILED);
  all.push_back(Download("GetIngestResults", Repeats::kReads, results));
  all.push_back(
      Unary("BulkV2Service/ListIngestJobs", Repeats::kReads, v1::ListIngestJobsRequest()));
}

void AddQueryJobs(std::vector<AnyOperation>& all) {
  v1::CreateQueryJobRequest create;
  *create.mutable_job() = ARefusedQuery();
  all.push_back(Unary("BulkV2Service/CreateQueryJob", Repeats::kIdempotent, create));
  v1::CreateQueryJobAndWaitRequest wait;
  *wait.mutable_job() = ARefusedQuery();
  all.push_back(Download("CreateQueryJobAndWait", Repeats::kIdempotent, wait));
  all.push_back(Download("GetQueryResults", Repeats::kReads, OfJob<v1::GetQueryResultsRequest>()));
  all.push_back(Unary("BulkV2Service/ListQueryJobs", Repeats::kReads, v1::ListQueryJobsRequest()));
}

}  // namespace

void AddBulkV2Operations(std::vector<AnyOperation>& all) {
  AddIngestJobs(all);
  AddQueryJobs(all);
  all.push_back(Unary("BulkV2Service/GetJob", Repeats::kReads,
                      OfIngestJob<v1::BulkV2ServiceGetJobRequest>()));
  all.push_back(Unary("BulkV2Service/AbortJob", Repeats::kIdempotent,
                      OfIngestJob<v1::BulkV2ServiceAbortJobRequest>()));
  all.push_back(
      Unary("BulkV2Service/DeleteJob", Repeats::kIdempotent, OfIngestJob<v1::DeleteJobRequest>()));
}

}  // namespace sfconnector::conformance
