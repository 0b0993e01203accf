// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/codec/content_hash.h"
#include "core/codec/csv_body_join.h"
#include "core/codec/csv_format.h"
#include "core/salesforce/export/delivered_pages.h"

namespace sfconnector {

inline constexpr char kResultChanged[] = "RESULT_CHANGED";

// DATA_LOSS with reason RESULT_CHANGED: what was delivered is not what Salesforce sends now.
absl::Status ResultChanged(absl::string_view what);

// The text of one page, as it arrives: its records without header and blank lines, behind what was
// delivered of it before. Records are not parsed; only their ends are looked for.
class PageText {
 public:
  // `delivered`: how the page begins; it must begin so again.
  PageText(CsvLineEnding line_ending, const DeliveredPart& delivered);

  // Appends what the next bytes of the page's body lead to. The errors of CsvBodyJoin, and
  // RESULT_CHANGED.
  absl::Status Feed(absl::string_view bytes, std::string& out);

  // The body has ended: appends what is still to come.
  absl::Status End(std::string& out);

  // The header, without its line end; empty before it is there.
  absl::string_view header() const { return join_.header(); }

  // How many whole records the page has so far, those that are skipped among them.
  std::uint64_t records() const { return ended_ ? join_.body_records() : join_.open_records(); }

  // How many bytes at the end of what was appended belong to a record that has not ended. Those of
  // a record that is skipped count, too.
  std::size_t partial() const { return ended_ ? 0 : join_.open_bytes(); }

  // Of what was appended, `text` is being delivered next: everything but the record that has not
  // ended. Returns how much of the page is delivered with it.
  DeliveredPart Deliver(absl::string_view text);

 private:
  absl::Status Take(absl::string_view text, std::string& out);

  const CsvLineEnding line_ending_;
  const DeliveredPart before_;
  CsvBodyJoin join_;
  bool has_header_ = false;
  bool ended_ = false;
  std::size_t header_left_ = 0;  // bytes of the header that are to be dropped
  std::uint64_t skip_left_;      // bytes that were delivered before
  std::uint64_t bytes_;          // that are delivered
  ContentHash hash_;             // of them
};

}  // namespace sfconnector
