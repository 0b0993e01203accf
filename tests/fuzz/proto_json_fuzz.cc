// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/codec/proto_json.h"
#include "sfconnector/v1/connection.pb.h"
#include "sfconnector/v1/query_service.pb.h"
#include "sfconnector/v1/record_service.pb.h"
#include "tests/fuzz/require.h"

namespace sfconnector {
namespace {

// What was read is written as JSON that reads the same.
template <class Message>
void RoundTrip(absl::string_view json, UnknownKeys unknown) {
  Message message;
  if (!JsonToMessage(json, unknown, message).ok()) return;
  const absl::StatusOr<std::string> written = MessageToJson(message);
  Require(written.ok());
  Message again;
  Require(JsonToMessage(*written, unknown, again).ok());
  const absl::StatusOr<std::string> rewritten = MessageToJson(again);
  Require(rewritten.ok() && *written == *rewritten);
}

}  // namespace
}  // namespace sfconnector

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using sfconnector::UnknownKeys;
  const absl::string_view json(reinterpret_cast<const char*>(data), size);
  for (const UnknownKeys unknown : {UnknownKeys::kReject, UnknownKeys::kKeep}) {
    sfconnector::RoundTrip<sfconnector::v1::Connection>(json, unknown);
    sfconnector::RoundTrip<sfconnector::v1::QueryRequest>(json, unknown);
    sfconnector::RoundTrip<sfconnector::v1::QueryResponse>(json, unknown);
    sfconnector::RoundTrip<sfconnector::v1::CreateRecordsRequest>(json, unknown);
    sfconnector::RoundTrip<sfconnector::v1::SaveResult>(json, unknown);
  }
  return 0;
}
