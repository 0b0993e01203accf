// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/quick_action_replies.h"

#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

std::string Urls(const Call& call, const QuickAction& action) {
  if (!action.has_urls()) return "{}";
  const std::string owner = action.object.empty() ? "" : StrCat("/sobjects/", action.object);
  const std::string url =
      StrCat("/services/data/v", call.version, owner, "/quickActions/", action.name);
  return StrCat("{\"defaultValues\":\"", url, "/defaultValues\",\"quickAction\":\"", url,
                "\",\"describe\":\"", url, "/describe\",\"defaultValuesTemplate\":\"", url,
                "/defaultValues/{ID}\"}");
}

// A value as the definition's formula editor shows it.
std::string DefaultValues(const QuickAction& action) {
  if (action.defaults.empty()) return "null";
  std::string list = "[";
  for (const JsonMember& member : action.defaults) {
    StrAppend(&list, list.size() > 1 ? "," : "",
              "{\"defaultValue\":", JsonString(member.value.text),
              ",\"field\":", JsonString(member.name), "}");
  }
  return list + "]";
}

std::string LayoutItem(const Field& field) {
  const bool required = !field.nillable && !field.defaulted_on_create;
  return StrCat("{\"layoutItems\":[{\"editableForNew\":", JsonBool(field.createable),
                ",\"editableForUpdate\":", JsonBool(field.updateable),
                ",\"label\":", JsonString(field.label),
                ",\"layoutComponents\":[{\"displayLines\":1,\"tabOrder\":1,\"type\":\"Field\","
                "\"value\":",
                JsonString(field.name),
                "}],\"placeholder\":false,\"required\":", JsonBool(required), "}],\"numItems\":1}");
}

std::string Layout(const ObjectType& target, const QuickAction& action) {
  std::string rows;
  for (const std::string& name : action.fields) {
    const Field* field = target.FindField(name);
    if (field != nullptr) StrAppend(&rows, rows.empty() ? "" : ",", LayoutItem(*field));
  }
  return StrCat(
      "{\"collapsed\":false,\"columns\":1,\"heading\":null,\"layoutRows\":[", rows,
      "],\"layoutSectionId\":null,\"parentLayoutId\":null,\"rows\":", action.fields.size(),
      ",\"tabOrder\":\"LeftToRight\",\"useCollapsibleSection\":false,\"useHeading\":"
      "false}");
}

}  // namespace

std::string QuickActionEntry(const Call& call, const QuickAction& action) {
  return StrCat("{\"actionEnumOrId\":\"", action.id, "\",\"label\":", JsonString(action.label),
                ",\"name\":", JsonString(action.name), ",\"type\":", JsonString(action.type),
                ",\"urls\":", Urls(call, action), "}");
}

std::string QuickActionDescription(const Services& services, const QuickAction& action) {
  const ObjectType* target = services.schema.Find(action.target);
  const std::string icon = StrCat(services.instance_url, "/img/icon/", AsciiLower(action.name));
  return StrCat(
      "{\"accessLevelRequired\":null,\"actionEnumOrId\":\"", action.id,
      "\",\"canvasApplicationId\":null,\"canvasApplicationName\":null,\"colors\":[{\"color\":"
      "\"4BC076\",\"context\":\"primary\",\"theme\":\"theme4\"}],\"contextSobjectType\":",
      TextOrNull(action.object), ",\"defaultValues\":", DefaultValues(action),
      ",\"flowDevName\":null,\"flowRecordIdVar\":null,\"height\":null,\"iconName\":null,"
      "\"iconUrl\":\"",
      icon, "_32.png\",\"icons\":[{\"contentType\":\"image/svg+xml\",\"height\":0,\"theme\":",
      "\"theme4\",\"url\":\"", icon, ".svg\",\"width\":0}],\"label\":", JsonString(action.label),
      ",\"layout\":", target == nullptr ? "null" : Layout(*target, action),
      ",\"lightningComponentBundleId\":null,\"lightningComponentBundleName\":null,"
      "\"lightningComponentQualifiedName\":null,\"miniIconUrl\":\"",
      icon, "_16.png\",\"name\":", JsonString(action.name),
      ",\"showQuickActionLcHeader\":false,\"showQuickActionVfHeader\":false,"
      "\"targetParentField\":",
      TextOrNull(action.target_parent_field),
      ",\"targetRecordTypeId\":null,\"targetSobjectType\":", TextOrNull(action.target),
      ",\"type\":", JsonString(action.type),
      ",\"visualforcePageName\":null,\"visualforcePageUrl\":null,\"width\":null}");
}

}  // namespace sfsim
