// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/base/call_context.h"
#include "core/base/message_stream.h"
#include "core/base/task.h"
#include "core/base/turns.h"
#include "core/codec/text_message.h"
#include "core/salesforce/export/delivered_pages.h"
#include "core/salesforce/export/resume_point.h"
#include "sfconnector/v1/export_service.pb.h"

namespace sfconnector {

// The way of an export's rows to its reader: one message after the other, each with the token that
// says what was delivered with it. Used on the call's executor by the coroutines of all pages.
class Delivery {
 public:
  using Response = v1::ExportResponse;

  // `point` is kept current; it and `writer` outlive the delivery.
  Delivery(Writer<Response>& writer, ResumePoint& point) : writer_(writer), point_(point) {}

  // Takes a page's header, which all pages have in common; empty for a page without one, which has
  // no records either. An error with CSV_MALFORMED where it is another one, or none; RESULT_CHANGED
  // where an earlier call has delivered another one.
  absl::Status CheckHeader(absl::string_view header);

  // What a message says of the page that it is a part of.
  struct PageState {
    std::uint64_t page = 0;
    PagePart delivered;  // with this message
    bool finished = false;
    std::string next_locator;  // of a finished page, where pages are chained
  };

  // A part of a page on its way, in a form that can be written.
  struct Part {
    std::optional<TextMessage> csv;  // of format CSV
    std::string rows;                // of format ROWS, encoded
    PageState state;
  };

  // Prepares whole records for writing. An error says that they are malformed: nothing of them was
  // delivered then.
  absl::Status Prepare(TextMessage records, Part& part);

  // Writes it. Waits for messages before it, and for the reader.
  Task<absl::Status> Write(CallContext& context, Part part);

  // The rows that were delivered.
  std::uint64_t records() const { return records_; }

 private:
  Task<absl::Status> WriteInTurn(Part part);
  Task<absl::Status> AnnounceColumns();
  bool has_rows() const { return point_.format == v1::EXPORT_FORMAT_ROWS; }
  void Record(const PageState& state);

  Writer<Response>& writer_;
  ResumePoint& point_;
  Turns turns_;
  bool announced_ = false;
  std::string header_;  // empty before it is known
  std::vector<std::string> columns_;
  std::uint64_t records_ = 0;
};

}  // namespace sfconnector
