// SPDX-License-Identifier: Apache-2.0
#include "sfconnector/v1/bulk_service.pb.h"
#include "tests/conformance/operation_lists.h"

namespace sfconnector::conformance {
namespace {

using Shape = AnyOperation::Shape;

constexpr char kJob[] = "750000000000999AAA";
constexpr char kBatch[] = "751000000000999AAA";

template <class Request>
Request OfJob() {
  Request request;
  request.set_job_id(kJob);
  return request;
}

template <class Request>
Request OfBatch() {
  auto request = OfJob<Request>();
  request.set_batch_id(kBatch);
  return request;
}

v1::CreateJobRequest AJob() {
  v1::CreateJobRequest request;
  request.set_operation("upsert");
  request.set_object("Item__c");
  request.set_content_type("CSV");
  request.set_external_id_field_name("Key__c");
  request.set_concurrency_mode("Serial");
  request.set_assignment_rule_id("01Q000000000001AAA");
  request.mutable_pk_chunking()->set_enabled(true);
  request.mutable_pk_chunking()->set_parent("Item__c");
  request.mutable_pk_chunking()->set_start_row(kAnyId);
  request.set_line_ending("LF");
  return request;
}

AnyOperation ABatch() {
  v1::AddBatchRequest first;
  first.mutable_head()->set_job_id(kJob);
  first.mutable_head()->set_content_type("CSV");
  first.mutable_head()->add_columns("Name");
  first.mutable_head()->set_line_ending("LF");
  v1::AddBatchRequest next;
  next.mutable_rows()->add_rows()->add_values()->set_string_value("a");
  return {"BulkService/AddBatch",
          Shape::kMessages,
          Repeats::kOnce,
          {first.SerializeAsString(), next.SerializeAsString()},
          Api::kBulk};
}

template <class Request>
AnyOperation Download(const std::string& name, const Request& request) {
  return {name, Shape::kDownload, Repeats::kReads, {request.SerializeAsString()}, Api::kBulkBytes};
}

}  // namespace

void AddBulkOperations(std::vector<AnyOperation>& all) {
  all.push_back(Unary("BulkService/CreateJob", Repeats::kOnce, AJob(), Api::kBulk));
  all.push_back(Unary("BulkService/GetJob", Repeats::kReads, OfJob<v1::BulkServiceGetJobRequest>(),
                      Api::kBulk));
  all.push_back(Unary("BulkService/CloseJob", Repeats::kIdempotent, OfJob<v1::CloseJobRequest>(),
                      Api::kBulk));
  all.push_back(Unary("BulkService/AbortJob", Repeats::kIdempotent,
                      OfJob<v1::BulkServiceAbortJobRequest>(), Api::kBulk));
  all.push_back(ABatch());
  all.push_back(Unary("BulkService/GetBatch", Repeats::kReads,
                      OfBatch<v1::BulkServiceGetBatchRequest>(), Api::kBulk));
  all.push_back(Unary("BulkService/ListBatches", Repeats::kReads, OfJob<v1::ListBatchesRequest>(),
                      Api::kBulk));
  all.push_back(Download("BulkService/GetBatchRequest", OfBatch<v1::GetBatchRequestRequest>()));
  auto result = OfBatch<v1::GetBatchResultRequest>();
  result.set_result_id("752000000000999AAA");
  all.push_back(Download("BulkService/GetBatchResult", result));
}

}  // namespace sfconnector::conformance
