// SPDX-License-Identifier: Apache-2.0
#pragma once

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
#include "core/operation/operation.h"
#include "core/retry/retry.h"

namespace sfconnector {

inline constexpr char kCorruptReply[] = "CORRUPT_REPLY";
inline constexpr char kRecordCount[] = "RECORD_COUNT";
inline constexpr char kResultChanged[] = "RESULT_CHANGED";

// Reads a page of results to its end, as whole records. A transfer that breaks off, or brings what
// cannot be the page, is begun again as the connection's retry policy says, and what was read by
// then is skipped; an attempt that brought the page forward does not count. Used on the call's
// executor.
class ResultPageReader {
 public:
  // `with_header`: the page's header is its first record; otherwise it is left out.
  ResultPageReader(OperationContext context, ResultPageRequest request, bool with_header);

  // Opens the page. Once, before all else. Errors are those of OpenResultPage, here and below with
  // the job's id.
  Task<absl::Status> Open();

  // What the page's head says: see ResultPage.
  const std::string& next_locator() const { return next_locator_; }
  std::optional<std::int64_t> number_of_records() const { return number_of_records_; }

  // Appends the next records, each with its line end, without blank lines; false at the end of the
  // page. DATA_LOSS with reason CORRUPT_REPLY where the page stays cut within a record or is not
  // well-formed, RECORD_COUNT where it stays another number of records than announced,
  // RESULT_CHANGED where it is not what it was when a part of it was read; that of the transport
  // where it stays broken.
  Task<absl::StatusOr<bool>> Read(std::string& out);

  // How many records were read, the header aside.
  std::uint64_t records() const { return records_; }

 private:
  absl::Status TakeHead(const ResultPage& page);
  absl::Status Take(const std::optional<std::string>& piece, std::string& out);
  absl::Status Begin(std::string& out);
  absl::Status Feed(absl::string_view bytes, std::string& out);
  absl::Status TakeEnd(std::string& out);
  absl::Status Pass(absl::string_view text, std::string& out);
  absl::Status Deliver(absl::string_view records, std::string& out);
  absl::Status Skip(absl::string_view& records);
  // Begins the page again; an error where `failure` is to stay.
  Task<absl::Status> Again(absl::Status failure);

  const OperationContext context_;
  const ResultPageRequest request_;
  const bool with_header_;
  RetryPolicy policy_;
  std::string next_locator_;
  std::optional<std::int64_t> number_of_records_;
  bool opened_ = false;
  bool ended_ = false;

  // What was read, its header included even where that is left out.
  std::uint64_t bytes_ = 0;
  std::uint64_t records_ = 0;
  ContentHash hash_;

  // Of this attempt.
  std::optional<ResultPage> page_;
  std::string beginning_;  // until it shows how records end
  CsvLineEnding line_ending_ = CsvLineEnding::kLf;
  std::optional<CsvBodyJoin> join_;
  std::string open_record_;
  std::uint64_t skipped_ = 0;  // bytes that were read before
  ContentHash skipped_hash_;
};

}  // namespace sfconnector
