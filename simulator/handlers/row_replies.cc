// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/row_replies.h"

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/call_options.h"
#include "simulator/handlers/row_body.h"
#include "simulator/handlers/row_conditions.h"

namespace sfsim {

std::string RowUrl(const Call& call, const ObjectType& type, std::string_view id) {
  return StrCat("/services/data/v", call.version, "/sobjects/", type.name, "/", id);
}

Response SavedReply(const Call& call, const ObjectType& type, const SaveResult& saved,
                    bool say_created) {
  std::string body = StrCat("{\"id\":\"", saved.id, "\",\"success\":true,\"errors\":[]");
  if (say_created) StrAppend(&body, ",\"created\":", saved.created ? "true" : "false");
  Response response = Response::Json(saved.created ? 201 : 200, body + "}");
  response.SetHeader("Location", RowUrl(call, type, saved.id));
  return response;
}

Response ReadRowReply(Services* services, const Call& call, const ObjectType& type,
                      const std::string& id) {
  auto options = ReadCallOptions(*call.request);
  if (!options.ok()) return Response::Error(options.error());
  std::vector<const Field*> fields;
  if (const std::string* names = call.request->Query("fields"); names != nullptr) {
    auto read = ReadFieldList(type, Split(*names, ','));
    if (!read.ok()) return Response::Error(read.error());
    fields = std::move(*read);
  }
  auto row = ReadRow(*services, type, fields, id, call.version);
  if (!row.ok()) return Response::Error(row.error());
  if (row->record.empty()) return Response::Error(NotFoundError());
  if (row->deleted) return Response::Error(DeletedError());
  RowVersion version{row->modified, ""};
  if (HasTags(type)) {
    auto reader = services->store->TakeReader();
    if (!reader.ok()) return Response::Error(NotFoundError());
    version = ReadRowVersion(reader->get(), type, id).value_or(version);
    services->store->Release(std::move(*reader));
  }
  if (options->update_mru) MarkViewed(services, type, id);
  return ConditionalRowReply(*call.request, version, Response::Json(200, std::move(row->record)));
}

std::optional<ApiError> CheckKeyAbsent(const JsonValue& record, const Field& key) {
  for (const auto& [name, value] : record.members) {
    if (EqualsIgnoreCase(name, key.name) || EqualsIgnoreCase(name, "Id")) {
      return ApiError{400, "INVALID_FIELD", text::KeyInBody(name), {}};
    }
  }
  return std::nullopt;
}

SaveResult UpdateIfWanted(const Call& call, Connection* connection, RowEditor* editor,
                          const ObjectType& type, const std::string& id, const JsonValue& record) {
  const auto version = ReadRowVersion(connection, type, id);
  if (version) {
    if (auto error = CheckRowConditions(*call.request, *version)) {
      SaveResult refused;
      refused.errors.push_back(std::move(*error));
      return refused;
    }
  }
  return editor->Update(type, id, record, NotFoundError());
}

Response UpdateRowReply(Services* services, const Call& call, const ObjectType& type,
                        const std::string& id) {
  auto options = ReadCallOptions(*call.request);
  if (!options.ok()) return Response::Error(options.error());
  auto body = ReadRecordBody(type, *call.request);
  if (!body.ok()) return Response::Error(body.error());
  if (auto error = CheckKeyAbsent(*body, type.id_field())) return Response::Error(*error);
  SaveResult saved;
  InTransaction(services, AuthorOf(*services, call),
                [&](Connection* connection, RowEditor* editor) {
                  saved = UpdateIfWanted(call, connection, editor, type, id, *body);
                  return saved.ok();
                });
  if (!saved.ok()) return Response::Errors(saved.errors);
  if (options->update_mru) MarkViewed(services, type, id);
  return Response::Empty(204);
}

Response DeleteRowReply(Services* services, const Call& call, const ObjectType& type,
                        const std::string& id) {
  SaveResult deleted;
  InTransaction(services, AuthorOf(*services, call), [&](Connection*, RowEditor* editor) {
    deleted = editor->Delete(type, id, NotFoundError());
    return deleted.ok();
  });
  return deleted.ok() ? Response::Empty(204) : Response::Errors(deleted.errors);
}

}  // namespace sfsim
