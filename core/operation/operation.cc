// SPDX-License-Identifier: Apache-2.0
#include "core/operation/operation.h"

#include "core/base/status.h"
#include "core/codec/proto_json.h"
#include "core/operation/registry.h"

namespace sfconnector {
namespace {

std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor* type) {
  auto* factory = google::protobuf::MessageFactory::generated_factory();
  return std::unique_ptr<google::protobuf::Message>(factory->GetPrototype(type)->New());
}

}  // namespace

std::string Operation::name() const { return OperationName(method_); }

std::unique_ptr<google::protobuf::Message> Operation::NewRequest() const {
  return NewMessage(method_->input_type());
}

std::unique_ptr<google::protobuf::Message> Operation::NewResponse() const {
  return NewMessage(method_->output_type());
}

absl::StatusOr<std::string> Operation::RequestFromJson(absl::string_view json) const {
  std::unique_ptr<google::protobuf::Message> request = NewRequest();
  SFC_RETURN_IF_ERROR(JsonToMessage(json, UnknownKeys::kReject, *request));
  return request->SerializeAsString();
}

absl::StatusOr<std::string> Operation::ResponseToJson(absl::string_view encoded) const {
  std::unique_ptr<google::protobuf::Message> response = NewResponse();
  if (!response->ParseFromArray(encoded.data(), static_cast<int>(encoded.size()))) {
    return absl::InternalError("the response message is not valid Protobuf wire format");
  }
  return MessageToJson(*response);
}

}  // namespace sfconnector
