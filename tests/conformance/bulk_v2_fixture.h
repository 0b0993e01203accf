// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sfconnector/v1/bulk_v2_service.pb.h"
#include "tests/conformance/conformance_test.h"

namespace sfconnector::conformance {

inline constexpr char kIngestJobs[] = "/services/data/v59.0/jobs/ingest";
inline constexpr char kQueryJobs[] = "/services/data/v59.0/jobs/query";
inline constexpr char kNoJob[] = "750000000000001AAA";

// What a streamed call brought.
template <class Response>
struct StreamedCall {
  Outcome outcome;
  std::vector<Response> messages;

  // What all messages hold of the field `csv`.
  std::string Csv() const {
    std::string csv;
    for (const Response& message : messages) csv += message.csv();
    return csv;
  }
};

// Jobs of Bulk API 2.0.
class BulkV2Test : public ConformanceTest {
 protected:
  using Waited = StreamedCall<v1::CloseIngestJobAndWaitResponse>;
  using WaitedQuery = StreamedCall<v1::CreateQueryJobAndWaitResponse>;
  using IngestResults = StreamedCall<v1::GetIngestResultsResponse>;
  using QueryPage = StreamedCall<v1::GetQueryResultsResponse>;

  template <class Response, class Request>
  StreamedCall<Response> Open(const std::string& method, const Request& request,
                              const CallSettings& settings = {}) {
    StreamedCall<Response> streamed;
    const std::unique_ptr<Stream> stream = connection().Open(
        "sfconnector.v1.BulkV2Service/" + method, request.SerializeAsString(), settings);
    while (const std::optional<std::string> message = stream->Next()) {
      EXPECT_TRUE(streamed.messages.emplace_back().ParseFromString(*message));
    }
    streamed.outcome = stream->Finish();
    return streamed;
  }

  static v1::NewIngestJob ItemJob(const std::string& operation = "insert") {
    v1::NewIngestJob job;
    job.set_object("Item__c");
    job.set_operation(operation);
    return job;
  }

  Outcome CreateIngest(const v1::NewIngestJob& job, v1::BulkV2Job* created) {
    v1::CreateIngestJobRequest request;
    *request.mutable_job() = job;
    v1::CreateIngestJobResponse response;
    const Outcome outcome = Call("BulkV2Service/CreateIngestJob", request, &response);
    *created = response.job();
    return outcome;
  }

  Outcome Upload(const std::string& id, const std::vector<std::string>& chunks,
                 v1::UploadJobDataResponse* response = nullptr) {
    v1::UploadJobDataRequest head;
    head.mutable_head()->set_job_id(id);
    std::vector<std::string> messages = {head.SerializeAsString()};
    for (const std::string& chunk : chunks) {
      v1::UploadJobDataRequest next;
      next.set_chunk(chunk);
      messages.push_back(next.SerializeAsString());
    }
    std::string bytes;
    const Outcome outcome =
        connection().Upload("sfconnector.v1.BulkV2Service/UploadJobData", messages, {}, &bytes);
    if (response != nullptr) {
      EXPECT_TRUE(response->ParseFromString(bytes));
    }
    return outcome;
  }

  // An open job with these data.
  std::string Uploaded(const std::string& csv, const v1::NewIngestJob& job = ItemJob()) {
    v1::BulkV2Job created;
    EXPECT_TRUE(Succeeded(CreateIngest(job, &created)));
    EXPECT_TRUE(Succeeded(Upload(created.id(), {csv})));
    return created.id();
  }

  Waited CloseAndWait(const std::string& id, const CallSettings& settings = {}) {
    v1::CloseIngestJobAndWaitRequest request;
    request.set_job_id(id);
    request.mutable_polling()->mutable_first_pause()->set_nanos(100000000);
    return Open<v1::CloseIngestJobAndWaitResponse>("CloseIngestJobAndWait", request, settings);
  }

  // A job that has ended.
  std::string Loaded(const std::string& csv, const v1::NewIngestJob& job = ItemJob()) {
    const std::string id = Uploaded(csv, job);
    EXPECT_TRUE(Succeeded(CloseAndWait(id).outcome));
    return id;
  }

  IngestResults Results(const std::string& id, v1::IngestResults results,
                        v1::ResultFormat format = v1::RESULT_FORMAT_CSV) {
    v1::GetIngestResultsRequest request;
    request.set_job_id(id);
    request.set_results(results);
    request.set_format(format);
    return Open<v1::GetIngestResultsResponse>("GetIngestResults", request);
  }

  Outcome GetJob(v1::BulkV2JobKind kind, const std::string& id, v1::BulkV2Job* job) {
    v1::BulkV2ServiceGetJobRequest request;
    request.set_kind(kind);
    request.set_job_id(id);
    v1::BulkV2ServiceGetJobResponse response;
    const Outcome outcome = Call("BulkV2Service/GetJob", request, &response);
    *job = response.job();
    return outcome;
  }

  std::string StateOf(v1::BulkV2JobKind kind, const std::string& id) {
    v1::BulkV2Job job;
    EXPECT_TRUE(Succeeded(GetJob(kind, id, &job)));
    return job.state();
  }

  Outcome Abort(v1::BulkV2JobKind kind, const std::string& id, v1::BulkV2Job* job = nullptr) {
    v1::BulkV2ServiceAbortJobRequest request;
    request.set_kind(kind);
    request.set_job_id(id);
    v1::BulkV2ServiceAbortJobResponse response;
    const Outcome outcome = Call("BulkV2Service/AbortJob", request, &response);
    if (job != nullptr) *job = response.job();
    return outcome;
  }

  Outcome Delete(v1::BulkV2JobKind kind, const std::string& id) {
    v1::DeleteJobRequest request;
    request.set_kind(kind);
    request.set_job_id(id);
    v1::DeleteJobResponse response;
    return Call("BulkV2Service/DeleteJob", request, &response);
  }

  static v1::CreateQueryJobAndWaitRequest QueryOf(const std::string& soql,
                                                  const std::string& operation = "query") {
    v1::CreateQueryJobAndWaitRequest request;
    request.mutable_job()->set_operation(operation);
    request.mutable_job()->set_query(soql);
    request.mutable_polling()->mutable_first_pause()->set_nanos(100000000);
    return request;
  }

  WaitedQuery QueryAndWait(const v1::CreateQueryJobAndWaitRequest& request,
                           const CallSettings& settings = {}) {
    return Open<v1::CreateQueryJobAndWaitResponse>("CreateQueryJobAndWait", request, settings);
  }

  // A query job that is complete.
  std::string Queried(const std::string& soql) {
    const WaitedQuery waited = QueryAndWait(QueryOf(soql));
    EXPECT_TRUE(Succeeded(waited.outcome));
    return waited.messages.empty() ? std::string() : waited.messages.back().job().id();
  }

  QueryPage Page(const std::string& id, const std::string& page_token = {},
                 std::int64_t max_records = 0, const CallSettings& settings = {}) {
    v1::GetQueryResultsRequest request;
    request.set_job_id(id);
    request.set_page_token(page_token);
    if (max_records > 0) request.set_max_records(max_records);
    return Open<v1::GetQueryResultsResponse>("GetQueryResults", request, settings);
  }

  // What the org does with the next `count` requests of that kind, all where 0.
  static void Fault(const std::string& method, const std::string& path, const std::string& action,
                    int count = 1, int nth = 1) {
    org().Fault(R"({"match":{"method":")" + method + R"(","path":")" + path + R"(","count":)" +
                std::to_string(count) + R"(,"nth":)" + std::to_string(nth) + R"(},"action":{)" +
                action + "}}");
  }

  // From now on replies have on the wire the bytes that they have.
  void UseNoCompression() {
    v1::Connection settings = Settings(org());
    settings.mutable_compression()->set_response(false);
    Use(settings);
  }

  // Lets the jobs that are made from now on take that long, in seconds.
  static void LetJobsTake(int seconds) {
    Fault("POST", "/services/data/v59.0/jobs/",
          R"("job":{"runningMs":)" + std::to_string(seconds * 1000) + "}", 0);
  }

  // Lets the jobs that are made from now on fail.
  static void LetJobsFail(const std::string& message) {
    Fault("POST", "/services/data/v59.0/jobs/", R"("job":{"fail":")" + message + "\"}", 0);
  }
};

}  // namespace sfconnector::conformance
