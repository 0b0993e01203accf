// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "core/base/call_context.h"
#include "core/base/event.h"
#include "core/base/task.h"
#include "core/operation/operation.h"
#include "core/salesforce/export/delivery.h"
#include "core/salesforce/export/export_plan.h"
#include "core/salesforce/export/open_page.h"
#include "core/salesforce/export/reading_pace.h"
#include "core/salesforce/export/resume_point.h"

namespace sfconnector {

// Brings all pages of a complete job's result to the reader that were not delivered, several at a
// time where the reader's pace allows it. Used on the call's executor.
class ExportPages {
 public:
  // All of them outlive the pages; `point` is that of `delivery`.
  ExportPages(OperationContext context, const ExportPlan& plan, const ResumePoint& point,
              Delivery& delivery);
  ExportPages(const ExportPages&) = delete;
  ExportPages& operator=(const ExportPages&) = delete;

  // Returns when nothing is under way any more. Once, before destruction.
  Task<absl::Status> Run();

  // After that: how many pages the result has, and how often one was fetched again.
  std::uint64_t pages() const { return found_; }
  int repetitions() const { return repetitions_; }

 private:
  struct KnownPage {
    std::uint64_t number = 0;
    std::string locator;
  };

  void Begin();
  void OpenPages();
  void Open(KnownPage page);
  Task<void> Fetch(std::shared_ptr<OpenPage> page);
  void GiveTurn();

  Task<void> ListPages();
  Task<absl::Status> ListThem();
  absl::Status AddChained(const std::string& next_locator);
  void Add(std::string locator);

  bool MayOpen() const;
  bool HasAll() const { return found_all_ && known_.empty() && open_.empty(); }
  std::size_t UnreadBytes() const;
  std::size_t MessageBytes() const;
  void Fail(const absl::Status& status);

  const ExportPlan& plan_;
  const ResumePoint& point_;
  CallContext& call_;
  // Everything that is under way, which ends with the first failure.
  CallContext group_;
  CallContext::StopHook call_stop_;
  const OperationContext context_;
  OpenPage::Export export_;
  ReadingPace pace_;

  Event changed_;  // something that Run waits for
  Event wanted_;   // more pages may be listed
  absl::Status failure_;
  std::deque<KnownPage> known_;  // but not opened yet
  std::map<std::uint64_t, std::shared_ptr<OpenPage>> open_;
  int running_ = 0;  // coroutines
  std::uint64_t found_ = 0;
  bool found_all_ = false;
  std::string last_locator_;  // of the page that was found last
  int repetitions_ = 0;
};

}  // namespace sfconnector
