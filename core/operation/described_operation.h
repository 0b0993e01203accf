// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "core/operation/operation.h"

namespace sfconnector {

// Whether the rpc carries the `rest` option.
bool IsDescribed(const google::protobuf::MethodDescriptor* method);

// A unary rpc that is nothing but the REST call that its `rest` option describes.
class DescribedOperation final : public Operation {
 public:
  // `method` carries the option.
  explicit DescribedOperation(const google::protobuf::MethodDescriptor* method)
      : Operation(method) {}

  // Whether the description fits the messages: the fields that it names exist and have usable
  // types.
  absl::Status Check() const;

  Task<absl::Status> Run(OperationContext context, MessageReader& requests,
                         MessageWriter& responses) const override;
};

}  // namespace sfconnector
