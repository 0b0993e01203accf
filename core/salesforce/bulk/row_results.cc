// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk/row_results.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/row_error.h"
#include "core/codec/csv_reader.h"
#include "core/codec/proto_json.h"
#include "core/salesforce/bulk/record_scanner.h"
#include "core/soap/soap_message.h"
#include "core/soap/xml_reader.h"

namespace sfconnector {
namespace {

constexpr std::size_t kMaxResultBytes = 4'000'000;

// A result that tells neither success nor why not is none.
absl::Status Check(const v1::BulkRowResult& result) {
  if (result.success() || result.errors_size() > 0) return absl::OkStatus();
  return absl::InvalidArgumentError("has a result with neither success nor errors");
}

class CsvRowResults final : public RowResultReader {
 public:
  CsvRowResults() : reader_(CsvReaderOptions()) {}

  absl::Status Feed(absl::string_view chunk, v1::BulkRowResults& results) override {
    reader_.Feed(chunk);
    return ReadAll(results);
  }

  absl::Status Finish(v1::BulkRowResults& results) override {
    reader_.Finish();
    return ReadAll(results);
  }

 private:
  absl::Status ReadAll(v1::BulkRowResults& results) {
    while (true) {
      const absl::StatusOr<bool> read = reader_.Next();
      if (!read.ok()) return read.status();
      if (!*read) return absl::OkStatus();
      if (reader_.blank()) continue;
      if (header_.empty()) {
        for (const CsvField& field : reader_.fields()) header_.emplace_back(field.text);
        continue;
      }
      SFC_RETURN_IF_ERROR(ReadRow(*results.add_results()));
    }
  }

  absl::Status ReadRow(v1::BulkRowResult& result) const {
    const std::vector<CsvField>& fields = reader_.fields();
    if (fields.size() != header_.size()) {
      return absl::InvalidArgumentError("has a result with another number of columns");
    }
    for (std::size_t i = 0; i < fields.size(); ++i) SetColumn(header_[i], fields[i].text, result);
    return Check(result);
  }

  static void SetColumn(const std::string& column, absl::string_view text,
                        v1::BulkRowResult& result) {
    if (column == "Id") {
      result.set_id(std::string(text));
    } else if (column == "Success") {
      result.set_success(absl::EqualsIgnoreCase(text, "true"));
    } else if (column == "Created") {
      result.set_created(absl::EqualsIgnoreCase(text, "true"));
    } else if (column == "Error") {
      for (v1::RowError& error : ParseRowErrors(text)) *result.add_errors() = std::move(error);
    } else {
      v1::Field& extra = *result.add_extra();
      extra.set_name(column);
      extra.mutable_value()->set_string_value(std::string(text));
    }
  }

  CsvReader reader_;
  std::vector<std::string> header_;
};

class ScannedRowResults final : public RowResultReader {
 public:
  using Read = absl::Status (*)(const RecordFrame& frame, absl::string_view record,
                                v1::BulkRowResult& result);

  ScannedRowResults(std::unique_ptr<RecordScanner> scanner, Read read)
      : scanner_(std::move(scanner)), read_(read) {}

  absl::Status Feed(absl::string_view chunk, v1::BulkRowResults& results) override {
    return scanner_->Feed(chunk, TakeInto(results));
  }

  absl::Status Finish(v1::BulkRowResults& results) override {
    return scanner_->Finish(TakeInto(results));
  }

 private:
  RecordScanner::Take TakeInto(v1::BulkRowResults& results) {
    return [this, &results](absl::string_view record) {
      v1::BulkRowResult& result = *results.add_results();
      SFC_RETURN_IF_ERROR(read_(scanner_->frame(), record, result));
      return Check(result);
    };
  }

  const std::unique_ptr<RecordScanner> scanner_;
  const Read read_;
};

absl::Status ReadJson(const RecordFrame& /*frame*/, absl::string_view record,
                      v1::BulkRowResult& result) {
  return JsonToMessage(record, UnknownKeys::kKeep, result);
}

// The element's prefixes are declared around it.
absl::Status ReadXmlResult(const RecordFrame& frame, absl::string_view record,
                           v1::BulkRowResult& result) {
  const absl::StatusOr<XmlElement> document = ReadXml(absl::StrCat(frame.head, record, frame.tail));
  if (!document.ok()) return document.status();
  if (document->children.empty()) return absl::InvalidArgumentError("has no result");
  ReadSoapFields(document->children.front(), result);
  return absl::OkStatus();
}

}  // namespace

std::unique_ptr<RowResultReader> MakeRowResultReader(absl::string_view media_type) {
  if (absl::StrContains(media_type, "json")) {
    return std::make_unique<ScannedRowResults>(MakeJsonRecordScanner(kMaxResultBytes), &ReadJson);
  }
  if (absl::StrContains(media_type, "xml")) {
    return std::make_unique<ScannedRowResults>(MakeXmlRecordScanner(kMaxResultBytes),
                                               &ReadXmlResult);
  }
  return std::make_unique<CsvRowResults>();
}

}  // namespace sfconnector
