// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/lead/convert_lead.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/operation/send_for.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/lead/soap_results.h"
#include "core/salesforce/record/record_request.h"
#include "core/soap/soap_message.h"
#include "core/soap/soap_request.h"

namespace sfconnector {
namespace {

constexpr char kOperation[] = "convertLead";
constexpr int kMaxLeads = 100;

absl::Status Check(const v1::ConvertLeadRequest& request) {
  if (request.lead_converts().empty()) return InvalidField("lead_converts", "is required");
  if (request.lead_converts_size() > kMaxLeads) {
    return InvalidField("lead_converts",
                        absl::StrCat("holds ", request.lead_converts_size(),
                                     " leads; one call converts up to ", kMaxLeads));
  }
  for (int i = 0; i < request.lead_converts_size(); ++i) {
    const v1::LeadConvert& lead = request.lead_converts(i);
    const std::string place = absl::StrCat("lead_converts[", i, "]");
    SFC_RETURN_IF_ERROR(PrefixField(place, RequireText(lead.lead_id(), "lead_id")));
    SFC_RETURN_IF_ERROR(
        PrefixField(place, RequireText(lead.converted_status(), "converted_status")));
  }
  return absl::OkStatus();
}

absl::StatusOr<RestRequest> Render(const v1::ConvertLeadRequest& request,
                                   OperationContext context) {
  SFC_RETURN_IF_ERROR(Check(request));
  const SoapContent content = [&request](XmlWriter& writer) {
    return WriteSoapElements("leadConverts", "lead_converts", request.lead_converts(), writer);
  };
  return RenderSoapRequest(kOperation, context.rest.VersionOf(context.call),
                           context.rest.HeadersOf(context.call), Effect::kOnce, content);
}

}  // namespace

Task<absl::StatusOr<v1::ConvertLeadResponse>> ConvertLead(OperationContext context,
                                                          const v1::ConvertLeadRequest& request) {
  return SendFor<v1::ConvertLeadResponse>(
      context, Render(request, context),
      [context, expected = request.lead_converts_size()](const RestReply& reply,
                                                         v1::ConvertLeadResponse& response) {
        return ReadSoapResults(reply, kOperation, expected, context.call.reply(), response);
      });
}

}  // namespace sfconnector
