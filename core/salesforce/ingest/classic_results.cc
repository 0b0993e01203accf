// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/classic_results.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/bulk/row_error.h"
#include "core/codec/csv_reader.h"
#include "core/rest/rest_download.h"
#include "core/salesforce/ingest/result_file.h"

namespace sfconnector {
namespace {

constexpr std::array<absl::string_view, 4> kColumns{"Id", "Success", "Created", "Error"};

// The results of a batch: one for each of its rows.
class BatchResults {
 public:
  BatchResults(ClassicBatchId id, const std::string& operation, BatchRows& rows,
               SpooledOutcomes& outcomes)
      : id_(std::move(id)), operation_(operation), rows_(rows), outcomes_(outcomes) {}

  void Feed(absl::string_view chunk) { reader_.Feed(chunk); }
  void Finish() { reader_.Finish(); }

  // Tells the rows that were fed.
  Task<absl::Status> Tell() {
    while (true) {
      absl::StatusOr<bool> read = reader_.Next();
      if (!read.ok()) co_return Bad(read.status().message());
      if (!*read) co_return absl::OkStatus();
      if (reader_.blank()) continue;
      absl::Status status;
      if (!has_header_) {
        status = ReadHeader();
      } else if (reader_.fields().size() != width_) {
        status = Bad("a result has not as many fields as the header");
      } else {
        status = TellRow();
        if (status.ok() && outcomes_.must_flush()) status = co_await outcomes_.Flush();
      }
      if (!status.ok()) co_return status;
    }
  }

  // Whether there was one for each row.
  absl::Status Reconcile() const {
    return rows_.told == rows_.count ? absl::OkStatus() : WrongCount("fewer");
  }

 private:
  absl::Status WrongCount(absl::string_view which) const {
    return BadResults("RECORD_COUNT", id_.job_id,
                      absl::StrCat("there are ", which, " than the ", rows_.count,
                                   " rows of the batch ", id_.batch_id));
  }

  absl::Status Bad(absl::string_view why) const {
    return BadResults("CORRUPT_REPLY", id_.job_id, why);
  }

  absl::Status ReadHeader() {
    const std::vector<CsvField>& fields = reader_.fields();
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
      const auto place =
          std::find_if(fields.begin(), fields.end(),
                       [name = kColumns[i]](const CsvField& field) { return field.text == name; });
      if (place == fields.end()) return Bad("they have not the columns that they should");
      places_[i] = static_cast<std::size_t>(place - fields.begin());
    }
    width_ = fields.size();
    has_header_ = true;
    return absl::OkStatus();
  }

  absl::string_view At(std::size_t column) const { return reader_.fields()[places_[column]].text; }

  absl::Status TellRow() {
    if (rows_.told == rows_.count) return WrongCount("more");
    const ResultKind kind = At(1) == "true" ? ResultKind::kSuccessful : ResultKind::kFailed;
    v1::IngestedRow* const row = outcomes_.Add(StateOf(kind, At(2) == "true", operation_));
    const std::int64_t ordinal = rows_.first + rows_.told++;
    if (row == nullptr) return absl::OkStatus();
    row->set_row(ordinal);
    row->set_id(std::string(At(0)));
    for (v1::RowError& error : ParseRowErrors(At(3))) *row->add_errors() = std::move(error);
    outcomes_.Wrote(At(0).size() + At(3).size());
    return absl::OkStatus();
  }

  const ClassicBatchId id_;
  const std::string& operation_;
  BatchRows& rows_;
  SpooledOutcomes& outcomes_;
  CsvReader reader_{CsvReaderOptions()};
  bool has_header_ = false;
  std::size_t width_ = 0;
  std::array<std::size_t, kColumns.size()> places_{};
};

}  // namespace

Task<absl::Status> ReadClassicResults(OperationContext context, ClassicBatchId id,
                                      const std::string& operation, BatchRows& rows,
                                      SpooledOutcomes& outcomes) {
  BatchResults results(id, operation, rows, outcomes);
  absl::StatusOr<std::unique_ptr<RestDownload>> body =
      co_await OpenClassicBatchResult(context, std::move(id));
  if (!body.ok()) co_return body.status();
  while (true) {
    absl::StatusOr<std::optional<std::string>> piece = co_await (*body)->Read();
    if (!piece.ok()) co_return piece.status();
    if (!piece->has_value()) break;
    results.Feed(**piece);
    absl::Status status = co_await results.Tell();
    if (!status.ok()) co_return status;
  }
  results.Finish();
  absl::Status status = co_await results.Tell();
  co_return status.ok() ? results.Reconcile() : status;
}

}  // namespace sfconnector
