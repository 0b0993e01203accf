// SPDX-License-Identifier: Apache-2.0
#include "simulator/model/describe_keys.h"

#include <array>
#include <span>
#include <string_view>

#include "simulator/base/str_cat.h"

namespace sfsim {
namespace {

enum class Kind { kFlag, kNumber, kText, kList, kAny };

struct KnownKey {
  std::string_view name;
  Kind kind;
  // Only repeated by describe; the others are read into the model.
  bool kept = false;
};

constexpr auto kFieldKeys = std::to_array<KnownKey>({
    {"aggregatable", Kind::kFlag, true},
    {"aiPredictionField", Kind::kFlag, true},
    {"autoNumber", Kind::kFlag},
    {"byteLength", Kind::kNumber, true},
    {"calculated", Kind::kFlag},
    {"calculatedFormula", Kind::kText, true},
    {"cascadeDelete", Kind::kFlag},
    {"caseSensitive", Kind::kFlag},
    {"compoundFieldName", Kind::kText},
    {"controllerName", Kind::kText, true},
    {"createable", Kind::kFlag},
    {"custom", Kind::kFlag},
    {"defaultValueFormula", Kind::kText, true},
    {"defaultedOnCreate", Kind::kFlag},
    {"dependentPicklist", Kind::kFlag, true},
    {"deprecatedAndHidden", Kind::kFlag, true},
    {"digits", Kind::kNumber, true},
    {"displayLocationInDecimal", Kind::kFlag, true},
    {"encrypted", Kind::kFlag, true},
    {"externalId", Kind::kFlag},
    {"extraTypeInfo", Kind::kText, true},
    {"filterable", Kind::kFlag},
    {"filteredLookupInfo", Kind::kAny, true},
    {"formulaTreatNullNumberAsZero", Kind::kFlag, true},
    {"groupable", Kind::kFlag},
    {"highScaleNumber", Kind::kFlag, true},
    {"htmlFormatted", Kind::kFlag, true},
    {"idLookup", Kind::kFlag},
    {"inlineHelpText", Kind::kText, true},
    {"label", Kind::kText},
    {"length", Kind::kNumber},
    {"mask", Kind::kText, true},
    {"maskType", Kind::kText, true},
    {"name", Kind::kText},
    {"nameField", Kind::kFlag},
    {"namePointing", Kind::kFlag, true},
    {"nillable", Kind::kFlag},
    {"permissionable", Kind::kFlag, true},
    {"picklistValues", Kind::kList},
    {"polymorphicForeignKey", Kind::kFlag, true},
    {"precision", Kind::kNumber},
    {"queryByDistance", Kind::kFlag, true},
    {"referenceTargetField", Kind::kText, true},
    {"referenceTo", Kind::kList},
    {"relationshipName", Kind::kText},
    {"relationshipOrder", Kind::kNumber, true},
    {"restrictedDelete", Kind::kFlag},
    {"restrictedPicklist", Kind::kFlag},
    {"scale", Kind::kNumber},
    {"searchPrefilterable", Kind::kFlag, true},
    {"soapType", Kind::kText, true},
    {"sortable", Kind::kFlag},
    {"type", Kind::kText},
    {"unique", Kind::kFlag},
    {"updateable", Kind::kFlag},
    {"writeRequiresMasterRead", Kind::kFlag, true},
});

constexpr auto kObjectKeys = std::to_array<KnownKey>({
    {"actionOverrides", Kind::kList, true},
    {"activateable", Kind::kFlag, true},
    {"associateEntityType", Kind::kText, true},
    {"associateParentEntity", Kind::kText, true},
    {"childRelationships", Kind::kList},
    {"compactLayoutable", Kind::kFlag, true},
    {"createable", Kind::kFlag},
    {"custom", Kind::kFlag},
    {"customSetting", Kind::kFlag, true},
    {"deepCloneable", Kind::kFlag, true},
    {"defaultImplementation", Kind::kText, true},
    {"deletable", Kind::kFlag},
    {"deprecatedAndHidden", Kind::kFlag, true},
    {"extendedBy", Kind::kText, true},
    {"extendsInterfaces", Kind::kText, true},
    {"feedEnabled", Kind::kFlag, true},
    {"fields", Kind::kList},
    {"hasSubtypes", Kind::kFlag, true},
    {"implementedBy", Kind::kText, true},
    {"implementsInterfaces", Kind::kText, true},
    {"isInterface", Kind::kFlag, true},
    {"isSubtype", Kind::kFlag, true},
    {"keyPrefix", Kind::kText},
    {"label", Kind::kText},
    {"labelPlural", Kind::kText},
    {"layoutable", Kind::kFlag},
    {"mergeable", Kind::kFlag, true},
    {"mruEnabled", Kind::kFlag, true},
    {"name", Kind::kText},
    {"namedLayoutInfos", Kind::kList, true},
    {"networkScopeFieldName", Kind::kText, true},
    {"queryable", Kind::kFlag, true},
    {"recordTypeInfos", Kind::kList},
    {"replicateable", Kind::kFlag, true},
    {"retrieveable", Kind::kFlag, true},
    {"searchLayoutable", Kind::kFlag, true},
    {"searchable", Kind::kFlag},
    {"supportedScopes", Kind::kList, true},
    {"triggerable", Kind::kFlag, true},
    {"undeletable", Kind::kFlag, true},
    {"updateable", Kind::kFlag},
});

bool IsOfKind(const JsonValue& value, Kind kind) {
  switch (kind) {
    case Kind::kFlag:
      return value.kind == JsonValue::Kind::kBool;
    case Kind::kNumber:
      return value.is_number();
    case Kind::kText:
      return value.is_string();
    case Kind::kList:
      return value.is_array();
    case Kind::kAny:
      return true;
  }
  return false;
}

std::string_view KindName(Kind kind) {
  switch (kind) {
    case Kind::kFlag:
      return "true or false";
    case Kind::kNumber:
      return "a number";
    case Kind::kText:
      return "a text";
    case Kind::kList:
      return "a list";
    case Kind::kAny:
      break;
  }
  return "a value";
}

absl::Status ReadKeys(std::span<const KnownKey> keys, const JsonValue& value, DescribedKeys* kept) {
  for (const KnownKey& key : keys) {
    const JsonValue* member = value.Find(key.name);
    if (member == nullptr || member->is_null()) continue;
    if (!IsOfKind(*member, key.kind)) {
      return absl::InvalidArgumentError(StrCat(key.name, " must be ", KindName(key.kind)));
    }
    if (!key.kept) continue;
    std::string json;
    member->AppendTo(&json);
    (*kept)[std::string(key.name)] = std::move(json);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadFieldKeys(const JsonValue& field, DescribedKeys* kept) {
  return ReadKeys(kFieldKeys, field, kept);
}

absl::Status ReadObjectKeys(const JsonValue& object, DescribedKeys* kept) {
  return ReadKeys(kObjectKeys, object, kept);
}

}  // namespace sfsim
