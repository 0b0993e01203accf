// SPDX-License-Identifier: Apache-2.0
#include "core/codec/child_path.h"

#include <optional>
#include <utility>

#include "core/base/status.h"
#include "core/codec/json_number.h"
#include "core/codec/json_text.h"

namespace sfconnector {

absl::StatusOr<bool> SetHead::Read(absl::string_view name, JsonCursor& cursor) {
  if (name == "totalSize") {
    const std::optional<std::int64_t> size =
        cursor.at_end() ? std::nullopt : JsonInteger(cursor.Token());
    if (!size || has_total_size) return cursor.Unexpected("one integer `totalSize`");
    cursor.Advance();
    total_size = *size;
    has_total_size = true;
    return true;
  }
  if (name == "done") {
    done = cursor.TakeLiteral("true");
    if (has_done || (!done && !cursor.TakeLiteral("false"))) {
      return cursor.Unexpected("one boolean `done`");
    }
    has_done = true;
    return true;
  }
  if (name != "nextRecordsUrl") return false;
  if (cursor.TakeLiteral("null")) return true;
  if (!next_records_url.empty()) return cursor.Unexpected("one `nextRecordsUrl`");
  SFC_RETURN_IF_ERROR(cursor.ReadString(next_records_url));
  return true;
}

absl::Status SetHead::Check() const {
  if (!has_total_size || !has_done) return InvalidField("", "`totalSize` or `done` is missing");
  if (!done && next_records_url.empty()) {
    return InvalidField("", "more rows follow, but `nextRecordsUrl` is missing");
  }
  return absl::OkStatus();
}

void ChildPath::Reset(const std::vector<ChildStep>& base) {
  base_ = base;
  steps_.clear();
  continued_.clear();
}

void ChildPath::AddContinued(ChildSet set) {
  set.path = base_;
  for (const Step& step : steps_) {
    ChildStep& copy = set.path.emplace_back();
    copy.row = step.row;
    // Its escapes were checked when the key was read.
    UnescapeJson(step.relationship, copy.relationship);
  }
  continued_.push_back(std::move(set));
}

std::vector<ChildSet> ChildPath::TakeContinued() { return std::exchange(continued_, {}); }

}  // namespace sfconnector
