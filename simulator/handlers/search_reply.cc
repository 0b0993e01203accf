// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/search_reply.h"

#include "simulator/base/str_cat.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

constexpr int kFirstWrapped = 37;

// Salesforce's own spelling of the list.
std::string LabelsJson(const sosl::Found& found) {
  std::string json = "{\"entityetadata\":[";
  for (const sosl::Found::Searched& searched : found.searched) {
    StrAppend(&json, json.back() == '[' ? "" : ",", "{\"entityName\":\"", searched.type->name,
              "\",\"fieldMetadata\":[");
    for (const Field* field : searched.fields) {
      StrAppend(&json, json.back() == '[' ? "" : ",", "{\"name\":\"", field->name, "\",\"label\":");
      AppendJsonString(field->label, &json);
      json.push_back('}');
    }
    json.append("]}");
  }
  return json + "]}";
}

}  // namespace

sosl::SearchContext SearchContextOf(const Services& services, const Call& call) {
  return {&services.schema, services.store.get(), services.Now(), call.version};
}

Response RunSearch(const Services& services, const Call& call, const sosl::Query& query,
                   std::string_view statement) {
  const auto found = sosl::Search(query, statement, SearchContextOf(services, call));
  if (!found.ok()) return Response::Error(found.error());
  if (call.version_number() < kFirstWrapped) {
    return Response::Json(200, StrCat("[", found->records, "]"));
  }
  std::string body = StrCat("{\"searchRecords\":[", found->records, "]");
  if (query.labels) StrAppend(&body, ",\"metadata\":", LabelsJson(*found));
  return Response::Json(200, body + "}");
}

}  // namespace sfsim
