// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/describe_text.h"

#include <algorithm>
#include <map>

#include "simulator/base/str_cat.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

constexpr const char* kMasterRecordType = "012000000000000AAA";

// Describe replies list their keys in alphabetical order, which a map gives for free.
using Members = std::map<std::string, std::string>;

std::string Quoted(std::string_view text) {
  std::string out;
  AppendJsonString(text, &out);
  return out;
}

std::string Bool(bool value) { return value ? "true" : "false"; }

std::string TextOrNull(const std::string& text) { return text.empty() ? "null" : Quoted(text); }

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
  Members urls = {{"approvalLayouts", Quoted(base + "/describe/approvalLayouts")},
                  {"compactLayouts", Quoted(base + "/describe/compactLayouts")},
                  {"describe", Quoted(base + "/describe")},
                  {"layouts", Quoted(base + "/describe/layouts")},
                  {"listviews", Quoted(base + "/listviews")},
                  {"quickActions", Quoted(base + "/quickActions")},
                  {"rowTemplate", Quoted(base + "/{ID}")},
                  {"sobject", Quoted(base)}};
  if (with_ui) {
    urls["uiDetailTemplate"] = Quoted("/{ID}");
    urls["uiEditTemplate"] = Quoted("/{ID}/e");
    urls["uiNewRecord"] = Quoted(StrCat("/", type.key_prefix, "/e"));
  }
  return ToJson(urls);
}

Members Flags(const ObjectType& type) {
  Members members = {
      {"associateEntityType", "null"},       {"associateParentEntity", "null"},
      {"custom", Bool(type.custom)},         {"createable", Bool(type.createable)},
      {"deletable", Bool(type.deletable)},   {"keyPrefix", Quoted(type.key_prefix)},
      {"label", Quoted(type.label)},         {"labelPlural", Quoted(type.label_plural)},
      {"layoutable", Bool(type.layoutable)}, {"name", Quoted(type.name)},
      {"searchable", Bool(type.searchable)}, {"undeletable", Bool(type.deletable)},
      {"updateable", Bool(type.updateable)}};
  for (const char* yes :
       {"feedEnabled", "mruEnabled", "queryable", "replicateable", "retrieveable", "triggerable"}) {
    members[yes] = "true";
  }
  for (const char* no : {"activateable", "customSetting", "deepCloneable", "deprecatedAndHidden",
                         "hasSubtypes", "isInterface", "isSubtype", "mergeable"}) {
    members[no] = "false";
  }
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
    case FieldType::kDouble:
    case FieldType::kCurrency:
    case FieldType::kPercent:
      return "xsd:double";
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
                 {"label", Quoted(value.label)},
                 {"validFor", "null"},
                 {"value", Quoted(value.value)}});
}

std::string DefaultJson(const Field& field) {
  if (field.type == FieldType::kBoolean) return Bool(field.default_value == "true");
  return TextOrNull(field.default_value);
}

std::string FieldJson(const Field& field) {
  const bool text = field.is_text() || field.is_id();
  Members members = {{"aggregatable", Bool(field.filterable && field.type != FieldType::kBoolean)},
                     {"autoNumber", Bool(field.auto_number)},
                     {"byteLength", StrCat(text ? (field.is_id() ? 18 : field.length * 3) : 0)},
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
                     {"filterable", Bool(field.filterable)},
                     {"groupable", Bool(field.groupable)},
                     {"idLookup", Bool(field.id_lookup)},
                     {"label", Quoted(field.label)},
                     {"length", StrCat(field.length)},
                     {"name", Quoted(field.name)},
                     {"nameField", Bool(field.name_field)},
                     {"namePointing", Bool(field.is_polymorphic())},
                     {"nillable", Bool(field.nillable)},
                     {"permissionable", Bool(field.custom || (field.createable && field.nillable))},
                     {"picklistValues", JsonList(field.picklist, PicklistJson)},
                     {"polymorphicForeignKey", Bool(field.is_polymorphic())},
                     {"precision", StrCat(field.type == FieldType::kInt ? 0 : field.precision)},
                     {"referenceTo", JsonList(field.reference_to, Quoted)},
                     {"relationshipName", TextOrNull(field.relationship_name)},
                     {"restrictedDelete", Bool(field.restricted_delete)},
                     {"restrictedPicklist", Bool(field.restricted_picklist)},
                     {"scale", StrCat(field.scale)},
                     {"soapType", Quoted(SoapType(field))},
                     {"sortable", Bool(field.sortable)},
                     {"type", Quoted(FieldTypeName(field.type))},
                     {"unique", Bool(field.unique)},
                     {"updateable", Bool(field.updateable)}};
  for (const char* no :
       {"aiPredictionField", "dependentPicklist", "deprecatedAndHidden", "displayLocationInDecimal",
        "encrypted", "formulaTreatNullNumberAsZero", "highScaleNumber", "htmlFormatted",
        "queryByDistance", "searchPrefilterable", "writeRequiresMasterRead"}) {
    members[no] = "false";
  }
  for (const char* null : {"calculatedFormula", "controllerName", "defaultValueFormula",
                           "extraTypeInfo", "filteredLookupInfo", "inlineHelpText", "mask",
                           "maskType", "referenceTargetField", "relationshipOrder"}) {
    members[null] = "null";
  }
  return ToJson(members);
}

std::string ChildJson(const ChildRelationship& child) {
  return ToJson({{"cascadeDelete", Bool(child.cascade_delete)},
                 {"childSObject", Quoted(child.child)},
                 {"deprecatedAndHidden", "false"},
                 {"field", Quoted(child.field)},
                 {"junctionIdListNames", "[]"},
                 {"junctionReferenceTo", "[]"},
                 {"relationshipName", TextOrNull(child.relationship_name)},
                 {"restrictedDelete", Bool(child.restricted_delete)}});
}

std::string RecordTypeInfos(const ObjectType& type, const std::string& version) {
  const std::string layout = StrCat("/services/data/v", version, "/sobjects/", type.name,
                                    "/describe/layouts/", kMasterRecordType);
  return "[" +
         ToJson({{"active", "true"},
                 {"available", "true"},
                 {"defaultRecordTypeMapping", "true"},
                 {"developerName", Quoted("Master")},
                 {"master", "true"},
                 {"name", Quoted("Master")},
                 {"recordTypeId", Quoted(kMasterRecordType)},
                 {"urls", ToJson({{"layout", Quoted(layout)}})}}) +
         "]";
}

}  // namespace

void AppendObjectSummary(const ObjectType& type, const std::string& version, std::string* out) {
  Members members = Flags(type);
  members["urls"] = Urls(type, version, false);
  AppendMembers(members, out);
}

std::string ObjectDescription(const Schema& schema, const ObjectType& type,
                              const std::string& version) {
  Members members = Flags(type);
  std::vector<ChildRelationship> children = type.children();
  // Lookups whose parent lists no name for them are children without a name.
  for (const ObjectType* other : schema.objects()) {
    for (const Field& field : other->fields()) {
      const bool leads_here = std::find(field.reference_to.begin(), field.reference_to.end(),
                                        type.name) != field.reference_to.end();
      const bool listed = std::any_of(children.begin(), children.end(), [&](const auto& child) {
        return child.child == other->name && child.field == field.name;
      });
      if (leads_here && !listed) children.push_back({other->name, field.name, "", false, false});
    }
  }
  members["actionOverrides"] = "[]";
  members["childRelationships"] = JsonList(children, ChildJson);
  members["compactLayoutable"] = Bool(type.layoutable);
  members["fields"] = JsonList(type.fields(), FieldJson);
  members["listviewable"] = "null";
  members["lookupLayoutable"] = "null";
  members["namedLayoutInfos"] = "[]";
  members["recordTypeInfos"] = RecordTypeInfos(type, version);
  members["searchLayoutable"] = Bool(type.layoutable);
  members["sobjectDescribeOption"] = Quoted("FULL");
  members["supportedScopes"] =
      "[{\"label\":\"All " + type.label_plural + "\",\"name\":\"everything\"}]";
  for (const char* null : {"defaultImplementation", "extendedBy", "extendsInterfaces",
                           "implementedBy", "implementsInterfaces", "networkScopeFieldName"}) {
    members[null] = "null";
  }
  members["urls"] = Urls(type, version, true);
  return ToJson(members);
}

}  // namespace sfsim
