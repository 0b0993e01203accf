// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace sfsim {

// What goes wrong with the bulk job that a request makes.
struct JobFault {
  // The job ends Failed with that message, once so many rows have been processed.
  std::optional<std::string> fail;
  int64_t fail_after = 0;
  // How long the job stays queued, and how long it then runs at least, beyond what the org's jobs
  // take: milliseconds of the org's clock.
  int64_t queued_ms = 0;
  int64_t running_ms = 0;
  // Every so many rows one cannot be locked; 0: none.
  int64_t row_locks = 0;
};

}  // namespace sfsim
