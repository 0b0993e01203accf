// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/page_records.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/csv_reader.h"

namespace sfconnector {
namespace {

// Pieces are looked through in parts of this size, so that nobody is given much more than enough.
constexpr std::size_t kPartBytes = std::size_t{32} * 1024;

absl::Status Lost(absl::string_view what, absl::string_view reason, v1::Retryability retryability) {
  v1::SalesforceError detail;
  detail.set_retryability(retryability);
  return WithReason(WithSalesforceError(absl::DataLossError(what), detail), reason);
}

absl::Status CheckCount(const ResultPage& page, std::uint64_t records) {
  if (!page.number_of_records) return absl::OkStatus();
  const auto announced = static_cast<std::uint64_t>(*page.number_of_records);
  if (announced == records) return absl::OkStatus();
  return Lost(absl::StrCat("a page of the result was announced with ", announced,
                           " records and has ", records),
              kRecordCount, v1::RETRYABILITY_IF_IDEMPOTENT);
}

// What ends the lines, as the first of them shows.
CsvLineEnding LineEndingOf(absl::string_view text) {
  const std::size_t end = text.find('\n');
  const bool crlf = end != absl::string_view::npos && end > 0 && text[end - 1] == '\r';
  return crlf ? CsvLineEnding::kCrlf : CsvLineEnding::kLf;
}

}  // namespace

absl::Status CorruptPage(const absl::Status& why) {
  if (GetSalesforceError(why).has_value()) return why;
  return Lost(absl::StrCat("a page of the result cannot be read: ", why.message()), kCorruptReply,
              v1::RETRYABILITY_IF_IDEMPOTENT);
}

absl::Status ResultChanged(absl::string_view what) {
  return Lost(absl::StrCat("the result is not what it was when a part of it was read: ", what),
              kResultChanged, v1::RETRYABILITY_NEVER);
}

PageRecords::PageRecords(ResultPage page, const PagePart& before)
    : page_(std::move(page)), before_(before), skip_left_(before.bytes), bytes_(before.bytes) {}

Task<absl::StatusOr<bool>> PageRecords::Read(std::string& out, std::size_t enough) {
  while (!ended_ && out.size() < enough) {
    absl::Status status;
    if (at_ < piece_.size()) {
      status = TakePart(out);
    } else if (!at_end_) {
      status = co_await Fetch();
    } else {
      status = TakeEnd(out);
    }
    if (!status.ok()) co_return status;
  }
  co_return !ended_;
}

Task<absl::Status> PageRecords::Fetch() {
  absl::StatusOr<std::optional<std::string>> piece = co_await page_.body->Read();
  if (!piece.ok()) co_return piece.status();
  at_end_ = !piece->has_value();
  if (join_) {
    piece_ = at_end_ ? std::string() : **std::move(piece);
    at_ = 0;
    co_return absl::OkStatus();
  }
  if (!at_end_) beginning_ += **piece;
  const bool shown = at_end_ || absl::StrContains(beginning_, '\n');
  if (shown || beginning_.size() > CsvBodyJoin::kHeaderBytes) Begin();
  co_return absl::OkStatus();
}

void PageRecords::Begin() {
  line_ending_ = LineEndingOf(beginning_);
  join_.emplace(line_ending_);
  piece_ = std::exchange(beginning_, {});
}

absl::Status PageRecords::TakePart(std::string& out) {
  const absl::string_view part = absl::string_view(piece_).substr(at_, kPartBytes);
  at_ += part.size();
  absl::StatusOr<absl::string_view> text = join_->Feed(part);
  absl::Status status = text.ok() ? Take(*text, out) : text.status();
  records_ = join_->open_records();
  return status.ok() ? status : CorruptPage(status);
}

absl::Status PageRecords::TakeEnd(std::string& out) {
  absl::StatusOr<absl::string_view> text = join_->EndBody();
  if (!text.ok()) return CorruptPage(text.status());
  SFC_RETURN_IF_ERROR(CheckCount(page_, join_->body_records()));
  SFC_RETURN_IF_ERROR(Take(*text, out));
  if (skip_left_ > 0) return ResultChanged("a page is shorter");
  records_ = join_->body_records();
  ended_ = true;
  return absl::OkStatus();
}

// The joined text begins with the header. Passes on what of the rest belongs to whole records,
// behind what came of the first one before.
absl::Status PageRecords::Take(absl::string_view text, std::string& out) {
  if (!has_header_ && !join_->header().empty()) {
    has_header_ = true;
    header_left_ = join_->header().size() + CsvBytes(line_ending_).size();
  }
  const std::size_t header = std::min(header_left_, text.size());
  text.remove_prefix(header);
  header_left_ -= header;
  const std::size_t open = join_->open_bytes();
  if (open > CsvLimits().record_bytes) return absl::DataLossError("a record does not end");
  if (open >= open_record_.size() + text.size()) {
    open_record_.append(text.data(), text.size());
    return absl::OkStatus();
  }
  const absl::string_view whole = text.substr(0, text.size() - open);
  SFC_RETURN_IF_ERROR(Pass(open_record_, out));
  SFC_RETURN_IF_ERROR(Pass(whole, out));
  text.remove_prefix(whole.size());
  open_record_.assign(text.data(), text.size());
  return absl::OkStatus();
}

absl::Status PageRecords::Pass(absl::string_view records, std::string& out) {
  SFC_RETURN_IF_ERROR(Skip(records));
  hash_.Update(records);
  bytes_ += records.size();
  out.append(records.data(), records.size());
  return absl::OkStatus();
}

// Takes off what was read before, which must be the same.
absl::Status PageRecords::Skip(absl::string_view& records) {
  if (skip_left_ == 0) return absl::OkStatus();
  const auto known = static_cast<std::size_t>(std::min<std::uint64_t>(skip_left_, records.size()));
  hash_.Update(records.substr(0, known));
  records.remove_prefix(known);
  skip_left_ -= known;
  const bool other = skip_left_ == 0 && hash_.Digest() != before_.hash;
  return other ? ResultChanged("a page begins with other records") : absl::OkStatus();
}

PagePart PageRecords::part() const {
  if (bytes_ == before_.bytes) return before_;
  return {bytes_, records_, hash_.Digest()};
}

}  // namespace sfconnector
