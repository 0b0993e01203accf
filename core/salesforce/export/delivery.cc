// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/export/delivery.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/content_hash.h"
#include "core/codec/csv_error.h"
#include "core/salesforce/export/export_message.h"

namespace sfconnector {

absl::Status Delivery::CheckHeader(absl::string_view header) {
  if (header.empty() || header == header_) return absl::OkStatus();
  if (!header_.empty()) return CsvMalformed({1, 0}, "a header that is not that of the first page");
  absl::StatusOr<std::vector<std::string>> columns = ParseColumns(header, point_.csv.delimiter);
  if (!columns.ok()) return columns.status();
  if (point_.header_hash && *point_.header_hash != ContentHash::Of(header)) {
    return ResultChanged("it has another header");
  }
  header_ = std::string(header);
  columns_ = *std::move(columns);
  return absl::OkStatus();
}

absl::Status Delivery::Prepare(TextMessage records, Part& part) {
  if (!has_rows()) {
    part.csv = std::move(records);
    return absl::OkStatus();
  }
  if (records.text().empty()) return absl::OkStatus();
  absl::StatusOr<std::string> rows =
      EncodeRowSet(records.text(), point_.csv.delimiter, columns_.size());
  if (!rows.ok()) return rows.status();
  part.rows = *std::move(rows);
  return absl::OkStatus();
}

Task<absl::Status> Delivery::Write(CallContext& context, Part part) {
  absl::StatusOr<Turns::Turn> turn = co_await turns_.Take(context);
  absl::Status status = turn.status();
  if (status.ok()) status = co_await WriteInTurn(std::move(part));
  co_return status;
}

Task<absl::Status> Delivery::WriteInTurn(Part part) {
  absl::Status status;
  if (!announced_ && !header_.empty()) status = co_await AnnounceColumns();
  if (!status.ok()) co_return status;
  Record(part.state);
  Response rest;
  rest.set_resume_token(EncodeResumeToken(point_));
  std::string bytes = part.csv ? (*std::move(part.csv)).Encode(rest.SerializeAsString())
                               : RowsMessage(part.rows, rest.resume_token());
  status = co_await writer_.WriteEncoded(std::move(bytes));
  co_return status;
}

// The header belongs to the text of the first call alone.
Task<absl::Status> Delivery::AnnounceColumns() {
  announced_ = true;
  Response response;
  for (const std::string& column : columns_) response.add_columns(column);
  if (has_rows()) {
    for (const std::string& column : columns_) {
      response.mutable_rows()->add_columns()->set_name(column);
    }
  } else if (!point_.header_hash) {
    response.set_csv(absl::StrCat(header_, CsvBytes(point_.csv.line_ending)));
  }
  point_.header_hash = ContentHash::Of(header_);
  response.set_resume_token(EncodeResumeToken(point_));
  absl::Status status = co_await writer_.Write(response);
  co_return status;
}

void Delivery::Record(const PageState& state) {
  DeliveredPages& pages = point_.delivered;
  records_ += state.delivered.records - pages.PartOf(state.page).records;
  if (!state.finished) {
    pages.Advance(state.page, state.delivered);
    return;
  }
  pages.Finish(state.page, state.delivered.records);
  if (point_.order == PageOrder::kChained) point_.locator = state.next_locator;
}

}  // namespace sfconnector
