// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace sfconnector::capi {

// Writes one flat JSON object.
class JsonLine {
 public:
  // Names are plain ASCII without quotes. Bytes of a text that are not valid UTF-8 become U+FFFD.
  JsonLine& Text(absl::string_view name, absl::string_view text);
  JsonLine& Integer(absl::string_view name, std::int64_t value);

  // The object. Ends the line.
  std::string Take();

 private:
  void Name(absl::string_view name);

  std::string out_ = "{";
};

}  // namespace sfconnector::capi
