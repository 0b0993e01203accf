// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "core/base/clock.h"
#include "core/base/event.h"
#include "core/base/task.h"
#include "core/bulk/page_records.h"
#include "core/bulk/result_page.h"
#include "core/codec/text_message.h"
#include "core/operation/operation.h"
#include "core/salesforce/export/delivery.h"
#include "core/salesforce/export/resume_point.h"

namespace sfconnector {

// A page that is being fetched and delivered. What goes wrong on the way is tried again, as the
// connection's retry policy says; what was delivered by then is skipped. Used on the call's
// executor.
class OpenPage {
 public:
  // What the pages of an export have in common; outlives them.
  struct Export {
    OperationContext context;
    const ResumePoint& point;
    Delivery& delivery;
    // How much of a page that is opened now may wait while nobody reads.
    std::function<std::size_t()> unread_bytes;
    // How long messages should be at least.
    std::function<std::size_t()> message_bytes;
    // A message of that size was written, for which the page has waited so long.
    std::function<void(std::size_t bytes, Clock::Duration waited)> on_written;
    // Where pages are chained: the head of the page behind all that are known has come. It names
    // where the next one begins; empty where there is none.
    std::function<absl::Status(const std::string& next_locator)> on_next;
  };

  OpenPage(const Export& parent, std::uint64_t number, std::string locator)
      : export_(parent), number_(number), locator_(std::move(locator)) {}

  // Fetches and delivers the page. DATA_LOSS with reason CORRUPT_REPLY, or RECORD_COUNT, where it
  // stays unreadable; whatever RestClient::Open returns.
  Task<absl::Status> Run();

  std::uint64_t number() const { return number_; }
  // Lets the page's rows through; until then they wait.
  Event& turn() { return turn_; }
  // How often it was fetched again.
  int repetitions() const { return attempts_ > 0 ? attempts_ - 1 : 0; }

 private:
  Task<absl::Status> Attempt();
  absl::Status TakeHead(const ResultPage& page);
  Task<absl::Status> Read(PageRecords& records);
  Task<absl::Status> Deliver(const PageRecords& records, TextMessage message, bool finished);

  const Export& export_;
  const std::uint64_t number_;
  const std::string locator_;
  Event turn_;
  int attempts_ = 0;
  // Why the page is given up, though its attempts could be repeated: RestClient::Open has repeated
  // them already.
  absl::Status given_up_;
  std::optional<std::string> next_locator_;  // once the head was there
};

}  // namespace sfconnector
