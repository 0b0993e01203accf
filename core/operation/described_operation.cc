// SPDX-License-Identifier: Apache-2.0
#include "core/operation/described_operation.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/rest/description.h"
#include "core/rest/rest_client.h"
#include "sfconnector/v1/options.pb.h"

namespace sfconnector {
bool IsDescribed(const google::protobuf::MethodDescriptor* method) {
  return method->options().HasExtension(v1::rest);
}

absl::Status DescribedOperation::Check() const {
  if (method()->client_streaming() || method()->server_streaming()) {
    return absl::InternalError(absl::StrCat(name(), " streams, which a description cannot"));
  }
  return CheckDescription(method());
}

Task<absl::Status> DescribedOperation::Run(OperationContext context, MessageReader& requests,
                                           MessageWriter& responses) const {
  absl::StatusOr<std::optional<std::string>> bytes = co_await requests.Read();
  if (!bytes.ok()) co_return bytes.status();
  std::unique_ptr<google::protobuf::Message> request = NewRequest();
  if (!bytes->has_value()) co_return MissingMessage();
  if (!request->ParseFromString(**bytes)) co_return MalformedMessage();
  absl::StatusOr<RestRequest> rendered = RenderRequest(method(), *request);
  if (!rendered.ok()) co_return rendered.status();
  std::unique_ptr<google::protobuf::Message> response = NewResponse();
  rendered->accept = [this, &response](const RestReply& reply) {
    response->Clear();
    return DecodeReply(method(), reply, *response);
  };
  absl::StatusOr<RestReply> reply = co_await context.rest.Send(context.call, *std::move(rendered));
  if (!reply.ok()) co_return reply.status();
  std::string encoded = response->SerializeAsString();
  absl::Status status = co_await responses.Write(std::move(encoded));
  co_return status;
}

}  // namespace sfconnector
