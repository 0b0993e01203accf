// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/classic_job_body.h"

#include <charconv>

#include "simulator/base/bulk_text.h"
#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/text.h"
#include "simulator/handlers/row_access.h"
#include "simulator/xml/xml_reader.h"

namespace sfsim {
namespace {

constexpr int64_t kMaxChunk = 250'000;

ApiError InvalidJob(std::string message) { return {400, "InvalidJob", std::move(message), {}}; }

// `TRUE`, `FALSE`, or `chunkSize=50000; parent=Account; startRow=001…`.
Outcome<std::optional<PkChunking>> ReadChunking(const Request& request) {
  std::optional<PkChunking> chunking;
  const std::string* header = request.Header("Sforce-Enable-PKChunking");
  if (header == nullptr || EqualsIgnoreCase(TrimView(*header), "FALSE")) return chunking;
  chunking.emplace();
  if (EqualsIgnoreCase(TrimView(*header), "TRUE")) return chunking;
  for (const std::string& part : Split(*header, ';')) {
    const std::string_view setting = TrimView(part);
    const size_t equals = setting.find('=');
    const std::string_view name = TrimView(setting.substr(0, equals));
    const std::string_view value =
        equals == std::string_view::npos ? "" : TrimView(setting.substr(equals + 1));
    if (EqualsIgnoreCase(name, "chunkSize")) {
      const char* const end = value.data() + value.size();
      const auto read = std::from_chars(value.data(), end, chunking->chunk_size);
      if (read.ec == std::errc() && read.ptr == end && chunking->chunk_size > 0 &&
          chunking->chunk_size <= kMaxChunk) {
        continue;
      }
    } else if (EqualsIgnoreCase(name, "startRow")) {
      const auto id = NormalizeId(value);
      if (id) {
        chunking->start_row = *id;
        continue;
      }
    } else if (EqualsIgnoreCase(name, "parent")) {
      continue;
    }
    return InvalidJob(text::WrongChunking(*header));
  }
  return chunking;
}

std::optional<ApiError> ReadObjectAndOperation(const Services& services, const JsonValue& info,
                                               ClassicJobSpec* spec) {
  spec->operation = info.Text("operation");
  spec->query = spec->operation == "query" || spec->operation == "queryAll";
  const auto operation = RowOperationOf(spec->operation);
  if (!operation && !spec->query) return InvalidJob(text::UnknownOperation(spec->operation));
  const std::string object = info.Text("object");
  if (object.empty()) return InvalidJob(text::MissingJobProperty("object"));
  const ObjectType* type = services.schema.Find(object);
  if (type == nullptr) return ApiError{400, "InvalidEntity", text::UnsupportedEntity(object), {}};
  spec->object = type->name;
  if (!operation) return std::nullopt;
  spec->task.operation = *operation;
  spec->task.type = type;
  if (*operation == RowOperation::kHardDelete && !services.options.bulk.hard_delete) {
    return ApiError{400, "FeatureNotEnabled", std::string(text::kHardDeleteForbidden), {}};
  }
  if (*operation != RowOperation::kUpsert) return std::nullopt;
  const std::string key = info.Text("externalIdFieldName");
  if (key.empty()) return InvalidJob(text::ExternalIdBlank(type->name));
  const auto field = FindKeyField(*type, key);
  if (!field.ok()) return InvalidJob(text::NoExternalId(key, type->name));
  spec->task.key = *field;
  spec->external_id_field = (*field)->name;
  return std::nullopt;
}

std::optional<ApiError> ReadLineEnding(const Request& request, ClassicJobSpec* spec) {
  const std::string* header = request.Header("Sforce-Line-Ending");
  if (header == nullptr) return std::nullopt;
  const auto ending = LineEndingOf(*header);
  if (!ending) return InvalidJob(text::WrongLineEndingHeader(*header));
  spec->line_ending = *ending;
  return std::nullopt;
}

}  // namespace

Outcome<JsonValue> ReadJobInfo(const Request& request) {
  const bool xml = TrimView(request.body).starts_with('<');
  auto info = xml ? ReadXml(request.body) : ReadObject(request.body);
  if (info.ok()) return info;
  return ApiError{400, xml ? "InvalidXml" : "ClientInputError", info.error().message, {}};
}

Outcome<ClassicJobSpec> ReadClassicJobSpec(const Services& services, const Call& call,
                                           const JsonValue& info) {
  ClassicJobSpec spec;
  if (auto error = ReadObjectAndOperation(services, info, &spec)) return std::move(*error);
  const auto form = ClassicFormOf(info.Text("contentType", "XML"));
  if (!form) return InvalidJob(text::UnsupportedContentType(info.Text("contentType")));
  spec.form = *form;
  spec.concurrency_mode = info.Text("concurrencyMode", "Parallel");
  if (spec.concurrency_mode != "Parallel" && spec.concurrency_mode != "Serial") {
    return InvalidJob(text::UnknownConcurrencyMode(spec.concurrency_mode));
  }
  spec.assignment_rule_id = info.Text("assignmentRuleId");
  if (!spec.assignment_rule_id.empty() && !NormalizeId(spec.assignment_rule_id)) {
    return InvalidJob(text::MalformedId(spec.assignment_rule_id));
  }
  auto chunking = ReadChunking(*call.request);
  if (!chunking.ok()) return chunking.error();
  if (spec.query) spec.chunking = *chunking;
  if (auto error = ReadLineEnding(*call.request, &spec)) return std::move(*error);
  spec.version = call.version;
  spec.user_id = call.session.user_id;
  spec.created = services.Now();
  spec.fault = call.request->job_fault;
  return spec;
}

}  // namespace sfsim
