// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace sfsim {

// The documents of simulator/schema, one object each, as they were when the library was built.
std::span<const std::string_view> StandardSchema();

}  // namespace sfsim
