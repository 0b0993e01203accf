// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/query/row_tally.h"

#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace sfconnector {
namespace {

// An org may put fewer rows on a page than it was asked for, even none; but a chain of empty pages
// that does not end would be followed for ever, at the price of an API call each.
constexpr int kMaxEmptyPages = 16;

}  // namespace

absl::Status RowTally::Add(const DecodedPage& page) {
  delivered_ += page.rows;
  if (announced_ && delivered_ > *announced_) return Mismatch();
  empty_in_a_row_ = page.rows > 0 || page.done ? 0 : empty_in_a_row_ + 1;
  if (empty_in_a_row_ <= kMaxEmptyPages) return absl::OkStatus();
  return WithReason(absl::DataLossError(absl::StrCat(empty_in_a_row_,
                                                     " pages in a row had no rows, and each named "
                                                     "another")),
                    "INCOMPLETE_RESULT");
}

absl::Status RowTally::CheckWhole() const {
  return announced_ && delivered_ != *announced_ ? Mismatch() : absl::OkStatus();
}

absl::Status RowTally::Mismatch() const {
  return WithReason(absl::DataLossError(absl::StrCat("Salesforce announced ", *announced_,
                                                     " rows and sent ", delivered_)),
                    "INCOMPLETE_RESULT");
}

}  // namespace sfconnector
