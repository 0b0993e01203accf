// SPDX-License-Identifier: Apache-2.0
#include "sfconnector/v1/export_service.pb.h"
#include "tests/conformance/operation_lists.h"

namespace sfconnector::conformance {

// The call begins with its job, which may be created twice: it does nothing to the org's data.
void AddExportOperations(std::vector<AnyOperation>& all) {
  // A query that no org takes, so that nobody waits for its job.
  v1::ExportRequest request;
  request.set_soql("SELECT Nothing__c FROM Item__c");
  all.push_back({"ExportService/Export",
                 AnyOperation::Shape::kDownload,
                 Repeats::kIdempotent,
                 {request.SerializeAsString()}});
}

}  // namespace sfconnector::conformance
