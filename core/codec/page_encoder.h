// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/codec/json_cursor.h"
#include "core/codec/page_decoder.h"
#include "core/codec/row_tables.h"

namespace sfconnector {

// One of the row encodings: makes messages from the rows of a page.
class PageEncoder {
 public:
  virtual ~PageEncoder() = default;

  // Begins a page: of the query's own rows, or of `set`, which outlives the page.
  virtual void Begin(const ChildSet* set) = 0;

  // Reads the row at the cursor. `ordinal` counts the rows of the page's set, over all of its
  // pages.
  virtual absl::Status Row(JsonCursor& cursor, std::int64_t ordinal) = 0;

  // Ends the page and hands out what it made.
  virtual void End(DecodedPage& page) = 0;

  // Forgets the page.
  virtual void Abandon() = 0;

  // See PageDecoder::Finish.
  virtual std::optional<std::string> Finish() { return std::nullopt; }
};

// `format` outlives the encoder.
std::unique_ptr<PageEncoder> MakeRowsEncoder(const PageFormat& format,
                                             const SelectedColumns& selected);
std::unique_ptr<PageEncoder> MakeRecordsEncoder(const PageFormat& format);
std::unique_ptr<PageEncoder> MakeJsonEncoder(const PageFormat& format);

}  // namespace sfconnector
