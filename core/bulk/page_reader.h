// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/task.h"
#include "core/bulk/page_records.h"
#include "core/bulk/result_page.h"
#include "core/operation/operation.h"
#include "core/retry/retry.h"

namespace sfconnector {

// Reads a page of results to its end, as whole records. A transfer that breaks off, or brings what
// cannot be the page, is begun again as the connection's retry policy says, and what was read by
// then is skipped; an attempt that brought the page forward does not count. Used on the call's
// executor.
class ResultPageReader {
 public:
  // What one Read brings, as long as the page goes on.
  static constexpr std::size_t kReadBytes = std::size_t{256} * 1024;

  // `with_header`: the page's header is its first record; otherwise it is left out.
  ResultPageReader(OperationContext context, ResultPageRequest request, bool with_header);

  // Opens the page. Once, before all else. Errors are those of OpenResultPage, here and below with
  // the job's id.
  Task<absl::Status> Open();

  // What the page's head says: see ResultPage.
  const std::string& next_locator() const { return next_locator_; }
  std::optional<std::int64_t> number_of_records() const { return number_of_records_; }

  // Appends the next records, each with its line end, without blank lines; false at the end of the
  // page. The errors of PageRecords and, where the page stays broken, that of the transport.
  Task<absl::StatusOr<bool>> Read(std::string& out);

  // How many records were read, the header aside.
  std::uint64_t records() const { return part_.records; }

 private:
  absl::Status TakeHead(const ResultPage& page);
  Task<absl::Status> ReadMore(std::string& out);
  absl::Status TakeHeader(std::string& out);
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
  std::optional<std::string> header_;  // once it was read, or records behind it
  PagePart part_;                      // that was read
  std::optional<PageRecords> page_;    // of this attempt
};

}  // namespace sfconnector
