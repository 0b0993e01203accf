// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "core/base/spool.h"
#include "core/http/http_client.h"

namespace sfconnector {

// Bytes that follow each other in a spooled file.
struct SpoolRange {
  std::shared_ptr<SpoolFile> file;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

// The bytes as the body of an upload, from their beginning. They must be in the file already; it
// may grow behind them while nothing is read. Errors are the spool's.
std::unique_ptr<HttpBodySource> MakeSpoolSource(SpoolRange range);

// The same for all that the file has.
std::unique_ptr<HttpBodySource> MakeSpoolSource(std::shared_ptr<SpoolFile> file);

}  // namespace sfconnector
