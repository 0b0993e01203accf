// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/query/page_stream.h"

#include <algorithm>
#include <utility>

#include "core/base/status.h"
#include "core/codec/page_decoder.h"
#include "core/salesforce/query/page_token.h"

namespace sfconnector {
namespace {

// Salesforce writes `nextRecordsUrl` before the records; whoever does not gets no early request.
constexpr std::size_t kHeadBytes = 4096;

// A page is about as long as those before. Decompression takes more room in passing than its result
// needs, and the decoder some behind the page.
constexpr std::size_t kSpareBytes = 192 * 1024;

}  // namespace

// One request for a page. It has a call context of its own, so that it can be given up alone.
struct PageStream::Fetch {
  Fetch(RestClient& rest_in, CallContext& parent, RestRequest request_in, std::string url_in)
      : rest(rest_in),
        context(parent.executor(), parent.options(), parent.deadline(), parent.clock(),
                parent.observer()),
        parent_stop(parent.OnStop([this, &parent] { context.Stop(parent.status()); })),
        request(std::move(request_in)),
        url(std::move(url_in)) {}

  RestClient& rest;
  CallContext context;
  CallContext::StopHook parent_stop;
  RestRequest request;
  const std::string url;  // the nextRecordsUrl that led here; empty for the first page
  std::string head_next;  // what the first bytes of the reply name as the next page
  absl::StatusOr<RestReply> reply = absl::UnknownError("still on its way");
  Event done;
};

PageStream::PageStream(RestClient& rest, CallContext& context, RestRequest first)
    : rest_(rest), context_(context), first_(std::move(first)) {}

PageStream::~PageStream() = default;

std::shared_ptr<PageStream::Fetch> PageStream::Start(RestRequest request, std::string url) {
  if (page_bytes_ > 0) request.expected_body_bytes = page_bytes_ + kSpareBytes;
  auto fetch = std::make_shared<Fetch>(rest_, context_, std::move(request), std::move(url));
  fetch->request.on_progress = [this, raw = fetch.get()](absl::string_view body) {
    OnHead(*raw, body);
  };
  Spawn(context_.executor(), Run(fetch));
  return fetch;
}

Task<void> PageStream::Run(std::shared_ptr<Fetch> fetch) {
  RestRequest request = fetch->request;
  fetch->reply = co_await fetch->rest.Send(fetch->context, std::move(request));
  fetch->done.Set();
}

void PageStream::OnHead(Fetch& fetch, absl::string_view body) {
  // A page that is fetched again, within its request, may name another locator.
  if (body.empty()) fetch.head_next.clear();
  if (fetch.head_next.empty()) {
    fetch.head_next = ScanPageHead(body.substr(0, kHeadBytes)).value_or(std::string());
  }
  if (&fetch == current_.get() && !fetch.head_next.empty()) Prefetch(fetch.head_next);
}

void PageStream::Prefetch(const std::string& next_records_url) {
  if (next_ && next_->url == next_records_url) return;
  if (next_) Drop(next_);
  absl::StatusOr<QueryLocator> locator = ParseNextRecordsUrl(next_records_url);
  if (!locator.ok()) return;
  RestRequest request("GET", locator->Path(), Effect::kNone);
  request.lane = first_.lane;
  request.headers = first_.headers;
  next_ = Start(std::move(request), next_records_url);
}

void PageStream::Drop(std::shared_ptr<Fetch>& fetch) {
  fetch->context.Stop(absl::CancelledError("the page is not needed any more"));
  dropped_.push_back(std::exchange(fetch, nullptr));
}

Task<absl::StatusOr<std::string>> PageStream::Finish() {
  co_await current_->done.Wait();
  if (!current_->reply.ok()) co_return current_->reply.status();
  for (auto& [key, value] : current_->context.reply().entries)
    context_.reply().entries[key] = value;
  page_bytes_ = std::max(page_bytes_, current_->reply->body.size());
  co_return std::move(current_->reply->body);
}

Task<absl::StatusOr<std::optional<std::string>>> PageStream::Next() {
  if (!begun_) {
    begun_ = true;
    current_ = Start(first_, std::string());
  } else {
    current_ = std::exchange(next_, nullptr);
  }
  if (!current_) co_return std::optional<std::string>();
  if (!current_->head_next.empty()) Prefetch(current_->head_next);
  absl::StatusOr<std::string> body = co_await Finish();
  if (!body.ok()) co_return body.status();
  co_return std::optional<std::string>(*std::move(body));
}

Task<absl::StatusOr<std::string>> PageStream::Again() {
  if (next_) Drop(next_);
  current_ = Start(current_->request, current_->url);
  absl::StatusOr<std::string> body = co_await Finish();
  co_return body;
}

absl::Status PageStream::Continue(const std::string& next_records_url) {
  if (next_records_url.empty()) {
    if (next_) Drop(next_);
    return absl::OkStatus();
  }
  absl::StatusOr<QueryLocator> locator = ParseNextRecordsUrl(next_records_url);
  if (!locator.ok()) return locator.status();
  if (next_records_url == current_->url) {
    return WithReason(absl::DataLossError("a query page names itself as the next one"),
                      "INCOMPLETE_RESULT");
  }
  Prefetch(next_records_url);
  return absl::OkStatus();
}

Task<void> PageStream::Close() {
  if (current_) Drop(current_);
  if (next_) Drop(next_);
  while (!dropped_.empty()) {
    std::shared_ptr<Fetch> fetch = dropped_.back();
    co_await fetch->done.Wait();
    dropped_.pop_back();
  }
}

}  // namespace sfconnector
