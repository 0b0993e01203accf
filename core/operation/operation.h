// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/call_context.h"
#include "core/base/message_stream.h"
#include "core/base/task.h"

namespace sfconnector {

class RestClient;
class Spool;

// What a running operation has to work with: the connection that the call has chosen, and the call
// itself.
struct OperationContext {
  RestClient& rest;
  CallContext& call;
  // Where the connection lets rows and batches wait on disk; null only where no operation needs it.
  Spool* spool = nullptr;
};

// An rpc and its implementation, whatever the types. Immutable and thread-safe.
class Operation {
 public:
  explicit Operation(const google::protobuf::MethodDescriptor* method) : method_(method) {}
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;
  virtual ~Operation() = default;

  // The rpc, with its message types and streaming kinds.
  const google::protobuf::MethodDescriptor* method() const { return method_; }
  // "sfconnector.v1.QueryService/Query"
  std::string name() const;

  // Empty messages of the rpc's types.
  std::unique_ptr<google::protobuf::Message> NewRequest() const;
  std::unique_ptr<google::protobuf::Message> NewResponse() const;

  // Runs the operation: reads its request messages, writes its responses.
  virtual Task<absl::Status> Run(OperationContext context, MessageReader& requests,
                                 MessageWriter& responses) const = 0;

  // Translates a request message from JSON to the wire format, and a response message back. The
  // mapping is Protobuf's, except that values, records and record sets are natural JSON and raw
  // JSON is embedded. INVALID_ARGUMENT names the place where the text is wrong.
  absl::StatusOr<std::string> RequestFromJson(absl::string_view json) const;
  absl::StatusOr<std::string> ResponseToJson(absl::string_view encoded) const;

 private:
  const google::protobuf::MethodDescriptor* const method_;
};

}  // namespace sfconnector
