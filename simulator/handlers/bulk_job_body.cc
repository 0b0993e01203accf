// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/bulk_job_body.h"

#include <algorithm>

#include "simulator/base/bulk_text.h"
#include "simulator/handlers/row_access.h"

namespace sfsim {
namespace {

ApiError UnexpectedValue(const JsonValue& value) {
  return {400, "API_ERROR", text::UnexpectedValue(value.line, value.column), {}};
}

// Whether the value is one that the property may have.
bool IsKnownValue(std::string_view name, const std::string& value) {
  if (name == "columnDelimiter") return CsvDelimiterOf(value).has_value();
  if (name == "lineEnding") return LineEndingOf(value).has_value();
  return true;
}

}  // namespace

ApiError InvalidJob(std::string message) { return {400, "INVALIDJOB", std::move(message), {}}; }

Outcome<JobProperties> ReadJobProperties(std::string_view json,
                                         std::initializer_list<std::string_view> known) {
  auto body = ReadObject(json);
  if (!body.ok()) return body.error();
  JobProperties properties;
  for (const auto& [name, value] : body->members) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      return ApiError{400, "API_ERROR", text::UnknownJobProperty(name), {}};
    }
    if (value.is_null()) continue;
    if (!value.is_string() || !IsKnownValue(name, value.text)) return UnexpectedValue(value);
    properties[name] = value.text;
  }
  return properties;
}

std::string PropertyOf(const JobProperties& properties, std::string_view name,
                       std::string_view otherwise) {
  const auto found = properties.find(name);
  return std::string(found == properties.end() ? otherwise : std::string_view(found->second));
}

Outcome<BulkJobSpec> ReadJobSpec(const Services& services, const Call& call,
                                 const JobProperties& properties) {
  BulkJobSpec spec;
  spec.operation = PropertyOf(properties, "operation");
  if (spec.operation.empty()) return InvalidJob(text::MissingJobProperty("operation"));
  const std::string type = PropertyOf(properties, "contentType", "CSV");
  if (type != "CSV") return InvalidJob(text::UnsupportedContentType(type));
  spec.column_delimiter = PropertyOf(properties, "columnDelimiter", "COMMA");
  spec.line_ending = PropertyOf(properties, "lineEnding", "LF");
  spec.format = {*CsvDelimiterOf(spec.column_delimiter), *LineEndingOf(spec.line_ending)};
  spec.version = call.version;
  spec.user_id = call.session.user_id;
  spec.created = services.Now();
  spec.fault = call.request->job_fault;
  return spec;
}

}  // namespace sfsim
