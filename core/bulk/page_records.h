// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/task.h"
#include "core/bulk/result_page.h"
#include "core/codec/content_hash.h"
#include "core/codec/csv_body_join.h"
#include "core/codec/csv_format.h"

namespace sfconnector {

inline constexpr char kCorruptReply[] = "CORRUPT_REPLY";
inline constexpr char kRecordCount[] = "RECORD_COUNT";
inline constexpr char kResultChanged[] = "RESULT_CHANGED";

// What PageRecords::Read brings beyond what was enough, where records are short.
inline constexpr std::size_t kPageSpareBytes = std::size_t{33} * 1024;

// The beginning of a page: how many bytes of its records' text, without header and blank lines, and
// how many records they are. The hash (ContentHash) is that of the bytes.
struct PagePart {
  std::uint64_t bytes = 0;
  std::uint64_t records = 0;
  std::uint64_t hash = 0;

  friend bool operator==(const PagePart&, const PagePart&) = default;
};

// DATA_LOSS with reason CORRUPT_REPLY, which a repetition may mend: Salesforce's pages are
// well-formed, and one that is not was damaged on its way. RESULT_CHANGED stays what it is.
absl::Status CorruptPage(const absl::Status& why);

// DATA_LOSS with reason RESULT_CHANGED: what was read is not what Salesforce sends now.
absl::Status ResultChanged(absl::string_view what);

// The records of one page as it arrives, behind what was read of it before. Records are not parsed;
// only their ends are looked for. Used on the call's executor.
class PageRecords {
 public:
  // `before`: how the page begins; it must begin so again.
  PageRecords(ResultPage page, const PagePart& before);

  // Appends whole records, each with its line end, without header and blank lines, until `out` has
  // `enough` bytes, which it exceeds by 32 KiB and a record at most; false at the end of the page.
  // CORRUPT_REPLY where the page is cut within a record or not well-formed, RECORD_COUNT where it
  // has other than the announced number of records, RESULT_CHANGED; that of the transport where it
  // breaks off. Errors are final; what was appended by then counts.
  Task<absl::StatusOr<bool>> Read(std::string& out, std::size_t enough);

  // The header without its line end, and what ends the lines; empty, and nothing, before it is
  // there.
  absl::string_view header() const { return join_ ? join_->header() : absl::string_view(); }
  CsvLineEnding line_ending() const { return line_ending_; }

  // What was read, this time or before.
  PagePart part() const;

 private:
  Task<absl::Status> Fetch();
  void Begin();
  absl::Status TakePart(std::string& out);
  absl::Status TakeEnd(std::string& out);
  absl::Status Take(absl::string_view text, std::string& out);
  absl::Status Pass(absl::string_view records, std::string& out);
  absl::Status Skip(absl::string_view& records);

  const ResultPage page_;
  const PagePart before_;
  bool at_end_ = false;  // of the body
  bool ended_ = false;
  std::string beginning_;  // of the body, until it shows how lines end
  std::string piece_;      // of the body, looked through up to `at_`
  std::size_t at_ = 0;
  CsvLineEnding line_ending_ = CsvLineEnding::kLf;
  std::optional<CsvBodyJoin> join_;
  bool has_header_ = false;
  std::size_t header_left_ = 0;  // bytes of it that are to be dropped
  std::string open_record_;
  std::uint64_t skip_left_;  // bytes that were read before
  std::uint64_t bytes_;
  std::uint64_t records_ = 0;
  ContentHash hash_;
};

}  // namespace sfconnector
