// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "tests/benchmarks/bulk/calls.h"

namespace sfconnector::benchmarks {

// What a client has seen.
struct Seen {
  std::int64_t rows = 0;
  std::int64_t bytes = 0;  // of CSV
  std::string hash;        // of the rows, where every cell was looked at
};

// What a call takes.
class Stopwatch {
 public:
  Stopwatch();
  void Stop();

  double Seconds() const { return seconds_; }
  double CpuSeconds() const { return cpu_seconds_; }

 private:
  const std::chrono::steady_clock::time_point start_;
  const double cpu_start_;
  double seconds_ = 0;
  double cpu_seconds_ = 0;
};

// The most memory that this process has had.
double PeakMib();

// Each function returns what went wrong; empty where nothing did.

// Loads the rows of a CSV file as new records. `seen` counts those that were created.
std::string Ingest(Calls& calls, const std::string& sobject, const std::string& path, Seen& seen);

struct ExportSettings {
  std::string soql;
  std::string way;         // csv, rows or bytes
  int parallel_pages = 0;  // 0: the default
  int max_records = 0;     // of a page; 0: the org's choice
};

std::string Export(Calls& calls, const ExportSettings& settings, Seen& seen);

// Reads all pages of a query job's result, one after another.
std::string GetQueryResults(Calls& calls, const std::string& job_id, Seen& seen);

}  // namespace sfconnector::benchmarks
