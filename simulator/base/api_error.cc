// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/api_error.h"

#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

void AppendFields(const std::vector<std::string>& fields, std::string* out) {
  out->append(",\"fields\":[");
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out->push_back(',');
    AppendJsonString(fields[i], out);
  }
  out->push_back(']');
}

// Captured routing errors name the code first, all others the message.
void AppendError(const ApiError& error, std::string* out) {
  const bool routing = error.code == "NOT_FOUND" || error.code == "METHOD_NOT_ALLOWED";
  const bool code_first = routing && !error.fields;
  out->append(code_first ? "{\"errorCode\":" : "{\"message\":");
  AppendJsonString(code_first ? error.code : error.message, out);
  out->append(code_first ? ",\"message\":" : ",\"errorCode\":");
  AppendJsonString(code_first ? error.message : error.code, out);
  if (error.fields) AppendFields(*error.fields, out);
  out->push_back('}');
}

}  // namespace

std::string ErrorBody(const std::vector<ApiError>& errors) {
  std::string body = "[";
  for (size_t i = 0; i < errors.size(); ++i) {
    if (i > 0) body.push_back(',');
    AppendError(errors[i], &body);
  }
  body.push_back(']');
  return body;
}

void AppendRowError(const ApiError& error, std::string* out) {
  out->append("{\"statusCode\":");
  AppendJsonString(error.code, out);
  out->append(",\"message\":");
  AppendJsonString(error.message, out);
  AppendFields(error.fields.value_or(std::vector<std::string>{}), out);
  out->push_back('}');
}

}  // namespace sfsim
