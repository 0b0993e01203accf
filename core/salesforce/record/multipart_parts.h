// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "core/retry/retry.h"

namespace sfconnector {

// What bodies of several parts are made of (RFC 7578).

// A boundary between parts, drawn from `random`, so that no file can hold it.
std::string MakeBoundary(const Random& random);

// The media type of a body with that boundary.
std::string MultipartType(absl::string_view boundary);

// What stands before the content of a part without and with a file. An empty media type stands for
// any bytes.
std::string PartHead(absl::string_view boundary, absl::string_view name,
                     absl::string_view content_type);
std::string FilePartHead(absl::string_view boundary, absl::string_view name,
                         absl::string_view file_name, absl::string_view content_type);

// What stands after the last part.
std::string MultipartEnd(absl::string_view boundary);

// Visible characters and spaces: anything else could end a part's header and begin another.
bool IsPartHeaderText(absl::string_view text);

}  // namespace sfconnector
