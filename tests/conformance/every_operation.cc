// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/every_operation.h"

#include <memory>

#include "tests/conformance/operation_lists.h"

namespace sfconnector::conformance {

std::vector<AnyOperation> EveryOperation() {
  std::vector<AnyOperation> all;
  AddActionOperations(all);
  AddApexOperations(all);
  AddBulkOperations(all);
  AddBulkV2Operations(all);
  AddCompositeOperations(all);
  AddIngestOperations(all);
  AddExportOperations(all);
  AddLeadOperations(all);
  AddOrgOperations(all);
  AddQueryOperations(all);
  AddRecordOperations(all);
  AddReportOperations(all);
  AddUserOperations(all);
  return all;
}

namespace {

Outcome Exchange(Connection& connection, const std::string& method,
                 const std::vector<std::string>& messages, const CallSettings& settings) {
  const std::unique_ptr<Duplex> call = connection.OpenDuplex(method, settings);
  for (const std::string& message : messages) {
    if (!call->Write(message)) break;
  }
  call->CloseWrites();
  while (call->Next().has_value()) {
  }
  return call->Finish();
}

}  // namespace

Outcome CallTo(Connection& connection, const AnyOperation& operation,
               const CallSettings& settings) {
  using Shape = AnyOperation::Shape;
  const std::string method = "sfconnector.v1." + operation.name;
  if (operation.shape == Shape::kUnary)
    return connection.Call(method, operation.messages.front(), settings, nullptr);
  if (operation.shape == Shape::kUpload || operation.shape == Shape::kMessages)
    return connection.Upload(method, operation.messages, settings, nullptr);
  if (operation.shape == Shape::kDuplex)
    return Exchange(connection, method, operation.messages, settings);
  const std::unique_ptr<Stream> stream =
      connection.Open(method, operation.messages.front(), settings);
  while (stream->Next().has_value()) {
  }
  return stream->Finish();
}

}  // namespace sfconnector::conformance
