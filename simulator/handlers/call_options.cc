// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/call_options.h"

#include <array>
#include <optional>

#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"

namespace sfsim {
namespace {

std::optional<bool> ReadFlag(std::string_view text) {
  if (EqualsIgnoreCase(text, "true")) return true;
  if (EqualsIgnoreCase(text, "false")) return false;
  return std::nullopt;
}

// `a=true, b=false`, separated by commas or semicolons; false when it has not that form. `wanted`
// gets the value of the flag of that name.
bool ReadFlags(std::string header, std::string_view name, bool* wanted) {
  for (char& c : header) {
    if (c == ';') c = ',';
  }
  for (const std::string& item : Split(header, ',')) {
    if (TrimView(item).empty()) continue;
    const size_t equals = item.find('=');
    if (equals == std::string::npos) return false;
    const auto flag = ReadFlag(TrimView(std::string_view(item).substr(equals + 1)));
    if (!flag) return false;
    if (EqualsIgnoreCase(TrimView(std::string_view(item).substr(0, equals)), name)) *wanted = *flag;
  }
  return true;
}

// TRUE, FALSE or the id of an assignment rule.
bool IsAssignment(std::string_view text) {
  const auto id = NormalizeId(text);
  return ReadFlag(text).has_value() || (id && id->starts_with("01Q"));
}

}  // namespace

Outcome<CallOptions> ReadCallOptions(const Request& request) {
  CallOptions options;
  const auto bad = [](std::string_view header, const std::string& value) {
    return ApiError{400, "INVALID_HEADER", text::BadOption(header, value), {}};
  };
  const std::string* assign = request.Header("Sforce-Auto-Assign");
  if (assign != nullptr && !IsAssignment(TrimView(*assign))) {
    return bad("Sforce-Auto-Assign", *assign);
  }
  bool ignored = false;
  const std::string* duplicates = request.Header("Sforce-Duplicate-Rule-Header");
  if (duplicates != nullptr && !ReadFlags(*duplicates, "allowSave", &ignored)) {
    return bad("Sforce-Duplicate-Rule-Header", *duplicates);
  }
  const std::string* mru = request.Header("Sforce-Mru");
  if (mru != nullptr && !ReadFlags(*mru, "updateMru", &options.update_mru)) {
    return bad("Sforce-Mru", *mru);
  }
  return options;
}

void MarkViewed(Services* services, const ObjectType& type, const std::string& id) {
  Store::Writer writer = services->store->Write();
  for (const char* name : {"LastViewedDate", "LastReferencedDate"}) {
    if (type.FindField(name) == nullptr) continue;
    Statement& row = writer->Cached(
        StrCat("UPDATE ", QuoteName(type.name), " SET ", QuoteName(name), "=?1 WHERE \"Id\"=?2"));
    row.Bind(1, services->Now());
    row.BindText(2, id);
    row.Run();
  }
}

}  // namespace sfsim
