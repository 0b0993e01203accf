// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/codec/child_path.h"
#include "core/codec/json_cursor.h"
#include "core/codec/json_value.h"
#include "core/codec/wire.h"

namespace sfconnector {

// Writes JSON values in Protobuf's wire format, as the messages that json_value.h describes.
class ValueEncoder {
 public:
  // All outlive the encoder. `path` may be null: then child sets must not continue on other pages.
  // Where `token_of` is empty, child sets have no `next_page_token`.
  ValueEncoder(WireBuffer& out, const PageTokenOf& token_of, ChildPath* path)
      : out_(out), token_of_(token_of), path_(path) {}

  // Reads the value at the cursor and writes it as a field of type Value with the given tag.
  // `depth` is the number of objects and arrays around the value.
  absl::Status ValueField(char tag, JsonCursor& cursor, int depth) {
    return cursor.kind() == '"' ? Text(tag, cursor) : OtherValue(tag, cursor, depth);
  }

  // Reads an object and writes the content of a Record. `row` is its ordinal within its set.
  absl::Status Record(JsonCursor& cursor, int depth, std::int64_t row);

 private:
  // Of records that are no rows, but parents and the like.
  static constexpr std::int64_t kNoRow = -1;

  absl::Status OtherValue(char tag, JsonCursor& cursor, int depth);
  absl::Status Text(char tag, JsonCursor& cursor);
  absl::Status Literal(char tag, JsonCursor& cursor);
  absl::Status Number(char tag, JsonCursor& cursor);
  absl::Status List(char tag, JsonCursor& cursor, int depth);
  absl::Status Object(char tag, JsonCursor& cursor, int depth);
  absl::Status ChildRows(char tag, absl::string_view name, JsonCursor& cursor, int depth,
                         std::int64_t row);
  absl::Status Set(JsonCursor& cursor, int depth, bool tracked);
  absl::Status Field(char tag, absl::string_view name, JsonCursor& cursor, int depth,
                     std::int64_t row);
  // `any` becomes true where they hold anything.
  absl::Status Attributes(JsonCursor& cursor, int depth, bool& any);
  // Writes a string field of a record or field; `body` stands between quotes.
  absl::Status StringField(int number, absl::string_view body);

  WireBuffer& out_;
  const PageTokenOf& token_of_;
  ChildPath* const path_;
  std::string unescaped_;
};

}  // namespace sfconnector
