// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/ingest_operations.h"

#include "core/salesforce/ingest/ingest.h"
#include "core/salesforce/ingest/resume_ingest.h"
#include "sfconnector/v1/ingest_service.pb.h"

namespace sfconnector {

void AddIngestFamily(Registry& registry) {
  registry.AddService(v1::IngestRequest::descriptor()->file()->FindServiceByName("IngestService"));
  registry.Implement("sfconnector.v1.IngestService/Ingest", &Ingest);
  registry.Implement("sfconnector.v1.IngestService/ResumeIngest", &ResumeIngest);
}

}  // namespace sfconnector
