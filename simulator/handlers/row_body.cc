// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/row_body.h"

#include <algorithm>

#include "simulator/base/error_text.h"
#include "simulator/base/text.h"
#include "simulator/handlers/row_access.h"
#include "simulator/http/multipart.h"

namespace sfsim {
namespace {

ApiError BrokenMultipart(std::string_view message) {
  return {400, "INVALID_MULTIPART_REQUEST", std::string(message), {}};
}

const Field* FindBlobField(const ObjectType& type, const BodyPart& part) {
  const Field* field = type.FindField(part.name);
  return field != nullptr && field->type == FieldType::kBase64 ? field : nullptr;
}

// The record is JSON by its type, or the first part that is no file. Clients send it before or
// behind the files, some of which are JSON too.
bool IsRecordPart(const ObjectType& type, const BodyPart& part) {
  return FindBlobField(type, part) == nullptr &&
         (part.content_type == "application/json" || !part.has_file_name);
}

Outcome<JsonValue> ReadParts(const ObjectType& type, const std::vector<BodyPart>& parts) {
  const auto record_part = std::find_if(
      parts.begin(), parts.end(), [&](const BodyPart& part) { return IsRecordPart(type, part); });
  if (record_part == parts.end()) return BrokenMultipart(text::kNoRecordPart);
  auto record = ReadObject(record_part->content);
  if (!record.ok()) return record;
  for (const BodyPart& part : parts) {
    if (&part == &*record_part) continue;
    const Field* field = FindBlobField(type, part);
    if (field == nullptr) return BrokenMultipart(text::NoBlobField(part.name, type.name));
    JsonValue blob;
    blob.kind = JsonValue::Kind::kString;
    blob.text = Base64Encode(part.content);
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
