// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/record/multipart.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/salesforce/record/multipart_parts.h"
#include "core/salesforce/record/record_request.h"

namespace sfconnector {

Multipart::Multipart(const Random& random) : boundary_(MakeBoundary(random)) {}

absl::Status Multipart::Check() const {
  SFC_RETURN_IF_ERROR(RequireText(blob_field, "head.blob_field"));
  SFC_RETURN_IF_ERROR(RequireText(file_name, "head.file_name"));
  if (IsPartHeaderText(content_type)) return absl::OkStatus();
  return InvalidField("head.content_type", "has characters that a media type must not have");
}

std::string Multipart::ContentType() const { return MultipartType(boundary_); }

std::string Multipart::Beginning() const {
  // Any name would do; these are the ones that Salesforce's documentation uses.
  const bool content = absl::EqualsIgnoreCase(sobject, "ContentVersion");
  return absl::StrCat(
      PartHead(boundary_, content ? "entity_content" : "entity_document", "application/json"),
      record, "\r\n", FilePartHead(boundary_, blob_field, file_name, content_type));
}

std::string Multipart::End() const { return MultipartEnd(boundary_); }

}  // namespace sfconnector
