// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <functional>
#include <vector>

namespace sfconnector::conformance {

// How much resident memory a process has, in MiB.
double ResidentMib(pid_t process);

// The resident memory of a process over a time. For one thread.
class MemorySamples {
 public:
  explicit MemorySamples(pid_t process) : process_(process) {}

  // Takes a sample every 50 ms, as long as `busy` says so.
  void TakeWhile(const std::function<bool()>& busy);

  // How long that took.
  double seconds() const { return samples_.empty() ? 0 : samples_.back().seconds; }
  double PeakMib() const;
  // Growth in MiB a minute, by least squares over the second half of the time.
  double Slope() const;

 private:
  struct Sample {
    double seconds;
    double mib;
  };

  pid_t process_;
  std::vector<Sample> samples_;
};

}  // namespace sfconnector::conformance
