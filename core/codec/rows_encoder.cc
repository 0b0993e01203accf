// SPDX-License-Identifier: Apache-2.0
#include <deque>
#include <utility>

#include "core/base/status.h"
#include "core/codec/child_path.h"
#include "core/codec/json_value_reader.h"
#include "core/codec/page_encoder.h"
#include "core/codec/row_buffer.h"
#include "core/codec/value_encoder.h"
#include "core/codec/wire.h"

namespace sfconnector {
namespace {

constexpr char kRowSetsTag = WireBuffer::BytesTag(v1::StreamQueryResponse::kRowSetsFieldNumber);
static_assert(kRowSetsTag == WireBuffer::BytesTag(v1::QueryResponse::kRowSetsFieldNumber));
// What is being made on one level of nesting: level 0 has the rows of the page's set, level 1 their
// child rows, and so on.
struct Level {
  explicit Level(const PageFormat& format) : values(row.bytes(), format.token_of, nullptr) {}
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;

  RowBuffer row;
  ValueEncoder values;
  WireBuffer rows;                // of the row set that is open
  WireBuffer closed;              // child levels: row sets, as fields of a message
  std::vector<std::size_t> ends;  // where each of them ends in `closed`
};

class RowsEncoder final : public PageEncoder {
 public:
  RowsEncoder(const PageFormat& format, const SelectedColumns& selected)
      : format_(format), tables_(selected), saved_(tables_) {}

  void Begin(const ChildSet* set) override;
  absl::Status Row(JsonCursor& cursor, std::int64_t ordinal) override;
  void End(DecodedPage& page) override;
  void Abandon() override;
  std::optional<std::string> Finish() override;

 private:
  using Table = RowTables::Table;
  using Node = RowTables::Node;

  // Where a value stands: its table's level, and the ordinal of its row within the row's set.
  struct Place {
    std::size_t level;
    Table& table;
    std::int64_t row;
  };

  absl::Status ReadRow(const Place& place, JsonCursor& cursor, int depth);
  absl::Status ReadObject(const Place& place, Node& parent, JsonCursor& cursor, int depth);
  absl::Status ReadMember(const Place& place, Node& node, absl::string_view key, JsonCursor& cursor,
                          int depth);
  absl::Status ReadSpecial(const Place& place, Node& node, absl::string_view key,
                           JsonCursor& cursor, int depth);
  absl::Status ReadColumn(const Place& place, std::size_t column, JsonCursor& cursor, int depth);
  absl::Status ReadChildRows(const Place& place, Node& node, absl::string_view key,
                             JsonCursor& cursor, int depth);
  absl::StatusOr<std::size_t> FindPart(const Place& place, Node& parent, absl::string_view key);
  Level& LevelAt(std::size_t level);
  void AppendRowSet(Table& table, std::int64_t parent_row, const WireBuffer& rows, WireBuffer& out);
  void CloseChildRows(Level& level, Table& table, std::int64_t parent_row);
  void CollectChildRows();
  std::size_t PendingBytes() { return LevelAt(0).rows.size() + child_rows_.size(); }
  void Flush();

  const PageFormat& format_;
  RowTables tables_;
  RowTables saved_;  // as they were before the page
  std::deque<Level> levels_;
  std::size_t table_ = 0;        // of level 0
  std::int64_t parent_row_ = 0;  // of level 0
  WireBuffer child_rows_;        // row sets that follow level 0's in the next message
  WireBuffer head_;
  ChildPath path_;
  std::string unescaped_;
  std::vector<std::string> messages_;
};

Level& RowsEncoder::LevelAt(std::size_t level) {
  while (levels_.size() <= level) levels_.emplace_back(format_);
  return levels_[level];
}

void RowsEncoder::Begin(const ChildSet* set) {
  saved_ = tables_;
  path_.Reset(set == nullptr ? std::vector<ChildStep>() : set->path);
  table_ = set == nullptr ? 0 : set->table;
  parent_row_ = set == nullptr ? 0 : set->parent_row;
}

void RowsEncoder::Abandon() {
  tables_ = saved_;
  for (Level& level : levels_) {
    level.rows.clear();
    level.closed.clear();
    level.ends.clear();
  }
  child_rows_.clear();
  messages_.clear();
}

absl::Status RowsEncoder::Row(JsonCursor& cursor, std::int64_t ordinal) {
  SFC_RETURN_IF_ERROR(ReadRow(Place{0, tables_.table(table_), ordinal}, cursor, 0));
  // Child rows come behind their parents, however deep: parents first, then level by level.
  CollectChildRows();
  if (PendingBytes() >= format_.message_bytes) Flush();
  return absl::OkStatus();
}

absl::Status RowsEncoder::ReadRow(const Place& place, JsonCursor& cursor, int depth) {
  Level& level = LevelAt(place.level);
  level.row.Begin(place.table.columns.size());
  SFC_RETURN_IF_ERROR(ReadObject(place, place.table.root, cursor, depth));
  level.row.AppendTo(level.rows);
  ++place.table.rows;
  return absl::OkStatus();
}

absl::Status RowsEncoder::ReadObject(const Place& place, Node& parent, JsonCursor& cursor,
                                     int depth) {
  if (depth >= kMaxJsonDepth) return TooDeep();
  constexpr auto kNoPart = static_cast<std::size_t>(-1);
  std::size_t previous = kNoPart;
  return cursor.ReadObject([&](absl::string_view key) -> absl::Status {
    if (cursor.kind() == '{' && key == "attributes") return cursor.ReadRaw(depth + 1).status();
    std::size_t index = previous == kNoPart ? parent.first : parent.parts[previous].next;
    if (index >= parent.parts.size() || parent.parts[index].key != key) {
      const absl::StatusOr<std::size_t> found = FindPart(place, parent, key);
      if (!found.ok()) return found.status();
      index = *found;
      (previous == kNoPart ? parent.first : parent.parts[previous].next) = index;
    }
    previous = index;
    return ReadMember(place, parent.parts[index], key, cursor, depth + 1);
  });
}

absl::StatusOr<std::size_t> RowsEncoder::FindPart(const Place& place, Node& parent,
                                                  absl::string_view key) {
  const absl::StatusOr<absl::string_view> name = Unescaped(key, unescaped_);
  if (!name.ok()) return name.status();
  return tables_.FindPart(place.table, parent, key, *name);
}

absl::Status RowsEncoder::ReadMember(const Place& place, Node& node, absl::string_view key,
                                     JsonCursor& cursor, int depth) {
  const bool plain = node.column != RowTables::kNone && cursor.kind() != '{';
  const absl::Status status =
      plain ? ReadColumn(place, static_cast<std::size_t>(node.column), cursor, depth)
            : ReadSpecial(place, node, key, cursor, depth);
  return status.ok() ? status : PrefixField(key, status);
}

absl::Status RowsEncoder::ReadSpecial(const Place& place, Node& node, absl::string_view key,
                                      JsonCursor& cursor, int depth) {
  if (cursor.kind() == '{') {
    if (IsRecordSet(cursor)) return ReadChildRows(place, node, key, cursor, depth);
    if (!node.parts.empty()) return ReadObject(place, node, cursor, depth);
  }
  const bool is_column = node.child_table == RowTables::kNone && node.parts.empty();
  // A parent that is null leaves its columns absent; child rows that are null are none.
  if (!is_column && node.column == RowTables::kNone && cursor.TakeLiteral("null")) {
    return absl::OkStatus();
  }
  const int column = tables_.ColumnOf(place.table, node);
  return ReadColumn(place, static_cast<std::size_t>(column), cursor, depth);
}

absl::Status RowsEncoder::ReadColumn(const Place& place, std::size_t column, JsonCursor& cursor,
                                     int depth) {
  Level& level = levels_[place.level];
  level.row.BeginValue(column);
  SFC_RETURN_IF_ERROR(level.values.ValueField(RowBuffer::kValueTag, cursor, depth));
  level.row.EndValue(column);
  return absl::OkStatus();
}

absl::Status RowsEncoder::ReadChildRows(const Place& place, Node& node, absl::string_view key,
                                        JsonCursor& cursor, int depth) {
  if (depth + 1 >= kMaxJsonDepth) return TooDeep();
  SetHead head;
  ChildSet set;
  Level& level = LevelAt(place.level + 1);
  const std::int64_t parent_row = place.table.rows;
  path_.Enter(place.row, key);
  const auto read_row = [&]() -> absl::Status {
    Table& table = tables_.ChildOf(place.table, node);
    SFC_RETURN_IF_ERROR(ReadRow(Place{place.level + 1, table, set.rows++}, cursor, depth + 2));
    if (level.rows.size() >= format_.message_bytes) CloseChildRows(level, table, parent_row);
    return absl::OkStatus();
  };
  SFC_RETURN_IF_ERROR(cursor.ReadObject([&](absl::string_view name) -> absl::Status {
    if (name == "records") return cursor.ReadArray(read_row);
    const absl::StatusOr<bool> known = head.Read(name, cursor);
    if (!known.ok()) return known.status();
    return *known ? absl::OkStatus() : cursor.ReadRaw(depth + 1).status();
  }));
  SFC_RETURN_IF_ERROR(head.Check());
  if (!level.rows.empty()) {
    CloseChildRows(level, tables_.ChildOf(place.table, node), parent_row);
  }
  if (!head.done) {
    set.table = tables_.ChildOf(place.table, node).number;
    set.parent_row = parent_row;
    set.total_size = head.total_size;
    set.next_records_url = head.next_records_url;
    path_.AddContinued(std::move(set));
  }
  path_.Leave();
  return absl::OkStatus();
}

void RowsEncoder::AppendRowSet(Table& table, std::int64_t parent_row, const WireBuffer& rows,
                               WireBuffer& out) {
  head_.clear();
  tables_.WriteHead(table, parent_row, head_);
  out.Byte(kRowSetsTag);
  out.Varint(head_.size() + rows.size());
  out.Append(head_.view());
  out.Append(rows.view());
}

void RowsEncoder::CloseChildRows(Level& level, Table& table, std::int64_t parent_row) {
  AppendRowSet(table, parent_row, level.rows, level.closed);
  level.ends.push_back(level.closed.size());
  level.rows.clear();
}

void RowsEncoder::CollectChildRows() {
  for (std::size_t i = 1; i < levels_.size(); ++i) {
    Level& level = levels_[i];
    std::size_t begin = 0;
    for (const std::size_t end : level.ends) {
      if (PendingBytes() + end - begin > format_.message_bytes) Flush();
      child_rows_.Append(level.closed.view().substr(begin, end - begin));
      begin = end;
    }
    level.closed.clear();
    level.ends.clear();
  }
}

void RowsEncoder::Flush() {
  WireBuffer& rows = LevelAt(0).rows;
  if (rows.empty() && child_rows_.empty()) return;
  WireBuffer message;
  if (!rows.empty()) AppendRowSet(tables_.table(table_), parent_row_, rows, message);
  std::string& text = messages_.emplace_back();
  text.reserve(message.size() + child_rows_.size());
  text.append(message.view().data(), message.size());
  text.append(child_rows_.view().data(), child_rows_.size());
  rows.clear();
  child_rows_.clear();
}

void RowsEncoder::End(DecodedPage& page) {
  Flush();
  page.messages = std::exchange(messages_, {});
  page.continued = path_.TakeContinued();
}

std::optional<std::string> RowsEncoder::Finish() {
  WireBuffer message;
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    if (RowTables::HasNews(tables_.table(i))) {
      AppendRowSet(tables_.table(i), 0, WireBuffer(), message);
    }
  }
  if (message.empty()) return std::nullopt;
  return std::string(message.view());
}

}  // namespace

std::unique_ptr<PageEncoder> MakeRowsEncoder(const PageFormat& format,
                                             const SelectedColumns& selected) {
  return std::make_unique<RowsEncoder>(format, selected);
}

}  // namespace sfconnector
