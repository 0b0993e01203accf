// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <cstdio>

#include "simulator/flags.h"
#include "simulator/org.h"

namespace {

constexpr int kUsageError = 2;

int Fail(const absl::Status& status, int code) {
  std::fprintf(stderr, "sfsim: %s\n", std::string(status.message()).c_str());
  if (code == kUsageError) std::fputs("Try sfsim --help.\n", stderr);
  return code;
}

int Run(const sfsim::Flags& flags) {
  // Blocked before any thread exists, so that only sigwait below gets them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  auto org = sfsim::Org::Create(flags.org);
  if (!org.ok()) return Fail(org.status(), kUsageError);
  auto port = (*org)->Start(flags.listen);
  if (!port.ok()) {
    return Fail(port.status(),
                port.status().code() == absl::StatusCode::kInvalidArgument ? kUsageError : 1);
  }
  std::printf("sfsim listening on %s\n", (*org)->url().c_str());
  std::fflush(stdout);
  int received = 0;
  sigwait(&signals, &received);
  (*org)->Stop();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  auto flags = sfsim::ReadFlags(std::vector<std::string>(argv + 1, argv + argc));
  if (!flags.ok()) return Fail(flags.status(), kUsageError);
  if (flags->help) {
    std::fputs(sfsim::kUsage, stdout);
    return 0;
  }
  if (flags->version) {
    std::puts("sfsim 0.1.0");
    return 0;
  }
  return Run(*flags);
}
