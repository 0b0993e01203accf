// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/subrequest.h"

#include <algorithm>
#include <array>
#include <set>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

// From this version on a malformed reference id fails the whole request.
constexpr int kStrictReferenceIds = 52;
// These are inherited from the whole request.
constexpr std::array<std::string_view, 3> kInheritedHeaders = {"Accept", "Authorization",
                                                               "Content-Type"};
// The reply headers that a result shows.
constexpr std::array<std::string_view, 3> kShownHeaders = {"ETag", "Last-Modified", "Location"};

bool IsAlphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool IsReferenceId(std::string_view id) {
  return !id.empty() && IsAlphanumeric(id.front()) &&
         std::all_of(id.begin(), id.end(), [](char c) { return IsAlphanumeric(c) || c == '_'; });
}

ApiError Unreadable(std::string message) {
  return {400, "JSON_PARSER_ERROR", std::move(message), {}};
}

Outcome<NameValues> ReadHeaders(const JsonValue* headers) {
  NameValues list;
  if (headers == nullptr) return list;
  for (const auto& [name, value] : headers->members) {
    for (std::string_view inherited : kInheritedHeaders) {
      if (EqualsIgnoreCase(name, inherited)) return Unreadable(text::ReservedHeader(name));
    }
    list.emplace_back(name, value.text);
  }
  return list;
}

}  // namespace

Outcome<std::vector<Subrequest>> ReadSubrequests(const JsonValue* list, int version) {
  if (list == nullptr || list->items.empty()) {
    return Unreadable(std::string(text::kNoSubrequests));
  }
  std::vector<Subrequest> subrequests;
  std::set<std::string> seen;
  for (const JsonValue& item : list->items) {
    Subrequest subrequest;
    subrequest.method = item.Text("method");
    subrequest.url = item.Text("url");
    subrequest.reference_id = item.Text("referenceId");
    for (const auto& [name, value] :
         {std::pair("method", &subrequest.method), std::pair("url", &subrequest.url),
          std::pair("referenceId", &subrequest.reference_id)}) {
      if (value->empty()) return Unreadable(text::MissingParameter(name));
    }
    if (version >= kStrictReferenceIds && !IsReferenceId(subrequest.reference_id)) {
      return Unreadable(text::BadReferenceId(subrequest.reference_id));
    }
    if (!seen.insert(subrequest.reference_id).second) {
      return Unreadable(text::DuplicateReferenceId(subrequest.reference_id));
    }
    if (const JsonValue* body = item.Find("body")) subrequest.body = *body;
    auto headers = ReadHeaders(item.Find("httpHeaders"));
    if (!headers.ok()) return headers.error();
    subrequest.headers = std::move(*headers);
    subrequests.push_back(std::move(subrequest));
  }
  return subrequests;
}

Request MakeRequest(std::string method, std::string_view url, const JsonValue& body,
                    NameValues headers) {
  Request request;
  request.method = std::move(method);
  request.target = url;
  const size_t mark = url.find('?');
  request.path = url.substr(0, mark);
  if (mark != std::string_view::npos) request.query = ParseForm(url.substr(mark + 1));
  request.headers = std::move(headers);
  if (!body.is_null()) {
    // A body that came as text, as multi-line scripts do, is what it says.
    if (body.is_string()) {
      request.body = body.text;
    } else {
      body.AppendTo(&request.body);
    }
  }
  request.body_size = request.body.size();
  return request;
}

std::optional<std::string_view> ResourcePath(std::string_view url) {
  constexpr std::string_view kPrefix = "/services/data/v";
  if (!url.starts_with(kPrefix)) return std::nullopt;
  std::string_view path = url.substr(0, url.find('?')).substr(kPrefix.size());
  const size_t slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  path.remove_prefix(slash + 1);
  while (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

bool Failed(const Response& response) {
  if (response.status >= 300 && response.status != 304) return true;
  // Only collections answer with a list whose elements say whether they succeeded.
  if (!response.body || !response.body->starts_with("[{") ||
      response.body->find("\"success\":false") == std::string::npos) {
    return false;
  }
  const auto rows = ReadJson(*response.body);
  return rows.ok() && std::any_of(rows->items.begin(), rows->items.end(), [](const auto& row) {
           return row.Find("success") != nullptr && !row.Flag("success");
         });
}

void AppendBody(const Response& response, std::string* out) {
  if (!response.body || response.body->empty()) {
    out->append("null");
  } else if (response.content_type.starts_with("application/json")) {
    out->append(*response.body);
  } else {
    AppendJsonString(*response.body, out);
  }
}

void AppendCompositeResult(const Response& response, std::string_view reference_id,
                           std::string* out) {
  out->append("{\"body\":");
  AppendBody(response, out);
  out->append(",\"httpHeaders\":{");
  bool first = true;
  for (std::string_view shown : kShownHeaders) {
    for (const auto& [name, value] : response.headers) {
      if (!EqualsIgnoreCase(name, shown)) continue;
      StrAppend(out, first ? "\"" : ",\"", shown, "\":");
      AppendJsonString(value, out);
      first = false;
    }
  }
  StrAppend(out, "},\"httpStatusCode\":", response.status, ",\"referenceId\":");
  AppendJsonString(reference_id, out);
  out->push_back('}');
}

Response Halted(std::string message) {
  // Unlike other errors these name the code first.
  std::string body = "[{\"errorCode\":\"PROCESSING_HALTED\",\"message\":";
  AppendJsonString(message, &body);
  return Response::Json(400, body + "}]");
}

}  // namespace sfsim
