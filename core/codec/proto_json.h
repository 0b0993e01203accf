// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sfconnector {

// How unknown keys of an object are treated, and other things that only Salesforce may do.
enum class UnknownKeys {
  // For what callers and configurations write. INVALID_ARGUMENT names an unknown key, a key that is
  // given twice, and an unknown enum value.
  kReject,
  // For what Salesforce writes. Unknown keys go into the message's field `extra` (repeated
  // sfconnector.v1.Field), in order, and so do keys whose enum value is unknown; they are dropped
  // only where a message has none. Of a known key that is given twice the last counts; a null
  // within a list is an empty element; a string field takes numbers and booleans as they stand.
  kKeep,
};

// Reads a JSON object into `message`, which it clears first, as the Protobuf JSON mapping says
// (snake_case, lowerCamelCase and `json_name`; 64-bit integers as numbers or strings; enums by name
// or number; Timestamp and Duration as text, a Timestamp also as Salesforce writes it; bytes as
// base64; null leaves a field unset; two members of a oneof are an error), except that
// - sfconnector.v1.Value, Record, RecordSet and ListValue are natural JSON, with digits kept (see
//   json_value.h);
// - sfconnector.v1.NullValue is null;
// - a bytes field named `json` takes any JSON value as it stands.
//
// Any, Struct, FieldMask and the wrapper types of google.protobuf have no special form.
// `message` is of a generated class. Errors are INVALID_ARGUMENT with a BadRequest whose field is
// the path to the wrong place, such as `records[3].Name`; they tell nothing of the values. The
// message then holds a part.
absl::Status JsonToMessage(absl::string_view json, UnknownKeys unknown,
                           google::protobuf::Message& message);

// Reads a JSON value of any kind into one field of `message`, which it clears first: an array into
// a repeated field, an object into a message or a map, and so on. The path in errors begins within
// the field.
absl::Status JsonToField(absl::string_view json, UnknownKeys unknown,
                         google::protobuf::Message& message,
                         const google::protobuf::FieldDescriptor* field);

// The other direction. Unset fields, and Values that are absent, are left out; enums are names;
// 64-bit integers are strings as Protobuf wants it; maps are ordered by their keys; an `extra`
// field's entries are written as keys of the object that has it. INVALID_ARGUMENT names the place
// of what has no JSON: a decimal that is no number, a field `json` that is not one JSON value, a
// Timestamp or Duration out of range, nesting beyond 64 levels.
absl::StatusOr<std::string> MessageToJson(const google::protobuf::Message& message);

// The same for the value of one field: `{}` for a message that is not set, `[]` for an empty
// repeated field.
absl::StatusOr<std::string> FieldToJson(const google::protobuf::Message& message,
                                        const google::protobuf::FieldDescriptor* field);

}  // namespace sfconnector
