// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/numeric/int128.h"
#include "simulator/reports/report_plan.h"

namespace sfsim {

// The fact map of a report: summaries, and rows where they are wanted, by `0_1!T`.
class ReportFacts {
 public:
  ReportFacts(const ReportPlan& plan, bool with_rows) : plan_(plan), with_rows_(with_rows) {}

  // Makes sure that there is a fact of that key.
  void Touch(const std::string& key) { (void)FactOf(key); }
  // Counts a row in.
  void Count(const std::string& key, const JsonValue& row);
  // Adds the row itself.
  void AddRow(const std::string& key, const JsonValue& row);
  // `{"T!T":{"aggregates":[…],"rows":[…]}}`.
  std::string Write() const;

 private:
  struct Tally {
    int64_t count = 0;
    // Two thousand values of 18 digits are more than 64 bits hold.
    absl::int128 sum = 0;
    int64_t smallest = 0;
    int64_t largest = 0;
    std::set<std::string> values;
  };
  struct Fact {
    int64_t rows = 0;
    std::vector<Tally> tallies;
    std::string row_list;
  };

  Fact& FactOf(const std::string& key);
  static void WriteAggregate(const ReportAggregate& aggregate, const Fact& fact, const Tally& tally,
                             std::string* out);

  const ReportPlan& plan_;
  const bool with_rows_;
  std::map<std::string, Fact> facts_;
};

}  // namespace sfsim
