// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "tests/benchmarks/memory/memory_samples.h"
#include "tests/conformance/door.h"

namespace sfconnector::conformance {

// Rows that have passed through a door, and the memory of its process meanwhile.
struct Passage {
  std::int64_t rows = 0;
  std::string hash;
  double seconds = 0;
  double peak_mib = 0;
  double slope = 0;  // MiB a minute
  std::int64_t pages_again = 0;
  std::string error;  // empty where every row had an outcome, and all of them were good
};

// Loads so many made-up accounts with Ingest.
Passage Load(Connection& connection, std::int64_t rows);

// Extracts all accounts with Export.
Passage Extract(Connection& connection);

struct SlowReaders {
  long count = 1;
  std::chrono::milliseconds pause{0};  // after each message
  std::chrono::seconds time{0};
};

struct SlowPassage {
  std::int64_t messages = 0;
  double seconds = 0;
  double idle_mib = 0;
  double peak_mib = 0;
  std::string error;
};

// Extracts all accounts once for each reader, all at once, for the time that was given.
SlowPassage ExtractSlowly(Connection& connection, const SlowReaders& readers);

// Faults as the simulated org reads them: one page of a query's result in so many breaks off, is
// refused, is lost with its connection or cannot be decompressed, and one in seven results of loads
// breaks off. None where `every` is 0.
std::string PageFaults(long every);

}  // namespace sfconnector::conformance
