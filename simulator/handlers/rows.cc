// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/datetime.h"
#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/row_access.h"
#include "simulator/records/field_input.h"
#include "simulator/records/row_lookup.h"

namespace sfsim {
namespace {

// From this version on an upsert answers 200 with `created` where it answered 204 before.
constexpr int kUpsertSaysCreated = 46;

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

Response CreateRow(Services* services, const Call& call) {
  auto type = FindObject(*services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  auto body = ReadObjectBody(*call.request);
  if (!body.ok()) return Response::Error(body.error());
  SaveResult saved;
  InTransaction(services, AuthorOf(*services, call), [&](Connection*, RowEditor* editor) {
    saved = editor->Insert(**type, *body);
    return saved.ok();
  });
  return saved.ok() ? SavedReply(call, **type, saved, false) : Response::Errors(saved.errors);
}

Response RowReply(const Services& services, const Call& call, const ObjectType& type,
                  const std::string& id) {
  std::vector<const Field*> fields;
  if (const std::string* names = call.request->Query("fields"); names != nullptr) {
    auto read = ReadFieldList(type, Split(*names, ','));
    if (!read.ok()) return Response::Error(read.error());
    fields = std::move(*read);
  }
  auto row = ReadRow(services, type, fields, id, call.version);
  if (!row.ok()) return Response::Error(row.error());
  if (row->record.empty()) return Response::Error(NotFoundError());
  if (row->deleted) {
    return Response::Error({404, "ENTITY_IS_DELETED", std::string(text::kEntityIsDeleted),
                            std::vector<std::string>{}});
  }
  // Whole seconds are all that HTTP dates have.
  const int64_t modified = row->modified / 1000 * 1000;
  const std::string* since = call.request->Header("If-Modified-Since");
  const auto known = since == nullptr ? std::nullopt : ParseHttpDate(*since);
  Response response = known && modified <= *known ? Response::Empty(304)
                                                  : Response::Json(200, std::move(row->record));
  response.SetHeader("Last-Modified", HttpDate(modified));
  return response;
}

Response GetRow(Services* services, const Call& call) {
  auto type = FindObject(*services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  auto id = ReadRowId(**type, call.parts[2]);
  if (!id.ok()) return Response::Error(id.error());
  return RowReply(*services, call, **type, *id);
}

Response UpdateRowById(Services* services, const Call& call, const ObjectType& type,
                       const std::string& id) {
  auto body = ReadObjectBody(*call.request);
  if (!body.ok()) return Response::Error(body.error());
  for (const auto& [name, value] : body->members) {
    if (EqualsIgnoreCase(name, "Id")) {
      return Response::Error({400, "INVALID_FIELD", std::string(text::kIdInUpdate), {}});
    }
  }
  SaveResult saved;
  InTransaction(services, AuthorOf(*services, call), [&](Connection*, RowEditor* editor) {
    saved = editor->Update(type, id, *body, NotFoundError());
    return saved.ok();
  });
  return saved.ok() ? Response::Empty(204) : Response::Errors(saved.errors);
}

Response UpdateRow(Services* services, const Call& call) {
  auto type = FindObject(*services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  auto id = ReadRowId(**type, call.parts[2]);
  if (!id.ok()) return Response::Error(id.error());
  return UpdateRowById(services, call, **type, *id);
}

Response DeleteRowById(Services* services, const Call& call, const ObjectType& type,
                       const std::string& id) {
  SaveResult deleted;
  InTransaction(services, AuthorOf(*services, call), [&](Connection*, RowEditor* editor) {
    deleted = editor->Delete(type, id, NotFoundError());
    return deleted.ok();
  });
  return deleted.ok() ? Response::Empty(204) : Response::Errors(deleted.errors);
}

Response DeleteRow(Services* services, const Call& call) {
  auto type = FindObject(*services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  auto id = ReadRowId(**type, call.parts[2]);
  if (!id.ok()) return Response::Error(id.error());
  return DeleteRowById(services, call, **type, *id);
}

// What a path by external id leads to.
struct KeyedRows {
  const ObjectType* type = nullptr;
  const Field* field = nullptr;
  std::vector<std::string> ids;
};

Outcome<KeyedRows> FindKeyedRows(Services* services, const Call& call) {
  KeyedRows rows;
  auto type = FindObject(*services, call.parts[1]);
  if (!type.ok()) return type.error();
  rows.type = *type;
  auto field = FindKeyField(**type, call.parts[2]);
  if (!field.ok()) return field.error();
  rows.field = *field;
  if (rows.field->type == FieldType::kId) {
    auto id = ReadRowId(**type, call.parts[3]);
    if (!id.ok()) return id.error();
    rows.ids = {*id};
    return rows;
  }
  auto value = ReadFieldText(**type, **field, call.parts[3]);
  if (!value.ok()) return value.error();
  auto reader = services->store->TakeReader();
  if (!reader.ok()) return NotFoundError();
  rows.ids = FindRows(reader->get(), **type, **field, *value);
  services->store->Release(std::move(*reader));
  return rows;
}

Response SeveralMatches(const Call& call, const KeyedRows& rows) {
  std::string body = "[";
  for (const std::string& id : rows.ids) {
    StrAppend(&body, body.size() > 1 ? "," : "", "\"", RowUrl(call, *rows.type, id), "\"");
  }
  return Response::Json(300, body + "]");
}

// Runs `act` on the one row that a path by external id leads to.
template <typename Act>
Response OnKeyedRow(Services* services, const Call& call, Act act) {
  auto rows = FindKeyedRows(services, call);
  if (!rows.ok()) return Response::Error(rows.error());
  if (rows->ids.size() > 1) return SeveralMatches(call, *rows);
  if (rows->ids.empty()) return Response::Error(NotFoundError());
  return act(*rows->type, rows->ids.front());
}

// The record with its key, as an insert needs it.
JsonValue WithKey(const JsonValue& body, const Field& field, const std::string& value) {
  JsonValue record = body;
  JsonValue key;
  key.kind = JsonValue::Kind::kString;
  key.text = value;
  record.members.push_back({field.name, std::move(key)});
  return record;
}

Response UpsertRow(Services* services, const Call& call) {
  auto rows = FindKeyedRows(services, call);
  if (!rows.ok()) return Response::Error(rows.error());
  const ObjectType& type = *rows->type;
  if (rows->field->type == FieldType::kId) {
    return UpdateRowById(services, call, type, rows->ids.front());
  }
  auto body = ReadObjectBody(*call.request);
  if (!body.ok()) return Response::Error(body.error());
  for (const auto& [name, value] : body->members) {
    if (EqualsIgnoreCase(name, rows->field->name) || EqualsIgnoreCase(name, "Id")) {
      return Response::Error({400, "INVALID_FIELD", text::KeyInBody(name), {}});
    }
  }
  const std::string* update_only = call.request->Query("updateOnly");
  SaveResult saved;
  InTransaction(services, AuthorOf(*services, call),
                [&](Connection* connection, RowEditor* editor) {
                  // Looked up again: another request may have created the row in between.
                  auto key = ReadFieldText(type, *rows->field, call.parts[3]);
                  rows->ids = FindRows(connection, type, *rows->field, *key);
                  if (rows->ids.size() > 1) return false;
                  if (rows->ids.size() == 1) {
                    saved = editor->Update(type, rows->ids.front(), *body, NotFoundError());
                  } else if (update_only != nullptr && *update_only == "true") {
                    saved.errors.push_back(NotFoundError());
                  } else {
                    saved = editor->Insert(type, WithKey(*body, *rows->field, call.parts[3]));
                  }
                  return saved.ok();
                });
  if (rows->ids.size() > 1) return SeveralMatches(call, *rows);
  if (!saved.ok()) return Response::Errors(saved.errors);
  const bool modern = call.version_number() >= kUpsertSaysCreated;
  if (!saved.created && !modern) return Response::Empty(204);
  return SavedReply(call, type, saved, modern);
}

// `POST /sobjects/{O}/Id`: an insert that answers as an upsert.
Response InsertByIdKey(Services* services, const Call& call) {
  auto type = FindObject(*services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  if (!EqualsIgnoreCase(call.parts[2], "Id")) {
    return Response::Error(
        {405, "METHOD_NOT_ALLOWED", text::MethodNotAllowed("POST", "GET,HEAD,PATCH,DELETE"), {}});
  }
  Response response = CreateRow(services, call);
  if (response.status != 201) return response;
  std::string body = *response.body;
  body.insert(body.size() - 1, ",\"created\":true");
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

}  // namespace

void AddRowRoutes(Services* services, Router* router) {
  const auto bind = [services](Response (*handler)(Services*, const Call&)) {
    return [services, handler](const Call& call) { return handler(services, call); };
  };
  const std::string object = "/services/data/*/sobjects/*";
  router->Add("POST", object, Access::kSession, bind(CreateRow));
  for (const char* method : {"GET", "HEAD"}) {
    router->Add(method, object + "/*", Access::kSession, bind(GetRow));
    router->Add(method, object + "/*/*", Access::kSession, [services](const Call& call) {
      return OnKeyedRow(services, call, [&](const ObjectType& type, const std::string& id) {
        return RowReply(*services, call, type, id);
      });
    });
  }
  router->Add("PATCH", object + "/*", Access::kSession, bind(UpdateRow));
  router->Add("DELETE", object + "/*", Access::kSession, bind(DeleteRow));
  router->Add("POST", object + "/*", Access::kSession, bind(InsertByIdKey));
  router->Add("PATCH", object + "/*/*", Access::kSession, bind(UpsertRow));
  router->Add("DELETE", object + "/*/*", Access::kSession, [services](const Call& call) {
    return OnKeyedRow(services, call, [&](const ObjectType& type, const std::string& id) {
      return DeleteRowById(services, call, type, id);
    });
  });
}

}  // namespace sfsim
