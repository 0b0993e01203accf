// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/codec/json_value.h"
#include "core/codec/row_tables.h"
#include "sfconnector/v1/query_service.pb.h"

namespace sfconnector {

struct PageFormat {
  v1::RowEncoding encoding = v1::ROW_ENCODING_ROWS;
  // A message ends with the row that makes it this long; so it is longer by up to one row.
  std::size_t message_bytes = 128 * 1024;
  // Encoding RECORDS: what a child set that continues has for `next_page_token`. Without it, none.
  PageTokenOf token_of;
};

// One step from a row to its child rows: the row's ordinal within its set, and the relationship.
struct ChildStep {
  std::int64_t row = 0;
  std::string relationship;
};

// A set of child rows that continues on pages of its own.
struct ChildSet {
  // From a row of the query's own object (counted from the first that this decoder saw) to the
  // parent of the rows.
  std::vector<ChildStep> path;
  // Encoding ROWS: the table of the rows, and the ordinal of their parent within its own table.
  std::uint32_t table = 0;
  std::int64_t parent_row = 0;
  // How many rows there are in all, and how many were decoded.
  std::int64_t total_size = 0;
  std::int64_t rows = 0;
  std::string next_records_url;
};

// A page, decoded.
struct DecodedPage {
  // StreamQueryResponse messages in Protobuf's wire format (or QueryResponse: rows have the same
  // field numbers there; with unlimited `message_bytes` there is at most one), cut at record
  // boundaries; none where the page has no rows. `total_size` is not set in them: since messages
  // concatenate, the caller appends it to one of them, or sends it in a message of its own.
  std::vector<std::string> messages;
  std::int64_t total_size = 0;
  bool done = false;
  std::string next_records_url;  // never empty where `done` is false
  std::int64_t rows = 0;         // of the page's own set, child rows not counted
  // Child sets of the page's rows, at any depth, that continue elsewhere.
  std::vector<ChildSet> continued;
};

// Turns the pages of one query's result into messages, straight from Salesforce's JSON to
// Protobuf's wire format. Not thread-safe.
class PageDecoder {
 public:
  // `selected` matters for encoding ROWS: it names the columns in their order, also where there are
  // no rows; a parent becomes columns such as `Owner.Name` where it names them, and stays a record
  // otherwise.
  explicit PageDecoder(PageFormat format, const SelectedColumns& selected = {});
  ~PageDecoder();

  // Decodes the next page of the query's own rows. DATA_LOSS where it is not a whole query page, or
  // where a set is not done but names no further page; such a page leaves no trace: it can be
  // decoded again. A page whose capacity exceeds its size by kPagePadding is not copied.
  absl::StatusOr<DecodedPage> DecodePage(std::string page);

  // Decodes the next page of a child set, and brings `set` up to date: it is finished where
  // `set.next_records_url` is empty.
  absl::StatusOr<DecodedPage> DecodeChildPage(ChildSet& set, std::string page);

  // Encoding ROWS: a message with all tables and columns that are selected and had no rows; nothing
  // where there are none.
  std::optional<std::string> Finish();

  static constexpr std::size_t kPagePadding = 64;

 private:
  struct State;
  absl::StatusOr<DecodedPage> Decode(const ChildSet* set, std::string page);

  std::unique_ptr<State> state_;
};

// The `nextRecordsUrl` of a query page, looked for in its first bytes; nothing where it does not
// stand before `records`, or has not wholly arrived yet.
std::optional<std::string> ScanPageHead(absl::string_view first_bytes);

}  // namespace sfconnector
