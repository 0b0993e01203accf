// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/setup_rows.h"

#include <algorithm>
#include <array>

#include "simulator/base/str_cat.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

class Row {
 public:
  Row& Text(std::string_view name, std::string_view value) {
    Name(name);
    AppendJsonString(value, &out_);
    return *this;
  }
  Row& Flag(std::string_view name, bool value) {
    Name(name);
    out_.append(value ? "true" : "false");
    return *this;
  }
  Row& Number(std::string_view name, int64_t value) {
    Name(name);
    StrAppend(&out_, value);
    return *this;
  }
  std::string Finish() const { return out_ + "}"; }

 private:
  void Name(std::string_view name) { StrAppend(&out_, out_.empty() ? "{\"" : ",\"", name, "\":"); }

  std::string out_;
};

void AppendRow(const Row& row, std::string* list) {
  if (!list->empty()) list->push_back(',');
  list->append(row.Finish());
}

std::string RecordTypeRows(const Schema& schema) {
  std::string rows;
  for (const ObjectType* type : schema.objects()) {
    for (const RecordType& item : type->record_types) {
      if (item.master) continue;
      AppendRow(Row()
                    .Text("Id", item.id)
                    .Text("Name", item.name)
                    .Text("DeveloperName", item.developer_name)
                    .Text("SobjectType", type->name)
                    .Flag("IsActive", item.active),
                &rows);
    }
  }
  return rows;
}

// The object that lists the values of a picklist, and the values with a meaning of their own.
struct ValueList {
  std::string_view object;
  std::string_view source;
  std::string_view field;
  std::string_view flag;
  std::array<std::string_view, 2> flagged;
};
constexpr std::array<ValueList, 4> kValueLists = {{
    {"LeadStatus", "Lead", "Status", "IsConverted", {"Closed - Converted", "Qualified"}},
    {"CaseStatus", "Case", "Status", "IsClosed", {"Closed", ""}},
    {"TaskStatus", "Task", "Status", "IsClosed", {"Completed", ""}},
    {"TaskPriority", "Task", "Priority", "IsHighPriority", {"High", ""}},
}};

const Field* FindSource(const Schema& schema, std::string_view object, std::string_view field) {
  const ObjectType* type = schema.Find(object);
  return type == nullptr ? nullptr : type->FindField(field);
}

std::string ValueRows(const Schema& schema, const ValueList& list) {
  std::string rows;
  const Field* source = FindSource(schema, list.source, list.field);
  if (source == nullptr) return rows;
  int64_t order = 0;
  for (const PicklistValue& value : source->picklist) {
    const bool flagged = std::find(list.flagged.begin(), list.flagged.end(), value.value) !=
                         list.flagged.end();
    AppendRow(Row()
                  .Text("MasterLabel", value.label)
                  .Text("ApiName", value.value)
                  .Number("SortOrder", ++order)
                  .Flag("IsDefault", value.is_default)
                  .Flag(list.flag, flagged),
              &rows);
  }
  return rows;
}

// What the stages of a new org stand for.
struct Stage {
  std::string_view name;
  int probability;
  std::string_view category;
  std::string_view category_name;
};
constexpr std::array<Stage, 10> kStages = {{
    {"Prospecting", 10, "Pipeline", "Pipeline"},
    {"Qualification", 10, "Pipeline", "Pipeline"},
    {"Needs Analysis", 20, "Pipeline", "Pipeline"},
    {"Value Proposition", 50, "Pipeline", "Pipeline"},
    {"Id. Decision Makers", 60, "Pipeline", "Pipeline"},
    {"Perception Analysis", 70, "Pipeline", "Pipeline"},
    {"Proposal/Price Quote", 75, "Pipeline", "Pipeline"},
    {"Negotiation/Review", 90, "Pipeline", "Pipeline"},
    {"Closed Won", 100, "Closed", "Closed"},
    {"Closed Lost", 0, "Omitted", "Omitted"},
}};

std::string StageRows(const Schema& schema) {
  std::string rows;
  const Field* source = FindSource(schema, "Opportunity", "StageName");
  if (source == nullptr) return rows;
  int64_t order = 0;
  for (const PicklistValue& value : source->picklist) {
    const auto known = std::find_if(kStages.begin(), kStages.end(),
                                    [&](const Stage& stage) { return stage.name == value.value; });
    const Stage& stage = known == kStages.end() ? kStages.front() : *known;
    const bool won = stage.name == "Closed Won";
    AppendRow(Row()
                  .Text("MasterLabel", value.label)
                  .Text("ApiName", value.value)
                  .Flag("IsActive", value.active)
                  .Number("SortOrder", ++order)
                  .Flag("IsClosed", won || stage.name == "Closed Lost")
                  .Flag("IsWon", won)
                  .Text("ForecastCategory", stage.category)
                  .Text("ForecastCategoryName", stage.category_name)
                  .Number("DefaultProbability", stage.probability),
              &rows);
  }
  return rows;
}

}  // namespace

std::string SetupRows(const Schema& schema) {
  std::string document = "{";
  const auto add = [&](std::string_view object, const std::string& rows) {
    if (schema.Find(object) == nullptr) return;
    StrAppend(&document, document.size() > 1 ? "," : "", "\"", object, "\":[", rows, "]");
  };
  add("RecordType", RecordTypeRows(schema));
  add("OpportunityStage", StageRows(schema));
  for (const ValueList& list : kValueLists) add(list.object, ValueRows(schema, list));
  return document + "}";
}

}  // namespace sfsim
