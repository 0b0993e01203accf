// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sfconnector/v1/bulk_service.pb.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {

inline constexpr char kAsync[] = "/services/async/59.0/job";
inline constexpr char kNoJob[] = "750000000000999AAA";
inline constexpr char kNoBatch[] = "751000000000999AAA";

// What a stream of bytes, or of results of records, brought.
struct StreamedResult {
  Outcome outcome;
  std::string content_type;
  std::vector<std::string> result_ids;
  std::string bytes;
  std::vector<v1::BulkRowResult> rows;
  std::size_t largest_chunk = 0;
};

// Jobs of Bulk API 1.0.
class BulkJobsTest : public ConformanceTest {
 protected:
  static v1::CreateJobRequest NewJob(const std::string& operation,
                                     const std::string& content_type = "CSV",
                                     const std::string& object = "Item__c") {
    v1::CreateJobRequest request;
    request.set_operation(operation);
    request.set_object(object);
    request.set_content_type(content_type);
    return request;
  }

  Outcome Create(const v1::CreateJobRequest& request, v1::BulkJob* job = nullptr) {
    v1::CreateJobResponse response;
    Outcome outcome = Call("BulkService/CreateJob", request, &response);
    if (job != nullptr) *job = response.job();
    return outcome;
  }
  // The id of a new job.
  std::string Made(const v1::CreateJobRequest& request) {
    v1::BulkJob job;
    EXPECT_TRUE(Succeeded(Create(request, &job)));
    return job.id();
  }

  template <class Request, class Response>
  Outcome OnJob(const std::string& method, const std::string& id, v1::BulkJob* job = nullptr) {
    Request request;
    request.set_job_id(id);
    Response response;
    Outcome outcome = Call("BulkService/" + method, request, &response);
    if (job != nullptr) *job = response.job();
    return outcome;
  }
  Outcome GetJob(const std::string& id, v1::BulkJob* job = nullptr) {
    return OnJob<v1::BulkServiceGetJobRequest, v1::BulkServiceGetJobResponse>("GetJob", id, job);
  }
  Outcome Close(const std::string& id, v1::BulkJob* job = nullptr) {
    return OnJob<v1::CloseJobRequest, v1::CloseJobResponse>("CloseJob", id, job);
  }
  Outcome Abort(const std::string& id, v1::BulkJob* job = nullptr) {
    return OnJob<v1::BulkServiceAbortJobRequest, v1::BulkServiceAbortJobResponse>("AbortJob", id,
                                                                                  job);
  }

  static v1::AddBatchRequest Head(const std::string& job, const std::string& content_type,
                                  bool split = false) {
    v1::AddBatchRequest message;
    message.mutable_head()->set_job_id(job);
    message.mutable_head()->set_content_type(content_type);
    message.mutable_head()->set_split(split);
    return message;
  }
  static v1::AddBatchRequest Chunk(const std::string& bytes) {
    v1::AddBatchRequest message;
    message.set_chunk(bytes);
    return message;
  }

  Outcome Add(const std::vector<v1::AddBatchRequest>& messages,
              std::vector<v1::BulkBatch>* batches = nullptr) {
    std::vector<std::string> encoded;
    encoded.reserve(messages.size());
    for (const v1::AddBatchRequest& message : messages)
      encoded.push_back(message.SerializeAsString());
    std::string bytes;
    Outcome outcome =
        connection().Upload("sfconnector.v1.BulkService/AddBatch", encoded, {}, &bytes);
    v1::AddBatchResponse response;
    if (outcome.ok()) {
      EXPECT_TRUE(response.ParseFromString(bytes));
    }
    if (batches != nullptr) batches->assign(response.batches().begin(), response.batches().end());
    return outcome;
  }
  // The id of the one batch that the messages make.
  std::string Added(const std::vector<v1::AddBatchRequest>& messages) {
    std::vector<v1::BulkBatch> batches;
    EXPECT_TRUE(Succeeded(Add(messages, &batches)));
    EXPECT_EQ(batches.size(), 1U);
    return batches.empty() ? std::string() : batches[0].id();
  }
  std::string AddedText(const std::string& job, const std::string& text,
                        const std::string& content_type = "CSV") {
    return Added({Head(job, content_type), Chunk(text)});
  }

  Outcome GetBatch(const std::string& job, const std::string& batch,
                   v1::BulkBatch* info = nullptr) {
    v1::BulkServiceGetBatchRequest request;
    request.set_job_id(job);
    request.set_batch_id(batch);
    v1::BulkServiceGetBatchResponse response;
    Outcome outcome = Call("BulkService/GetBatch", request, &response);
    if (info != nullptr) *info = response.batch();
    return outcome;
  }
  // The batch once it has ended; the org works beside the test, so asking is all there is to wait
  // for.
  v1::BulkBatch Ended(const std::string& job, const std::string& batch) {
    v1::BulkBatch info;
    do {
      const Outcome outcome = GetBatch(job, batch, &info);
      EXPECT_TRUE(Succeeded(outcome));
      if (!outcome.ok()) break;
    } while (info.state() == "Queued" || info.state() == "InProgress");
    return info;
  }
  std::vector<v1::BulkBatch> Batches(const std::string& job) {
    v1::ListBatchesRequest request;
    request.set_job_id(job);
    v1::ListBatchesResponse response;
    EXPECT_TRUE(Succeeded(Call("BulkService/ListBatches", request, &response)));
    return {response.batches().begin(), response.batches().end()};
  }

  StreamedResult Result(const std::string& job, const std::string& batch, bool typed = false,
                        const std::string& result_id = "") {
    v1::GetBatchResultRequest request;
    request.set_job_id(job);
    request.set_batch_id(batch);
    request.set_typed(typed);
    request.set_result_id(result_id);
    return Read<v1::GetBatchResultResponse>("GetBatchResult", request);
  }
  StreamedResult RequestOf(const std::string& job, const std::string& batch) {
    v1::GetBatchRequestRequest request;
    request.set_job_id(job);
    request.set_batch_id(batch);
    return Read<v1::GetBatchRequestResponse>("GetBatchRequest", request);
  }

 private:
  static void TakeMore(const v1::GetBatchRequestResponse& /*message*/, StreamedResult& /*result*/) {
  }
  static void TakeMore(const v1::GetBatchResultResponse& message, StreamedResult& result) {
    for (const std::string& id : message.result_ids()) result.result_ids.push_back(id);
    if (!message.has_results()) return;
    EXPECT_EQ(message.results().first_row(), static_cast<std::int64_t>(result.rows.size()));
    for (const v1::BulkRowResult& row : message.results().results()) result.rows.push_back(row);
  }

  template <class Response, class Request>
  StreamedResult Read(const std::string& method, const Request& request) {
    StreamedResult result;
    const std::unique_ptr<Stream> stream =
        connection().Open("sfconnector.v1.BulkService/" + method, request.SerializeAsString(), {});
    while (std::optional<std::string> bytes = stream->Next()) {
      Response message;
      EXPECT_TRUE(message.ParseFromString(*bytes));
      if (!message.content_type().empty()) result.content_type = message.content_type();
      result.bytes += message.chunk();
      result.largest_chunk = std::max(result.largest_chunk, message.chunk().size());
      TakeMore(message, result);
    }
    result.outcome = stream->Finish();
    return result;
  }
};

}  // namespace sfconnector::conformance
