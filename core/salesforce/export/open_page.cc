// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/export/open_page.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/codec/csv_error.h"
#include "core/codec/csv_reader.h"
#include "core/rest/rest_client.h"
#include "core/retry/retry.h"

namespace sfconnector {
namespace {

// Pieces are looked through in parts of this size, so that messages do not become much longer than
// they should be.
constexpr std::size_t kPartBytes = std::size_t{32} * 1024;
// Room of a message beyond its size: for the part that makes it long enough, and its token.
constexpr std::size_t kSpareBytes = kPartBytes + 1024;

absl::Status Passing(absl::Status error, const char* reason) {
  v1::SalesforceError detail;
  detail.set_retryability(v1::RETRYABILITY_IF_IDEMPOTENT);
  return WithReason(WithSalesforceError(std::move(error), detail), reason);
}

// Salesforce's pages are well-formed: one that is not was damaged on its way. RESULT_CHANGED stays.
absl::Status CorruptPage(const absl::Status& why) {
  if (GetSalesforceError(why).has_value()) return why;
  return Passing(
      absl::DataLossError(absl::StrCat("a page of the result cannot be read: ", why.message())),
      "CORRUPT_REPLY");
}

absl::Status CheckCount(const ResultPage& page, std::uint64_t records) {
  const auto announced = static_cast<std::uint64_t>(*page.number_of_records);
  if (announced == records) return absl::OkStatus();
  return Passing(absl::DataLossError(absl::StrCat("a page of the result was announced with ",
                                                  announced, " records and has ", records)),
                 "RECORD_COUNT");
}

}  // namespace

Task<absl::Status> OpenPage::Run() {
  CallContext& call = export_.context.call;
  const std::function<Task<absl::Status>(int)> attempt = [this](int) { return Attempt(); };
  while (true) {
    const std::uint64_t before = export_.point.delivered.PartOf(number_).bytes;
    absl::Status status = co_await RunWithRetry(call, export_.context.rest.retry_policy(),
                                                /*idempotent=*/true, attempt);
    if (status.ok()) co_return given_up_;
    // An attempt that brought the page forward does not count: a long page may break often.
    const bool forward = export_.point.delivered.PartOf(number_).bytes > before;
    const bool repeatable = GetReason(status) != kResultChanged;
    if (!forward || !repeatable || !call.status().ok()) co_return status;
  }
}

Task<absl::Status> OpenPage::Attempt() {
  ++attempts_;
  ResultPageRequest request;
  request.job_id = export_.point.job_id;
  request.locator = locator_;
  if (export_.point.max_records > 0) request.max_records = export_.point.max_records;
  request.reply_watermark = export_.unread_bytes();
  absl::StatusOr<ResultPage> page = co_await OpenResultPage(export_.context, std::move(request));
  if (!page.ok()) {
    given_up_ = page.status();
    co_return absl::OkStatus();
  }
  absl::Status status = TakeHead(*page);
  if (status.ok()) status = co_await Read(*page);
  text_.reset();
  message_.reset();
  co_return status;
}

// What has no number of records is none of Salesforce's pages.
absl::Status OpenPage::TakeHead(const ResultPage& page) {
  if (!page.number_of_records) {
    return CorruptPage(absl::DataLossError("its head does not tell how many records it has"));
  }
  if (!export_.on_next) return absl::OkStatus();
  if (next_locator_) {
    return page.next_locator == *next_locator_
               ? absl::OkStatus()
               : ResultChanged("a page names another one as the next");
  }
  next_locator_ = page.next_locator;
  return export_.on_next(page.next_locator);
}

Task<absl::Status> OpenPage::Read(ResultPage& page) {
  text_.emplace(export_.point.csv.line_ending, export_.point.delivered.PartOf(number_));
  message_.emplace(export_.message_bytes() + kSpareBytes);
  header_checked_ = false;
  while (true) {
    absl::StatusOr<std::optional<std::string>> piece = co_await page.body->Read();
    if (!piece.ok()) co_return piece.status();
    if (!piece->has_value()) break;
    const absl::string_view bytes = **piece;
    for (std::size_t at = 0; at < bytes.size(); at += kPartBytes) {
      absl::Status status = TakePart(bytes.substr(at, kPartBytes));
      if (status.ok() && IsDue()) status = co_await Deliver(/*finished=*/false);
      if (!status.ok()) co_return status;
    }
  }
  absl::Status status = TakeEnd(page);
  if (status.ok()) status = co_await Deliver(/*finished=*/true);
  co_return status;
}

absl::Status OpenPage::TakePart(absl::string_view part) {
  absl::Status status = text_->Feed(part, message_->out());
  if (status.ok()) status = CheckRecord();
  return status.ok() ? status : CorruptPage(status);
}

// A record that is longer than a message is waited for.
bool OpenPage::IsDue() const {
  const std::size_t size = message_->text().size();
  return size >= export_.message_bytes() && size > text_->partial();
}

absl::Status OpenPage::TakeEnd(const ResultPage& page) {
  absl::Status status = text_->End(message_->out());
  if (status.ok()) status = CheckCount(page, text_->records());
  return status.ok() ? status : CorruptPage(status);
}

absl::Status OpenPage::CheckRecord() const {
  if (text_->partial() <= CsvLimits().record_bytes) return absl::OkStatus();
  return CsvTooLarge({text_->records() + 1, 0}, "a record", CsvLimits().record_bytes, "bytes");
}

// Not before something is delivered: a damaged page shall not say which header the others must
// have.
absl::Status OpenPage::CheckHeader() {
  if (header_checked_ || text_->header().empty()) return absl::OkStatus();
  header_checked_ = true;
  return export_.delivery.CheckHeader(text_->header());
}

Task<absl::Status> OpenPage::Deliver(bool finished) {
  CallContext& call = export_.context.call;
  const std::size_t tail = std::min(text_->partial(), message_->text().size());
  Delivery::Part part;
  absl::Status status = CheckHeader();
  if (status.ok()) status = export_.delivery.Prepare(*message_, tail, part);
  if (!status.ok()) co_return CorruptPage(status);
  absl::string_view whole = message_->text();
  whole.remove_suffix(tail);
  part.state.page = number_;
  part.state.delivered = text_->Deliver(whole);
  part.state.finished = finished;
  part.state.next_locator = next_locator_.value_or(std::string());
  if (!turn_.is_set()) status = co_await WaitFor(call, turn_);
  if (!status.ok()) co_return status;
  status = co_await export_.delivery.Write(call, *message_, tail, std::move(part));
  export_.on_written();
  co_return status;
}

}  // namespace sfconnector
