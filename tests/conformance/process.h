// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace sfconnector::conformance {

// A program that runs as a child process, with everything that it prints. Stopped in the end.
class Process {
 public:
  explicit Process(const std::vector<std::string>& command);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  // The rest of the first line that contains `marker`, from there on; empty where the program ends
  // without printing one.
  std::string WaitForLine(const std::string& marker);

  // Asks the program to end (SIGTERM) and waits: its exit code, or the negative number of the
  // signal that ended it.
  int Stop();
  // Waits for its end without asking for it.
  int Wait();

  pid_t id() const { return pid_; }
  // Standard output and standard error so far.
  std::string output() const;

 private:
  void ReadAll(int file);

  pid_t pid_ = 0;
  int exit_code_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::string output_;
  bool ended_ = false;
  std::thread reader_;
};

}  // namespace sfconnector::conformance
