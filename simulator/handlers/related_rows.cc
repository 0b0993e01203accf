// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/related_rows.h"

#include <algorithm>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/row_replies.h"
#include "simulator/handlers/run_query.h"
#include "simulator/records/row_lookup.h"

namespace sfsim {
namespace {

Response NotAllowed(const Call& call, const std::string& allowed) {
  Response response = Response::Error(
      {405, "METHOD_NOT_ALLOWED", text::MethodNotAllowed(call.request->method, allowed), {}});
  response.SetHeader("Allow", allowed);
  return response;
}

// The row's text in a column, empty for null; 404 when the row is missing or deleted.
Outcome<std::string> ReadLiveText(const Services& services, const ObjectType& type,
                                  const std::string& id, const Field& field) {
  auto reader = services.store->TakeReader();
  if (!reader.ok()) return NotFoundError();
  const RowState state = FindRow(reader->get(), type, id);
  SqlValue value = ReadColumn(reader->get(), type, id, field);
  services.store->Release(std::move(*reader));
  if (state == RowState::kMissing) return NotFoundError();
  if (state == RowState::kDeleted) return DeletedError();
  auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? std::string() : std::move(*text);
}

// What a row says its bytes are, if that can stand in a header.
std::string BlobType(const Services& services, const ObjectType& type, const std::string& id) {
  const Field* field = type.FindField("ContentType");
  auto stated = field == nullptr ? Outcome<std::string>(std::string())
                                 : ReadLiveText(services, type, id, *field);
  const bool usable =
      stated.ok() && !stated->empty() &&
      std::all_of(stated->begin(), stated->end(), [](char c) { return c >= ' ' && c <= '~'; });
  return usable ? *stated : "application/octet-stream";
}

Response ReadBlob(const Services& services, const Call& call, const ObjectType& type,
                  const std::string& id, const Field& field) {
  if (call.request->method != "GET" && call.request->method != "HEAD") {
    return NotAllowed(call, "HEAD,GET");
  }
  auto encoded = ReadLiveText(services, type, id, field);
  if (!encoded.ok()) return Response::Error(encoded.error());
  return Response::Text(200, BlobType(services, type, id), Base64Decode(*encoded).value_or(""));
}

Response AnswerParent(Services* services, const Call& call, const ObjectType& type,
                      const std::string& id, const Field& lookup) {
  auto parent_id = ReadLiveText(*services, type, id, lookup);
  if (!parent_id.ok()) return Response::Error(parent_id.error());
  const ObjectType* parent = services->schema.FindByPrefix(*parent_id);
  if (parent_id->empty() || parent == nullptr) return Response::Error(NotFoundError());
  const std::string& method = call.request->method;
  if (method == "PATCH") return UpdateRowReply(services, call, *parent, *parent_id);
  if (method == "DELETE") return DeleteRowReply(services, call, *parent, *parent_id);
  return ReadRowReply(services, call, *parent, *parent_id);
}

Response ListChildren(Services* services, const Call& call, const ObjectType& type,
                      const std::string& id, const ChildRelationship& relationship) {
  if (call.request->method != "GET" && call.request->method != "HEAD") {
    return NotAllowed(call, "HEAD,GET");
  }
  const ObjectType* child = services->schema.Find(relationship.child);
  if (child == nullptr) return Response::Error(NotFoundError());
  auto parent = ReadLiveText(*services, type, id, type.id_field());
  if (!parent.ok()) return Response::Error(parent.error());
  std::vector<const Field*> fields;
  if (const std::string* names = call.request->Query("fields"); names != nullptr) {
    auto read = ReadFieldList(*child, Split(*names, ','));
    if (!read.ok()) return Response::Error(read.error());
    fields = std::move(*read);
  } else {
    for (const Field& field : child->fields()) fields.push_back(&field);
  }
  std::string columns;
  for (const Field* field : fields) {
    // A field asked for twice is shown once, which SOQL would refuse.
    if (StrCat(",", columns, ",").find(StrCat(",", field->name, ",")) != std::string::npos)
      continue;
    StrAppend(&columns, columns.empty() ? "" : ",", field->name);
  }
  return RunSoql(services, call,
                 StrCat("SELECT ", columns, " FROM ", child->name, " WHERE ", relationship.field,
                        " = '", id, "'"),
                 false);
}

}  // namespace

Response AnswerRelated(Services* services, const Call& call, const ObjectType& type,
                       const std::string& id, const std::string& name) {
  const Field* field = type.FindField(name);
  if (field != nullptr && field->type == FieldType::kBase64) {
    return ReadBlob(*services, call, type, id, *field);
  }
  if (const Field* lookup = type.FindRelationship(name)) {
    return AnswerParent(services, call, type, id, *lookup);
  }
  if (const ChildRelationship* children = type.FindChild(name)) {
    return ListChildren(services, call, type, id, *children);
  }
  return Response::Error(NotFoundError());
}

}  // namespace sfsim
