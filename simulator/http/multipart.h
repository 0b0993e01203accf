// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sfsim {

// One part of a multipart/form-data body (RFC 7578).
struct BodyPart {
  // Of Content-Disposition.
  std::string name;
  bool has_file_name = false;
  // In lower case, without parameters; empty if there is none.
  std::string content_type;
  // A view into the body.
  std::string_view content;
};

// Whether the Content-Type header says multipart/form-data.
bool IsMultipart(std::string_view content_type);

// The parts of a body, at most 256. Lines may end with CRLF or LF. Nothing when there is no usable
// boundary, a part has no end, or its headers have none.
std::optional<std::vector<BodyPart>> ReadMultipart(std::string_view content_type,
                                                   std::string_view body);

}  // namespace sfsim
