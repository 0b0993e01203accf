// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "simulator/base/datetime.h"
#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/row_access.h"

// `/sobjects/{O}/updated` and `/deleted`: what changed in a span of time.
namespace sfsim {
namespace {

constexpr int kUpdatedDays = 30;
constexpr int kDeletedDays = 15;
constexpr int64_t kMaxIds = 600'000;
constexpr int64_t kMinute = 60'000;

// From `start` on and before `end`, in whole minutes.
struct Span {
  int64_t start = 0;
  int64_t end = 0;
};

ApiError BadDate(std::string message) {
  return {400, "INVALID_REPLICATION_DATE", std::move(message), {}};
}

Outcome<int64_t> ReadMinute(const Request& request, std::string_view name) {
  const std::string* text = request.Query(name);
  if (text == nullptr) return ApiError{400, "MISSING_ARGUMENT", text::MissingParameter(name), {}};
  const auto instant = ParseInstant(*text);
  if (!instant) return BadDate(text::BadDateTime(name, *text));
  const int64_t rest = *instant % kMinute;
  return *instant - (rest < 0 ? rest + kMinute : rest);
}

Outcome<Span> ReadSpan(const Request& request, int64_t now, int max_days) {
  auto start = ReadMinute(request, "start");
  if (!start.ok()) return start.error();
  auto end = ReadMinute(request, "end");
  if (!end.ok()) return end.error();
  if (*start >= *end) return BadDate(std::string(text::kReversedDates));
  // Exactly as many days ago is still allowed, and seconds were cut off.
  if (*start < now - max_days * kMillisOfDay - kMinute)
    return BadDate(text::StartTooEarly(max_days));
  return Span{*start, *end};
}

Outcome<const ObjectType*> FindReplicated(const Services& services, std::string_view name) {
  auto type = FindObject(services, name);
  if (!type.ok()) return type;
  const auto flag = (*type)->described.find("replicateable");
  if (flag == (*type)->described.end() || flag->second != "false") return type;
  return ApiError{
      400, "INVALID_TYPE_FOR_OPERATION", text::NotAllowedOnType((*type)->name, "replication"), {}};
}

// Up to when everything is known: the span's end, or now.
void AppendLatest(const Span& span, int64_t now, std::string* body) {
  body->append("\"latestDateCovered\":\"");
  AppendInstant(std::min(span.end, now - now % kMinute), body);
  body->append("\"}");
}

// Calls `write` with id and SystemModstamp of each row that was changed in the span.
template <typename Write>
Outcome<int64_t> EachChange(Services* services, const ObjectType& type, const Span& span,
                            bool deleted, Write write) {
  const Field* stamp = type.FindField("SystemModstamp");
  if (stamp == nullptr) return int64_t{0};
  services->store->EnsureIndex(type, *stamp);
  auto reader = services->store->TakeReader();
  if (!reader.ok()) return NotFoundError();
  Statement& row = (*reader)->Cached(
      StrCat("SELECT \"Id\",\"SystemModstamp\" FROM ", QuoteName(type.name),
             " WHERE \"SystemModstamp\">=?1 AND \"SystemModstamp\"<?2 AND +\"IsDeleted\"=?3"
             " ORDER BY \"SystemModstamp\",\"Id\""));
  row.Bind(1, span.start);
  row.Bind(2, span.end);
  row.Bind(3, int64_t{deleted});
  int64_t count = 0;
  while (count <= kMaxIds && row.Step()) {
    write(row.Text(0), row.Integer(1), count == 0);
    ++count;
  }
  row.Reset();
  services->store->Release(std::move(*reader));
  if (count <= kMaxIds) return count;
  return ApiError{400, "EXCEEDED_ID_LIMIT", std::string(text::kTooManyChanges), {}};
}

Response ListUpdated(Services* services, const Call& call) {
  auto type = FindReplicated(*services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  auto span = ReadSpan(*call.request, services->Now(), kUpdatedDays);
  if (!span.ok()) return Response::Error(span.error());
  std::string body = "{\"ids\":[";
  auto count =
      EachChange(services, **type, *span, false, [&](std::string_view id, int64_t, bool first) {
        StrAppend(&body, first ? "\"" : ",\"", id, "\"");
      });
  if (!count.ok()) return Response::Error(count.error());
  body.append("],");
  AppendLatest(*span, services->Now(), &body);
  return Response::Json(200, std::move(body));
}

Response ListDeleted(Services* services, const Call& call) {
  auto type = FindReplicated(*services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  auto span = ReadSpan(*call.request, services->Now(), kDeletedDays);
  if (!span.ok()) return Response::Error(span.error());
  std::string body = "{\"deletedRecords\":[";
  auto count = EachChange(services, **type, *span, true,
                          [&](std::string_view id, int64_t instant, bool first) {
                            StrAppend(&body, first ? "" : ",", "{\"deletedDate\":\"");
                            AppendInstant(instant, &body);
                            StrAppend(&body, "\",\"id\":\"", id, "\"}");
                          });
  if (!count.ok()) return Response::Error(count.error());
  body.append("],\"earliestDateAvailable\":\"");
  const int64_t earliest = services->Now() - kDeletedDays * kMillisOfDay;
  AppendInstant(earliest - earliest % kMinute, &body);
  body.append("\",");
  AppendLatest(*span, services->Now(), &body);
  return Response::Json(200, std::move(body));
}

}  // namespace

void AddReplicationRoutes(Services* services, Router* router) {
  const std::string object = "/services/data/*/sobjects/*";
  router->Add("GET", object + "/updated", Access::kSession,
              [services](const Call& call) { return ListUpdated(services, call); });
  router->Add("GET", object + "/deleted", Access::kSession,
              [services](const Call& call) { return ListDeleted(services, call); });
}

}  // namespace sfsim
