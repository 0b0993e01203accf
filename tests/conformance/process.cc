// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

extern char** environ;

namespace sfconnector::conformance {

Process::Process(const std::vector<std::string>& command) {
  int out[2] = {-1, -1};
  EXPECT_EQ(pipe2(out, O_CLOEXEC), 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDERR_FILENO);
  std::vector<char*> arguments;
  for (const std::string& text : command) arguments.push_back(const_cast<char*>(text.c_str()));
  arguments.push_back(nullptr);
  if (posix_spawn(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ) != 0) {
    ADD_FAILURE() << "cannot run " << command[0];
    pid_ = 0;
  }
  posix_spawn_file_actions_destroy(&actions);
  close(out[1]);
  reader_ = std::thread([this, file = out[0]] { ReadAll(file); });
}

Process::~Process() {
  Stop();
  reader_.join();
}

void Process::ReadAll(int file) {
  char buffer[4096];
  for (ssize_t size = 0; (size = read(file, buffer, sizeof buffer)) > 0;) {
    const std::lock_guard lock(mutex_);
    output_.append(buffer, static_cast<std::size_t>(size));
    changed_.notify_all();
  }
  close(file);
  const std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

std::string Process::WaitForLine(const std::string& marker) {
  std::unique_lock lock(mutex_);
  std::string line;
  changed_.wait(lock, [&] {
    const std::size_t at = output_.find(marker);
    const std::size_t end = at == std::string::npos ? at : output_.find('\n', at);
    if (end != std::string::npos)
      line = output_.substr(at + marker.size(), end - at - marker.size());
    return end != std::string::npos || ended_;
  });
  return line;
}

int Process::Stop() {
  if (pid_ > 0) kill(pid_, SIGTERM);
  return Wait();
}

int Process::Wait() {
  if (pid_ > 0) {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ended_; });
  return exit_code_;
}

std::string Process::output() const {
  const std::lock_guard lock(mutex_);
  return output_;
}

}  // namespace sfconnector::conformance
