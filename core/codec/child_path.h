// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/codec/json_cursor.h"
#include "core/codec/page_decoder.h"

namespace sfconnector {

// What a set of rows says beside the rows: a query page, or the child rows of one parent.
struct SetHead {
  std::int64_t total_size = 0;
  bool done = false;
  std::string next_records_url;

  bool has_total_size = false;
  bool has_done = false;

  // Reads a member; false where `name` is none of these. Then the cursor has not moved.
  absl::StatusOr<bool> Read(absl::string_view name, JsonCursor& cursor);

  // OK where the set tells how many rows it has and where to get all of them.
  absl::Status Check() const;
};

// Where a decoder stands within nested child sets, and which of them continue on other pages.
class ChildPath {
 public:
  // Begins a page whose rows belong to the set to which `base` leads.
  void Reset(const std::vector<ChildStep>& base);

  // Enters the child set `relationship` (a key as it stands between its quotes) of a row, given by
  // its ordinal within its own set.
  void Enter(std::int64_t row, absl::string_view relationship) {
    steps_.push_back({row, relationship});
  }
  void Leave() { steps_.pop_back(); }

  // Says that the set which was entered last continues. `set` lacks but its path.
  void AddContinued(ChildSet set);

  std::vector<ChildSet> TakeContinued();

 private:
  struct Step {
    std::int64_t row;
    absl::string_view relationship;
  };

  std::vector<ChildStep> base_;
  std::vector<Step> steps_;
  std::vector<ChildSet> continued_;
};

}  // namespace sfconnector
