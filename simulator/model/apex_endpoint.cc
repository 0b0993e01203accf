// SPDX-License-Identifier: Apache-2.0
#include "simulator/model/apex_endpoint.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "simulator/base/str_cat.h"

namespace sfsim {
namespace {

constexpr std::string_view kJson = "application/json;charset=UTF-8";
constexpr std::array<std::string_view, 5> kMethods = {"GET", "POST", "PUT", "PATCH", "DELETE"};

absl::Status Take(std::string_view key, const JsonValue& value, ApexEndpoint* endpoint) {
  if (key == "urlMapping") {
    endpoint->url_mapping = value.text;
  } else if (key == "method") {
    endpoint->method = value.text;
  } else if (key == "echo") {
    endpoint->echo = value.boolean;
  } else if (key == "body") {
    endpoint->body.clear();
    value.AppendTo(&endpoint->body);
    if (endpoint->content_type.empty()) endpoint->content_type = kJson;
  } else if (key == "text") {
    endpoint->body = value.text;
  } else if (key == "contentType") {
    endpoint->content_type = value.text;
  } else if (key == "headers") {
    for (const auto& [name, header] : value.members) {
      endpoint->headers.emplace_back(name, header.text);
    }
  } else if (key == "exception") {
    endpoint->exception = value.text;
  } else if (key == "forbiddenClass") {
    endpoint->forbidden_class = value.text;
  } else if (key != "status") {
    return absl::InvalidArgumentError(StrCat("apexRest: unknown key '", key, "'"));
  }
  return absl::OkStatus();
}

absl::Status Check(const ApexEndpoint& endpoint) {
  if (!endpoint.url_mapping.starts_with('/')) {
    return absl::InvalidArgumentError("apexRest: urlMapping must begin with '/'");
  }
  if (std::find(kMethods.begin(), kMethods.end(), endpoint.method) == kMethods.end()) {
    return absl::InvalidArgumentError(
        StrCat("apexRest: '", endpoint.method, "' is no method of Apex REST"));
  }
  if (endpoint.status < 200 || endpoint.status > 599) {
    return absl::InvalidArgumentError("apexRest: status must be 200 to 599");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadApexEndpoints(const JsonValue& document, std::vector<ApexEndpoint>* endpoints) {
  const JsonValue* list = document.Find("apexRest");
  if (list == nullptr) return absl::OkStatus();
  for (const JsonValue& item : list->items) {
    ApexEndpoint endpoint;
    if (item.Find("status") != nullptr) endpoint.status = static_cast<int>(item.Integer("status"));
    for (const auto& [key, value] : item.members) {
      if (absl::Status status = Take(key, value, &endpoint); !status.ok()) return status;
    }
    if (absl::Status status = Check(endpoint); !status.ok()) return status;
    endpoints->push_back(std::move(endpoint));
  }
  return absl::OkStatus();
}

}  // namespace sfsim
