// SPDX-License-Identifier: Apache-2.0
#include "core/codec/csv_writer.h"

#include "absl/strings/match.h"

namespace sfconnector {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

CsvWriter::CsvWriter(CsvFormat format, std::string& out)
    : out_(&out), delimiter_(CsvByte(format.delimiter)), line_end_(CsvBytes(format.line_ending)) {
  for (const char c : {delimiter_, '"', '\r', '\n'}) special_[static_cast<unsigned char>(c)] = 1;
}

void CsvWriter::Field(absl::string_view text, CsvQuotes quotes) {
  if (in_record_) {
    out_->push_back(delimiter_);
  } else {
    in_record_ = true;
    record_begin_ = out_->size();
  }
  if (quotes == CsvQuotes::kAlways || NeedsQuotes(text)) {
    AppendQuoted(text);
  } else {
    out_->append(text.data(), text.size());
  }
}

void CsvWriter::EndRecord() {
  if (out_->size() == record_begin_) out_->append("\"\"");
  out_->append(line_end_.data(), line_end_.size());
  in_record_ = false;
}

bool CsvWriter::NeedsQuotes(absl::string_view text) const {
  if (text.empty()) return false;
  unsigned char special = 0;
  for (const char c : text) special |= special_[static_cast<unsigned char>(c)];
  return special != 0 || IsBlank(text.front()) || IsBlank(text.back()) ||
         absl::StartsWith(text, kUtf8Bom);
}

void CsvWriter::AppendQuoted(absl::string_view text) {
  out_->push_back('"');
  for (std::size_t quote = text.find('"'); quote != absl::string_view::npos;
       quote = text.find('"')) {
    out_->append(text.data(), quote + 1);
    out_->push_back('"');
    text.remove_prefix(quote + 1);
  }
  out_->append(text.data(), text.size());
  out_->push_back('"');
}

}  // namespace sfconnector
