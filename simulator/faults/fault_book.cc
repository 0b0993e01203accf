// SPDX-License-Identifier: Apache-2.0
#include "simulator/faults/fault_book.h"

#include "simulator/base/str_cat.h"

namespace sfsim {

void FaultBook::Add(std::vector<FaultRule> rules) {
  std::lock_guard lock(mutex_);
  for (FaultRule& rule : rules) rules_.push_back(std::move(rule));
}

void FaultBook::Clear() {
  std::lock_guard lock(mutex_);
  rules_.clear();
}

std::optional<FaultAction> FaultBook::Strike(const Request& request, std::string* rule_name) {
  std::lock_guard lock(mutex_);
  std::optional<FaultAction> action;
  for (FaultRule& rule : rules_) {
    if (!rule.match.Covers(request)) continue;
    ++rule.matched;
    const int64_t behind = rule.matched - rule.match.nth;
    const bool due = behind >= 0 && behind % rule.match.every == 0 &&
                     (rule.match.count == 0 || rule.struck < rule.match.count);
    if (!due || action) continue;
    ++rule.struck;
    action = rule.action;
    *rule_name = rule.name.empty() ? "unnamed" : rule.name;
  }
  return action;
}

std::string FaultBook::List() {
  std::lock_guard lock(mutex_);
  std::string list = "{\"rules\":[";
  for (size_t i = 0; i < rules_.size(); ++i) {
    list.append(i > 0 ? ",{\"rule\":" : "{\"rule\":");
    rules_[i].source.AppendTo(&list);
    StrAppend(&list, ",\"matched\":", rules_[i].matched, ",\"struck\":", rules_[i].struck, "}");
  }
  return list + "]}";
}

}  // namespace sfsim
