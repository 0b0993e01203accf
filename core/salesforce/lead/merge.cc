// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/lead/merge.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/operation/send_for.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/lead/soap_results.h"
#include "core/soap/soap_message.h"
#include "core/soap/soap_request.h"

namespace sfconnector {
namespace {

constexpr char kOperation[] = "merge";
constexpr int kMaxMerges = 200;
constexpr int kMaxMerged = 2;

absl::Status CheckMerge(const v1::RecordMerge& merge) {
  if (!merge.has_master_record()) return InvalidField("master_record", "is required");
  const auto& fields = merge.master_record().fields();
  const bool has_id = std::any_of(fields.begin(), fields.end(), [](const v1::Field& field) {
    return absl::EqualsIgnoreCase(field.name(), "Id") && !field.value().string_value().empty();
  });
  if (!has_id) return InvalidField("master_record.Id", "is required");
  const int merged = merge.record_to_merge_ids_size();
  if (merged == 0) return InvalidField("record_to_merge_ids", "is required");
  if (merged <= kMaxMerged) return absl::OkStatus();
  return InvalidField("record_to_merge_ids",
                      absl::StrCat("holds ", merged, " ids; one merge takes up to ", kMaxMerged));
}

absl::Status Check(const v1::MergeRequest& request) {
  if (request.merges().empty()) return InvalidField("merges", "is required");
  if (request.merges_size() > kMaxMerges) {
    return InvalidField("merges", absl::StrCat("holds ", request.merges_size(),
                                               " merges; one call makes up to ", kMaxMerges));
  }
  for (int i = 0; i < request.merges_size(); ++i) {
    SFC_RETURN_IF_ERROR(
        PrefixField(absl::StrCat("merges[", i, "]"), CheckMerge(request.merges(i))));
  }
  return absl::OkStatus();
}

absl::StatusOr<RestRequest> Render(const v1::MergeRequest& request, OperationContext context) {
  SFC_RETURN_IF_ERROR(Check(request));
  const SoapContent content = [&request](XmlWriter& writer) {
    return WriteSoapElements("request", "merges", request.merges(), writer);
  };
  return RenderSoapRequest(kOperation, context.rest.VersionOf(context.call),
                           context.rest.HeadersOf(context.call), Effect::kOnce, content);
}

}  // namespace

Task<absl::StatusOr<v1::MergeResponse>> Merge(OperationContext context,
                                              const v1::MergeRequest& request) {
  return SendFor<v1::MergeResponse>(context, Render(request, context),
                                    [context, expected = request.merges_size()](
                                        const RestReply& reply, v1::MergeResponse& response) {
                                      return ReadSoapResults(reply, kOperation, expected,
                                                             context.call.reply(), response);
                                    });
}

}  // namespace sfconnector
