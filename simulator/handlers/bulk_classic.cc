// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "simulator/base/bulk_text.h"
#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/api_versions.h"
#include "simulator/handlers/classic_job_body.h"
#include "simulator/handlers/classic_replies.h"
#include "simulator/handlers/handlers.h"

namespace sfsim {
namespace {

constexpr size_t kMaxBatchBytes = 10'000'000;

// One call of Bulk API 1.0: its session, its version, and what it asks for.
class ClassicCall {
 public:
  ClassicCall(Services* services, const Call& call) : services_(*services), call_(call) {
    if (call_.parts.size() > 1) job_ = services_.classic_jobs->Find(call_.parts[1]);
    if (job_ != nullptr && call_.parts.size() > 2) batch_ = job_->FindBatch(call_.parts[2]);
  }

  // The answer of `handler`, once all that the path names is there.
  Response Answer(Response (ClassicCall::*handler)()) {
    if (auto error = Check()) return Refuse(*error);
    return (this->*handler)();
  }

  Response CreateJob() {
    const auto info = ReadJobInfo(*call_.request);
    if (!info.ok()) return Refuse(info.error());
    auto spec = ReadClassicJobSpec(services_, call_, *info);
    if (!spec.ok()) return Refuse(spec.error());
    spec->id = services_.bulk->NextId();
    const auto job = services_.classic_jobs->Add(std::move(*spec));
    Response response = JobReply(201, SpeaksJson(), *job);
    response.SetHeader("Location",
                       StrCat("/services/async/", call_.version, "/job/", job->spec().id));
    return response;
  }

  Response ReadJob() { return JobReply(200, IsJsonJob() || SpeaksJson(), *job_); }

  Response ChangeJob() {
    const auto info = ReadJobInfo(*call_.request);
    if (!info.ok()) return Refuse(info.error());
    const std::string state = info->Text("state");
    if (state != "Closed" && state != "Aborted") {
      return Refuse({400, "InvalidJobState", text::WrongJobState(job_->info().state, state), {}});
    }
    if (auto error = job_->SetState(state)) return Refuse(*error);
    return JobReply(200, SpeaksJson(), *job_);
  }

  Response AddBatch() {
    const std::string* type = call_.request->Header("Content-Type");
    const std::string_view wanted = MediaTypeOf(job_->spec().form);
    if (type == nullptr || !AsciiLower(*type).starts_with(wanted)) {
      return Refuse({400,
                     "UnsupportedContentType",
                     text::WrongBatchType(wanted, type == nullptr ? "" : *type),
                     {}});
    }
    if (call_.request->body.size() > kMaxBatchBytes) {
      return Refuse({400, "ClientInputError", text::BatchTooLarge(call_.request->body.size()), {}});
    }
    const auto batch = job_->AddBatch(call_.request->body);
    if (!batch.ok()) return Refuse(batch.error());
    Response response = BatchReply(201, IsJsonJob(), *job_, **batch);
    response.SetHeader("Location", StrCat("/services/async/", call_.version, "/job/",
                                          job_->spec().id, "/batch/", (*batch)->info().id));
    return response;
  }

  Response ListBatches() { return BatchListReply(IsJsonJob(), *job_); }
  Response ReadBatch() { return BatchReply(200, IsJsonJob(), *job_, *batch_); }

  Response ReadRequest() {
    return Response::Text(200, std::string(MediaTypeOf(job_->spec().form)), batch_->content());
  }

  Response ReadResult() {
    auto result = batch_->Result();
    if (!result.ok()) return Refuse(result.error());
    const bool list = job_->spec().query && job_->spec().form == ClassicForm::kCsv;
    return Response::Text(200,
                          std::string(list ? "application/xml" : MediaTypeOf(job_->spec().form)),
                          std::move(*result));
  }

  Response ReadResultFile() {
    auto file = batch_->ResultFile(call_.parts[3]);
    if (!file.ok()) return Refuse(file.error());
    return Response::Text(200, std::string(MediaTypeOf(job_->spec().form)), std::move(*file));
  }

 private:
  std::optional<ApiError> Check() {
    if (auto error = CheckSession()) return error;
    if (!ReadVersion()) {
      return ApiError{400, "InvalidVersion", text::InvalidVersion(call_.parts[0]), {}};
    }
    if (call_.parts.size() > 1 && job_ == nullptr) {
      return ApiError{400, "InvalidJob", text::NoSuchJob(call_.parts[1]), {}};
    }
    if (call_.parts.size() > 2 && batch_ == nullptr) {
      return ApiError{400, "InvalidBatch", text::NoSuchBatch(call_.parts[2]), {}};
    }
    return std::nullopt;
  }

  std::optional<ApiError> CheckSession() {
    const std::string* token = call_.request->Header("X-SFDC-Session");
    const auto session =
        token == nullptr ? std::nullopt : services_.sessions->Find(*token, services_.Now());
    if (!session) {
      return ApiError{400, "InvalidSessionId", std::string(text::kInvalidBulkSession), {}};
    }
    call_.session = *session;
    if (++services_.api_calls > services_.options.daily_api_requests) {
      return ApiError{400, "ExceededQuota", std::string(text::kRequestLimit), {}};
    }
    return std::nullopt;
  }

  bool ReadVersion() {
    const std::string& segment = call_.parts[0];
    const char* const end = segment.data() + segment.size();
    int number = 0;
    const auto read = std::from_chars(segment.data(), end, number);
    call_.version = segment;
    return read.ec == std::errc() && std::string_view(read.ptr, end) == ".0" &&
           number >= services_.options.oldest_api_version && number <= kNewestVersion;
  }

  bool IsJsonJob() const { return job_ != nullptr && job_->spec().form == ClassicForm::kJson; }

  // Whether the request is in JSON, and its answer too.
  bool SpeaksJson() const {
    const std::string* type = call_.request->Header("Content-Type");
    return type != nullptr && AsciiLower(*type).starts_with("application/json");
  }

  Response Refuse(const ApiError& error) const {
    return ClassicError(SpeaksJson() || IsJsonJob(), error);
  }

  Services& services_;
  Call call_;
  std::shared_ptr<ClassicJob> job_;
  std::shared_ptr<ClassicBatch> batch_;
};

}  // namespace

void AddBulkClassicRoutes(Services* services, Router* router) {
  const std::string jobs = "/services/async/*/job";
  // Sessions are in a header of their own, and so are their errors.
  const auto add = [&](std::string method, const std::string& path,
                       Response (ClassicCall::*handler)()) {
    router->Add(std::move(method), path, Access::kOpen, [services, handler](const Call& call) {
      return ClassicCall(services, call).Answer(handler);
    });
  };
  add("POST", jobs, &ClassicCall::CreateJob);
  add("GET", jobs + "/*", &ClassicCall::ReadJob);
  add("POST", jobs + "/*", &ClassicCall::ChangeJob);
  add("POST", jobs + "/*/batch", &ClassicCall::AddBatch);
  add("GET", jobs + "/*/batch", &ClassicCall::ListBatches);
  add("GET", jobs + "/*/batch/*", &ClassicCall::ReadBatch);
  add("GET", jobs + "/*/batch/*/request", &ClassicCall::ReadRequest);
  add("GET", jobs + "/*/batch/*/result", &ClassicCall::ReadResult);
  add("GET", jobs + "/*/batch/*/result/*", &ClassicCall::ReadResultFile);
}

}  // namespace sfsim
