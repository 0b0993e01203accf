// SPDX-License-Identifier: Apache-2.0
#include "core/http/method.h"

#include <algorithm>
#include <iterator>

namespace sfconnector {

bool IsMethod(absl::string_view text) {
  static constexpr absl::string_view kMethods[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"};
  return std::find(std::begin(kMethods), std::end(kMethods), text) != std::end(kMethods);
}

}  // namespace sfconnector
