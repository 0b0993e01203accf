// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/row_access.h"
#include "simulator/handlers/search_reply.h"
#include "simulator/sosl/parser.h"
#include "simulator/sosl/term_parser.h"

namespace sfsim {
namespace {

constexpr size_t kMaxObjects = 100;

// One object, with what it shall be searched for. Empty: not given.
struct ObjectFilter {
  std::string name;
  std::string fields;
  std::string where;
  std::string order_by;
  std::string limit;
};

// A search in parameters, however they came.
struct Parameters {
  std::string q;
  std::string group;
  std::string fields;
  std::vector<ObjectFilter> objects;
  std::string overall_limit;
  std::string default_limit;
  std::string offset;
  std::string metadata;
};

ApiError Invalid(std::string_view name) {
  return {400, "INVALID_INPUT", text::InvalidParameter(name), {}};
}

std::string QueryText(const Request& request, std::string_view name) {
  const std::string* value = request.Query(name);
  return value == nullptr ? std::string() : *value;
}

// `q=Acme&sobject=Account&Account.fields=id,name&Account.limit=10`.
Parameters ReadUri(const Request& request) {
  Parameters parameters;
  parameters.q = QueryText(request, "q");
  parameters.group = QueryText(request, "in");
  parameters.fields = QueryText(request, "fields");
  parameters.overall_limit = QueryText(request, "overallLimit");
  parameters.default_limit = QueryText(request, "defaultLimit");
  parameters.offset = QueryText(request, "offset");
  parameters.metadata = QueryText(request, "metadata");
  for (const auto& [key, value] : request.query) {
    if (key != "sobject") continue;
    for (const std::string& part : Split(value, ',')) {
      const std::string name(TrimView(part));
      if (name.empty() || parameters.objects.size() > kMaxObjects) continue;
      parameters.objects.push_back(
          {name, QueryText(request, name + ".fields"), QueryText(request, name + ".where"),
           QueryText(request, name + ".orderBy"), QueryText(request, name + ".limit")});
    }
  }
  return parameters;
}

// Numbers may come as text, and the other way round.
std::string ScalarText(const JsonValue& object, std::string_view name) {
  const JsonValue* value = object.Find(name);
  return value == nullptr ? std::string() : value->text;
}

// A list of fields, or text that is one.
std::string FieldsText(const JsonValue& object) {
  const JsonValue* fields = object.Find("fields");
  if (fields == nullptr) return {};
  std::string text = fields->text;
  for (const JsonValue& field : fields->items) {
    StrAppend(&text, text.empty() ? "" : ",", field.text);
  }
  return text;
}

Outcome<Parameters> ReadBody(const Request& request) {
  auto body = ReadObjectBody(request);
  if (!body.ok()) return body.error();
  Parameters parameters;
  parameters.q = ScalarText(*body, "q");
  parameters.group = ScalarText(*body, "in");
  parameters.fields = FieldsText(*body);
  parameters.overall_limit = ScalarText(*body, "overallLimit");
  parameters.default_limit = ScalarText(*body, "defaultLimit");
  parameters.offset = ScalarText(*body, "offset");
  parameters.metadata = ScalarText(*body, "metadata");
  const JsonValue* objects = body->Find("sobjects");
  if (objects == nullptr) return parameters;
  for (const JsonValue& object : objects->items) {
    parameters.objects.push_back({object.is_string() ? object.text : object.Text("name"),
                                  FieldsText(object), object.Text("where"), object.Text("orderBy"),
                                  ScalarText(object, "limit")});
  }
  return parameters;
}

// A count, `otherwise` when there is none; negative when it is no count.
int64_t ReadCount(const std::string& text, int64_t otherwise) {
  if (text.empty()) return otherwise;
  int64_t count = -1;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, count);
  return read.ec == std::errc() && read.ptr == end ? count : -1;
}

std::optional<sosl::Group> ReadGroup(std::string_view name) {
  struct Known {
    std::string_view name;
    sosl::Group group;
  };
  static constexpr std::array<Known, 6> kGroups = {{{"", sosl::Group::kAll},
                                                    {"ALL", sosl::Group::kAll},
                                                    {"NAME", sosl::Group::kName},
                                                    {"EMAIL", sosl::Group::kEmail},
                                                    {"PHONE", sosl::Group::kPhone},
                                                    {"SIDEBAR", sosl::Group::kSidebar}}};
  for (const Known& known : kGroups) {
    if (EqualsIgnoreCase(known.name, name)) return known.group;
  }
  return std::nullopt;
}

Outcome<sosl::Returning> ReadObject(const ObjectFilter& object, const Parameters& parameters,
                                    int64_t default_limit) {
  const std::string& fields = object.fields.empty() ? parameters.fields : object.fields;
  std::string tail;
  if (!object.where.empty()) StrAppend(&tail, "WHERE ", object.where);
  if (!object.order_by.empty()) StrAppend(&tail, " ORDER BY ", object.order_by);
  auto parsed = sosl::ParseReturning(object.name, fields.empty() ? "Id" : fields, tail);
  if (!parsed.ok()) return parsed.error();
  sosl::Returning& returning = *parsed;
  const int64_t limit = ReadCount(object.limit, default_limit);
  const int64_t offset = ReadCount(parameters.offset, 0);
  if (limit < 0) return Invalid("limit");
  if (offset < 0) return Invalid("offset");
  returning.query.limit = std::min(limit, sosl::kMaxLimit);
  if (offset > 0) returning.query.offset = offset;
  return parsed;
}

Response Search(const Services& services, const Call& call, const Parameters& parameters) {
  if (parameters.q.empty()) {
    return Response::Error({400, "MISSING_ARGUMENT", text::MissingParameter("q"), {}});
  }
  if (parameters.objects.size() > kMaxObjects) return Response::Error(Invalid("sobject"));
  sosl::Query query;
  auto term = sosl::ParseTerm(parameters.q, 0, parameters.q.size());
  if (!term.ok()) return Response::Error(term.error());
  query.term = std::move(*term);
  const auto group = ReadGroup(parameters.group);
  if (!group) return Response::Error(Invalid("in"));
  query.group = *group;
  query.labels = EqualsIgnoreCase(parameters.metadata, "LABELS");
  const int64_t overall = ReadCount(parameters.overall_limit, sosl::kMaxLimit);
  const int64_t by_default = ReadCount(parameters.default_limit, sosl::kMaxLimit);
  if (overall < 0) return Response::Error(Invalid("overallLimit"));
  if (by_default < 0) return Response::Error(Invalid("defaultLimit"));
  query.limit = overall;
  for (const ObjectFilter& object : parameters.objects) {
    auto returning = ReadObject(object, parameters, by_default);
    if (!returning.ok()) return Response::Error(returning.error());
    query.returning.push_back(std::move(*returning));
  }
  return RunSearch(services, call, query, parameters.q);
}

}  // namespace

void AddParameterizedSearchRoutes(Services* services, Router* router) {
  const std::string path = "/services/data/*/parameterizedSearch";
  router->Add("GET", path, Access::kSession, [services](const Call& call) {
    return Search(*services, call, ReadUri(*call.request));
  });
  router->Add("POST", path, Access::kSession, [services](const Call& call) {
    auto parameters = ReadBody(*call.request);
    if (!parameters.ok()) return Response::Error(parameters.error());
    return Search(*services, call, *parameters);
  });
}

}  // namespace sfsim
