// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/outcome.h"
#include "simulator/bulk/job.h"
#include "simulator/bulk/query_run.h"
#include "simulator/bulk/spool.h"

namespace sfsim {

// A job that writes the rows of a query, as they are when it runs, for its pages to be read in any
// order and as often as one likes.
class QueryJob : public BulkJob {
 public:
  QueryJob(const BulkContext* context, BulkJobSpec spec, BulkQuery query);

  struct Page {
    std::string csv;
    int64_t rows = 0;
    // Where the next page begins; empty: this is the last one.
    std::string locator;
  };
  // At most `max_rows` rows from the one that the locator names; an empty one: from the first.
  // INVALIDJOBSTATE until the job is complete, INVALID_QUERY_LOCATOR for what is no locator of it.
  Outcome<Page> ReadPage(std::string_view locator, int64_t max_rows);

  struct PageList {
    // Of each page of the org's own size.
    std::vector<std::string> locators;
    // Where the list goes on; empty: nowhere.
    std::string next;
  };
  // A few pages from the locator on; errors as with ReadPage.
  Outcome<PageList> ListPages(std::string_view locator);

  // Locators lead nowhere from now on, until the first page or list is read again.
  void LoseLocators() { locators_lost_ = true; }

 private:
  double Work() override;
  bool AppendRow(const BulkQueryRows& rows, std::string* pending);
  // The row that a locator names.
  Outcome<int64_t> ReadLocator(std::string_view locator);
  // Where a row begins in the file; behind the last row its end.
  uint64_t OffsetOf(int64_t row) const;

  BulkQuery query_;
  // These change until the job is complete.
  Spool file_;
  int64_t rows_ = 0;
  // Where every so many rows one begins.
  std::vector<uint64_t> marks_;
  std::atomic<bool> locators_lost_ = false;
};

}  // namespace sfsim
