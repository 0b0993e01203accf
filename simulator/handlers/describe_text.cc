// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/describe_text.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "simulator/base/str_cat.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

// What the schema file said itself goes before what follows from types.
void Overlay(const DescribedKeys& described, bool known_only,
             std::map<std::string, std::string>* members) {
  for (const auto& [name, json] : described) {
    if (!known_only || members->contains(name)) (*members)[name] = json;
  }
}

// Describe replies list their keys in alphabetical order, which a map gives for free.
using Members = std::map<std::string, std::string>;

std::string Bool(bool value) { return value ? "true" : "false"; }

void AppendMembers(const Members& members, std::string* out) {
  char separator = '{';
  for (const auto& [name, json] : members) {
    StrAppend(out, std::string_view(&separator, 1), "\"", name, "\":", json);
    separator = ',';
  }
  out->append(members.empty() ? "{}" : "}");
}

std::string ToJson(const Members& members) {
  std::string out;
  AppendMembers(members, &out);
  return out;
}

template <typename List, typename Write>
std::string JsonList(const List& list, Write write) {
  std::string out = "[";
  for (const auto& item : list) {
    if (out.size() > 1) out.push_back(',');
    out.append(write(item));
  }
  return out + "]";
}

std::string Urls(const ObjectType& type, const std::string& version, bool with_ui) {
  const std::string base = StrCat("/services/data/v", version, "/sobjects/", type.name);
  Members urls = {{"describe", JsonString(base + "/describe")},
                  {"rowTemplate", JsonString(base + "/{ID}")},
                  {"sobject", JsonString(base)}};
  if (type.layoutable) {
    for (const char* layouts : {"approvalLayouts", "compactLayouts", "layouts"}) {
      urls[layouts] = JsonString(StrCat(base, "/describe/", std::string_view(layouts)));
    }
    urls["listviews"] = JsonString(base + "/listviews");
    urls["quickActions"] = JsonString(base + "/quickActions");
  }
  if (type.name == "Case") {
    urls["caseArticleSuggestions"] = JsonString(base + "/suggestedArticles");
    urls["caseRowArticleSuggestions"] = JsonString(base + "/{ID}/suggestedArticles");
  }
  if (type.name == "User") {
    urls["passwordUtilities"] = JsonString(base + "/{ID}/password");
    urls["namedLayouts"] = JsonString(base + "/describe/namedLayouts/{LayoutName}");
  }
  if (type.name == "Event")
    urls["eventSeriesUpdates"] = JsonString(base + "/{ID}/fromThisEventOnwards");
  if (with_ui) {
    urls["uiDetailTemplate"] = JsonString("/{ID}");
    urls["uiEditTemplate"] = JsonString("/{ID}/e");
    urls["uiNewRecord"] = JsonString(StrCat("/", type.key_prefix, "/e"));
  }
  return ToJson(urls);
}

Members Flags(const ObjectType& type) {
  Members members = {
      {"associateEntityType", "null"},       {"associateParentEntity", "null"},
      {"custom", Bool(type.custom)},         {"createable", Bool(type.createable)},
      {"deletable", Bool(type.deletable)},   {"keyPrefix", JsonString(type.key_prefix)},
      {"label", JsonString(type.label)},     {"labelPlural", JsonString(type.label_plural)},
      {"layoutable", Bool(type.layoutable)}, {"name", JsonString(type.name)},
      {"mruEnabled", Bool(type.layoutable)}, {"searchable", Bool(type.searchable)},
      {"undeletable", Bool(type.deletable)}, {"updateable", Bool(type.updateable)}};
  for (const char* yes : {"queryable", "replicateable", "retrieveable"}) members[yes] = "true";
  for (const char* like_layouts : {"feedEnabled", "triggerable"}) {
    members[like_layouts] = Bool(type.layoutable);
  }
  for (const char* no : {"activateable", "customSetting", "deepCloneable", "deprecatedAndHidden",
                         "hasSubtypes", "isInterface", "isSubtype", "mergeable"}) {
    members[no] = "false";
  }
  Overlay(type.described, true, &members);
  return members;
}

std::string SoapType(const Field& field) {
  switch (field.type) {
    case FieldType::kId:
    case FieldType::kReference:
      return "tns:ID";
    case FieldType::kBoolean:
      return "xsd:boolean";
    case FieldType::kInt:
      return "xsd:int";
    case FieldType::kLong:
      return "xsd:long";
    case FieldType::kDouble:
    case FieldType::kCurrency:
    case FieldType::kPercent:
      return "xsd:double";
    case FieldType::kAnyType:
      return "xsd:anyType";
    case FieldType::kDate:
      return "xsd:date";
    case FieldType::kDateTime:
      return "xsd:dateTime";
    case FieldType::kTime:
      return "xsd:time";
    case FieldType::kBase64:
      return "xsd:base64Binary";
    case FieldType::kAddress:
      return "urn:address";
    case FieldType::kLocation:
      return "urn:location";
    default:
      return "xsd:string";
  }
}

std::string PicklistJson(const PicklistValue& value) {
  return ToJson({{"active", Bool(value.active)},
                 {"defaultValue", Bool(value.is_default)},
                 {"label", JsonString(value.label)},
                 {"validFor", TextOrNull(value.valid_for)},
                 {"value", JsonString(value.value)}});
}

std::string DefaultJson(const Field& field) {
  if (field.type == FieldType::kBoolean) return Bool(field.default_value == "true");
  if (field.is_number() && !field.default_value.empty()) return field.default_value;
  for (const PicklistValue& value : field.picklist) {
    if (value.is_default && field.default_value.empty()) return JsonString(value.value);
  }
  return TextOrNull(field.default_value);
}

bool IsAggregatable(const Field& field) {
  return field.filterable && field.type != FieldType::kBoolean &&
         field.type != FieldType::kMultiPicklist;
}

bool IsPersonName(const Field& field) {
  return field.described.contains("extraTypeInfo") &&
         field.described.at("extraTypeInfo") == "\"personname\"";
}

// Permissions are given for what not every user needs.
bool IsPermissionable(const Field& field) {
  if (field.name_field || field.name == "OwnerId" || field.name == "RecordTypeId") return false;
  if (IsPersonName(field)) return false;
  if (field.is_compound() || (field.custom && field.calculated)) return true;
  const bool optional = field.nillable || field.type == FieldType::kBoolean;
  return optional && (field.createable || field.updateable);
}

// Rows can be searched within those of a parent, users apart.
bool IsSearchPrefilterable(const Field& field) {
  const auto& targets = field.reference_to;
  return field.type == FieldType::kReference && !targets.empty() && field.name != "RecordTypeId" &&
         field.name != "MasterRecordId" &&
         std::find(targets.begin(), targets.end(), "User") == targets.end();
}

std::string ExtraTypeInfo(const Field& field) {
  if (field.type == FieldType::kTextArea) return JsonString("plaintextarea");
  return "null";
}

int ByteLength(const Field& field) {
  if (field.is_id()) return 18;
  return field.is_text() ? field.length * 3 : 0;
}

// A master's lookup orders the masters and needs their rows to be readable.
void AddMasterKeys(const Field& field, Members* members) {
  const bool master = field.cascade_delete && field.custom;
  (*members)["relationshipOrder"] = master ? "0" : "null";
  (*members)["writeRequiresMasterRead"] = "false";
}

}  // namespace

std::string FieldDescription(const Field& field) {
  Members members = {
      {"aggregatable", Bool(IsAggregatable(field))},
      {"autoNumber", Bool(field.auto_number)},
      {"byteLength", StrCat(ByteLength(field))},
      {"calculated", Bool(field.calculated)},
      {"cascadeDelete", Bool(field.cascade_delete)},
      {"caseSensitive", Bool(field.case_sensitive)},
      {"compoundFieldName", TextOrNull(field.compound_field)},
      {"createable", Bool(field.createable)},
      {"custom", Bool(field.custom)},
      {"defaultValue", DefaultJson(field)},
      {"defaultedOnCreate", Bool(field.defaulted_on_create)},
      {"digits", field.type == FieldType::kInt ? StrCat(field.precision) : "0"},
      {"externalId", Bool(field.external_id)},
      {"extraTypeInfo", ExtraTypeInfo(field)},
      {"filterable", Bool(field.filterable || field.is_compound())},
      {"groupable", Bool(field.groupable)},
      {"idLookup", Bool(field.id_lookup)},
      {"label", JsonString(field.label)},
      {"length", StrCat(field.length)},
      {"name", JsonString(field.name)},
      {"nameField", Bool(field.name_field)},
      {"namePointing", Bool(field.is_polymorphic())},
      {"nillable", Bool(field.nillable && !(field.name_field && IsPersonName(field)))},
      {"permissionable", Bool(IsPermissionable(field))},
      {"picklistValues", JsonList(field.picklist, PicklistJson)},
      {"polymorphicForeignKey", Bool(field.is_polymorphic())},
      {"precision", StrCat(field.type == FieldType::kInt ? 0 : field.precision)},
      {"queryByDistance",
       Bool(field.type == FieldType::kLocation || field.type == FieldType::kAddress)},
      {"referenceTo", JsonList(field.reference_to, JsonString)},
      {"relationshipName", TextOrNull(field.relationship_name)},
      {"restrictedDelete", Bool(field.restricted_delete)},
      {"restrictedPicklist", Bool(field.restricted_picklist)},
      {"scale", StrCat(field.scale)},
      {"searchPrefilterable", Bool(IsSearchPrefilterable(field))},
      {"soapType", JsonString(SoapType(field))},
      {"sortable", Bool(field.sortable)},
      {"type", JsonString(FieldTypeName(field.type))},
      {"unique", Bool(field.unique)},
      {"updateable", Bool(field.updateable)}};
  for (const char* no :
       {"aiPredictionField", "dependentPicklist", "deprecatedAndHidden", "displayLocationInDecimal",
        "encrypted", "formulaTreatNullNumberAsZero", "highScaleNumber", "htmlFormatted"}) {
    members[no] = "false";
  }
  for (const char* null :
       {"calculatedFormula", "controllerName", "defaultValueFormula", "filteredLookupInfo",
        "inlineHelpText", "mask", "maskType", "referenceTargetField"}) {
    members[null] = "null";
  }
  AddMasterKeys(field, &members);
  Overlay(field.described, false, &members);
  return ToJson(members);
}

namespace {

std::string ChildJson(const ChildRelationship& child) {
  return ToJson({{"cascadeDelete", Bool(child.cascade_delete)},
                 {"childSObject", JsonString(child.child)},
                 {"deprecatedAndHidden", "false"},
                 {"field", JsonString(child.field)},
                 {"junctionIdListNames", "[]"},
                 {"junctionReferenceTo", "[]"},
                 {"relationshipName", TextOrNull(child.relationship_name)},
                 {"restrictedDelete", Bool(child.restricted_delete)}});
}

std::string RecordTypeInfos(const ObjectType& type, const std::string& version) {
  const std::string layouts =
      StrCat("/services/data/v", version, "/sobjects/", type.name, "/describe/layouts/");
  return JsonList(type.record_types, [&](const RecordType& item) {
    return ToJson({{"active", Bool(item.active)},
                   {"available", Bool(item.available)},
                   {"defaultRecordTypeMapping", Bool(item.is_default)},
                   {"developerName", JsonString(item.developer_name)},
                   {"master", Bool(item.master)},
                   {"name", JsonString(item.name)},
                   {"recordTypeId", JsonString(item.id)},
                   {"urls", ToJson({{"layout", JsonString(layouts + item.id)}})}});
  });
}

std::string SupportedScopes(const ObjectType& type) {
  const auto scope = [](std::string_view label, std::string_view name) {
    return ToJson({{"label", JsonString(label)}, {"name", JsonString(name)}});
  };
  std::string scopes = "[" + scope("All " + type.label_plural, "everything");
  if (type.FindField("OwnerId") != nullptr) {
    scopes += "," + scope("My " + type.label_plural, "mine");
    scopes += "," + scope("My team's " + type.label_plural, "team");
  }
  return scopes + "]";
}

}  // namespace

void AppendObjectSummary(const ObjectType& type, const std::string& version, std::string* out) {
  Members members = Flags(type);
  members["urls"] = Urls(type, version, false);
  AppendMembers(members, out);
}

std::string ObjectDescription(const ObjectType& type, const std::string& version) {
  Members members = Flags(type);
  std::vector<ChildRelationship> children = type.children();
  std::sort(children.begin(), children.end(), [](const auto& a, const auto& b) {
    return std::tie(a.child, a.field) < std::tie(b.child, b.field);
  });
  members["actionOverrides"] = "[]";
  members["childRelationships"] = JsonList(children, ChildJson);
  members["compactLayoutable"] = Bool(type.layoutable);
  members["fields"] = JsonList(type.fields(), FieldDescription);
  members["listviewable"] = "null";
  members["lookupLayoutable"] = "null";
  members["namedLayoutInfos"] = "[]";
  members["recordTypeInfos"] = RecordTypeInfos(type, version);
  members["searchLayoutable"] = Bool(type.layoutable);
  members["sobjectDescribeOption"] = JsonString("FULL");
  members["supportedScopes"] = SupportedScopes(type);
  for (const char* null : {"defaultImplementation", "extendedBy", "extendsInterfaces",
                           "implementedBy", "implementsInterfaces", "networkScopeFieldName"}) {
    members[null] = "null";
  }
  members["urls"] = Urls(type, version, true);
  Overlay(type.described, false, &members);
  return ToJson(members);
}

}  // namespace sfsim
