// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/classic_replies.h"

#include <algorithm>

#include "simulator/base/datetime.h"
#include "simulator/base/str_cat.h"
#include "simulator/json/json_text.h"
#include "simulator/xml/xml_writer.h"

namespace sfsim {
namespace {

constexpr std::string_view kXmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

// A member of a reply: what it is in JSON, and its text in XML.
struct Entry {
  std::string name;
  std::string text;
  bool quoted = true;
  bool only_json = false;
};
using Entries = std::vector<Entry>;

// `2022-10-20T16:46:32.000Z`, unlike REST.
std::string Zulu(int64_t instant) {
  std::string text;
  AppendInstant(instant - instant % 1000, &text);
  text.replace(text.size() - 5, 5, "Z");
  return text;
}

Entry Number(std::string name, int64_t value) {
  return {std::move(name), std::to_string(value), false, false};
}

// In the order of XML.
Entries JobEntries(const ClassicJob& job) {
  const ClassicJobSpec& spec = job.spec();
  const ClassicJobInfo info = job.info();
  Entries entries = {{"id", spec.id},
                     {"operation", spec.operation},
                     {"object", spec.object},
                     {"createdById", spec.user_id},
                     {"createdDate", Zulu(spec.created)},
                     {"systemModstamp", Zulu(info.modified)},
                     {"state", info.state}};
  if (!spec.external_id_field.empty()) {
    entries.push_back({"externalIdFieldName", spec.external_id_field});
  }
  const bool no_rule = spec.assignment_rule_id.empty();
  entries.push_back(
      {"assignmentRuleId", no_rule ? "null" : spec.assignment_rule_id, !no_rule, no_rule});
  entries.push_back({"concurrencyMode", spec.concurrency_mode});
  entries.push_back({"contentType", std::string(ContentTypeOf(spec.form))});
  entries.push_back({"fastPathEnabled", "false", false, true});
  entries.push_back(Number("numberBatchesQueued", info.queued));
  entries.push_back(Number("numberBatchesInProgress", info.in_progress));
  entries.push_back(Number("numberBatchesCompleted", info.completed));
  entries.push_back(Number("numberBatchesFailed", info.failed));
  entries.push_back(Number("numberBatchesTotal", info.total));
  entries.push_back(Number("numberRecordsProcessed", info.records_processed));
  entries.push_back(Number("numberRetries", 0));
  entries.push_back({"apiVersion", spec.version, false});
  entries.push_back(Number("numberRecordsFailed", info.records_failed));
  entries.push_back(Number("totalProcessingTime", info.processing_ms));
  entries.push_back(Number("apiActiveProcessingTime", info.processing_ms));
  entries.push_back(Number("apexProcessingTime", 0));
  return entries;
}

Entries BatchEntries(const ClassicJob& job, const ClassicBatch& batch) {
  const ClassicBatchInfo info = batch.info();
  const bool silent = info.message.empty();
  const int64_t took = info.began == 0 || info.ended == 0 ? 0 : info.ended - info.began;
  return {{"id", info.id},
          {"jobId", job.spec().id},
          {"state", std::string(ClassicBatchStateName(info.state))},
          {"stateMessage", silent ? "null" : info.message, !silent, silent},
          {"createdDate", Zulu(info.created)},
          {"systemModstamp", Zulu(info.modified)},
          Number("numberRecordsProcessed", info.processed),
          Number("numberRecordsFailed", info.failed),
          Number("totalProcessingTime", took),
          Number("apiActiveProcessingTime", took),
          Number("apexProcessingTime", 0)};
}

std::string JsonOf(Entries entries) {
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.name < b.name; });
  JsonObjectText object;
  for (const Entry& entry : entries) {
    object.Raw(entry.name, entry.quoted ? JsonString(entry.text) : entry.text);
  }
  return object.Finish();
}

std::string ElementsOf(const Entries& entries) {
  std::string out;
  for (const Entry& entry : entries) {
    if (entry.only_json) continue;
    StrAppend(&out, "<", entry.name, ">");
    AppendXmlText(entry.text, &out);
    StrAppend(&out, "</", entry.name, ">");
  }
  return out;
}

std::string DocumentOf(std::string_view root, std::string_view content) {
  if (content.empty()) return StrCat(kXmlHead, "<", root, " xmlns=\"", kClassicNamespace, "\"/>");
  return StrCat(kXmlHead, "<", root, " xmlns=\"", kClassicNamespace, "\">", content, "</", root,
                ">");
}

Response Reply(int status, bool json, std::string_view root, const Entries& entries) {
  if (json) return Response::Json(status, JsonOf(entries));
  return Response::Text(status, "application/xml", DocumentOf(root, ElementsOf(entries)));
}

}  // namespace

Response JobReply(int status, bool json, const ClassicJob& job) {
  return Reply(status, json, "jobInfo", JobEntries(job));
}

Response BatchReply(int status, bool json, const ClassicJob& job, const ClassicBatch& batch) {
  return Reply(status, json, "batchInfo", BatchEntries(job, batch));
}

Response BatchListReply(bool json, const ClassicJob& job) {
  std::string content;
  for (const auto& batch : job.batches()) {
    const Entries entries = BatchEntries(job, *batch);
    if (json) {
      StrAppend(&content, content.empty() ? "" : ",", JsonOf(entries));
    } else {
      StrAppend(&content, "<batchInfo>", ElementsOf(entries), "</batchInfo>");
    }
  }
  if (json) return Response::Json(200, StrCat("{\"batchInfo\":[", content, "]}"));
  return Response::Text(200, "application/xml", DocumentOf("batchInfoList", content));
}

Response ClassicError(bool json, const ApiError& error) {
  return Reply(error.http_status, json, "error",
               {{"exceptionCode", error.code}, {"exceptionMessage", error.message}});
}

std::vector<ListedBulkJob> ListClassicJobs(Services* services) {
  std::vector<ListedBulkJob> listed;
  for (const auto& job : services->classic_jobs->List()) {
    const ClassicJobSpec& spec = job->spec();
    const ClassicJobInfo info = job->info();
    std::string created;
    AppendInstant(spec.created - spec.created % 1000, &created);
    std::string modified;
    AppendInstant(info.modified - info.modified % 1000, &modified);
    JsonObjectText object;
    object.Text("id", spec.id).Text("operation", spec.operation).Text("object", spec.object);
    object.Text("createdById", spec.user_id).Text("createdDate", created);
    object.Text("systemModstamp", modified).Text("state", info.state);
    object.Text("concurrencyMode", spec.concurrency_mode);
    object.Text("contentType", ContentTypeOf(spec.form)).Raw("apiVersion", spec.version);
    object.Text("jobType", "Classic");
    listed.push_back({spec.id, "Classic", spec.query, spec.concurrency_mode,
                      spec.chunking.has_value(), object.Finish()});
  }
  return listed;
}

}  // namespace sfsim
