// SPDX-License-Identifier: Apache-2.0
#include "simulator/faults/journal.h"

#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

void AppendMember(std::string_view name, std::string_view value, std::string* out) {
  AppendJsonString(name, out);
  out->push_back(':');
  AppendJsonString(value, out);
}

// Secrets do not outlive the request that carried them.
std::string Shown(std::string_view name, const std::string& value) {
  const bool secret = EqualsIgnoreCase(name, "Authorization");
  if (EqualsIgnoreCase(name, "X-SFDC-Session")) return "…";
  return secret ? value.substr(0, value.find(' ')) + " …" : value;
}

}  // namespace

void Journal::Record(const Request& request, int status, std::string_view fault) {
  Entry entry{0,
              request.connection,
              request.method,
              request.target,
              request.headers,
              request.body_size,
              status,
              std::string(fault)};
  for (auto& [name, value] : entry.headers) value = Shown(name, value);
  std::lock_guard lock(mutex_);
  entry.number = ++total_;
  entries_.push_back(std::move(entry));
  if (entries_.size() > capacity_) entries_.pop_front();
}

std::string Journal::List(std::string_view prefix) {
  std::lock_guard lock(mutex_);
  std::string list = StrCat("{\"total\":", total_, ",\"requests\":[");
  bool first = true;
  for (const Entry& entry : entries_) {
    if (!entry.target.starts_with(prefix)) continue;
    StrAppend(&list, first ? "" : ",", "{\"number\":", entry.number,
              ",\"connection\":", entry.connection, ",");
    first = false;
    AppendMember("method", entry.method, &list);
    list.push_back(',');
    AppendMember("target", entry.target, &list);
    StrAppend(&list, ",\"bodySize\":", entry.body_size, ",\"status\":", entry.status, ",");
    AppendMember("fault", entry.fault, &list);
    list.append(",\"headers\":{");
    for (size_t i = 0; i < entry.headers.size(); ++i) {
      if (i > 0) list.push_back(',');
      AppendMember(entry.headers[i].first, entry.headers[i].second, &list);
    }
    list.append("}}");
  }
  return list + "]}";
}

void Journal::Clear() {
  std::lock_guard lock(mutex_);
  entries_.clear();
  total_ = 0;
}

}  // namespace sfsim
