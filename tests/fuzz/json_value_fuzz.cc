// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string>

#include <google/protobuf/util/message_differencer.h>

#include "core/codec/json_value.h"
#include "tests/fuzz/require.h"

// What was read is written as JSON that reads the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using sfconnector::v1::Value;
  const absl::string_view json(reinterpret_cast<const char*>(data), size);
  Value value;
  if (!sfconnector::JsonToValue(json, value).ok()) return 0;
  const absl::StatusOr<std::string> written = sfconnector::ToJson(value);
  Require(written.ok());
  Value again;
  Require(sfconnector::JsonToValue(*written, again).ok());
  Require(google::protobuf::util::MessageDifferencer::Equals(value, again));
  return 0;
}
