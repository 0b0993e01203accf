// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/explain.h"

#include <algorithm>
#include <cstdio>
#include <set>

#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/json/json_text.h"
#include "simulator/soql/compiler.h"
#include "simulator/soql/parser.h"

namespace sfsim {
namespace {

// What a scan of an almost empty table costs, and how the cost grows with its rows.
constexpr double kScanCost = 0.65;
constexpr double kScanCostPerRow = 0.0001;

struct QueryPlan {
  int64_t cardinality = 0;
  // Empty: the whole table is scanned.
  std::string field;
  double cost = 0;
};

// Every org indexes these, and what an administrator marks as unique or external id.
bool IsIndexed(const Field& field) {
  static constexpr std::string_view kDates[] = {"CreatedDate", "SystemModstamp"};
  return field.is_id() || field.external_id || field.unique || field.name_field ||
         std::find(std::begin(kDates), std::end(kDates), field.name) != std::end(kDates);
}

// Which comparisons an index serves.
bool IsOptimizable(const soql::Comparison& comparison) {
  switch (comparison.op) {
    case soql::Operator::kNotEqual:
    case soql::Operator::kNotIn:
    case soql::Operator::kIncludes:
    case soql::Operator::kExcludes:
      return false;
    case soql::Operator::kLike:
      return !comparison.values[0].pattern.starts_with('%') &&
             !comparison.values[0].pattern.starts_with('_');
    default:
      return true;
  }
}

// The share of the rows up to which a filter on the field is selective: less of what lies beyond
// the first million.
double SelectiveRows(const Field& field, int64_t rows) {
  constexpr int64_t kFirst = 1'000'000;
  const auto first = static_cast<double>(std::min(rows, kFirst));
  const double rest = static_cast<double>(std::max<int64_t>(0, rows - kFirst));
  return field.custom ? 0.10 * first + 0.05 * rest : 0.30 * first + 0.15 * rest;
}

class Explainer {
 public:
  Explainer(const Services& services, const std::string& text, bool include_deleted)
      : services_(services), text_(text), include_deleted_(include_deleted) {}

  Response Run(soql::Query query) {
    const auto whole = Compile(query);
    if (!whole.ok()) return Response::Error(whole.error());
    type_ = services_.schema.Find(query.from.object.names[0]);
    soql::Query all;
    all.from.object.names = query.from.object.names;
    rows_ = Count(std::move(all), std::nullopt);
    AddScan(CountOf(*whole));
    unindexed_.insert("IsDeleted");
    if (query.where) AddFilters(std::move(*query.where));
    std::stable_sort(plans_.begin(), plans_.end(),
                     [](const QueryPlan& a, const QueryPlan& b) { return a.cost < b.cost; });
    return Response::Json(200, Body());
  }

 private:
  Outcome<soql::Plan> Compile(const soql::Query& query) const {
    soql::CompileContext context;
    context.schema = &services_.schema;
    context.query = text_;
    context.now = services_.Now();
    context.include_deleted = include_deleted_;
    return soql::Compile(query, &context);
  }

  int64_t CountOf(const soql::Plan& plan) const {
    auto reader = services_.store->TakeReader();
    if (!reader.ok()) return 0;
    int64_t count = 0;
    {
      Statement rows = (*reader)->Prepare(plan.count_sql);
      rows.BindAll(plan.parameters);
      if (rows.Step()) count = rows.Integer(0);
    }
    services_.store->Release(std::move(*reader));
    return count;
  }

  // The rows of the object that meet a condition.
  int64_t Count(soql::Query query, std::optional<soql::Condition> condition) const {
    soql::SelectItem count;
    count.expression.function = "COUNT";
    query.select.clear();
    query.select.push_back(std::move(count));
    query.where = std::move(condition);
    const auto plan = Compile(query);
    return plan.ok() ? CountOf(*plan) : 0;
  }

  void AddScan(int64_t cardinality) {
    plans_.push_back({cardinality, "", kScanCost + kScanCostPerRow * static_cast<double>(rows_)});
  }

  // The conditions of which every row must meet each may lead; others may not.
  void AddFilters(soql::Condition condition) {
    if (condition.kind == soql::Condition::Kind::kAnd) {
      for (soql::Condition& operand : condition.operands) AddFilters(std::move(operand));
      return;
    }
    if (condition.kind != soql::Condition::Kind::kComparison) {
      for (soql::Condition& operand : condition.operands) NoteUnindexed(operand);
      return;
    }
    const Field* field = FieldOf(condition.comparison);
    if (field == nullptr) return;
    if (!IsIndexed(*field) || !IsOptimizable(condition.comparison)) {
      unindexed_.insert(field->name);
      return;
    }
    soql::Query filtered;
    filtered.from.object.names.push_back(type_->name);
    const std::string name = field->name;
    const int64_t cardinality = Count(std::move(filtered), std::move(condition));
    const double selective = std::max(1.0, SelectiveRows(*field, rows_));
    plans_.push_back({cardinality, name, static_cast<double>(cardinality) / selective});
  }

  void NoteUnindexed(const soql::Condition& condition) {
    for (const soql::Condition& operand : condition.operands) NoteUnindexed(operand);
    if (condition.kind != soql::Condition::Kind::kComparison) return;
    const Field* field = FieldOf(condition.comparison);
    if (field != nullptr && !IsIndexed(*field)) unindexed_.insert(field->name);
  }

  // The field of the object itself that is compared, if it is one.
  const Field* FieldOf(const soql::Comparison& comparison) const {
    const soql::Expression& left = comparison.left;
    if (!left.function.empty() || left.field.names.size() != 1) return nullptr;
    return type_->FindField(left.field.names[0]);
  }

  std::string NotesJson() const {
    std::string json = "[";
    for (const std::string& field : unindexed_) {
      StrAppend(&json, json.size() > 1 ? "," : "", "{\"description\":\"", text::UnindexedNote(),
                "\",\"fields\":[\"", field, "\"],\"tableEnumOrId\":\"", type_->name, "\"}");
    }
    return json + "]";
  }

  std::string Body() const {
    const std::string notes = NotesJson();
    std::string body = "{\"plans\":[";
    for (const QueryPlan& plan : plans_) {
      char cost[32];
      std::snprintf(cost, sizeof cost, "%.3f", plan.cost);
      const bool scan = plan.field.empty();
      StrAppend(&body, body.back() == '[' ? "" : ",", "{\"cardinality\":", plan.cardinality,
                ",\"fields\":[", scan ? "" : StrCat("\"", plan.field, "\""),
                "],\"leadingOperationType\":\"", scan ? "TableScan" : "Index",
                "\",\"notes\":", notes, ",\"relativeCost\":", std::string_view(cost),
                ",\"sobjectCardinality\":", rows_, ",\"sobjectType\":\"", type_->name, "\"}");
    }
    body.append("],\"sourceQuery\":");
    AppendJsonString(text_, &body);
    return body + "}";
  }

  const Services& services_;
  const std::string& text_;
  bool include_deleted_;
  const ObjectType* type_ = nullptr;
  int64_t rows_ = 0;
  std::vector<QueryPlan> plans_;
  std::set<std::string> unindexed_;
};

// The statement that the list view of that id amounts to, if there is one.
std::string ListViewQuery(const Services& services, const std::string& id) {
  const ObjectType* views = services.schema.FindByPrefix(id);
  const Field* object =
      views == nullptr || views->name != "ListView" ? nullptr : views->FindField("SobjectType");
  if (object == nullptr) return {};
  auto reader = services.store->TakeReader();
  if (!reader.ok()) return {};
  std::string query;
  {
    Statement row = (*reader)->Prepare(StrCat("SELECT ", QuoteName(object->name), " FROM ",
                                              QuoteName(views->name), " WHERE \"Id\"=?1"));
    row.BindText(1, id);
    if (row.Step() && !row.IsNull(0)) query = StrCat("SELECT Id FROM ", row.Text(0));
  }
  services.store->Release(std::move(*reader));
  return query;
}

}  // namespace

Response ExplainQuery(const Services& services, const std::string& explained,
                      bool include_deleted) {
  std::string text = explained;
  if (const std::string_view id = TrimView(explained); LooksLikeId(id)) {
    const auto normal = NormalizeId(id);
    text = normal ? ListViewQuery(services, *normal) : std::string();
    if (text.empty()) {
      return Response::Error({400, "INVALID_ID", text::InvalidExplainId(id), {}});
    }
  }
  auto query = soql::Parse(text);
  if (!query.ok()) return Response::Error(query.error());
  return Explainer(services, text, include_deleted).Run(std::move(*query));
}

}  // namespace sfsim
