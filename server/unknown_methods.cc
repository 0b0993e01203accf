// SPDX-License-Identifier: Apache-2.0
#include "server/unknown_methods.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "server/trailers.h"

namespace sfconnector::server {
namespace {

constexpr std::size_t kMaxNameBytes = 200;

// Owns itself until gRPC is done with it.
class Refusal final : public grpc::ServerGenericBidiReactor {
 public:
  explicit Refusal(grpc::Status status) { Finish(std::move(status)); }
  void OnDone() override { delete this; }
};

// The method as texts may have it: what a client sends as its path can be any bytes.
std::string NameOf(absl::string_view path) {
  absl::ConsumePrefix(&path, "/");
  std::string name(path.substr(0, kMaxNameBytes));
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c <= ' ' || c > '~'; }, '?');
  return name;
}

}  // namespace

grpc::ServerGenericBidiReactor* UnknownMethods::CreateReactor(
    grpc::GenericCallbackServerContext* context) {
  absl::Status status = absl::UnimplementedError(
      absl::StrCat("there is no operation `", NameOf(context->method()), "`"));
  return new Refusal(ToGrpcStatus(WithReason(std::move(status), "NO_SUCH_OPERATION")));
}

}  // namespace sfconnector::server
