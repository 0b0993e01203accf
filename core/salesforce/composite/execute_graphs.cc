// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/json.h"
#include "core/codec/proto_json.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/composite/composite_reply.h"
#include "core/salesforce/composite/composite_request.h"
#include "core/salesforce/composite/execute_composite.h"
#include "core/salesforce/composite/subrequest.h"
#include "core/salesforce/composite/subrequest_result.h"

namespace sfconnector {
namespace {

constexpr int kMaxGraphs = 75;
constexpr int kMaxNodes = 500;

absl::Status CheckSizes(const v1::ExecuteGraphsRequest& request) {
  if (request.graphs().empty()) return InvalidField("graphs", "is required");
  if (request.graphs_size() > kMaxGraphs) {
    return InvalidField("graphs", absl::StrCat("has ", request.graphs_size(),
                                               " graphs; Salesforce takes up to ", kMaxGraphs));
  }
  int nodes = 0;
  for (const v1::CompositeGraph& graph : request.graphs()) nodes += graph.composite_request_size();
  if (nodes <= kMaxNodes) return absl::OkStatus();
  return InvalidField(
      "graphs", absl::StrCat("have ", nodes, " requests; Salesforce takes up to ", kMaxNodes));
}

struct Envelope {
  RestRequest rest = RestRequest("POST", "/services/data/{version}/composite/graph", Effect::kNone);
  std::vector<std::vector<Effect>> effects;  // of each graph
};

absl::StatusOr<Envelope> Render(const v1::ExecuteGraphsRequest& request,
                                const std::string& version) {
  SFC_RETURN_IF_ERROR(CheckSizes(request));
  Envelope envelope;
  std::set<std::string> ids;
  JsonWriter writer(envelope.rest.body);
  writer.BeginObject();
  writer.Name("graphs");
  writer.BeginArray();
  for (int i = 0; i < request.graphs_size(); ++i) {
    const std::string field = absl::StrCat("graphs[", i, "]");
    const v1::CompositeGraph& graph = request.graphs(i);
    if (graph.graph_id().empty()) return InvalidField(field + ".graph_id", "is required");
    if (!ids.insert(graph.graph_id()).second) {
      return InvalidField(field + ".graph_id", "is there twice");
    }
    writer.BeginObject();
    writer.Name("graphId");
    writer.String(graph.graph_id());
    std::vector<Effect>& effects = envelope.effects.emplace_back();
    SFC_RETURN_IF_ERROR(PrefixField(
        field, WriteCompositeRequest(graph.composite_request(), version, writer, effects)));
    writer.EndObject();
    if (EffectOfWhole(effects) != Effect::kNone) envelope.rest.effect = Effect::kOnce;
  }
  writer.EndArray();
  writer.EndObject();
  return envelope;
}

absl::Status Decode(const v1::ExecuteGraphsRequest& request, const RestReply& reply,
                    v1::ExecuteGraphsResponse& response) {
  SFC_RETURN_IF_ERROR(JsonToMessage(reply.body, UnknownKeys::kKeep, response));
  SFC_RETURN_IF_ERROR(SortResults(
      request.graphs(), [](const auto& graph) -> const std::string& { return graph.graph_id(); },
      *response.mutable_graphs()));
  for (int i = 0; i < request.graphs_size(); ++i) {
    SFC_RETURN_IF_ERROR(SortResults(request.graphs(i).composite_request(),
                                    *response.mutable_graphs(i)->mutable_graph_response()));
  }
  return absl::OkStatus();
}

}  // namespace

Task<absl::StatusOr<v1::ExecuteGraphsResponse>> ExecuteGraphs(
    OperationContext context, const v1::ExecuteGraphsRequest& request) {
  absl::StatusOr<Envelope> envelope = Render(request, context.rest.VersionOf(context.call));
  if (!envelope.ok()) co_return envelope.status();
  v1::ExecuteGraphsResponse response;
  envelope->rest.accept = [&request, &response](const RestReply& reply) {
    return Decode(request, reply, response);
  };
  absl::StatusOr<RestReply> reply =
      co_await context.rest.Send(context.call, std::move(envelope->rest));
  if (!reply.ok()) co_return reply.status();
  for (int i = 0; i < response.graphs_size(); ++i) {
    v1::CompositeGraphResult& graph = *response.mutable_graphs(i);
    JudgeResults(envelope->effects[static_cast<std::size_t>(i)],
                 graph.is_successful() ? Transaction::kOpen : Transaction::kUndone,
                 context.rest.retry_settings(), *graph.mutable_graph_response());
  }
  co_return response;
}

}  // namespace sfconnector
