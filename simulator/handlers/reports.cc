// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <utility>

#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/row_replies.h"
#include "simulator/handlers/run_query.h"
#include "simulator/json/json_text.h"
#include "simulator/reports/report_metadata.h"
#include "simulator/reports/report_plan.h"
#include "simulator/reports/report_run.h"

namespace sfsim {
namespace {

constexpr int64_t kMaxListed = 200;

// A report that is there.
struct Report {
  std::string id;
  std::string name;
  const ReportDefinition* definition = nullptr;
};

std::string ReportUrl(const Call& call, std::string_view id) {
  return StrCat("/services/data/v", call.version, "/analytics/reports/", id);
}

ApiError Unavailable() { return {404, "NOT_FOUND", std::string(text::kDataUnavailable), {}}; }
ApiError Forbidden(std::string message) { return {403, "FORBIDDEN", std::move(message), {}}; }

// The report of the path's first segment.
Outcome<Report> FindReport(const Services& services, const Call& call) {
  const auto id = NormalizeId(call.parts[1]);
  const ObjectType* type = id ? services.schema.FindByPrefix(*id) : nullptr;
  if (type == nullptr || type->name != "Report") return Unavailable();
  auto reader = services.store->TakeReader();
  if (!reader.ok()) return Unavailable();
  Report report{*id, {}, nullptr};
  std::string developer_name;
  Statement& row =
      (*reader)->Cached(R"(SELECT "Name","DeveloperName","IsDeleted" FROM "Report" WHERE "Id"=?1)");
  row.BindText(1, *id);
  const bool found = row.Step();
  const bool deleted = found && row.Integer(2) != 0;
  if (found) {
    report.name = std::string(row.Text(0));
    developer_name = std::string(row.Text(1));
  }
  row.Reset();
  services.store->Release(std::move(*reader));
  if (!found) return Unavailable();
  if (deleted) return DeletedError();
  const auto definition = services.reports.find(developer_name);
  if (definition == services.reports.end()) return Forbidden(std::string(text::kReportObsolete));
  report.definition = &definition->second;
  return report;
}

// The saved metadata of a report.
JsonValue MetadataOf(const Report& report) {
  const std::string own =
      StrCat("{\"id\":\"", report.id, "\",\"name\":", JsonString(report.name), "}");
  return WithMembers(report.definition->metadata, *ReadJson(own));
}

// The metadata of a run: the saved one, and what the body changes.
Outcome<JsonValue> ReadRunMetadata(const Call& call, const Report& report, bool optional) {
  JsonValue metadata = MetadataOf(report);
  if (call.request->body.empty() && optional) return metadata;
  auto body = ReadObjectBody(*call.request);
  if (!body.ok()) return body;
  const JsonValue* changes = body->Find("reportMetadata");
  if (changes == nullptr || !changes->is_object()) {
    if (optional && body->members.empty()) return metadata;
    return BadReport(std::string(text::kNoReportMetadata));
  }
  return WithMembers(std::move(metadata), *changes);
}

bool WantsDetails(const Call& call) {
  const std::string* wanted = call.request->Query("includeDetails");
  return wanted != nullptr && *wanted == "true";
}

// The statement's reply, as one page whatever the caller's headers say of pages.
Outcome<JsonValue> Query(Services* services, const Call& call, const std::string& soql) {
  const Request plain;
  Call inner = call;
  inner.request = &plain;
  const Response reply = RunSoql(services, inner, soql, false);
  auto body = ReadJson(*reply.body);
  if (!body.ok() || reply.status == 200) return body;
  return BadReport(body->items.empty() ? std::string() : body->items.front().Text("message"));
}

Outcome<std::string> Run(Services* services, const Call& call, const JsonValue& metadata) {
  return RunReport(services->schema, metadata, WantsDetails(call),
                   [&](const std::string& soql) { return Query(services, call, soql); });
}

std::string Attributes(const Call& call, const Report& report) {
  const std::string url = ReportUrl(call, report.id);
  return StrCat("\"attributes\":{\"describeUrl\":\"", url, "/describe\",\"instancesUrl\":\"", url,
                "/instances\",\"reportId\":\"", report.id,
                "\",\"reportName\":", JsonString(report.name), ",\"type\":\"Report\"}");
}

Response ListReports(Services* services, const Call& call) {
  std::string list = "[";
  auto reader = services->store->TakeReader();
  if (reader.ok()) {
    Statement& row = (*reader)->Cached(
        R"(SELECT "Id","Name" FROM "Report" WHERE "IsDeleted"=0 AND "LastViewedDate" NOT NULL)"
        R"( ORDER BY "LastViewedDate" DESC, "Id" LIMIT ?1)");
    row.Bind(1, kMaxListed);
    while (row.Step()) {
      const std::string url = ReportUrl(call, row.Text(0));
      StrAppend(&list, list.size() > 1 ? "," : "", "{\"describeUrl\":\"", url,
                "/describe\",\"id\":\"", row.Text(0), "\",\"instancesUrl\":\"", url,
                "/instances\",\"name\":", JsonString(row.Text(1)), ",\"url\":\"", url, "\"}");
    }
    row.Reset();
    services->store->Release(std::move(*reader));
  }
  return Response::Json(200, list + "]");
}

Response DescribeReport(Services* services, const Call& call) {
  const auto report = FindReport(*services, call);
  if (!report.ok()) return Response::Error(report.error());
  const JsonValue metadata = MetadataOf(*report);
  const auto plan = PlanReport(services->schema, metadata);
  if (!plan.ok()) return Response::Error(plan.error());
  std::string body =
      StrCat("{", Attributes(call, *report),
             ",\"reportExtendedMetadata\":", ExtendedReportMetadata(*plan), ",\"reportMetadata\":");
  metadata.AppendTo(&body);
  StrAppend(&body, ",\"reportTypeMetadata\":", ReportTypeMetadata(services->schema, *plan->type),
            "}");
  return Response::Json(200, std::move(body));
}

Response RunNow(Services* services, const Call& call) {
  const auto report = FindReport(*services, call);
  if (!report.ok()) return Response::Error(report.error());
  const auto metadata = ReadRunMetadata(call, *report, call.request->method == "GET");
  if (!metadata.ok()) return Response::Error(metadata.error());
  if (!services->report_instances.CountSync(services->Now())) {
    return Response::Error(Forbidden(text::TooManyReportRuns("500", "synchronously")));
  }
  const auto result = Run(services, call, *metadata);
  if (!result.ok()) return Response::Error(result.error());
  return Response::Json(200, StrCat("{", Attributes(call, *report), ",", *result, "}"));
}

std::string InstanceJson(const Call& call, const ReportInstance& instance, int64_t now) {
  return StrCat("{", instance.Members(now), ",\"url\":\"", ReportUrl(call, instance.report_id),
                "/instances/", instance.id, "\"}");
}

Response RunInBackground(Services* services, const Call& call) {
  const auto report = FindReport(*services, call);
  if (!report.ok()) return Response::Error(report.error());
  const auto metadata = ReadRunMetadata(call, *report, true);
  if (!metadata.ok()) return Response::Error(metadata.error());
  const int64_t now = services->Now();
  if (!services->report_instances.CountAsync(now)) {
    return Response::Error(Forbidden(text::TooManyReportRuns("1,200", "asynchronously")));
  }
  auto result = Run(services, call, *metadata);
  if (!result.ok()) return Response::Error(result.error());
  const ReportDefinition& definition = *report->definition;
  ReportInstance instance;
  instance.id = MakeId("0LG", services->store->NextNumber("0LG"));
  instance.report_id = report->id;
  instance.report_name = report->name;
  instance.owner_id = call.session.user_id;
  instance.has_details = WantsDetails(call);
  instance.fails = definition.fails;
  instance.requested = now;
  instance.begins = now + definition.waiting_ms;
  instance.ends = instance.begins + definition.running_ms;
  instance.result = std::make_shared<const std::string>(std::move(*result));
  std::string body = InstanceJson(call, instance, now);
  services->report_instances.Add(std::move(instance));
  return Response::Json(200, std::move(body));
}

Response ListInstances(Services* services, const Call& call) {
  const auto report = FindReport(*services, call);
  if (!report.ok()) return Response::Error(report.error());
  const int64_t now = services->Now();
  std::string list = "[";
  for (const ReportInstance& each : services->report_instances.List(report->id, now)) {
    StrAppend(&list, list.size() > 1 ? "," : "", InstanceJson(call, each, now));
  }
  return Response::Json(200, list + "]");
}

Response ReadInstance(Services* services, const Call& call) {
  const auto report = FindReport(*services, call);
  if (!report.ok()) return Response::Error(report.error());
  const int64_t now = services->Now();
  const auto id = NormalizeId(call.parts[2]);
  const auto instance = services->report_instances.Find(report->id, id ? *id : call.parts[2], now);
  if (!instance) return Response::Error(Unavailable());
  std::string body = StrCat(
      "{\"attributes\":{", instance->Members(now), ",\"reportId\":\"", instance->report_id,
      "\",\"reportName\":", JsonString(instance->report_name), ",\"type\":\"ReportInstance\"}");
  if (instance->Status(now) == "Success") StrAppend(&body, ",", *instance->result);
  return Response::Json(200, body + "}");
}

Response RemoveInstance(Services* services, const Call& call) {
  const auto report = FindReport(*services, call);
  if (!report.ok()) return Response::Error(report.error());
  const auto id = NormalizeId(call.parts[2]);
  const bool removed = id && services->report_instances.Remove(report->id, *id, services->Now());
  return removed ? Response::Empty(204) : Response::Error(Unavailable());
}

Response RemoveReport(Services* services, const Call& call) {
  const auto report = FindReport(*services, call);
  if (!report.ok()) return Response::Error(report.error());
  return DeleteRowReply(services, call, *services->schema.Find("Report"), report->id);
}

}  // namespace

void AddReportRoutes(Services* services, Router* router) {
  const std::string reports = "/services/data/*/analytics/reports";
  const auto add = [&](std::string method, const std::string& path,
                       Response (*handler)(Services*, const Call&)) {
    router->Add(std::move(method), path, Access::kSession,
                [services, handler](const Call& call) { return handler(services, call); });
  };
  add("GET", reports, ListReports);
  add("GET", reports + "/*/describe", DescribeReport);
  add("GET", reports + "/*", RunNow);
  add("POST", reports + "/*", RunNow);
  add("DELETE", reports + "/*", RemoveReport);
  add("GET", reports + "/*/instances", ListInstances);
  add("POST", reports + "/*/instances", RunInBackground);
  add("GET", reports + "/*/instances/*", ReadInstance);
  add("DELETE", reports + "/*/instances/*", RemoveInstance);
}

}  // namespace sfsim
