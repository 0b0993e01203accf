// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/export/open_page.h"

#include <utility>

#include "core/base/status.h"
#include "core/rest/rest_client.h"
#include "core/retry/retry.h"

namespace sfconnector {
namespace {

// Whether what came of a page by then may be delivered: it broke off, but was not damaged.
bool HasBrokenOff(const absl::Status& failure) {
  return !absl::IsDataLoss(failure) && GetReason(failure) != "CORRUPT_BODY";
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
  if (!status.ok()) co_return status;
  PageRecords records(*std::move(page), export_.point.delivered.PartOf(number_));
  status = co_await Read(records);
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

Task<absl::Status> OpenPage::Read(PageRecords& records) {
  bool ended = false;
  while (!ended) {
    const std::size_t enough = export_.message_bytes();
    TextMessage message(v1::ExportResponse::kCsvFieldNumber, enough + kPageSpareBytes);
    absl::StatusOr<bool> more = co_await records.Read(message.out(), enough);
    const bool useful = more.ok() || (HasBrokenOff(more.status()) && !message.text().empty());
    if (!useful) co_return more.status();
    ended = more.ok() && !*more;
    absl::Status status = co_await Deliver(records, std::move(message), ended);
    if (!status.ok()) co_return status;
    if (!more.ok()) co_return more.status();
  }
  co_return absl::OkStatus();
}

Task<absl::Status> OpenPage::Deliver(const PageRecords& records, TextMessage message,
                                     bool finished) {
  CallContext& call = export_.context.call;
  Delivery::Part part;
  // Not before something is delivered: a damaged page shall not say which header the others must
  // have.
  absl::Status status = export_.delivery.CheckHeader(records.header());
  const std::size_t bytes = message.text().size();
  if (status.ok()) status = export_.delivery.Prepare(std::move(message), part);
  if (!status.ok()) co_return CorruptPage(status);
  part.state.page = number_;
  part.state.delivered = records.part();
  part.state.finished = finished;
  part.state.next_locator = next_locator_.value_or(std::string());
  if (!turn_.is_set()) status = co_await WaitFor(call, turn_);
  if (!status.ok()) co_return status;
  const Clock::Instant before = call.clock().Now();
  status = co_await export_.delivery.Write(call, std::move(part));
  export_.on_written(bytes, call.clock().Now() - before);
  co_return status;
}

}  // namespace sfconnector
