// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/composite/execute_composite.h"

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
#include "core/salesforce/composite/subrequest.h"
#include "core/salesforce/composite/subrequest_result.h"

namespace sfconnector {
namespace {

constexpr int kMaxSubrequests = 25;

struct Envelope {
  RestRequest rest = RestRequest("POST", "/services/data/{version}/composite", Effect::kOnce);
  std::vector<Effect> effects;
};

absl::StatusOr<Envelope> Render(const v1::ExecuteCompositeRequest& request,
                                const std::string& version) {
  if (request.composite_request_size() > kMaxSubrequests) {
    return InvalidField("composite_request",
                        absl::StrCat("has ", request.composite_request_size(),
                                     " requests; Salesforce takes up to ", kMaxSubrequests));
  }
  Envelope envelope;
  JsonWriter writer(envelope.rest.body);
  writer.BeginObject();
  writer.Name("allOrNone");
  writer.Bool(request.all_or_none());
  writer.Name("collateSubrequests");
  writer.Bool(request.collate_subrequests());
  SFC_RETURN_IF_ERROR(
      WriteCompositeRequest(request.composite_request(), version, writer, envelope.effects));
  writer.EndObject();
  envelope.rest.effect = EffectOfWhole(envelope.effects);
  return envelope;
}

// A request that Salesforce refuses as a whole sometimes gets one result without a name.
bool IsRefusal(const v1::ExecuteCompositeResponse& response) {
  return response.composite_response_size() == 1 &&
         response.composite_response(0).reference_id().empty() &&
         response.composite_response(0).http_status_code() >= 400;
}

absl::Status Decode(const v1::ExecuteCompositeRequest& request, const RestReply& reply,
                    v1::ExecuteCompositeResponse& response) {
  SFC_RETURN_IF_ERROR(JsonToMessage(reply.body, UnknownKeys::kKeep, response));
  if (IsRefusal(response)) return absl::OkStatus();
  return SortResults(request.composite_request(), response);
}

}  // namespace

Task<absl::StatusOr<v1::ExecuteCompositeResponse>> ExecuteComposite(
    OperationContext context, const v1::ExecuteCompositeRequest& request) {
  absl::StatusOr<Envelope> envelope = Render(request, context.rest.VersionOf(context.call));
  if (!envelope.ok()) co_return envelope.status();
  const Effect effect = envelope->rest.effect;
  v1::ExecuteCompositeResponse response;
  envelope->rest.accept = [&request, &response](const RestReply& reply) {
    return Decode(request, reply, response);
  };
  absl::StatusOr<RestReply> reply =
      co_await context.rest.Send(context.call, std::move(envelope->rest));
  if (!reply.ok()) co_return reply.status();
  const v1::Retry& retry = context.rest.retry_settings();
  if (IsRefusal(response)) {
    const v1::CompositeSubrequestResult& refusal = response.composite_response(0);
    co_return SubrequestFailure(refusal.http_status_code(), refusal.body(), effect, retry);
  }
  JudgeResults(envelope->effects, request.all_or_none() ? Transaction::kOpen : Transaction::kNone,
               retry, response);
  co_return response;
}

}  // namespace sfconnector
