// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "simulator/base/bulk_text.h"
#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/handlers/bulk_job_body.h"
#include "simulator/handlers/bulk_replies.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/row_access.h"

namespace sfsim {
namespace {

constexpr int kFirstVersion = 47;
// From these versions on columns stand as selected, and pages are listed.
constexpr int kFirstSelectOrder = 50;
constexpr int kFirstResultPages = 58;

using JobHandler = Response (*)(Services*, const Call&, QueryJob*);

Response CreateJob(Services* services, const Call& call) {
  const auto properties = ReadJobProperties(
      call.request->body, {"operation", "query", "contentType", "columnDelimiter", "lineEnding"});
  if (!properties.ok()) return Response::Error(properties.error());
  auto spec = ReadJobSpec(*services, call, *properties);
  if (!spec.ok()) return Response::Error(spec.error());
  if (spec->operation != "query" && spec->operation != "queryAll") {
    return Response::Error(InvalidJob(text::UnknownOperation(spec->operation)));
  }
  BulkQueryRequest request;
  request.soql = PropertyOf(*properties, "query");
  if (request.soql.empty()) return Response::Error(InvalidJob(text::MissingJobProperty("query")));
  request.now = spec->created;
  request.user_id = spec->user_id;
  request.include_deleted = spec->operation == "queryAll";
  request.select_order = call.version_number() >= kFirstSelectOrder;
  auto query = PrepareBulkQuery(services->schema, services->store.get(), request);
  if (!query.ok()) return Response::Error(query.error());
  spec->object = query->object;
  spec->id = services->bulk->NextId();
  // Before the job has begun to run.
  const auto job = services->bulk->AddQuery(std::move(*spec), std::move(*query));
  if (!job.ok()) return Response::Error(job.error());
  BulkJobProgress progress;
  progress.state = BulkJobState::kUploadComplete;
  progress.modified = (*job)->spec().created;
  JsonObjectText object = JobMembers(**job, progress);
  object.Text("lineEnding", (*job)->spec().line_ending);
  object.Text("columnDelimiter", (*job)->spec().column_delimiter);
  return Response::Json(200, object.Finish());
}

Response ReadJob(Services*, const Call&, QueryJob* job) {
  const BulkJobProgress progress = job->progress();
  JsonObjectText object = JobMembers(*job, progress);
  object.Text("jobType", "V2Query").Text("lineEnding", job->spec().line_ending);
  object.Text("columnDelimiter", job->spec().column_delimiter);
  AppendJobCounts(*job, progress, &object);
  object.Raw("isPkChunkingSupported", "true");
  return Response::Json(200, object.Finish());
}

Response ChangeState(Services*, const Call& call, QueryJob* job) {
  const auto wanted = ReadWantedState(*call.request);
  if (!wanted.ok()) return Response::Error(wanted.error());
  if (*wanted != "Aborted") {
    const std::string_view state = BulkJobStateName(job->progress().state);
    return Response::Error({400, "INVALIDJOBSTATE", text::WrongJobState(state, *wanted), {}});
  }
  if (auto error = job->Abort()) return Response::Error(*error);
  return Response::Json(200, JobMembers(*job, job->progress()).Finish());
}

Response RemoveJob(Services* services, const Call&, QueryJob* job) {
  if (!IsTerminal(job->progress().state)) {
    return Response::Error({400, "API_ERROR", std::string(text::kJobNotTerminated), {}});
  }
  services->bulk->Remove(job->spec().id);
  return Response::Empty(204);
}

// Results are read with the version that the job was made with.
std::optional<Response> CheckJobVersion(const Call& call, const QueryJob& job) {
  if (call.version == job.spec().version) return std::nullopt;
  return Response::Error({409, "API_ERROR", std::string(text::kOtherVersion), {}});
}

std::string LocatorOf(const Call& call) {
  const std::string* locator = call.request->Query("locator");
  return locator == nullptr ? std::string() : *locator;
}

Response ReadResults(Services* services, const Call& call, QueryJob* job) {
  if (auto refusal = CheckJobVersion(call, *job)) return std::move(*refusal);
  int64_t max_rows = services->options.bulk.page_rows;
  if (const std::string* given = call.request->Query("maxRecords")) {
    const char* const end = given->data() + given->size();
    const auto read = std::from_chars(given->data(), end, max_rows);
    if (read.ec != std::errc() || read.ptr != end || max_rows < 1) {
      return Response::Error({400, "API_ERROR", text::InvalidParameter("maxRecords"), {}});
    }
  }
  auto page = job->ReadPage(LocatorOf(call), max_rows);
  if (!page.ok()) return Response::Error(page.error());
  Response response = Response::Text(200, "text/csv", std::move(page->csv));
  response.SetHeader("Sforce-NumberOfRecords", std::to_string(page->rows));
  response.SetHeader("Sforce-Locator", page->locator.empty() ? "null" : page->locator);
  return response;
}

Response ListPages(Services*, const Call& call, QueryJob* job) {
  if (call.version_number() < kFirstResultPages) return Response::Error(NotFoundError());
  if (auto refusal = CheckJobVersion(call, *job)) return std::move(*refusal);
  const auto list = job->ListPages(LocatorOf(call));
  if (!list.ok()) return Response::Error(list.error());
  const std::string path = JobPath(*job, "query");
  std::string body = "{\"resultPages\":[";
  for (const std::string& locator : list->locators) {
    StrAppend(&body, body.ends_with('[') ? "" : ",", "{\"resultUrl\":\"", path,
              "/results?locator=", locator, "\"}");
  }
  body.append("],\"nextRecordsUrl\":");
  if (list->next.empty()) {
    body.append("null,\"done\":true}");
  } else {
    StrAppend(&body, "\"", path, "/resultPages?locator=", list->next, "\",\"done\":false}");
  }
  return Response::Json(200, std::move(body));
}

}  // namespace

void AddBulkQueryRoutes(Services* services, Router* router) {
  const std::string jobs = "/services/data/*/jobs/query";
  const auto add = [&](std::string method, const std::string& path, auto handler) {
    router->Add(std::move(method), path, Access::kSession, [services, handler](const Call& call) {
      if (call.version_number() < kFirstVersion) return Response::Error(NotFoundError());
      return handler(services, call);
    });
  };
  const auto on_job = [](JobHandler handler) {
    return [handler](Services* with, const Call& call) {
      const auto job = with->bulk->FindQuery(call.parts[1]);
      return job == nullptr ? Response::Error(NotFoundError()) : handler(with, call, job.get());
    };
  };
  add("POST", jobs, CreateJob);
  add("GET", jobs, [](Services* with, const Call& call) { return ListJobs(with, call, true); });
  add("GET", jobs + "/*", on_job(ReadJob));
  add("PATCH", jobs + "/*", on_job(ChangeState));
  add("DELETE", jobs + "/*", on_job(RemoveJob));
  add("GET", jobs + "/*/results", on_job(ReadResults));
  for (const char* spelling : {"/*/resultPages", "/*/resultpages"}) {
    add("GET", jobs + spelling, on_job(ListPages));
  }
}

}  // namespace sfsim
