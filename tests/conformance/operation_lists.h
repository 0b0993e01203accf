// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sfconnector/v1/value.pb.h"
#include "tests/conformance/every_operation.h"

namespace sfconnector::conformance {

// Each of these adds the operations of some services to `all`.
void AddRecordOperations(std::vector<AnyOperation>& all);
void AddQueryOperations(std::vector<AnyOperation>& all);
void AddOrgOperations(std::vector<AnyOperation>& all);
void AddUserOperations(std::vector<AnyOperation>& all);
void AddReportOperations(std::vector<AnyOperation>& all);
void AddActionOperations(std::vector<AnyOperation>& all);
void AddCompositeOperations(std::vector<AnyOperation>& all);
void AddApexOperations(std::vector<AnyOperation>& all);
void AddLeadOperations(std::vector<AnyOperation>& all);
void AddIngestOperations(std::vector<AnyOperation>& all);
void AddBulkOperations(std::vector<AnyOperation>& all);
void AddBulkV2Operations(std::vector<AnyOperation>& all);
void AddExportOperations(std::vector<AnyOperation>& all);

inline constexpr char kAnyId[] = "a00000000000001AAA";

template <class Request>
AnyOperation Unary(const std::string& name, Repeats repeats, const Request& request,
                   Api api = Api::kRest) {
  return {name, AnyOperation::Shape::kUnary, repeats, {request.SerializeAsString()}, api};
}

template <class Request>
Request OfItem() {
  Request request;
  request.set_sobject("Item__c");
  return request;
}

// A record with a name.
inline v1::Record ARecord() {
  v1::Record record;
  record.set_type("Item__c");
  v1::Field& field = *record.add_fields();
  field.set_name("Name");
  field.mutable_value()->set_string_value("a");
  return record;
}

}  // namespace sfconnector::conformance
