// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/record/record_request.h"

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/http/url.h"
#include "core/rest/description.h"

namespace sfconnector {

absl::Status RequireText(absl::string_view value, absl::string_view field) {
  return value.empty() ? InvalidField(field, "is required") : absl::OkStatus();
}

absl::Status RequireRecordId(absl::string_view value, absl::string_view field) {
  SFC_RETURN_IF_ERROR(RequireText(value, field));
  if (LooksLikeRecordId(value)) return absl::OkStatus();
  return InvalidField(field, "is no record id: those have 15 or 18 letters and digits");
}

std::string SObjectPath(std::initializer_list<absl::string_view> segments) {
  std::string path = "/services/data/{version}/sobjects";
  for (const absl::string_view segment : segments) {
    absl::StrAppend(&path, "/", PercentEncodeSegment(segment));
  }
  return path;
}

}  // namespace sfconnector
