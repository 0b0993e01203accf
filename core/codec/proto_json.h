// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sfconnector {

// How unknown keys of an object are treated.
enum class UnknownKeys {
  kReject,  // INVALID_ARGUMENT that names the key: what callers and configurations write
  kKeep,    // into the message's field `extra` (repeated sfconnector.v1.Field), in order; dropped only where a message has none
};

// Reads a JSON object into `message` as the Protobuf JSON mapping says (both snake_case and lowerCamelCase names; 64-bit integers
// as numbers or strings; Timestamp and Duration as text; bytes as base64), except that
//   sfconnector.v1.Value, Record, RecordSet, ListValue   are natural JSON, with digits kept;
//   a bytes field named `json`                           takes any JSON value as it stands.
// Errors are INVALID_ARGUMENT with a BadRequest whose field is the path to the wrong place.
absl::Status JsonToMessage(absl::string_view json, UnknownKeys unknown, google::protobuf::Message& message);

// The other direction. Unset fields are left out; enums are names; 64-bit integers are JSON numbers' strings as Protobuf wants it;
// an `extra` field's entries are written as keys of the object that has it.
absl::StatusOr<std::string> MessageToJson(const google::protobuf::Message& message);

}  // namespace sfconnector
