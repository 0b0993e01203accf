// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk_v2/ingest_rows.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/page_reader.h"
#include "core/bulk/row_error.h"
#include "core/codec/json_text.h"

namespace sfconnector {
namespace {

CsvReaderOptions OptionsOf(CsvDelimiter delimiter) {
  CsvReaderOptions options;
  options.delimiter = delimiter;
  return options;
}

absl::Status Corrupt(absl::string_view why) {
  return WithReason(absl::DataLossError(absl::StrCat("the results cannot be read: ", why)),
                    kCorruptReply);
}

// Messages hold UTF-8 alone; what is none becomes U+FFFD.
std::string ToUtf8(absl::string_view text) {
  static constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";
  std::string valid;
  valid.reserve(text.size());
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    const std::size_t size = Utf8SequenceSize(at, end);
    if (size == 0) {
      valid.append(kReplacement.data(), kReplacement.size());
      ++at;
    } else {
      valid.append(at, size);
      at += size;
    }
  }
  return valid;
}

}  // namespace

IngestRows::IngestRows(CsvDelimiter delimiter) : reader_(OptionsOf(delimiter)) {}

absl::Status IngestRows::Take(absl::string_view csv, v1::GetIngestResultsResponse& response) {
  reader_.Feed(csv);
  return TakeRecords(response);
}

absl::Status IngestRows::Finish(v1::GetIngestResultsResponse& response) {
  reader_.Finish();
  return TakeRecords(response);
}

absl::Status IngestRows::TakeRecords(v1::GetIngestResultsResponse& response) {
  while (true) {
    const absl::StatusOr<bool> read = reader_.Next();
    if (!read.ok()) return Corrupt(read.status().message());
    if (!*read) return absl::OkStatus();
    if (columns_ == 0) {
      TakeHeader(response);
    } else {
      SFC_RETURN_IF_ERROR(TakeRow(*response.add_rows()));
    }
  }
}

void IngestRows::TakeHeader(v1::GetIngestResultsResponse& response) {
  columns_ = reader_.fields().size();
  for (std::size_t i = 0; i < columns_; ++i) {
    const absl::string_view name = reader_.fields()[i].text;
    if (name == "sf__Id") {
      id_ = i;
    } else if (name == "sf__Created") {
      created_ = i;
    } else if (name == "sf__Error") {
      error_ = i;
    } else {
      response.add_columns(ToUtf8(name));
    }
  }
}

absl::Status IngestRows::TakeRow(v1::IngestResultRow& row) const {
  if (reader_.fields().size() != columns_) {
    return Corrupt("a record has not as many fields as the header");
  }
  row.mutable_values()->Reserve(static_cast<int>(columns_));
  for (std::size_t i = 0; i < columns_; ++i) {
    const absl::string_view text = reader_.fields()[i].text;
    if (i == id_) {
      row.set_id(ToUtf8(text));
    } else if (i == created_) {
      row.set_created(absl::EqualsIgnoreCase(text, "true"));
    } else if (i == error_) {
      for (v1::RowError& error : ParseRowErrors(ToUtf8(text))) *row.add_errors() = std::move(error);
    } else {
      row.add_values(ToUtf8(text));
    }
  }
  return absl::OkStatus();
}

}  // namespace sfconnector
