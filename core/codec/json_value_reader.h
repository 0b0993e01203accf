// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/codec/json_cursor.h"
#include "core/codec/json_value.h"
#include "sfconnector/v1/value.pb.h"

namespace sfconnector {

// Reads natural JSON at a cursor into the messages of value.proto, for readers of a larger text.
class JsonValueReader {
 public:
  // Both outlive the reader; `token_of` may be empty.
  JsonValueReader(JsonCursor& cursor, const PageTokenOf& token_of)
      : cursor_(cursor), token_of_(token_of) {}

  // `depth` is the number of objects and arrays around the value.
  absl::Status Read(int depth, v1::Value& value);
  absl::Status Read(int depth, v1::Record& record);
  absl::Status Read(int depth, v1::RecordSet& set);
  absl::Status Read(int depth, v1::ListValue& list);

  // Reads the value of a member whose name is `body`, escapes as they stand.
  absl::Status ReadField(int depth, absl::string_view body, v1::Field& field);

 private:
  absl::Status ReadAttributes(int depth, v1::Record& record);
  absl::Status ReadRecords(int depth, v1::RecordSet& set);
  absl::Status ReadSetMember(int depth, absl::string_view name, v1::RecordSet& set);
  absl::Status ReadNumber(v1::Value& value);

  JsonCursor& cursor_;
  const PageTokenOf& token_of_;
};

// Whether the object at the cursor is exactly a record set, as json_value.h says. Values within it
// are not checked.
bool IsRecordSet(JsonCursor cursor);

}  // namespace sfconnector
