// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/classic_result_rows.h"

#include <algorithm>
#include <vector>

#include "core/base/status.h"

namespace sfconnector {

absl::StatusOr<bool> ClassicResultRows::Next() {
  while (true) {
    absl::StatusOr<bool> read = reader_.Next();
    if (!read.ok() || !*read) return read;
    if (reader_.blank()) continue;
    if (width_ == 0) {
      SFC_RETURN_IF_ERROR(ReadHeader());
      continue;
    }
    if (reader_.fields().size() == width_) return true;
    return absl::DataLossError("a result has not as many fields as the header");
  }
}

absl::Status ClassicResultRows::ReadHeader() {
  const std::vector<CsvField>& fields = reader_.fields();
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    const auto place =
        std::find_if(fields.begin(), fields.end(),
                     [name = kColumns[i]](const CsvField& field) { return field.text == name; });
    if (place == fields.end()) {
      return absl::DataLossError("they have not the columns that they should");
    }
    places_[i] = static_cast<std::size_t>(place - fields.begin());
  }
  width_ = fields.size();
  return absl::OkStatus();
}

}  // namespace sfconnector
