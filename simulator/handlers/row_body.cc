// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/row_body.h"

#include "simulator/base/error_text.h"
#include "simulator/base/text.h"
#include "simulator/handlers/row_access.h"
#include "simulator/http/multipart.h"

namespace sfsim {
namespace {

ApiError BrokenMultipart(std::string_view message) {
  return {400, "INVALID_MULTIPART_REQUEST", std::string(message), {}};
}

// The record is JSON by its type, or the first part that is no file.
bool IsRecordPart(const BodyPart& part) {
  return part.content_type == "application/json" || !part.has_file_name;
}

Outcome<JsonValue> ReadParts(const ObjectType& type, const std::vector<BodyPart>& parts) {
  if (parts.empty() || !IsRecordPart(parts.front())) {
    return BrokenMultipart(text::kNoRecordPart);
  }
  auto record = ReadObject(parts.front().content);
  if (!record.ok()) return record;
  for (size_t i = 1; i < parts.size(); ++i) {
    const Field* field = type.FindField(parts[i].name);
    if (field == nullptr || field->type != FieldType::kBase64) {
      return BrokenMultipart(text::NoBlobField(parts[i].name, type.name));
    }
    JsonValue blob;
    blob.kind = JsonValue::Kind::kString;
    blob.text = Base64Encode(parts[i].content);
    record->members.emplace_back(field->name, std::move(blob));
  }
  return record;
}

}  // namespace

Outcome<JsonValue> ReadRecordBody(const ObjectType& type, const Request& request) {
  const std::string* content_type = request.Header("Content-Type");
  if (content_type == nullptr || !IsMultipart(*content_type)) return ReadObjectBody(request);
  const auto parts = ReadMultipart(*content_type, request.body);
  if (!parts) return BrokenMultipart(text::kBrokenMultipart);
  return ReadParts(type, *parts);
}

}  // namespace sfsim
