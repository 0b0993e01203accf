// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/recent.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/handlers/handlers.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

constexpr int64_t kDefaultLimit = 200;
constexpr int64_t kMaxLimit = 2000;

struct Item {
  int64_t modified = 0;
  std::string json;
};

const Field* NameField(const ObjectType& type) {
  for (const Field& field : type.fields()) {
    if (field.name_field) return &field;
  }
  return nullptr;
}

std::string ItemJson(const Call& call, const ObjectType& type, std::string_view id,
                     std::string_view name) {
  std::string json =
      StrCat("{\"attributes\":{\"type\":\"", type.name, "\",\"url\":\"", "/services/data/v",
             call.version, "/sobjects/", type.name, "/", id, "\"},\"Id\":\"", id, "\",\"Name\":");
  AppendJsonString(name, &json);
  json.push_back('}');
  return json;
}

void ReadItems(Services* services, const Call& call, const ObjectType& type, int64_t limit,
               std::vector<Item>* items) {
  const Field* name = NameField(type);
  const Field* modified = type.FindField("LastModifiedDate");
  if (name == nullptr || modified == nullptr) return;
  services->store->EnsureIndex(type, *modified);
  auto reader = services->store->TakeReader();
  if (!reader.ok()) return;
  Statement& row = (*reader)->Cached(StrCat(
      "SELECT \"Id\",", QuoteName(name->name), ",\"LastModifiedDate\" FROM ", QuoteName(type.name),
      " WHERE +\"LastModifiedById\"=?1 AND +\"IsDeleted\"=0"
      " ORDER BY \"LastModifiedDate\" DESC, \"Id\" DESC LIMIT ?2"));
  row.BindText(1, call.session.user_id);
  row.Bind(2, limit);
  while (row.Step()) {
    const std::string id(row.Text(0));
    const std::string text(row.Text(1));
    items->push_back({row.Integer(2), ItemJson(call, type, id, text)});
  }
  row.Reset();
  services->store->Release(std::move(*reader));
}

std::string ItemList(const std::vector<Item>& items, int64_t limit) {
  std::string list = "[";
  for (const Item& item : items) {
    if (limit-- == 0) break;
    StrAppend(&list, list.size() > 1 ? "," : "", item.json);
  }
  return list + "]";
}

Response ListRecent(Services* services, const Call& call) {
  int64_t limit = kDefaultLimit;
  if (const std::string* text = call.request->Query("limit")) {
    const char* end = text->data() + text->size();
    const auto read = std::from_chars(text->data(), end, limit);
    if (read.ec != std::errc() || read.ptr != end || limit < 1 || limit > kMaxLimit) {
      return Response::Error({400, "INVALID_FIELD", text::BadLimit(*text), {}});
    }
  }
  std::vector<Item> items;
  for (const ObjectType* type : services->schema.objects()) {
    if (type->layoutable) ReadItems(services, call, *type, limit, &items);
  }
  std::stable_sort(items.begin(), items.end(),
                   [](const Item& a, const Item& b) { return a.modified > b.modified; });
  return Response::Json(200, ItemList(items, limit));
}

}  // namespace

std::string RecentItems(Services* services, const Call& call, const ObjectType& type,
                        int64_t limit) {
  std::vector<Item> items;
  ReadItems(services, call, type, limit, &items);
  return ItemList(items, limit);
}

void AddRecentRoutes(Services* services, Router* router) {
  router->Add("GET", "/services/data/*/recent", Access::kSession,
              [services](const Call& call) { return ListRecent(services, call); });
}

}  // namespace sfsim
