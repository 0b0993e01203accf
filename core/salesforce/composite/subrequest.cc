// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/composite/subrequest.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/json_value.h"
#include "core/http/method.h"
#include "core/rest/description.h"
#include "core/salesforce/query/query_request.h"
#include "core/salesforce/record/record_lists.h"
#include "core/salesforce/record/record_operations.h"
#include "core/soql/render_soql.h"

namespace sfconnector {
namespace {

constexpr char kResources[] = "/services/data/";

// An operation of RecordService that is a description.
absl::StatusOr<RestRequest> RenderRecord(const char* rpc, const google::protobuf::Message& request,
                                         References references) {
  const google::protobuf::ServiceDescriptor* service =
      v1::GetRecordRequest::descriptor()->file()->FindServiceByName("RecordService");
  return RenderRequest(service->FindMethodByName(rpc), request, references);
}

template <class Request>
absl::StatusOr<RestRequest> RenderRecords(const Request& request, References references) {
  absl::StatusOr<RowsRequests> parts = RenderRows(request, references);
  if (!parts.ok()) return parts.status();
  if (parts->size() == 1) return std::move(parts->front().rest);
  return InvalidField("", absl::StrCat("takes ", parts->size(), " API calls, and is part of one"));
}

absl::StatusOr<RestRequest> RenderQuery(const v1::QuerySubrequest& request, References references) {
  absl::StatusOr<std::string> soql = RenderSoql(request.soql(), request.parameters());
  if (!soql.ok()) return soql.status();
  // The text of the caller may refer to other results, the data that it is given must not.
  if (references == References::kAllowed &&
      CountReferences(*soql) > CountReferences(request.soql())) {
    return InvalidField("parameters", "hold what Salesforce takes for a reference to a result");
  }
  RestRequest rest(
      "GET",
      absl::StrCat(kResources, "{version}/", request.include_deleted() ? "queryAll" : "query"),
      Effect::kNone);
  rest.query.emplace_back("q", *std::move(soql));
  return rest;
}

absl::StatusOr<RestRequest> RenderRest(const v1::RestSubrequest& request) {
  if (!IsMethod(request.method())) return InvalidField("method", "is no method of HTTP");
  const std::string& path = request.path();
  if (path.empty()) return InvalidField("path", "is required");
  const bool whole = absl::StartsWith(path, kResources);
  if (!whole && path.front() == '/') {
    return InvalidField("path", "leads out of /services/data/");
  }
  const bool reads = request.method() == "GET" || request.method() == "HEAD";
  RestRequest rest(request.method(), whole ? path : absl::StrCat(kResources, "{version}/", path),
                   reads ? Effect::kNone : Effect::kOnce);
  if (request.body().kind_case() == v1::Value::KIND_NOT_SET) return rest;
  absl::StatusOr<std::string> body = ToJson(request.body());
  if (!body.ok()) return PrefixField("body", body.status());
  rest.body = *std::move(body);
  return rest;
}

// The request, and the name of its field in errors.
std::pair<const char*, absl::StatusOr<RestRequest>> Render(const v1::Subrequest& request,
                                                           References references) {
  using Case = v1::Subrequest::RequestCase;
  switch (request.request_case()) {
    case Case::kGetRecord:
      return {"get_record", RenderRecord("GetRecord", request.get_record(), references)};
    case Case::kGetRecordByExternalId:
      return {
          "get_record_by_external_id",
          RenderRecord("GetRecordByExternalId", request.get_record_by_external_id(), references)};
    case Case::kCreateRecord:
      return {"create_record", RenderRecord("CreateRecord", request.create_record(), references)};
    case Case::kUpdateRecord:
      return {"update_record", RenderRecord("UpdateRecord", request.update_record(), references)};
    case Case::kUpsertRecord:
      return {"upsert_record", RenderUpsert(request.upsert_record(), references)};
    case Case::kDeleteRecord:
      return {"delete_record", RenderRecord("DeleteRecord", request.delete_record(), references)};
    case Case::kDeleteRecordByExternalId:
      return {"delete_record_by_external_id",
              RenderRecord("DeleteRecordByExternalId", request.delete_record_by_external_id(),
                           references)};
    case Case::kQuery:
      return {"query", RenderQuery(request.query(), references)};
    case Case::kCreateRecords:
      return {"create_records", RenderRecords(request.create_records(), references)};
    case Case::kUpdateRecords:
      return {"update_records", RenderRecords(request.update_records(), references)};
    case Case::kUpsertRecords:
      return {"upsert_records", RenderRecords(request.upsert_records(), references)};
    case Case::kDeleteRecords:
      return {"delete_records", RenderRecords(request.delete_records(), references)};
    case Case::kGetRecords:
      return {"get_records", RenderRecords(request.get_records(), references)};
    case Case::kRest:
      return {"rest", RenderRest(request.rest())};
    case Case::REQUEST_NOT_SET:
      break;
  }
  return {"", InvalidField("", "is required")};
}

}  // namespace

absl::StatusOr<RestRequest> RenderSubrequest(const v1::Subrequest& request, References references) {
  auto [field, rest] = Render(request, references);
  if (rest.ok()) return std::move(rest);
  return PrefixField(field, rest.status());
}

Effect EffectOfWhole(const std::vector<Effect>& parts) {
  const bool reads = std::all_of(parts.begin(), parts.end(),
                                 [](Effect effect) { return effect == Effect::kNone; });
  return reads ? Effect::kNone : Effect::kOnce;
}

}  // namespace sfconnector
