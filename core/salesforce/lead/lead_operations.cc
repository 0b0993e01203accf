// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/lead/lead_operations.h"

#include "core/salesforce/lead/convert_lead.h"
#include "core/salesforce/lead/merge.h"
#include "sfconnector/v1/lead_service.pb.h"

namespace sfconnector {

void AddLeadFamily(Registry& registry) {
  registry.AddService(
      v1::ConvertLeadRequest::descriptor()->file()->FindServiceByName("LeadService"));
  registry.Implement("sfconnector.v1.LeadService/ConvertLead", &ConvertLead);
  registry.Implement("sfconnector.v1.LeadService/Merge", &Merge);
}

}  // namespace sfconnector
