// SPDX-License-Identifier: Apache-2.0
#include "sfconnector/v1/ingest_service.pb.h"
#include "tests/conformance/operation_lists.h"

namespace sfconnector::conformance {

void AddIngestOperations(std::vector<AnyOperation>& all) {
  v1::IngestRequest head;
  // What no org takes, so that nothing is uploaded.
  head.mutable_head()->set_sobject("Nothing__c");
  head.mutable_head()->set_operation("insert");
  v1::IngestRequest rows;
  rows.set_csv("Name\na\n");
  all.push_back({"IngestService/Ingest",
                 AnyOperation::Shape::kDuplex,
                 Repeats::kIdempotent,
                 {head.SerializeAsString(), rows.SerializeAsString()}});
  v1::ResumeIngestRequest resume;
  resume.mutable_head()->add_job_ids("750000000000001AAA");
  all.push_back({"IngestService/ResumeIngest",
                 AnyOperation::Shape::kDuplex,
                 Repeats::kReads,
                 {resume.SerializeAsString()}});
}

}  // namespace sfconnector::conformance
