// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/page_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/job_failure.h"
#include "core/codec/csv_reader.h"
#include "core/rest/rest_client.h"

namespace sfconnector {
namespace {

absl::Status Lost(absl::string_view what, absl::string_view reason, v1::Retryability retryability) {
  v1::SalesforceError detail;
  detail.set_retryability(retryability);
  absl::Status error = absl::DataLossError(absl::StrCat("the results of the job ", what));
  return WithReason(WithSalesforceError(std::move(error), detail), reason);
}

absl::Status Corrupt(absl::string_view why) {
  return Lost(absl::StrCat("cannot be read: ", why), kCorruptReply, v1::RETRYABILITY_IF_IDEMPOTENT);
}

absl::Status Changed(absl::string_view what) {
  return Lost(absl::StrCat("are not what they were when a part of them was read: ", what),
              kResultChanged, v1::RETRYABILITY_NEVER);
}

// What ends the records, as the first of them shows.
CsvLineEnding LineEndingOf(absl::string_view text) {
  const std::size_t end = text.find('\n');
  const bool crlf = end != absl::string_view::npos && end > 0 && text[end - 1] == '\r';
  return crlf ? CsvLineEnding::kCrlf : CsvLineEnding::kLf;
}

}  // namespace

ResultPageReader::ResultPageReader(OperationContext context, ResultPageRequest request,
                                   bool with_header)
    : context_(context),
      request_(std::move(request)),
      with_header_(with_header),
      policy_(context.rest.retry_policy()) {}

Task<absl::Status> ResultPageReader::Open() {
  absl::StatusOr<ResultPage> page = co_await OpenResultPage(context_, request_);
  absl::Status status = page.ok() ? TakeHead(*page) : page.status();
  if (!status.ok()) co_return WithJobId(std::move(status), request_.job_id);
  page_ = *std::move(page);
  join_.reset();
  beginning_.clear();
  open_record_.clear();
  skipped_ = 0;
  skipped_hash_ = ContentHash();
  co_return absl::OkStatus();
}

absl::Status ResultPageReader::TakeHead(const ResultPage& page) {
  if (std::exchange(opened_, true)) {
    const bool same =
        page.next_locator == next_locator_ && page.number_of_records == number_of_records_;
    return same ? absl::OkStatus() : Changed("their head is another");
  }
  next_locator_ = page.next_locator;
  number_of_records_ = page.number_of_records;
  return absl::OkStatus();
}

Task<absl::StatusOr<bool>> ResultPageReader::Read(std::string& out) {
  const std::size_t before = out.size();
  while (!ended_) {
    absl::StatusOr<std::optional<std::string>> piece = co_await page_->body->Read();
    absl::Status status = piece.ok() ? Take(*piece, out) : piece.status();
    if (out.size() > before) policy_ = context_.rest.retry_policy();
    if (!status.ok()) status = co_await Again(std::move(status));
    if (!status.ok()) co_return WithJobId(std::move(status), request_.job_id);
    if (out.size() > before) co_return true;
  }
  co_return false;
}

absl::Status ResultPageReader::Take(const std::optional<std::string>& piece, std::string& out) {
  if (!piece) return TakeEnd(out);
  if (join_) return Feed(*piece, out);
  beginning_ += *piece;
  const bool shown = absl::StrContains(beginning_, '\n');
  return shown || beginning_.size() > CsvBodyJoin::kHeaderBytes ? Begin(out) : absl::OkStatus();
}

absl::Status ResultPageReader::Begin(std::string& out) {
  line_ending_ = LineEndingOf(beginning_);
  join_.emplace(line_ending_);
  const std::string beginning = std::exchange(beginning_, {});
  return Feed(beginning, out);
}

absl::Status ResultPageReader::Feed(absl::string_view bytes, std::string& out) {
  absl::StatusOr<absl::string_view> text = join_->Feed(bytes);
  return text.ok() ? Pass(*text, out) : Corrupt(text.status().message());
}

absl::Status ResultPageReader::TakeEnd(std::string& out) {
  if (!join_) SFC_RETURN_IF_ERROR(Begin(out));
  absl::StatusOr<absl::string_view> text = join_->EndBody();
  if (!text.ok()) return Corrupt(text.status().message());
  const auto records = static_cast<std::int64_t>(join_->body_records());
  if (number_of_records_ && *number_of_records_ != records) {
    return Lost(
        absl::StrCat("were announced as ", *number_of_records_, " records and are ", records),
        kRecordCount, v1::RETRYABILITY_IF_IDEMPOTENT);
  }
  SFC_RETURN_IF_ERROR(Deliver(absl::StrCat(open_record_, *text), out));
  if (skipped_ < bytes_) return Changed("they are fewer");
  records_ = join_->body_records();
  ended_ = true;
  page_.reset();
  return absl::OkStatus();
}

// Passes on what of `text` belongs to whole records, behind what came of the first one before.
absl::Status ResultPageReader::Pass(absl::string_view text, std::string& out) {
  const std::size_t open = join_->open_bytes();
  if (open > CsvLimits().record_bytes) return Corrupt("a record does not end");
  const bool none_ends = open >= open_record_.size() + text.size();
  if (none_ends) {
    open_record_.append(text.data(), text.size());
    return absl::OkStatus();
  }
  const absl::string_view whole = text.substr(0, text.size() - open);
  SFC_RETURN_IF_ERROR(Deliver(open_record_, out));
  SFC_RETURN_IF_ERROR(Deliver(whole, out));
  open_record_ = std::string(text.substr(whole.size()));
  records_ = std::max(records_, join_->open_records());
  return absl::OkStatus();
}

absl::Status ResultPageReader::Deliver(absl::string_view records, std::string& out) {
  SFC_RETURN_IF_ERROR(Skip(records));
  if (records.empty()) return absl::OkStatus();
  hash_.Update(records);
  const std::uint64_t begin = bytes_;
  bytes_ += records.size();
  skipped_ = bytes_;
  if (!with_header_ && begin == 0) {
    records.remove_prefix(join_->header().size() + CsvBytes(line_ending_).size());
  }
  out.append(records.data(), records.size());
  return absl::OkStatus();
}

// Takes off what was read before, which must be the same.
absl::Status ResultPageReader::Skip(absl::string_view& records) {
  if (skipped_ == bytes_) return absl::OkStatus();
  const auto known =
      static_cast<std::size_t>(std::min<std::uint64_t>(bytes_ - skipped_, records.size()));
  skipped_hash_.Update(records.substr(0, known));
  skipped_ += known;
  records.remove_prefix(known);
  const bool all = skipped_ == bytes_;
  return all && skipped_hash_.Digest() != hash_.Digest() ? Changed("records differ")
                                                         : absl::OkStatus();
}

Task<absl::Status> ResultPageReader::Again(absl::Status failure) {
  page_.reset();
  if (!context_.call.status().ok()) co_return context_.call.status();
  const std::optional<Clock::Duration> pause = policy_.Next(failure, /*idempotent=*/true);
  if (!pause) co_return failure;
  absl::Status status = co_await SleepFor(context_.call, *pause);
  if (absl::IsDeadlineExceeded(status)) co_return failure;
  if (status.ok()) status = co_await Open();
  co_return status;
}

}  // namespace sfconnector
