// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/composite_reference.h"

#include <charconv>
#include <functional>

#include "simulator/base/error_text.h"
#include "simulator/base/text.h"

namespace sfsim {
namespace {

constexpr std::string_view kOpen = "@{";
// From this version on a field of a row that is null may be referred to.
constexpr int kNullIsAValue = 52;

// `ref` of `ref.records[0].Id`.
std::string_view ReferenceIdOf(std::string_view path) {
  return path.substr(0, path.find_first_of(".["));
}

// Calls `replace` for each reference in the text, with its path, and puts what it returns in its
// place. False as soon as it returns nothing.
bool ReplaceReferences(
    std::string* text,
    const std::function<std::optional<std::string>(std::string_view, size_t)>& replace) {
  std::string result;
  size_t done = 0;
  for (size_t open = text->find(kOpen); open != std::string::npos; open = text->find(kOpen, done)) {
    const size_t close = text->find('}', open);
    if (close == std::string::npos) break;
    result.append(*text, done, open - done);
    const std::string_view path =
        std::string_view(*text).substr(open + kOpen.size(), close - open - kOpen.size());
    auto value = replace(path, open);
    if (!value) return false;
    result.append(*value);
    done = close + 1;
  }
  result.append(*text, done);
  *text = std::move(result);
  return true;
}

// A scalar as it reads within a text.
std::string ScalarText(const JsonValue& value) {
  if (value.kind == JsonValue::Kind::kBool) return value.boolean ? "true" : "false";
  return value.text;
}

// Escapes what would otherwise end the part of the URL that the value stands in.
std::string UrlText(std::string_view value, bool in_query) {
  const std::string_view special = in_query ? "&#+%" : "?#%";
  std::string text;
  for (char c : value) {
    if (special.find(c) == std::string_view::npos) {
      text.push_back(c);
    } else {
      text.append(PercentEncode(std::string_view(&c, 1)));
    }
  }
  return text;
}

void CollectFromText(std::string_view text, std::set<std::string>* ids) {
  for (size_t open = text.find(kOpen); open != std::string_view::npos;
       open = text.find(kOpen, open + 1)) {
    const size_t close = text.find('}', open);
    if (close == std::string_view::npos) return;
    ids->emplace(ReferenceIdOf(text.substr(open + kOpen.size(), close - open - kOpen.size())));
  }
}

void CollectFromValue(const JsonValue& value, std::set<std::string>* ids) {
  if (value.is_string()) CollectFromText(value.text, ids);
  for (const JsonValue& item : value.items) CollectFromValue(item, ids);
  for (const auto& [name, member] : value.members) CollectFromValue(member, ids);
}

}  // namespace

void ReferenceTable::Add(const std::string& reference_id, const Response& response) {
  if (!Failed(response)) replies_[reference_id].text = response.body;
}

std::optional<Response> ReferenceTable::Resolve(Subrequest* subrequest) {
  if (ResolveUrl(&subrequest->url) && ResolveValue(&subrequest->body)) return std::nullopt;
  return Halted(text::NoReferenceValue(unresolved_, ReferenceIdOf(unresolved_)));
}

const JsonValue* ReferenceTable::BodyOf(const std::string& reference_id) {
  const auto found = replies_.find(reference_id);
  if (found == replies_.end() || !found->second.text) return nullptr;
  if (!found->second.body) {
    auto body = ReadJson(*found->second.text);
    found->second.body = std::make_unique<JsonValue>(body.ok() ? std::move(*body) : JsonValue());
  }
  return found->second.body.get();
}

const JsonValue* ReferenceTable::Find(std::string_view path) {
  const std::string_view id = ReferenceIdOf(path);
  const JsonValue* value = BodyOf(std::string(id));
  const bool row = value != nullptr && value->Find("attributes") != nullptr;
  path.remove_prefix(id.size());
  while (value != nullptr && !path.empty()) {
    const bool index = path.front() == '[';
    path.remove_prefix(1);
    if (!index) {
      const std::string_view name = path.substr(0, path.find_first_of(".["));
      value = value->Find(name);
      path.remove_prefix(name.size());
      continue;
    }
    size_t number = 0;
    const auto read = std::from_chars(path.data(), path.data() + path.size(), number);
    const auto length = static_cast<size_t>(read.ptr - path.data());
    const bool closed = read.ec == std::errc() && length < path.size() && path[length] == ']';
    value = closed && number < value->items.size() ? &value->items[number] : nullptr;
    path.remove_prefix(closed ? length + 1 : path.size());
    // Behind an index comes a field or another index.
    if (!path.empty() && path.front() != '.' && path.front() != '[') value = nullptr;
  }
  if (value == nullptr || value->is_object() || value->is_array()) return nullptr;
  if (value->is_null() && !(row && version_ >= kNullIsAValue)) return nullptr;
  return Spend(value->text.size()) ? value : nullptr;
}

bool ReferenceTable::Spend(size_t size) {
  if (size > budget_) return false;
  budget_ -= size;
  return true;
}

bool ReferenceTable::ResolveUrl(std::string* url) {
  return ReplaceReferences(url, [&](std::string_view path, size_t at) {
    std::optional<std::string> text;
    if (const JsonValue* value = Find(path)) {
      text = UrlText(ScalarText(*value), url->find('?') < at);
    } else {
      unresolved_ = path;
    }
    return text;
  });
}

bool ReferenceTable::ResolveText(std::string* text) {
  return ReplaceReferences(text, [&](std::string_view path, size_t) {
    std::optional<std::string> scalar;
    if (const JsonValue* value = Find(path)) {
      scalar = ScalarText(*value);
    } else {
      unresolved_ = path;
    }
    return scalar;
  });
}

bool ReferenceTable::ResolveValue(JsonValue* value) {
  if (value->is_string() && value->text.find(kOpen) != std::string::npos) {
    // A string that is one reference and nothing else becomes the value itself.
    const bool whole =
        value->text.starts_with(kOpen) && value->text.find('}') == value->text.size() - 1;
    if (!whole) return ResolveText(&value->text);
    const std::string path = value->text.substr(kOpen.size(), value->text.size() - 3);
    const JsonValue* found = Find(path);
    if (found == nullptr) {
      unresolved_ = path;
      return false;
    }
    *value = JsonValue(*found);
    return true;
  }
  for (JsonValue& item : value->items) {
    if (!ResolveValue(&item)) return false;
  }
  for (auto& [name, member] : value->members) {
    if (!ResolveValue(&member)) return false;
  }
  return true;
}

std::set<std::string> ReferencesOf(const Subrequest& subrequest) {
  std::set<std::string> ids;
  CollectFromText(subrequest.url, &ids);
  CollectFromValue(subrequest.body, &ids);
  return ids;
}

}  // namespace sfsim
