// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string>

#include <google/protobuf/util/message_differencer.h>

#include "core/codec/json_value.h"
#include "core/codec/page_decoder.h"
#include "tests/fuzz/require.h"

namespace sfconnector {
namespace {

// Decodes a page as one of the query's own, then as one of every child set that continues. The
// messages of the first.
std::vector<v1::StreamQueryResponse> Decode(v1::RowEncoding encoding, std::size_t message_bytes,
                                            const std::string& json, bool& ok) {
  PageFormat format;
  format.encoding = encoding;
  format.message_bytes = message_bytes;
  format.token_of = [](absl::string_view url) { return std::string(url); };
  const SelectedColumns selected{{"Id", "Owner.Name"}, {{"Contacts", {{"Id"}, {}}}}};
  PageDecoder decoder(format, selected);
  absl::StatusOr<DecodedPage> page = decoder.DecodePage(json);
  ok = page.ok();
  std::vector<v1::StreamQueryResponse> messages;
  if (!ok) return messages;
  for (const std::string& bytes : page->messages) {
    Require(messages.emplace_back().ParseFromString(bytes));
  }
  for (ChildSet& set : page->continued) {
    const absl::StatusOr<DecodedPage> rest = decoder.DecodeChildPage(set, json);
    Require(rest.ok());
    for (const std::string& bytes : rest->messages) {
      Require(v1::StreamQueryResponse().ParseFromString(bytes));
    }
  }
  if (const std::optional<std::string> last = decoder.Finish()) {
    Require(v1::StreamQueryResponse().ParseFromString(*last));
  }
  return messages;
}

void CompareRecords(const std::string& json, std::size_t message_bytes) {
  bool ok = false;
  v1::RecordSet decoded;
  for (auto& message : Decode(v1::ROW_ENCODING_RECORDS, message_bytes, json, ok)) {
    decoded.mutable_records()->MergeFrom(message.records());
  }
  if (!ok) return;
  v1::RecordSet expected;
  Require(JsonToRecordSet(json, expected).ok());
  *decoded.mutable_next_page_token() = expected.next_page_token();
  decoded.set_done(expected.done());
  decoded.set_total_size(expected.total_size());
  Require(google::protobuf::util::MessageDifferencer::Equals(decoded, expected));
}

void CountRows(v1::RowEncoding encoding, const std::string& json, std::size_t message_bytes) {
  bool ok = false;
  int rows = 0;
  for (const auto& message : Decode(encoding, message_bytes, json, ok)) {
    for (const v1::RowSet& set : message.row_sets()) {
      if (set.table() == 0) rows += set.rows_size();
    }
    if (message.json().empty()) continue;
    v1::ListValue list;
    Require(JsonToListValue(message.json(), list).ok());
    rows += list.values_size();
  }
  v1::RecordSet expected;
  Require(!ok || (JsonToRecordSet(json, expected).ok() && rows == expected.records_size()));
}

}  // namespace
}  // namespace sfconnector

// The first byte tells how long messages are; the rest is the page.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t message_bytes = std::size_t{data[0]} * data[0];
  const std::string json(reinterpret_cast<const char*>(data + 1), size - 1);
  sfconnector::CompareRecords(json, message_bytes);
  sfconnector::CountRows(sfconnector::v1::ROW_ENCODING_ROWS, json, message_bytes);
  sfconnector::CountRows(sfconnector::v1::ROW_ENCODING_JSON, json, message_bytes);
  sfconnector::ScanPageHead(json);
  return 0;
}
