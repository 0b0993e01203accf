// SPDX-License-Identifier: Apache-2.0
#include "tests/core/codec/simple_csv.h"

#include <cstring>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace sfconnector::testing {
namespace {

std::string PlaceText(std::uint64_t record, std::uint64_t byte) {
  return absl::StrCat(" in record ", record, " at byte ", byte, ": ");
}

class SimpleReader {
 public:
  SimpleReader(absl::string_view text, const CsvReaderOptions& options)
      : text_(text), options_(options) {}

  SimpleCsv Read() {
    if (absl::StartsWith(text_, kUtf8Bom)) at_ = record_begin_ = field_begin_ = kUtf8Bom.size();
    while (at_ < text_.size() && csv_.reason.empty()) {
      Take(text_[at_]);
      ++at_;
    }
    if (csv_.reason.empty()) End();
    return std::move(csv_);
  }

 private:
  enum class State { kStart, kBare, kQuoted, kClosed, kReturn };

  void Take(char c) {
    if (state_ == State::kQuoted) {
      if (c == '"') {
        state_ = State::kClosed;
      } else {
        field_.text += c;
      }
    } else if (c == '\n') {
      TakeLineFeed();
    } else if (state_ == State::kReturn) {
      Fail(kCsvMalformed, at_);
    } else if (c == '\r') {
      if (options_.line_endings == CsvLineEndings::kLf) return Fail(kCsvMalformed, at_);
      state_ = State::kReturn;
    } else if (c == CsvByte(options_.delimiter)) {
      EndField();
    } else if (c == '"') {
      TakeQuote();
    } else {
      if (state_ == State::kClosed) return Fail(kCsvMalformed, at_);
      state_ = State::kBare;
      field_.text += c;
    }
  }

  void TakeLineFeed() {
    if (options_.line_endings == CsvLineEndings::kCrlf && state_ != State::kReturn) {
      return Fail(kCsvMalformed, at_);
    }
    if (EndField()) EndRecord(at_ + 1);
  }

  void TakeQuote() {
    if (state_ == State::kBare) return Fail(kCsvMalformed, at_);
    if (state_ == State::kClosed) field_.text += '"';
    field_.quoted = true;
    state_ = State::kQuoted;
  }

  bool EndField() {
    if (record_.size() == options_.limits.fields) {
      Fail(kCsvTooLarge, at_);
      return false;
    }
    record_.push_back(std::exchange(field_, {}));
    begins_.push_back(std::exchange(field_begin_, at_ + 1));
    state_ = State::kStart;
    return true;
  }

  void EndRecord(std::size_t end) {
    if (end - record_begin_ > options_.limits.record_bytes) return Fail(kCsvTooLarge, end);
    for (std::size_t i = 0; i < record_.size(); ++i) {
      if (record_[i].text.size() > options_.limits.field_bytes) {
        return Fail(kCsvTooLarge, begins_[i]);
      }
    }
    csv_.records.push_back(std::exchange(record_, {}));
    csv_.texts.emplace_back(text_.substr(record_begin_, end - record_begin_));
    begins_.clear();
    record_begin_ = end;
  }

  void End() {
    if (record_begin_ == text_.size()) return;
    if (state_ == State::kQuoted || state_ == State::kReturn) return Fail(kCsvCut, at_);
    if (EndField()) EndRecord(at_);
  }

  void Fail(absl::string_view reason, std::size_t at) {
    const bool too_large = at - record_begin_ > options_.limits.record_bytes;
    csv_.reason = std::string(too_large ? kCsvTooLarge : reason);
    csv_.place = PlaceText(csv_.records.size() + 1, too_large ? record_begin_ : at);
  }

  absl::string_view text_;
  const CsvReaderOptions& options_;
  SimpleCsv csv_;
  State state_ = State::kStart;
  std::size_t at_ = 0;
  std::size_t record_begin_ = 0;
  std::size_t field_begin_ = 0;
  SimpleField field_;
  SimpleRecord record_;
  std::vector<std::size_t> begins_;
};

// Reads what there is; false at an error.
bool ReadRecords(CsvReader& reader, SimpleCsv& csv) {
  for (;;) {
    const absl::StatusOr<bool> read = reader.Next();
    if (!read.ok()) {
      csv.reason = GetReason(read.status());
      const std::string message(read.status().message());
      const std::size_t begin = message.find(" in record ");
      csv.place = message.substr(begin, message.find(": ", begin) + 2 - begin);
      return false;
    }
    if (!*read) return true;
    SimpleRecord record;
    record.reserve(reader.fields().size());
    for (const CsvField& field : reader.fields()) {
      record.push_back({std::string(field.text), field.quoted});
    }
    csv.records.push_back(std::move(record));
    csv.texts.emplace_back(reader.record());
  }
}

}  // namespace

SimpleCsv ReadCsvSimply(absl::string_view text, const CsvReaderOptions& options) {
  return SimpleReader(text, options).Read();
}

std::vector<std::size_t> FindRecordEndsSimply(absl::string_view text) {
  std::vector<std::size_t> ends;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (text[i] == '\n' && !quoted) ends.push_back(i + 1);
  }
  return ends;
}

std::vector<absl::string_view> CutText(absl::string_view text,
                                       const std::vector<std::size_t>& cuts) {
  std::vector<absl::string_view> chunks;
  chunks.reserve(cuts.size() + 1);
  std::size_t begin = 0;
  for (const std::size_t cut : cuts) {
    chunks.push_back(text.substr(begin, cut - begin));
    begin = cut;
  }
  chunks.push_back(text.substr(begin));
  return chunks;
}

SimpleCsv ReadCsv(absl::string_view text, const std::vector<std::size_t>& cuts,
                  const CsvReaderOptions& options, const CsvBlockFinder& finder) {
  SimpleCsv csv;
  CsvReader reader(options, finder);
  for (const absl::string_view chunk : CutText(text, cuts)) {
    // Of exactly this size, so that AddressSanitizer sees what is read behind it.
    const std::unique_ptr<char[]> copy(new char[chunk.size()]);
    if (!chunk.empty()) std::memcpy(copy.get(), chunk.data(), chunk.size());
    reader.Feed(absl::string_view(copy.get(), chunk.size()));
    if (!ReadRecords(reader, csv)) return csv;
  }
  reader.Finish();
  ReadRecords(reader, csv);
  return csv;
}

}  // namespace sfconnector::testing
