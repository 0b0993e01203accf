// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/record/multipart.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "core/base/status.h"
#include "core/salesforce/record/record_request.h"

namespace sfconnector {
namespace {

constexpr char kAnyBytes[] = "application/octet-stream";

// 128 random bits; with its name the boundary has 45 of the 70 characters that it may have.
std::string MakeBoundary(const Random& random) {
  std::string boundary = "sfconnector--";
  for (int i = 0; i < 4; ++i) {
    absl::StrAppendFormat(&boundary, "%08x", static_cast<std::uint32_t>(random() * 0x1p32));
  }
  return boundary;
}

// As browsers write a name within quotes: what would end it is percent-encoded.
std::string Quoted(absl::string_view name) {
  return absl::StrCat(
      "\"", absl::StrReplaceAll(name, {{"\"", "%22"}, {"\r", "%0D"}, {"\n", "%0A"}}), "\"");
}

// Visible characters and spaces: anything else could end the header and begin another.
bool IsHeaderText(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isprint(static_cast<unsigned char>(c)); });
}

}  // namespace

Multipart::Multipart(const Random& random) : boundary_(MakeBoundary(random)) {}

absl::Status Multipart::Check() const {
  SFC_RETURN_IF_ERROR(RequireText(blob_field, "head.blob_field"));
  SFC_RETURN_IF_ERROR(RequireText(file_name, "head.file_name"));
  if (IsHeaderText(content_type)) return absl::OkStatus();
  return InvalidField("head.content_type", "has characters that a media type must not have");
}

std::string Multipart::ContentType() const {
  return absl::StrCat("multipart/form-data; boundary=\"", boundary_, "\"");
}

std::string Multipart::Beginning() const {
  // Any name would do; these are the ones that Salesforce's documentation uses.
  const bool content = absl::EqualsIgnoreCase(sobject, "ContentVersion");
  return absl::StrCat("--", boundary_, "\r\nContent-Disposition: form-data; name=\"",
                      content ? "entity_content" : "entity_document",
                      "\"\r\nContent-Type: application/json\r\n\r\n", record, "\r\n--", boundary_,
                      "\r\nContent-Disposition: form-data; name=", Quoted(blob_field),
                      "; filename=", Quoted(file_name),
                      "\r\nContent-Type: ", content_type.empty() ? kAnyBytes : content_type,
                      "\r\n\r\n");
}

std::string Multipart::End() const { return absl::StrCat("\r\n--", boundary_, "--\r\n"); }

}  // namespace sfconnector
