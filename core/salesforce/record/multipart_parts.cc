// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/record/multipart_parts.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace sfconnector {
namespace {

constexpr char kAnyBytes[] = "application/octet-stream";

// As browsers write a name within quotes: what would end it is percent-encoded.
std::string Quoted(absl::string_view name) {
  return absl::StrCat(
      "\"", absl::StrReplaceAll(name, {{"\"", "%22"}, {"\r", "%0D"}, {"\n", "%0A"}}), "\"");
}

std::string Disposition(absl::string_view boundary, absl::string_view name) {
  return absl::StrCat("--", boundary, "\r\nContent-Disposition: form-data; name=", Quoted(name));
}

std::string Type(absl::string_view content_type) {
  return absl::StrCat("\r\nContent-Type: ", content_type.empty() ? kAnyBytes : content_type,
                      "\r\n\r\n");
}

}  // namespace

// 128 random bits; with its name the boundary has 45 of the 70 characters that it may have.
std::string MakeBoundary(const Random& random) {
  std::string boundary = "sfconnector--";
  for (int i = 0; i < 4; ++i) {
    absl::StrAppendFormat(&boundary, "%08x", static_cast<std::uint32_t>(random() * 0x1p32));
  }
  return boundary;
}

std::string MultipartType(absl::string_view boundary) {
  return absl::StrCat("multipart/form-data; boundary=\"", boundary, "\"");
}

std::string PartHead(absl::string_view boundary, absl::string_view name,
                     absl::string_view content_type) {
  return absl::StrCat(Disposition(boundary, name), Type(content_type));
}

std::string FilePartHead(absl::string_view boundary, absl::string_view name,
                         absl::string_view file_name, absl::string_view content_type) {
  return absl::StrCat(Disposition(boundary, name), "; filename=", Quoted(file_name),
                      Type(content_type));
}

std::string MultipartEnd(absl::string_view boundary) {
  return absl::StrCat("\r\n--", boundary, "--\r\n");
}

bool IsPartHeaderText(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isprint(static_cast<unsigned char>(c)); });
}

}  // namespace sfconnector
