// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/codec/csv_format.h"
#include "core/salesforce/export/delivered_pages.h"
#include "sfconnector/v1/export_service.pb.h"

namespace sfconnector {

// How the pages of a result are found.
enum class PageOrder {
  kListed,   // resultPages lists them
  kChained,  // each names the next one
};

// Where an export stands: all that another call needs to go on with it.
struct ResumePoint {
  std::string job_id;
  std::string api_version;  // "v59.0"
  PageOrder order = PageOrder::kListed;
  v1::ExportFormat format = v1::EXPORT_FORMAT_CSV;
  CsvFormat csv;
  std::int32_t max_records = 0;
  std::uint64_t query_hash = 0;  // of the query and how its result is asked for
  std::uint64_t job_hash = 0;    // of what tells the job from those of other orgs
  // Of the header, once it was delivered.
  std::optional<std::uint64_t> header_hash;
  // Chained pages: where the first unfinished one begins; empty for the first of all, and where
  // there is none any more.
  std::string locator;
  DeliveredPages delivered;
  // All pages were delivered, and their records are as many as they should be.
  bool complete = false;
};

// The point as a token: short, printable, and without data of records.
std::string EncodeResumeToken(const ResumePoint& point);

// INVALID_ARGUMENT, for `resume_token`, where `text` was not made by EncodeResumeToken.
absl::StatusOr<ResumePoint> DecodeResumeToken(absl::string_view text);

}  // namespace sfconnector
