// SPDX-License-Identifier: Apache-2.0
#include "simulator/http/router.h"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "simulator/base/text.h"
#include "simulator/base/utf8.h"

namespace sfsim {
namespace {

// The segments without the empty ones at both ends: `/a/b/` is `/a/b`.
std::vector<std::string> Segments(std::string_view path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  return Split(path, '/');
}

bool Matches(const std::vector<std::string>& pattern, const std::vector<std::string>& segments) {
  const bool open = pattern.back() == "**";
  const auto fixed = pattern.end() - (open ? 1 : 0);
  const auto count = static_cast<size_t>(fixed - pattern.begin());
  if (segments.size() < count || (open ? segments.size() == count : segments.size() > count)) {
    return false;
  }
  return std::equal(pattern.begin(), fixed, segments.begin(),
                    [](const std::string& wanted, const std::string& segment) {
                      return wanted == "*" ? !segment.empty() : wanted == segment;
                    });
}

// Whether `a` names a segment where `b`, otherwise like it, leaves it open.
bool MoreLiteral(const Route& a, const Route& b) {
  for (size_t i = 0; i < std::min(a.pattern.size(), b.pattern.size()); ++i) {
    if ((a.pattern[i] == "*") != (b.pattern[i] == "*")) return b.pattern[i] == "*";
  }
  return false;
}

// In the order in which recorded replies list them.
std::string MethodList(const std::set<std::string>& methods) {
  std::string list;
  for (const char* method : {"HEAD", "GET", "POST", "PUT", "PATCH", "DELETE"}) {
    if (methods.contains(method)) list.append(list.empty() ? "" : ",").append(method);
  }
  return list;
}

}  // namespace

int Call::version_number() const { return std::atoi(version.c_str()); }

void Router::Add(std::string method, std::string_view pattern, Access access,
                 std::function<Response(const Call&)> handler) {
  routes_.push_back({std::move(method), Segments(pattern), access, std::move(handler)});
}

Router::Match Router::Find(std::string_view method, std::string_view encoded_path) const {
  const std::vector<std::string> segments = Segments(encoded_path);
  Match match;
  const Route* path_route = nullptr;
  const Route* get = nullptr;
  std::set<std::string> allowed;
  for (const Route& route : routes_) {
    if (!Matches(route.pattern, segments)) continue;
    if (path_route == nullptr || MoreLiteral(route, *path_route)) {
      path_route = &route;
      match = {};
      get = nullptr;
      allowed.clear();
    } else if (MoreLiteral(*path_route, route)) {
      continue;
    }
    if (route.method == method) match.route = &route;
    if (route.method == "GET") get = &route;
    allowed.insert(route.method);
  }
  if (path_route == nullptr) return match;
  // What can be read can be asked for its headers.
  if (get != nullptr) allowed.insert("HEAD");
  if (match.route == nullptr && method == "HEAD") match.route = get;
  match.allowed = MethodList(allowed);
  for (size_t i = 0; i < path_route->pattern.size(); ++i) {
    if (path_route->pattern[i] == "*") {
      match.parts.push_back(RepairUtf8(PercentDecode(segments[i], false)));
    }
  }
  return match;
}

}  // namespace sfsim
