// SPDX-License-Identifier: Apache-2.0
#include "tests/support/run_task.h"

#include <chrono>

#include <gtest/gtest.h>

namespace sfconnector::testing {

void TestLoop::Poll() {
  io_.restart();
  io_.poll();
}

bool TestLoop::Step() {
  io_.restart();
  // Without outstanding work run_one_for returns at once: a task that waits for something that
  // nobody will do.
  const bool ran = io_.run_one_for(std::chrono::minutes(1)) > 0;
  EXPECT_TRUE(ran) << "the task waits for something that does not come";
  return ran;
}

}  // namespace sfconnector::testing
