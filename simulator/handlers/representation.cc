// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/representation.h"

#include <array>
#include <cstdlib>

#include "simulator/base/text.h"
#include "simulator/json/json_value.h"
#include "simulator/xml/xml_reader.h"
#include "simulator/xml/xml_writer.h"

namespace sfsim {
namespace {

constexpr int kLastVersionWithSuffix = 57;
constexpr std::string_view kDataRoot = "/services/data/v";

// `application/xml` of `application/xml; charset=UTF-8`.
std::string MediaType(std::string_view header) {
  return AsciiLower(TrimView(header.substr(0, header.find(';'))));
}

bool IsXml(std::string_view type) { return type == "application/xml" || type == "text/xml"; }

// The weight of one element of an Accept header.
double Quality(std::string_view element) {
  const size_t q = element.find("q=");
  if (q == std::string_view::npos) return 1;
  return std::strtod(std::string(element.substr(q + 2)).c_str(), nullptr);
}

Representation FromAccept(const Request& request) {
  const std::string* accept = request.Header("Accept");
  Representation best = Representation::kJson;
  double best_quality = 0;
  if (accept == nullptr) return best;
  for (const std::string& element : Split(*accept, ',')) {
    const std::string type = MediaType(element);
    const bool json = type == "application/json" || type == "*/*" || type == "application/*";
    if (!json && !IsXml(type)) continue;
    const double quality = Quality(AsciiLower(element));
    if (quality <= best_quality) continue;
    best_quality = quality;
    best = json ? Representation::kJson : Representation::kXml;
  }
  return best;
}

struct Names {
  std::string root;
  std::string item = "item";
};

struct PathNames {
  std::string_view last_segment;
  std::string_view root;
  std::string_view item;
};
constexpr std::array<PathNames, 10> kPathNames = {{
    {"data", "Versions", "Version"},
    {"sobjects", "DescribeGlobal", "item"},
    {"query", "QueryResult", "item"},
    {"queryAll", "QueryResult", "item"},
    {"limits", "LimitsSnapshot", "item"},
    {"recordCount", "RecordCounts", "item"},
    {"recent", "RecentlyViewed", "item"},
    {"tabs", "Tabs", "Tab"},
    {"theme", "Theme", "item"},
    {"updated", "SObjectUpdated", "item"},
}};

// The path behind the version, without empty segments at its end.
std::vector<std::string> Resource(const Request& request) {
  std::vector<std::string> segments = Split(request.path, '/');
  while (!segments.empty() && segments.back().empty()) segments.pop_back();
  return segments;
}

Names ChooseNames(const Request& request, const Response& response, const JsonValue& value) {
  if (response.status >= 400 && value.is_array()) return {"Errors", "Error"};
  if (const JsonValue* attributes = value.Find("attributes")) {
    return {attributes->Text("type", "Record"), "item"};
  }
  if (value.Find("success") != nullptr) return {"Result", "item"};
  if (value.Find("records") != nullptr) return {"QueryResult", "item"};
  const std::vector<std::string> segments = Resource(request);
  // `/services/data/v60.0/sobjects/Account/describe` describes an Account.
  if (segments.size() >= 6 && segments[4] == "sobjects") return {segments[5], "item"};
  if (segments.size() == 4) return {"urls", "item"};
  for (const PathNames& names : kPathNames) {
    if (!segments.empty() && segments.back() == names.last_segment) {
      return {std::string(names.root), std::string(names.item)};
    }
  }
  return {"Results", "Result"};
}

}  // namespace

Representation ChooseRepresentation(Request* request) {
  const bool data = request->path.starts_with(kDataRoot);
  const int version = data ? std::atoi(request->path.c_str() + kDataRoot.size()) : 0;
  if (data && version <= kLastVersionWithSuffix) {
    for (const char* suffix : {".json", ".xml"}) {
      if (!request->path.ends_with(suffix)) continue;
      request->path.resize(request->path.size() - std::string_view(suffix).size());
      return suffix[1] == 'x' ? Representation::kXml : Representation::kJson;
    }
  }
  return FromAccept(*request);
}

std::optional<Response> ReadBody(Request* request) {
  const std::string* header = request->Header("Content-Type");
  if (header == nullptr || request->body.empty() || !IsXml(MediaType(*header))) return std::nullopt;
  auto value = ReadXml(request->body);
  if (!value.ok()) return Response::Error(value.error());
  request->body.clear();
  value->AppendTo(&request->body);
  return std::nullopt;
}

void WriteAsXml(const Request& request, Response* response) {
  if (!response->body || !response->content_type.starts_with("application/json")) return;
  const auto value = ReadJson(*response->body);
  if (!value.ok()) return;
  const Names names = ChooseNames(request, *response, *value);
  response->body =
      std::make_shared<const std::string>(WriteXml(*value, names.root, names.item));
  response->content_type = "application/xml;charset=UTF-8";
}

}  // namespace sfsim
