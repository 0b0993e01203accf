// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <grpcpp/generic/async_generic_service.h>

namespace sfconnector::server {

// Answers every call of a method that no service has, with UNIMPLEMENTED and the reason
// NO_SUCH_OPERATION: gRPC's own answer says nothing at all.
class UnknownMethods final : public grpc::CallbackGenericService {
 private:
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;
};

}  // namespace sfconnector::server
