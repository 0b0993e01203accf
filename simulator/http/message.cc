// SPDX-License-Identifier: Apache-2.0
#include "simulator/http/message.h"

#include "simulator/base/text.h"
#include "simulator/base/utf8.h"

namespace sfsim {
namespace {

const std::string* FindName(const NameValues& list, std::string_view name, bool ignore_case) {
  for (const auto& [key, value] : list) {
    if (ignore_case ? EqualsIgnoreCase(key, name) : key == name) return &value;
  }
  return nullptr;
}

}  // namespace

const std::string* Request::Header(std::string_view name) const {
  return FindName(headers, name, true);
}

const std::string* Request::Query(std::string_view name) const {
  return FindName(query, name, false);
}

Response Response::Json(int status, std::string body) {
  return Text(status, "application/json;charset=UTF-8", std::move(body));
}

Response Response::Text(int status, std::string content_type, std::string body) {
  Response response;
  response.status = status;
  response.content_type = std::move(content_type);
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

Response Response::Empty(int status) {
  Response response;
  response.status = status;
  return response;
}

Response Response::Error(const ApiError& error) { return Errors({error}); }

Response Response::Errors(const std::vector<ApiError>& errors) {
  return Json(errors.front().http_status, ErrorBody(errors));
}

void Response::SetHeader(std::string name, std::string value) {
  for (auto& [key, old] : headers) {
    if (EqualsIgnoreCase(key, name)) {
      old = std::move(value);
      return;
    }
  }
  headers.emplace_back(std::move(name), std::move(value));
}

bool IsBulkUpload(const Request& request) {
  return request.method == "PUT" && request.path.starts_with("/services/data/") &&
         request.path.find("/jobs/ingest/") != std::string::npos;
}

NameValues ParseForm(std::string_view text) {
  NameValues values;
  for (const std::string& pair : Split(text, '&')) {
    if (pair.empty()) continue;
    const size_t equals = pair.find('=');
    values.emplace_back(RepairUtf8(PercentDecode(pair.substr(0, equals), true)),
                        equals == std::string::npos
                            ? ""
                            : RepairUtf8(PercentDecode(pair.substr(equals + 1), true)));
  }
  return values;
}

}  // namespace sfsim
