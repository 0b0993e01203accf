// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sfsim {

// At the fastest level: the simulator is not to be the slow end of a benchmark.
std::string Gzip(std::string_view data);
// The same in zlib's format, which is what HTTP calls deflate.
std::string Deflate(std::string_view data);

// Inflates gzip, zlib or raw deflate data; nothing when it is damaged, cut short or larger than `limit`.
std::optional<std::string> Inflate(std::string_view data, size_t limit);

}  // namespace sfsim
