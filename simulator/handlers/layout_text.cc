// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/layout_text.h"

#include <algorithm>
#include <vector>

#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/handlers/describe_text.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

constexpr size_t kColumns = 2;
constexpr int kRelatedRows = 5;

// The members of a JSON list, one after the other.
class JsonItems {
 public:
  void Add(std::string_view json) { StrAppend(&text_, text_.empty() ? "" : ",", json); }
  std::string List() const { return "[" + text_ + "]"; }

 private:
  std::string text_;
};

std::string LayoutId(const Schema& schema, const ObjectType& type) {
  const std::vector<const ObjectType*> objects = schema.objects();
  const auto place = std::find(objects.begin(), objects.end(), &type);
  return MakeId("00h", static_cast<uint64_t>(place - objects.begin()) + 1);
}

std::vector<const Field*> PartsOf(const ObjectType& type, const Field& compound) {
  std::vector<const Field*> parts;
  for (const Field& field : type.fields()) {
    if (field.compound_field == compound.name) parts.push_back(&field);
  }
  return parts;
}

// A part of a compound field stands within it.
bool IsShown(const ObjectType& type, const Field& field) {
  if (!field.compound_field.empty() && type.FindField(field.compound_field) != nullptr)
    return false;
  return field.createable || field.updateable || field.name_field || field.is_compound();
}

std::string Component(const ObjectType& type, const Field& field, int tab_order) {
  std::string json = "{";
  const std::vector<const Field*> parts = PartsOf(type, field);
  if (!parts.empty()) {
    JsonItems components;
    for (const Field* part : parts) components.Add(Component(type, *part, tab_order));
    StrAppend(&json, "\"components\":", components.List(), ",");
  }
  const bool is_long = field.type == FieldType::kTextArea;
  StrAppend(&json, "\"details\":", FieldDescription(field), ",\"displayLines\":", is_long ? 6 : 1);
  if (!parts.empty()) {
    StrAppend(&json, ",\"fieldType\":\"", field.is_compound() ? "address" : "personname", "\"");
  }
  StrAppend(&json, ",\"tabOrder\":", tab_order,
            ",\"type\":\"Field\",\"value\":", JsonString(field.name), "}");
  return json;
}

std::string Item(const ObjectType& type, const Field& field, int tab_order) {
  const bool compound = field.is_compound() || !PartsOf(type, field).empty();
  const bool required = !field.nillable && field.createable && !field.defaulted_on_create;
  return StrCat("{\"editableForNew\":", JsonBool(compound || field.createable),
                ",\"editableForUpdate\":", JsonBool(compound || field.updateable),
                ",\"label\":", JsonString(field.label), ",\"layoutComponents\":[",
                Component(type, field, tab_order),
                "],\"placeholder\":false,\"required\":", JsonBool(required), "}");
}

std::string Row(const std::vector<std::string>& items) {
  JsonItems list;
  for (const std::string& item : items) list.Add(item);
  return StrCat("{\"layoutItems\":", list.List(), ",\"numItems\":", items.size(), "}");
}

std::string Section(const ObjectType& type, const std::string& layout_id) {
  JsonItems rows;
  int row_count = 0;
  int tab_order = 0;
  std::vector<std::string> items;
  const auto end_row = [&] {
    rows.Add(Row(items));
    items.clear();
    ++row_count;
  };
  for (const Field& field : type.fields()) {
    if (!IsShown(type, field)) continue;
    items.push_back(Item(type, field, ++tab_order));
    if (items.size() == kColumns) end_row();
  }
  if (!items.empty()) end_row();
  return StrCat("{\"collapsed\":false,\"columns\":", kColumns,
                ",\"heading\":", JsonString(type.label + " Information"),
                ",\"layoutRows\":", rows.List(), ",\"layoutSectionId\":null,\"parentLayoutId\":\"",
                layout_id, "\",\"rows\":", row_count,
                ",\"tabOrder\":\"TopToBottom\",\"useCollapsibleSection\":false,"
                "\"useHeading\":true}");
}

std::string Column(const ObjectType& type, const Field& field) {
  return StrCat("{\"field\":", JsonString(type.name + "." + field.name),
                ",\"fieldApiName\":", JsonString(field.name),
                ",\"format\":null,\"label\":", JsonString(field.label),
                ",\"lookupId\":", JsonString("Id"), ",\"name\":", JsonString(field.name),
                ",\"sortable\":", JsonBool(field.sortable), "}");
}

std::string RelatedListJson(const ChildRelationship& child, const ObjectType& type) {
  JsonItems columns;
  for (const Field& field : type.fields()) {
    if (field.name_field) columns.Add(Column(type, field));
  }
  return StrCat(
      "{\"accessLevelRequiredForCreate\":null,\"buttons\":[],\"columns\":", columns.List(),
      ",\"custom\":", JsonBool(type.custom), ",\"field\":", JsonString(child.field),
      ",\"label\":", JsonString(type.label_plural), ",\"limitRows\":", kRelatedRows,
      ",\"name\":", JsonString(child.relationship_name), ",\"sobject\":", JsonString(type.name),
      ",\"sort\":[]}");
}

std::string RelatedLists(const Schema& schema, const ObjectType& type) {
  JsonItems lists;
  for (const ChildRelationship& child : type.children()) {
    const ObjectType* child_type = schema.Find(child.child);
    if (child.relationship_name.empty() || child_type == nullptr || !child_type->layoutable)
      continue;
    lists.Add(RelatedListJson(child, *child_type));
  }
  return lists.List();
}

std::string Layout(std::string_view id, std::string_view section, std::string_view related_lists) {
  return StrCat("{\"buttonLayoutSection\":{\"detailButtons\":[]},\"detailLayoutSections\":[",
                section, "],\"editLayoutSections\":[", section,
                "],\"feedView\":null,\"highlightsPanelLayoutSection\":null,\"id\":", id,
                ",\"multirowEditLayoutSections\":[],\"offlineLinks\":[],\"quickActionList\":"
                "{\"quickActionListItems\":[]},\"relatedContent\":null,\"relatedLists\":",
                related_lists, ",\"saveOptions\":[]}");
}

}  // namespace

std::string LayoutJson(const Schema& schema, const ObjectType& type) {
  const std::string id = LayoutId(schema, type);
  return Layout(JsonString(id), Section(type, id), RelatedLists(schema, type));
}

std::string LayoutIdJson(const Schema& schema, const ObjectType& type) {
  return JsonString(LayoutId(schema, type));
}

std::string GlobalLayoutJson() { return Layout("null", "", "[]"); }

std::string CompactLayoutJson(const ObjectType& type) {
  JsonItems fields;
  for (const Field& field : type.fields()) {
    if (field.name_field) fields.Add(Item(type, field, 1));
  }
  return StrCat("{\"actions\":[],\"fieldItems\":", fields.List(),
                ",\"id\":null,\"imageItems\":[],\"label\":\"System Default\",\"name\":\"SYSTEM\","
                "\"objectType\":",
                JsonString(type.name), "}");
}

}  // namespace sfsim
