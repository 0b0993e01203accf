// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/composite_reference.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/row_access.h"
#include "simulator/handlers/subrequest_run.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

constexpr int kFirstGraphVersion = 50;
constexpr int kMaxGraphs = 75;
constexpr int kMaxNodes = 500;
constexpr int kMaxDepth = 15;
constexpr int kMaxKinds = 15;
constexpr int kMaxFailedGraphs = 14;

struct Graph {
  std::string id;
  std::vector<Subrequest> nodes;
};

// Rows alone: `sobjects/Account`, `sobjects/Account/001…`, `sobjects/Account/Ext__c/1`.
bool IsEligible(std::string_view path) {
  const auto segments = Split(path, '/');
  return segments[0] == "sobjects" && segments.size() >= 2 && segments.size() <= 4;
}

ApiError LimitExceeded(std::string_view what, int limit) {
  return {400, "LIMIT_EXCEEDED", text::TooManyWithin(what, limit), {}};
}

// The longest chain of nodes of which each needs the one before it.
int DepthOf(const std::vector<Subrequest>& nodes) {
  std::map<std::string, int> depths;
  int deepest = 0;
  for (const Subrequest& node : nodes) {
    int depth = 1;
    for (const std::string& id : ReferencesOf(node)) {
      const auto before = depths.find(id);
      if (before != depths.end()) depth = std::max(depth, before->second + 1);
    }
    depths[node.reference_id] = depth;
    deepest = std::max(deepest, depth);
  }
  return deepest;
}

// Version, method and object: what makes nodes alike.
std::string KindOf(const Subrequest& node) {
  const auto segments = Split(node.url.substr(0, node.url.find('?')), '/');
  std::string kind = node.method;
  for (size_t i : {size_t{3}, size_t{5}}) {
    if (i < segments.size()) StrAppend(&kind, " ", AsciiLower(segments[i]));
  }
  return kind;
}

std::optional<ApiError> CheckLimits(const std::vector<Graph>& graphs) {
  size_t nodes = 0;
  std::set<std::string> kinds;
  for (const Graph& graph : graphs) {
    nodes += graph.nodes.size();
    for (const Subrequest& node : graph.nodes) kinds.insert(KindOf(node));
    if (DepthOf(graph.nodes) > kMaxDepth) return LimitExceeded("levels in a graph", kMaxDepth);
  }
  if (nodes > kMaxNodes) return LimitExceeded("nodes", kMaxNodes);
  if (kinds.size() > kMaxKinds) return LimitExceeded("different kinds of nodes", kMaxKinds);
  return std::nullopt;
}

Outcome<std::vector<Graph>> ReadGraphs(const Call& call) {
  auto body = ReadObjectBody(*call.request);
  if (!body.ok()) return body.error();
  const JsonValue* list = body->Find("graphs");
  if (list == nullptr || list->items.empty()) {
    return ApiError{400, "JSON_PARSER_ERROR", text::MissingParameter("graphs"), {}};
  }
  if (list->items.size() > kMaxGraphs) return LimitExceeded("graphs", kMaxGraphs);
  std::vector<Graph> graphs;
  std::set<std::string> seen;
  for (const JsonValue& item : list->items) {
    const std::string id = item.Text("graphId");
    if (id.empty() || !seen.insert(id).second) {
      return ApiError{400, "JSON_PARSER_ERROR", text::DuplicateGraphId(id), {}};
    }
    auto nodes = ReadSubrequests(item.Find("compositeRequest"), call.version_number());
    if (!nodes.ok()) return nodes.error();
    graphs.push_back({id, std::move(*nodes)});
  }
  if (auto error = CheckLimits(graphs)) return std::move(*error);
  return graphs;
}

Response RunGraphs(Services* services, const Call& call) {
  if (call.version_number() < kFirstGraphVersion) return Response::Error(NotFoundError());
  auto graphs = ReadGraphs(call);
  if (!graphs.ok()) return Response::Error(graphs.error());
  std::string body = "{\"graphs\":[";
  int failures = 0;
  for (const Graph& graph : *graphs) {
    SubrequestRun run;
    if (failures >= kMaxFailedGraphs) {
      run.responses.assign(graph.nodes.size(), Halted(std::string(text::kTooManyFailedGraphs)));
      run.successful = false;
    } else {
      run = RunSubrequests(services, call, graph.nodes, true, IsEligible);
    }
    if (!run.successful) ++failures;
    body.append(body.back() == '[' ? "{\"graphId\":" : ",{\"graphId\":");
    AppendJsonString(graph.id, &body);
    StrAppend(&body, ",\"graphResponse\":", CompositeResponseBody(graph.nodes, run.responses),
              ",\"isSuccessful\":", run.successful ? "true" : "false", "}");
  }
  return Response::Json(200, body + "]}");
}

}  // namespace

void AddCompositeGraphRoutes(Services* services, Router* router) {
  router->Add("POST", "/services/data/*/composite/graph", Access::kSession,
              [services](const Call& call) { return RunGraphs(services, call); });
}

}  // namespace sfsim
