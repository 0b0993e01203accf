// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sfconnector {

// What stands around records: before them, between two, and behind them.
struct RecordFrame {
  std::string head;
  std::string separator;
  std::string tail;
};

// Takes the content of a batch, or of its result, apart into its frame and its records. The content
// comes in chunks, cut anywhere. Records are not looked into further than to find their ends. What
// does not begin as such content, the SOQL of a query for one, has no records.
//
// Holds one record, and fails where one is longer than a limit. Errors say what is wrong and are
// final.
class RecordScanner {
 public:
  // Gets each record, without what stands around it. The frame is known by then.
  using Take = std::function<absl::Status(absl::string_view record)>;

  virtual ~RecordScanner() = default;

  // The next bytes.
  virtual absl::Status Feed(absl::string_view chunk, const Take& take) = 0;
  // The content ends here. An error where it ends within a record.
  virtual absl::Status Finish(const Take& take) = 0;

  const RecordFrame& frame() const { return frame_; }
  // All of the content where it had no records; once it is finished.
  const std::string& text() const { return buffer_; }

 protected:
  explicit RecordScanner(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  absl::Status CheckSize() const;

  RecordFrame frame_;
  std::string buffer_;  // what has not become a record yet

 private:
  const std::size_t max_bytes_;
};

// For `CSV`, `JSON` and `XML`; null for anything else. CSV may have blank lines, which are no
// records.
std::unique_ptr<RecordScanner> MakeRecordScanner(absl::string_view content_type,
                                                 std::size_t max_bytes);

// One for each of them.
std::unique_ptr<RecordScanner> MakeCsvRecordScanner(std::size_t max_bytes);
std::unique_ptr<RecordScanner> MakeJsonRecordScanner(std::size_t max_bytes);
std::unique_ptr<RecordScanner> MakeXmlRecordScanner(std::size_t max_bytes);

}  // namespace sfconnector
