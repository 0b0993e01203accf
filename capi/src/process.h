// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

namespace sfconnector::capi {

// Remembers the process in which it was made. In a forked child the threads of what was made before
// are gone and its locks may be held for ever, so this is asked before any lock is taken.
class HomeProcess {
 public:
  bool left() const { return getpid() != home_; }

 private:
  pid_t home_ = getpid();
};

}  // namespace sfconnector::capi
