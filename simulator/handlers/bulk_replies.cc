// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/bulk_replies.h"

#include <algorithm>
#include <charconv>

#include "simulator/base/bulk_text.h"
#include "simulator/base/datetime.h"
#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/row_access.h"

namespace sfsim {
namespace {

constexpr size_t kListedJobs = 1000;

// Of whole seconds, as recorded.
std::string InstantText(int64_t instant) {
  std::string text;
  AppendInstant(instant - instant % 1000, &text);
  return text;
}

bool IsQuery(const BulkJob& job) { return dynamic_cast<const QueryJob*>(&job) != nullptr; }

std::string_view JobType(const BulkJob& job) { return IsQuery(job) ? "V2Query" : "V2Ingest"; }

// The jobs that a list shows, the oldest first.
std::vector<ListedBulkJob> JobsToList(Services* services, const Request& request, bool query) {
  std::vector<ListedBulkJob> jobs;
  for (const auto& job : services->bulk->List()) {
    ListedBulkJob listed;
    listed.id = job->spec().id;
    listed.type = JobType(*job);
    listed.query = IsQuery(*job);
    listed.json = ListedJobText(*job);
    jobs.push_back(std::move(listed));
  }
  for (const BulkJobs::Lister& lister : services->bulk->listers()) {
    for (ListedBulkJob& job : lister()) jobs.push_back(std::move(job));
  }
  const std::string* type = request.Query("jobType");
  const std::string* concurrency = request.Query("concurrencyMode");
  const std::string* chunking = request.Query("isPkChunkingEnabled");
  std::erase_if(jobs, [&](const ListedBulkJob& job) {
    return (type == nullptr ? job.query != query : job.type != *type) ||
           (concurrency != nullptr && !EqualsIgnoreCase(job.concurrency_mode, *concurrency)) ||
           (chunking != nullptr && job.pk_chunking != EqualsIgnoreCase(*chunking, "true"));
  });
  std::sort(jobs.begin(), jobs.end(),
            [](const ListedBulkJob& a, const ListedBulkJob& b) { return a.id < b.id; });
  return jobs;
}

// The parameters that a list was asked with, for the URL of its next page.
std::string FiltersOf(const Request& request) {
  std::string filters;
  for (const char* name : {"jobType", "concurrencyMode", "isPkChunkingEnabled"}) {
    const std::string* value = request.Query(name);
    if (value != nullptr) StrAppend(&filters, "&", name, "=", PercentEncode(*value));
  }
  return filters;
}

// The place in the list that `01g…-1000` names; nothing when it is no such locator.
std::optional<size_t> ReadListLocator(const std::string& locator) {
  const size_t dash = locator.find('-');
  if (dash == std::string::npos || !NormalizeId(locator.substr(0, dash))) return std::nullopt;
  size_t place = 0;
  const char* const end = locator.data() + locator.size();
  const auto read = std::from_chars(locator.data() + dash + 1, end, place);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return place;
}

}  // namespace

JsonObjectText JobMembers(const BulkJob& job, const BulkJobProgress& progress) {
  const BulkJobSpec& spec = job.spec();
  JsonObjectText object;
  object.Text("id", spec.id).Text("operation", spec.operation).Text("object", spec.object);
  object.Text("createdById", spec.user_id).Text("createdDate", InstantText(spec.created));
  object.Text("systemModstamp", InstantText(progress.modified));
  object.Text("state", BulkJobStateName(progress.state));
  if (!spec.external_id_field.empty()) {
    object.Text("externalIdFieldName", spec.external_id_field);
  }
  if (!spec.assignment_rule_id.empty()) object.Text("assignmentRuleId", spec.assignment_rule_id);
  object.Text("concurrencyMode", "Parallel").Text("contentType", "CSV");
  object.Raw("apiVersion", spec.version);
  return object;
}

std::string ListedJobText(const BulkJob& job) {
  const BulkJobProgress progress = job.progress();
  JsonObjectText object = JobMembers(job, progress);
  object.Text("jobType", JobType(job));
  object.Text("lineEnding", job.spec().line_ending);
  object.Text("columnDelimiter", job.spec().column_delimiter);
  return object.Finish();
}

void AppendJobCounts(const BulkJob& job, const BulkJobProgress& progress, JsonObjectText* object) {
  const int64_t end = progress.ended != 0 ? progress.ended : job.now();
  const int64_t took = progress.began == 0 ? 0 : end - progress.began;
  object->Raw("numberRecordsProcessed", std::to_string(progress.processed));
  if (!IsQuery(job)) object->Raw("numberRecordsFailed", std::to_string(progress.failed));
  object->Raw("retries", "0").Raw("totalProcessingTime", std::to_string(took));
  if (!IsQuery(job)) {
    object->Raw("apiActiveProcessingTime", std::to_string(took)).Raw("apexProcessingTime", "0");
  }
  if (progress.state == BulkJobState::kFailed) {
    object->Text("errorMessage", progress.error_message);
  }
}

std::string JobPath(const BulkJob& job, std::string_view kind) {
  return StrCat("/services/data/v", job.spec().version, "/jobs/", kind, "/", job.spec().id);
}

Outcome<std::string> ReadWantedState(const Request& request) {
  auto body = ReadObjectBody(request);
  if (!body.ok()) return body.error();
  for (const auto& [name, value] : body->members) {
    if (name != "state") return ApiError{400, "API_ERROR", text::UnknownJobProperty(name), {}};
    if (value.text == "UploadComplete" || value.text == "Aborted") return value.text;
    return ApiError{400, "API_ERROR", text::UnexpectedValue(value.line, value.column), {}};
  }
  return ApiError{400, "API_ERROR", text::MissingJobProperty("state"), {}};
}

Response ListJobs(Services* services, const Call& call, bool query) {
  size_t place = 0;
  std::string locator = MakeId("01g", 1);
  if (const std::string* given = call.request->Query("queryLocator")) {
    const auto read = ReadListLocator(*given);
    if (!read) {
      return Response::Error(
          {400, "INVALID_QUERY_LOCATOR", std::string(text::kInvalidLocator), {}});
    }
    place = *read;
    locator = given->substr(0, given->find('-'));
  }
  const auto jobs = JobsToList(services, *call.request, query);
  const size_t end = std::min(jobs.size(), place + kListedJobs);
  const bool done = end == jobs.size();
  std::string body = StrCat("{\"done\":", JsonBool(done), ",\"nextRecordsUrl\":");
  if (done) {
    body.append("null");
  } else {
    StrAppend(&body, "\"/services/data/v", call.version, "/jobs/", query ? "query" : "ingest",
              "?queryLocator=", locator, "-", end, FiltersOf(*call.request), "\"");
  }
  body.append(",\"records\":[");
  for (size_t i = place; i < end; ++i) StrAppend(&body, i > place ? "," : "", jobs[i].json);
  return Response::Json(200, body + "]}");
}

}  // namespace sfsim
