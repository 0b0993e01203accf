// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/bulk_text.h"
#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/bulk_job_body.h"
#include "simulator/handlers/bulk_replies.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/row_access.h"
#include "simulator/http/multipart.h"

namespace sfsim {
namespace {

constexpr int kFirstVersion = 41;
// What the data of a job in parts may have.
constexpr size_t kMaxInlineCharacters = 100'000;

using JobHandler = Response (*)(Services*, const Call&, IngestJob*);

// The object, operation and key of a job that is to be made.
Outcome<RowTask> ReadTask(const Services& services, const JobProperties& properties,
                          BulkJobSpec* spec) {
  RowTask task;
  const auto operation = RowOperationOf(spec->operation);
  if (!operation) return InvalidJob(text::UnknownOperation(spec->operation));
  task.operation = *operation;
  const std::string object = PropertyOf(properties, "object");
  if (object.empty()) return InvalidJob(text::MissingJobProperty("object"));
  task.type = services.schema.Find(object);
  if (task.type == nullptr) {
    return ApiError{400, "INVALIDENTITY", text::UnsupportedEntity(object), {}};
  }
  if (task.operation == RowOperation::kHardDelete && !services.options.bulk.hard_delete) {
    return ApiError{400, "FEATURENOTENABLED", std::string(text::kHardDeleteForbidden), {}};
  }
  spec->object = task.type->name;
  spec->assignment_rule_id = PropertyOf(properties, "assignmentRuleId");
  if (!spec->assignment_rule_id.empty() && !NormalizeId(spec->assignment_rule_id)) {
    return InvalidJob(text::MalformedId(spec->assignment_rule_id));
  }
  const std::string key = PropertyOf(properties, "externalIdFieldName");
  if (task.operation != RowOperation::kUpsert) return task;
  if (key.empty()) return InvalidJob(text::ExternalIdBlank(task.type->name));
  const auto field = FindKeyField(*task.type, key);
  if (!field.ok()) return InvalidJob(text::NoExternalId(key, task.type->name));
  task.key = *field;
  spec->external_id_field = task.key->name;
  return task;
}

Outcome<std::shared_ptr<IngestJob>> MakeJob(Services* services, const Call& call,
                                            std::string_view json) {
  const auto properties =
      ReadJobProperties(json, {"object", "operation", "contentType", "lineEnding",
                               "columnDelimiter", "externalIdFieldName", "assignmentRuleId"});
  if (!properties.ok()) return properties.error();
  auto spec = ReadJobSpec(*services, call, *properties);
  if (!spec.ok()) return spec.error();
  auto task = ReadTask(*services, *properties, &*spec);
  if (!task.ok()) return task.error();
  spec->id = services->bulk->NextId();
  return services->bulk->AddIngest(std::move(*spec), std::move(*task));
}

std::string ContentUrl(const IngestJob& job) {
  // Without a slash at the beginning, as recorded.
  return JobPath(job, "ingest").substr(1) + "/batches";
}

Response CreatedReply(const IngestJob& job) {
  const BulkJobProgress progress = job.progress();
  JsonObjectText object = JobMembers(job, progress);
  if (progress.state == BulkJobState::kOpen) object.Text("contentUrl", ContentUrl(job));
  object.Text("lineEnding", job.spec().line_ending);
  object.Text("columnDelimiter", job.spec().column_delimiter);
  return Response::Json(200, object.Finish());
}

Response CloseJob(Services* services, const std::shared_ptr<IngestJob>& job) {
  if (auto error = job->Close()) return Response::Error(*error);
  services->bulk->Run(job);
  return Response::Json(200, JobMembers(*job, job->progress()).Finish());
}

// A job and its data in one request.
Response CreateWithData(Services* services, const Call& call) {
  const auto parts = ReadMultipart(*call.request->Header("Content-Type"), call.request->body);
  const ApiError broken{400, "INVALID_MULTIPART_REQUEST", std::string(text::kBrokenMultipart), {}};
  if (!parts) return Response::Error(broken);
  const BodyPart* head = nullptr;
  const BodyPart* content = nullptr;
  for (const BodyPart& part : *parts) {
    if (part.name == "job") head = &part;
    if (part.name == "content") content = &part;
  }
  if (head == nullptr || content == nullptr) return Response::Error(broken);
  if (CharacterCount(content->content) > kMaxInlineCharacters) {
    return Response::Error(InvalidJob(std::string(text::kInlineDataTooLong)));
  }
  const auto job = MakeJob(services, call, head->content);
  if (!job.ok()) return Response::Error(job.error());
  if (auto error = (*job)->Upload(content->content)) return Response::Error(*error);
  const Response closed = CloseJob(services, *job);
  return closed.status == 200 ? CreatedReply(**job) : closed;
}

Response CreateJob(Services* services, const Call& call) {
  const std::string* type = call.request->Header("Content-Type");
  if (type != nullptr && IsMultipart(*type)) return CreateWithData(services, call);
  const auto job = MakeJob(services, call, call.request->body);
  return job.ok() ? CreatedReply(**job) : Response::Error(job.error());
}

Response ReadJob(Services*, const Call&, IngestJob* job) {
  const BulkJobProgress progress = job->progress();
  JsonObjectText object = JobMembers(*job, progress);
  object.Text("jobType", "V2Ingest");
  if (progress.state == BulkJobState::kOpen) object.Text("contentUrl", ContentUrl(*job));
  object.Text("lineEnding", job->spec().line_ending);
  object.Text("columnDelimiter", job->spec().column_delimiter);
  AppendJobCounts(*job, progress, &object);
  return Response::Json(200, object.Finish());
}

Response UploadData(Services*, const Call& call, IngestJob* job) {
  if (auto error = job->Upload(call.request->body)) return Response::Error(*error);
  return Response::Empty(201);
}

Response RemoveJob(Services* services, const Call&, IngestJob* job) {
  const BulkJobState state = job->progress().state;
  if (state == BulkJobState::kOpen || state == BulkJobState::kInProgress) {
    return Response::Error({400, "API_ERROR", std::string(text::kJobNotTerminated), {}});
  }
  if (state == BulkJobState::kUploadComplete) job->Abort();
  services->bulk->Remove(job->spec().id);
  return Response::Empty(204);
}

template <IngestJob::Results kResults>
Response ReadResults(Services*, const Call&, IngestJob* job) {
  const BulkJobState state = job->progress().state;
  if (!IsTerminal(state)) {
    return Response::Error({400, "INVALIDJOBSTATE", text::NotInState(BulkJobStateName(state)), {}});
  }
  return Response::Text(200, "text/csv", job->ReadResults(kResults));
}

Response ChangeState(Services* services, const Call& call) {
  const auto job = services->bulk->FindIngest(call.parts[1]);
  if (job == nullptr) return Response::Error(NotFoundError());
  const auto wanted = ReadWantedState(*call.request);
  if (!wanted.ok()) return Response::Error(wanted.error());
  if (*wanted == "UploadComplete") return CloseJob(services, job);
  if (auto error = job->Abort()) return Response::Error(*error);
  return Response::Json(200, JobMembers(*job, job->progress()).Finish());
}

}  // namespace

void AddBulkIngestRoutes(Services* services, Router* router) {
  const std::string jobs = "/services/data/*/jobs/ingest";
  const auto add = [&](std::string method, const std::string& path, auto handler) {
    router->Add(std::move(method), path, Access::kSession, [services, handler](const Call& call) {
      if (call.version_number() < kFirstVersion) return Response::Error(NotFoundError());
      return handler(services, call);
    });
  };
  const auto on_job = [](JobHandler handler) {
    return [handler](Services* with, const Call& call) {
      const auto job = with->bulk->FindIngest(call.parts[1]);
      return job == nullptr ? Response::Error(NotFoundError()) : handler(with, call, job.get());
    };
  };
  add("POST", jobs, CreateJob);
  add("GET", jobs, [](Services* with, const Call& call) { return ListJobs(with, call, false); });
  add("GET", jobs + "/*", on_job(ReadJob));
  add("PATCH", jobs + "/*", ChangeState);
  add("DELETE", jobs + "/*", on_job(RemoveJob));
  add("PUT", jobs + "/*/batches", on_job(UploadData));
  add("GET", jobs + "/*/successfulResults", on_job(ReadResults<IngestJob::Results::kSuccessful>));
  add("GET", jobs + "/*/failedResults", on_job(ReadResults<IngestJob::Results::kFailed>));
  for (const char* spelling : {"/*/unprocessedrecords", "/*/unprocessedRecords"}) {
    add("GET", jobs + spelling, on_job(ReadResults<IngestJob::Results::kUnprocessed>));
  }
}

}  // namespace sfsim
