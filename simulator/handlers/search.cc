// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/row_access.h"
#include "simulator/handlers/search_reply.h"
#include "simulator/json/json_text.h"
#include "simulator/sosl/parser.h"

namespace sfsim {
namespace {

constexpr size_t kShortestSuggestion = 3;
constexpr int64_t kSuggestions = 5;
constexpr size_t kMaxLayouts = 100;
constexpr int kLayoutRows = 25;
constexpr size_t kLayoutColumns = 5;

ApiError MissingParameter(std::string_view name) {
  return {400, "MISSING_ARGUMENT", text::MissingParameter(name), {}};
}

Response SearchBySosl(const Services& services, const Call& call) {
  const std::string* text = call.request->Query("q");
  if (text == nullptr) {
    return Response::Error({400, "MALFORMED_SEARCH", std::string(text::kNoSearchTerm), {}});
  }
  const auto query = sosl::Parse(*text);
  if (!query.ok()) return Response::Error(query.error());
  return RunSearch(services, call, *query, *text);
}

// The objects that a global search goes through.
Response ListScopes(const Services& services, const Call& call) {
  std::string body = "[";
  for (const ObjectType* type : services.schema.objects()) {
    if (!type->searchable || !type->layoutable) continue;
    StrAppend(&body, body.size() > 1 ? "," : "", "{\"type\":\"", type->name,
              "\",\"url\":\"/services/data/v", call.version, "/sobjects/", type->name,
              "/describe\"}");
  }
  return Response::Json(200, body + "]");
}

void AppendColumn(std::string_view field, std::string_view format, const std::string& label,
                  std::string_view name, std::string* out) {
  StrAppend(out, out->back() == '[' ? "" : ",", "{\"field\":\"", field,
            "\",\"format\":", format.empty() ? "null" : StrCat("\"", format, "\""), ",\"label\":");
  AppendJsonString(label, out);
  StrAppend(out, ",\"name\":\"", name, "\"}");
}

// The name, what else tells rows apart at a glance, and whose they are.
std::string LayoutJson(const ObjectType& type) {
  std::string json =
      StrCat("{\"label\":\"Search Results\",\"limitRows\":", kLayoutRows, ",\"searchColumns\":[");
  size_t columns = 0;
  const auto add = [&](const Field& field) {
    if (columns++ >= kLayoutColumns) return;
    const std::string_view format = field.type == FieldType::kDate       ? "date"
                                    : field.type == FieldType::kDateTime ? "datetime"
                                                                         : "";
    AppendColumn(StrCat(type.name, ".", field.name), format, field.label, field.name, &json);
  };
  for (const Field& field : type.fields()) {
    if (field.name_field) add(field);
  }
  for (const char* name : {"Site", "Title", "Subject", "Company", "Phone", "Email", "Status",
                           "StageName", "CloseDate"}) {
    const Field* field = type.FindField(name);
    if (field != nullptr && !field->name_field) add(*field);
  }
  if (type.FindField("OwnerId") != nullptr) {
    AppendColumn("User.Alias", "", type.label + " Owner Alias", "Owner.Alias", &json);
  }
  return json + "]}";
}

Response ListLayouts(const Services& services, const Call& call) {
  const std::string* names = call.request->Query("q");
  if (names == nullptr || names->empty()) return Response::Error(MissingParameter("q"));
  const auto objects = Split(*names, ',');
  if (objects.size() > kMaxLayouts) {
    return Response::Error({400, "EXCEEDED_MAX_SOBJECTS", text::TooManyRecords(kMaxLayouts), {}});
  }
  std::string body = "[";
  for (const std::string& name : objects) {
    auto type = FindObject(services, TrimView(name));
    if (!type.ok()) return Response::Error(type.error());
    StrAppend(&body, body.size() > 1 ? "," : "", LayoutJson(**type));
  }
  return Response::Json(200, body + "]");
}

// `national u` as `national u*`.
sosl::Term SuggestionTerm(std::string_view text) {
  sosl::Term term;
  term.kind = sosl::Term::Kind::kAnd;
  for (const std::string& word : Split(text, ' ')) {
    if (word.empty()) continue;
    term.operands.push_back({sosl::Term::Kind::kWords, word, {}});
  }
  if (!term.operands.empty()) {
    sosl::Term& last = term.operands.back();
    last.kind = sosl::Term::Kind::kPattern;
    std::string pattern;
    for (char c : last.text) {
      if (c == '%' || c == '_' || c == '\\') pattern.push_back('\\');
      pattern.push_back(c);
    }
    last.text = pattern + "%";
  }
  return term;
}

Outcome<sosl::Query> SuggestionQuery(const Services& services, const Request& request,
                                     const std::string& objects) {
  sosl::Query query;
  query.term = SuggestionTerm(*request.Query("q"));
  query.group = sosl::Group::kName;
  const std::string* more = request.Query("fields");
  const std::string* where = request.Query("where");
  for (const std::string& name : Split(objects, ',')) {
    auto type = FindObject(services, TrimView(name));
    if (!type.ok()) return type.error();
    std::string fields = "Id";
    for (const Field& field : (*type)->fields()) {
      if (field.name_field) StrAppend(&fields, ",", field.name);
    }
    for (const std::string& field : Split(more == nullptr ? "" : *more, ',')) {
      const std::string_view wanted = TrimView(field);
      const Field* known = (*type)->FindField(wanted);
      const bool twice = known != nullptr && (known->name_field || known->type == FieldType::kId);
      if (!wanted.empty() && !twice) StrAppend(&fields, ",", wanted);
    }
    auto returning =
        sosl::ParseReturning((*type)->name, fields, where == nullptr ? "" : "WHERE " + *where);
    if (!returning.ok()) return returning.error();
    query.returning.push_back(std::move(*returning));
  }
  return query;
}

Response Suggest(const Services& services, const Call& call) {
  const std::string* q = call.request->Query("q");
  const std::string* objects = call.request->Query("sobject");
  if (q == nullptr) return Response::Error(MissingParameter("q"));
  if (objects == nullptr || objects->empty()) return Response::Error(MissingParameter("sobject"));
  if (CharacterCount(TrimView(*q)) < kShortestSuggestion) {
    return Response::Error({400, "MALFORMED_SEARCH", std::string(text::kSuggestionTooShort), {}});
  }
  auto query = SuggestionQuery(services, *call.request, *objects);
  if (!query.ok()) return Response::Error(query.error());
  int64_t limit = kSuggestions;
  if (const std::string* given = call.request->Query("limit")) {
    std::from_chars(given->data(), given->data() + given->size(), limit);
  }
  query->limit = std::clamp<int64_t>(limit, 1, sosl::kMaxLimit);
  const auto found = sosl::Search(*query, *q, SearchContextOf(services, call));
  if (!found.ok()) return Response::Error(found.error());
  return Response::Json(200, StrCat("{\"autoSuggestResults\":[", found->records,
                                    "],\"hasMoreResults\":", found->more ? "true" : "false", "}"));
}

}  // namespace

void AddSearchRoutes(Services* services, Router* router) {
  const auto add = [&](const char* path, Response (*handler)(const Services&, const Call&)) {
    router->Add("GET", path, Access::kSession,
                [services, handler](const Call& call) { return handler(*services, call); });
  };
  add("/services/data/*/search", SearchBySosl);
  add("/services/data/*/search/scopeOrder", ListScopes);
  add("/services/data/*/search/layout", ListLayouts);
  add("/services/data/*/search/suggestions", Suggest);
}

}  // namespace sfsim
