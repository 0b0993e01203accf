// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/export/export_operations.h"

#include "core/salesforce/export/export_stream.h"
#include "sfconnector/v1/export_service.pb.h"

namespace sfconnector {

void AddExportFamily(Registry& registry) {
  registry.AddService(v1::ExportRequest::descriptor()->file()->FindServiceByName("ExportService"));
  registry.Implement("sfconnector.v1.ExportService/Export", &Export);
}

}  // namespace sfconnector
