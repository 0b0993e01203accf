// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace sfsim {

// What goes wrong with a reply on its way out.
struct WireFault {
  enum class Close { kNo, kClose, kReset };
  enum class Gzip { kAsIs, kBroken, kTruncated };

  // Nothing is sent at all.
  Close close = Close::kNo;
  int64_t latency_ms = 0;
  // The body goes out in pieces of that size with a pause behind each.
  int64_t drip_bytes = 0;
  int64_t drip_pause_ms = 0;
  // The connection ends after that many bytes of the body.
  std::optional<int64_t> cut_after;
  // Bytes of the body that are changed; behind the end means none.
  std::vector<int64_t> corrupt;
  Gzip gzip = Gzip::kAsIs;
};

}  // namespace sfsim
