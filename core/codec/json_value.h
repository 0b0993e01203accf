// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/codec/json.h"
#include "sfconnector/v1/value.pb.h"

namespace sfconnector {

// Natural JSON and the messages of value.proto.
//
//   null, true, "text"        null_value, bool_value, string_value
//   12                        integer_value where it fits 64 bits
//   12.0, 1E3, 2^70           decimal_value, with the digits as they stand
//   [...]                     list_value
//   {"attributes":{...},...}  record_value with `type`, `url` and `attributes` from the inner
//   object
//   {"totalSize":1,"done":true,"records":[{...}]}
//                             record_set_value: exactly these keys in any order, and
//                             `nextRecordsUrl` or `nextPageToken` where more follow; an object with
//                             other keys beside them is a record
//   {...}                     record_value
//
// Keys keep their order, and stay where they are given twice. Objects and arrays may be nested 64
// levels deep.

// Turns the `nextRecordsUrl` of a record set into its `next_page_token`.
using PageTokenOf = std::function<std::string(absl::string_view next_records_url)>;

// Read one JSON text. INVALID_ARGUMENT where it is not exactly one JSON value of that kind, in
// UTF-8 and without halves of surrogate pairs; the BadRequest's field is the path to the wrong
// place. Without `token_of` a token is the URL as it stands. Keys of a record set that are not
// named above are ignored by JsonToRecordSet.
absl::Status JsonToValue(absl::string_view json, v1::Value& value,
                         const PageTokenOf& token_of = {});
absl::Status JsonToRecord(absl::string_view json, v1::Record& record,
                          const PageTokenOf& token_of = {});
absl::Status JsonToRecordSet(absl::string_view json, v1::RecordSet& set,
                             const PageTokenOf& token_of = {});
absl::Status JsonToListValue(absl::string_view json, v1::ListValue& list,
                             const PageTokenOf& token_of = {});

// Write one JSON value. A record's fields without a value are left out; `attributes` comes first,
// and only where it has a type, a URL or further keys; a `next_page_token` is written as
// `nextPageToken`. `depth` is the number of objects and arrays around the value. INVALID_ARGUMENT
// names the place of a decimal that is no JSON number, of an element of a list without a value, and
// of nesting beyond 64 levels; the writer then holds a part.
absl::Status WriteJson(const v1::Value& value, JsonWriter& writer, int depth = 0);
absl::Status WriteJson(const v1::Record& record, JsonWriter& writer, int depth = 0);
absl::Status WriteJson(const v1::RecordSet& set, JsonWriter& writer, int depth = 0);
absl::Status WriteJson(const v1::ListValue& list, JsonWriter& writer, int depth = 0);

// Writes `"name":value`, or nothing where the value is absent.
absl::Status WriteJsonMember(const v1::Field& field, JsonWriter& writer, int depth);

// The JSON text of one of these messages.
template <class Message>
absl::StatusOr<std::string> ToJson(const Message& message) {
  std::string json;
  JsonWriter writer(json);
  absl::Status status = WriteJson(message, writer);
  if (!status.ok()) return status;
  return json;
}

}  // namespace sfconnector
