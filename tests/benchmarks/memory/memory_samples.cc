// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmarks/memory/memory_samples.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>

namespace sfconnector::conformance {

double ResidentMib(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/statm");
  long size = 0;
  long resident = 0;
  file >> size >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

void MemorySamples::TakeWhile(const std::function<bool()>& busy) {
  const auto start = std::chrono::steady_clock::now();
  while (busy()) {
    const std::chrono::duration<double> since = std::chrono::steady_clock::now() - start;
    samples_.push_back({since.count(), ResidentMib(process_)});
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

double MemorySamples::PeakMib() const {
  double peak = 0;
  for (const Sample& sample : samples_) peak = std::max(peak, sample.mib);
  return peak;
}

double MemorySamples::Slope() const {
  double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (std::size_t i = samples_.size() / 2; i < samples_.size(); ++i) {
    n += 1;
    sx += samples_[i].seconds;
    sy += samples_[i].mib;
    sxx += samples_[i].seconds * samples_[i].seconds;
    sxy += samples_[i].seconds * samples_[i].mib;
  }
  const double spread = n * sxx - sx * sx;
  return spread > 0 ? 60 * (n * sxy - sx * sy) / spread : 0;
}

}  // namespace sfconnector::conformance
