// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>

#include "simulator/http/message.h"

namespace sfsim {

// What the server received, for tests that prove what was (and was not) sent. Keeps the last
// `capacity` requests. Safe to use from several threads.
class Journal {
 public:
  explicit Journal(size_t capacity) : capacity_(capacity) {}

  void Record(const Request& request, int status, std::string_view fault);
  // `{"total":…,"requests":[…]}` of the requests whose target begins with `prefix`. Authorization
  // values are shown by their scheme alone.
  std::string List(std::string_view prefix);
  void Clear();

 private:
  struct Entry {
    uint64_t number;
    uint64_t connection;
    std::string method;
    std::string target;
    NameValues headers;
    size_t body_size;
    int status;
    std::string fault;
  };
  size_t capacity_;
  std::mutex mutex_;
  std::deque<Entry> entries_;
  uint64_t total_ = 0;
};

}  // namespace sfsim
