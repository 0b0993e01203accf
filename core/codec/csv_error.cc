// SPDX-License-Identifier: Apache-2.0
#include "core/codec/csv_error.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace sfconnector {
namespace {

std::string Located(absl::string_view kind, CsvPlace place, absl::string_view problem) {
  return absl::StrCat(kind, " CSV in record ", place.record, " at byte ", place.byte, ": ",
                      problem);
}

}  // namespace

absl::Status CsvMalformed(CsvPlace place, absl::string_view problem) {
  return WithReason(absl::InvalidArgumentError(Located("malformed", place, problem)),
                    kCsvMalformed);
}

absl::Status CsvCut(CsvPlace place, absl::string_view problem) {
  return WithReason(absl::DataLossError(Located("cut", place, problem)), kCsvCut);
}

absl::Status CsvTooLarge(CsvPlace place, absl::string_view what, std::size_t limit,
                         absl::string_view unit) {
  return WithReason(
      absl::ResourceExhaustedError(
          Located("too large", place, absl::StrCat(what, " of more than ", limit, " ", unit))),
      kCsvTooLarge);
}

}  // namespace sfconnector
