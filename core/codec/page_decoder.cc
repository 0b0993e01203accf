// SPDX-License-Identifier: Apache-2.0
#include "core/codec/page_decoder.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/child_path.h"
#include "core/codec/json_cursor.h"
#include "core/codec/page_encoder.h"

namespace sfconnector {
namespace {

std::unique_ptr<PageEncoder> MakeEncoder(const PageFormat& format,
                                         const SelectedColumns& selected) {
  switch (format.encoding) {
    case v1::ROW_ENCODING_RECORDS:
      return MakeRecordsEncoder(format);
    case v1::ROW_ENCODING_JSON:
      return MakeJsonEncoder(format);
    default:
      return MakeRowsEncoder(format, selected);
  }
}

absl::Status ReadPage(JsonCursor& cursor, std::int64_t first_row, PageEncoder& encoder,
                      DecodedPage& page) {
  SetHead head;
  bool has_records = false;
  const auto read_row = [&] {
    const std::int64_t row = page.rows++;
    return IndexField(static_cast<int>(row), encoder.Row(cursor, first_row + row));
  };
  SFC_RETURN_IF_ERROR(cursor.ReadObject([&](absl::string_view name) -> absl::Status {
    if (name == "records") {
      if (std::exchange(has_records, true)) return cursor.Unexpected("one `records`");
      return PrefixField(name, cursor.ReadArray(read_row));
    }
    const absl::StatusOr<bool> known = head.Read(name, cursor);
    if (!known.ok()) return known.status();
    return *known ? absl::OkStatus() : cursor.ReadRaw(1).status();
  }));
  SFC_RETURN_IF_ERROR(cursor.ExpectEnd());
  SFC_RETURN_IF_ERROR(head.Check());
  if (!has_records) return InvalidField("", "`records` is missing");
  page.total_size = head.total_size;
  page.done = head.done;
  if (!head.done) page.next_records_url = std::move(head.next_records_url);
  return absl::OkStatus();
}

}  // namespace

// The format stands still, since the encoder refers to it.
struct PageDecoder::State {
  State(PageFormat given, const SelectedColumns& selected)
      : format(std::move(given)), encoder(MakeEncoder(format, selected)) {}

  const PageFormat format;
  const std::unique_ptr<PageEncoder> encoder;
  JsonTokens tokens;
  std::int64_t rows = 0;
};

PageDecoder::PageDecoder(PageFormat format, const SelectedColumns& selected)
    : state_(std::make_unique<State>(std::move(format), selected)) {}
PageDecoder::~PageDecoder() = default;

absl::StatusOr<DecodedPage> PageDecoder::Decode(const ChildSet* set, std::string page) {
  static_assert(kPagePadding == kJsonPadding);
  page.reserve(page.size() + kPagePadding);
  absl::StatusOr<JsonCursor> cursor = state_->tokens.Find(page);
  absl::Status status = cursor.status();
  DecodedPage decoded;
  if (status.ok()) {
    state_->encoder->Begin(set);
    status =
        ReadPage(*cursor, set == nullptr ? state_->rows : set->rows, *state_->encoder, decoded);
    if (!status.ok()) state_->encoder->Abandon();
  }
  if (!status.ok()) {
    return absl::DataLossError(absl::StrCat("not a whole query page: ", status.message()));
  }
  state_->encoder->End(decoded);
  return decoded;
}

absl::StatusOr<DecodedPage> PageDecoder::DecodePage(std::string page) {
  absl::StatusOr<DecodedPage> decoded = Decode(nullptr, std::move(page));
  if (decoded.ok()) state_->rows += decoded->rows;
  return decoded;
}

absl::StatusOr<DecodedPage> PageDecoder::DecodeChildPage(ChildSet& set, std::string page) {
  absl::StatusOr<DecodedPage> decoded = Decode(&set, std::move(page));
  if (decoded.ok()) {
    set.rows += decoded->rows;
    set.next_records_url = decoded->next_records_url;
  }
  return decoded;
}

std::optional<std::string> PageDecoder::Finish() { return state_->encoder->Finish(); }

}  // namespace sfconnector
