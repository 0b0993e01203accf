// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/export/export_pages.h"

#include <algorithm>
#include <utility>

#include "core/base/status.h"
#include "core/bulk/result_page.h"
#include "core/rest/rest_client.h"

namespace sfconnector {
namespace {

// What waits unread, of a page that is opened alone and of one that is not, and what is being put
// together to messages, of all open pages. With what waits for the reader in the call itself a slow
// reader stays below 2 MB.
constexpr std::size_t kUnreadBytes = std::size_t{64} * 1024;
constexpr std::size_t kUnreadBytesOfFurtherPages = std::size_t{32} * 1024;
constexpr std::size_t kMessagesBytes = std::size_t{320} * 1024;

absl::Status CorruptList(const char* what) {
  return WithReason(absl::DataLossError(what), "CORRUPT_REPLY");
}

}  // namespace

ExportPages::ExportPages(OperationContext context, const ExportPlan& plan, const ResumePoint& point,
                         Delivery& delivery)
    : plan_(plan),
      point_(point),
      call_(context.call),
      group_(call_.executor(), call_.options(), call_.deadline(), call_.clock(), call_.observer()),
      call_stop_(call_.OnStop([this] { group_.Stop(call_.status()); })),
      context_{context.rest, group_},
      export_{context_, point, delivery, {}, {}, {}, {}},
      pace_(plan.parallel_pages, call_.clock().Now()) {
  export_.unread_bytes = [this] { return UnreadBytes(); };
  export_.message_bytes = [this] { return MessageBytes(); };
  export_.on_written = [this](std::size_t bytes, Clock::Duration waited) {
    pace_.OnWritten(bytes, call_.clock().Now(), waited);
    if (MayOpen()) changed_.Set();
  };
  if (point.order == PageOrder::kChained) {
    export_.on_next = [this](const std::string& next) { return AddChained(next); };
  }
}

Task<absl::Status> ExportPages::Run() {
  Begin();
  while (group_.status().ok() && !HasAll()) {
    OpenPages();
    co_await changed_.Wait();
    changed_.Reset();
  }
  while (running_ > 0) {
    co_await changed_.Wait();
    changed_.Reset();
  }
  for (auto& [key, value] : group_.reply().entries) call_.reply().entries[key] = value;
  co_return failure_.ok() ? group_.status() : failure_;
}

// Chained pages go on behind those that were delivered; a list is read from its beginning.
void ExportPages::Begin() {
  if (point_.order == PageOrder::kListed) {
    ++running_;
    Spawn(call_.executor(), ListPages());
    return;
  }
  found_ = point_.delivered.first_unfinished();
  found_all_ = found_ > 0 && point_.locator.empty();
  if (!found_all_) Add(point_.locator);
}

bool ExportPages::MayOpen() const {
  if (known_.empty()) return false;
  if (open_.empty()) return true;
  return static_cast<int>(open_.size()) < pace_.pages();
}

void ExportPages::OpenPages() {
  while (MayOpen()) {
    KnownPage page = std::move(known_.front());
    known_.pop_front();
    Open(std::move(page));
  }
  wanted_.Set();
}

void ExportPages::Open(KnownPage page) {
  auto opened = std::make_shared<OpenPage>(export_, page.number, std::move(page.locator));
  open_.emplace(page.number, opened);
  if (plan_.ordered) {
    GiveTurn();
  } else {
    opened->turn().Set();
  }
  ++running_;
  Spawn(call_.executor(), Fetch(std::move(opened)));
}

// In order, the first open page is the one whose turn it is: pages are opened in order, too.
void ExportPages::GiveTurn() {
  if (!open_.empty()) open_.begin()->second->turn().Set();
}

Task<void> ExportPages::Fetch(std::shared_ptr<OpenPage> page) {
  absl::Status status = co_await page->Run();
  if (!status.ok()) Fail(status);
  repetitions_ += page->repetitions();
  open_.erase(page->number());
  if (plan_.ordered) GiveTurn();
  --running_;
  changed_.Set();
}

Task<void> ExportPages::ListPages() {
  absl::Status status = co_await ListThem();
  if (!status.ok()) Fail(status);
  --running_;
  changed_.Set();
}

Task<absl::Status> ExportPages::ListThem() {
  std::string from;
  while (true) {
    absl::StatusOr<ResultPageList> list = co_await ListResultPages(context_, point_.job_id, from);
    if (!list.ok()) co_return list.status();
    for (std::string& locator : list->locators) {
      if (found_ > 0 && locator == last_locator_) {
        co_return CorruptList("a page of the result is listed twice");
      }
      Add(std::move(locator));
    }
    if (list->next_locator.empty()) break;
    if (list->next_locator == from) co_return CorruptList("the list of pages does not go on");
    from = std::move(list->next_locator);
    changed_.Set();
    while (known_.size() > static_cast<std::size_t>(plan_.parallel_pages)) {
      wanted_.Reset();
      absl::Status status = co_await WaitFor(group_, wanted_);
      if (!status.ok()) co_return status;
    }
  }
  // An empty result may have no pages in the list; its header is there all the same.
  if (found_ == 0) Add({});
  found_all_ = true;
  co_return absl::OkStatus();
}

absl::Status ExportPages::AddChained(const std::string& next_locator) {
  if (next_locator.empty()) {
    found_all_ = true;
  } else if (next_locator == last_locator_) {
    return CorruptList("a page of the result names itself as the next one");
  } else {
    Add(next_locator);
  }
  changed_.Set();
  return absl::OkStatus();
}

void ExportPages::Add(std::string locator) {
  last_locator_ = locator;
  const std::uint64_t number = found_++;
  if (!point_.delivered.IsFinished(number)) known_.push_back({number, std::move(locator)});
}

std::size_t ExportPages::UnreadBytes() const {
  return open_.size() <= 1 ? kUnreadBytes : kUnreadBytesOfFurtherPages;
}

std::size_t ExportPages::MessageBytes() const {
  const std::size_t open = std::max<std::size_t>(open_.size(), 1);
  return std::clamp(kMessagesBytes / open, ReadingPace::kMinMessageBytes, pace_.message_bytes());
}

void ExportPages::Fail(const absl::Status& status) {
  if (failure_.ok() && call_.status().ok()) failure_ = status;
  group_.Stop(status);
}

}  // namespace sfconnector
