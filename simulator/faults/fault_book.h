// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "simulator/faults/fault_rule.h"

namespace sfsim {

// The rules in force. Safe to use from several threads.
class FaultBook {
 public:
  void Add(std::vector<FaultRule> rules);
  void Clear();
  // What strikes this request: the first rule that is due. Counts the request with every rule that
  // it matches.
  std::optional<FaultAction> Strike(const Request& request, std::string* rule_name);
  // `{"rules":[{"rule":{…},"matched":3,"struck":1}]}`
  std::string List();

 private:
  std::mutex mutex_;
  std::vector<FaultRule> rules_;
};

}  // namespace sfsim
