// SPDX-License-Identifier: Apache-2.0
#include "core/bulk/page_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bulk/job_failure.h"
#include "core/rest/rest_client.h"

namespace sfconnector {

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
  page_.emplace(*std::move(page), part_);
  co_return absl::OkStatus();
}

absl::Status ResultPageReader::TakeHead(const ResultPage& page) {
  if (std::exchange(opened_, true)) {
    const bool same =
        page.next_locator == next_locator_ && page.number_of_records == number_of_records_;
    return same ? absl::OkStatus() : ResultChanged("a page has another head");
  }
  next_locator_ = page.next_locator;
  number_of_records_ = page.number_of_records;
  return absl::OkStatus();
}

Task<absl::StatusOr<bool>> ResultPageReader::Read(std::string& out) {
  const std::size_t before = out.size();
  while (!ended_ && out.size() == before) {
    absl::Status status = co_await ReadMore(out);
    if (out.size() > before) policy_ = context_.rest.retry_policy();
    if (!status.ok()) status = co_await Again(std::move(status));
    if (!status.ok()) co_return WithJobId(std::move(status), request_.job_id);
  }
  co_return out.size() > before;
}

Task<absl::Status> ResultPageReader::ReadMore(std::string& out) {
  std::string records;
  // The header comes with the first records, and is to stand before them.
  std::string& place = header_ ? out : records;
  absl::StatusOr<bool> more = co_await page_->Read(place, place.size() + kReadBytes);
  part_ = page_->part();
  absl::Status status = TakeHeader(out);
  out += records;
  if (!status.ok()) co_return status;
  if (!more.ok()) co_return more.status();
  ended_ = !*more;
  if (ended_) page_.reset();
  co_return absl::OkStatus();
}

absl::Status ResultPageReader::TakeHeader(std::string& out) {
  const absl::string_view header = page_->header();
  if (header_) {
    return header.empty() || header == *header_ ? absl::OkStatus()
                                                : ResultChanged("a page has another header");
  }
  if (header.empty() || (!with_header_ && part_.bytes == 0)) return absl::OkStatus();
  header_ = std::string(header);
  if (with_header_) absl::StrAppend(&out, header, CsvBytes(page_->line_ending()));
  return absl::OkStatus();
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
