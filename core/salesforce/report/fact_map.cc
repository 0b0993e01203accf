// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/report/fact_map.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <google/protobuf/repeated_field.h>

#include "core/base/status.h"
#include "core/codec/json_cursor.h"
#include "core/codec/json_text.h"
#include "core/codec/proto_json.h"

namespace sfconnector {
namespace {

using google::protobuf::RepeatedPtrField;

constexpr char kTotal[] = "T";
constexpr int kLast = std::numeric_limits<int>::max();

// The groupings of one side by their keys.
class Side {
 public:
  struct Place {
    // What a grouping sums up comes before it.
    int order = 0;
    std::vector<const v1::ReportGrouping*> path;
  };

  explicit Side(const v1::ReportGroupings& groupings) {
    std::vector<const v1::ReportGrouping*> path;
    Add(groupings.groupings(), path);
    places_[kTotal] = {next_, {}};
  }

  // The place of a grouping; null where there is none of that key.
  const Place* Find(const std::string& key) const {
    const auto found = places_.find(key);
    return found == places_.end() ? nullptr : &found->second;
  }

 private:
  void Add(const RepeatedPtrField<v1::ReportGrouping>& groupings,
           std::vector<const v1::ReportGrouping*>& path) {
    for (const v1::ReportGrouping& grouping : groupings) {
      path.push_back(&grouping);
      Add(grouping.groupings(), path);
      places_[grouping.key()] = {next_++, path};
      path.pop_back();
    }
  }

  std::map<std::string, Place> places_;
  int next_ = 0;
};

void CopyPath(const Side::Place& place, RepeatedPtrField<v1::ReportGroupingValue>& path) {
  path.Reserve(static_cast<int>(place.path.size()));
  for (const v1::ReportGrouping* const grouping : place.path) {
    v1::ReportGroupingValue& step = *path.Add();
    step.set_key(grouping->key());
    step.set_label(grouping->label());
    if (grouping->has_value()) *step.mutable_value() = grouping->value();
  }
}

// `{"amount":…,"currency":…}` is an amount and its currency.
void TakeAmount(v1::ReportCell& cell) {
  if (!cell.value().has_record_value()) return;
  v1::Record& record = *cell.mutable_value()->mutable_record_value();
  if (!record.type().empty() || record.fields_size() != 2) return;
  v1::Field& amount = *record.mutable_fields(0);
  const v1::Field& currency = record.fields(1);
  if (amount.name() != "amount" || currency.name() != "currency") return;
  if (!currency.value().has_string_value() && !currency.value().has_null_value()) return;
  cell.set_currency(currency.value().string_value());
  v1::Value value = std::move(*amount.mutable_value());
  *cell.mutable_value() = std::move(value);
}

void TakeAmounts(v1::ReportFact& fact) {
  for (v1::ReportCell& cell : *fact.mutable_aggregates()) TakeAmount(cell);
  for (v1::ReportRow& row : *fact.mutable_rows()) {
    for (v1::ReportCell& cell : *row.mutable_data_cells()) TakeAmount(cell);
  }
}

struct PlacedFact {
  int down = kLast;
  int across = kLast;
  v1::ReportFact fact;
};

// Gives the fact its groupings, where its key names such.
void Resolve(const Side& down_side, const Side& across_side, PlacedFact& placed) {
  v1::ReportFact& fact = placed.fact;
  const std::size_t mark = fact.key().find('!');
  if (mark == std::string::npos) return;
  std::string down_key = fact.key().substr(0, mark);
  std::string across_key = fact.key().substr(mark + 1);
  const Side::Place* const down = down_side.Find(down_key);
  const Side::Place* const across = across_side.Find(across_key);
  if (down == nullptr || across == nullptr) return;
  placed.down = down->order;
  placed.across = across->order;
  CopyPath(*down, *fact.mutable_down());
  CopyPath(*across, *fact.mutable_across());
  fact.set_down_key(std::move(down_key));
  fact.set_across_key(std::move(across_key));
}

// Reads the fact at the cursor, whose name is given with escapes as they stand.
absl::Status ReadFact(JsonCursor& cursor, absl::string_view name, v1::ReportFact& fact) {
  std::string key;
  if (!UnescapeJson(name, key)) return BadEscape();
  const absl::StatusOr<absl::string_view> value = cursor.ReadRaw(1);
  if (!value.ok()) return value.status();
  SFC_RETURN_IF_ERROR(PrefixField(key, JsonToMessage(*value, UnknownKeys::kKeep, fact)));
  fact.set_key(std::move(key));
  TakeAmounts(fact);
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadFactMap(absl::string_view json, v1::ReportResult& result) {
  JsonDocument document(json);
  absl::StatusOr<JsonCursor> cursor = document.Open();
  if (!cursor.ok()) return cursor.status();
  const Side down(result.groupings_down());
  const Side across(result.groupings_across());
  std::vector<PlacedFact> facts;
  const auto read = [&](absl::string_view name) -> absl::Status {
    PlacedFact& placed = facts.emplace_back();
    SFC_RETURN_IF_ERROR(ReadFact(*cursor, name, placed.fact));
    Resolve(down, across, placed);
    return absl::OkStatus();
  };
  SFC_RETURN_IF_ERROR(cursor->ReadObject(read));
  std::stable_sort(facts.begin(), facts.end(), [](const PlacedFact& a, const PlacedFact& b) {
    return std::tie(a.down, a.across) < std::tie(b.down, b.across);
  });
  result.mutable_fact_map()->Reserve(static_cast<int>(facts.size()));
  for (PlacedFact& placed : facts) *result.add_fact_map() = std::move(placed.fact);
  return cursor->ExpectEnd();
}

}  // namespace sfconnector
