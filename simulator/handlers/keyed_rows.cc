// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/keyed_rows.h"

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/call_options.h"
#include "simulator/handlers/row_body.h"
#include "simulator/handlers/row_replies.h"
#include "simulator/records/field_input.h"
#include "simulator/records/row_lookup.h"

namespace sfsim {
namespace {

// From this version on an upsert answers 200 with `created` where it answered 204 before.
constexpr int kUpsertSaysCreated = 46;

using Ids = std::vector<std::string>;

// The key's value in the form that its column keeps.
Outcome<SqlValue> ReadKey(const Call& call, const ObjectType& type, const Field& key) {
  const std::string& text = call.parts[3];
  if (key.type == FieldType::kId) {
    auto id = ReadRowId(type, text);
    if (!id.ok()) return id.error();
    return SqlValue(*id);
  }
  return ReadFieldText(key, text);
}

Response SeveralMatches(const Call& call, const ObjectType& type, const Ids& ids) {
  std::string body = "[";
  for (const std::string& id : ids) {
    StrAppend(&body, body.size() > 1 ? "," : "", "\"", RowUrl(call, type, id), "\"");
  }
  return Response::Json(300, body + "]");
}

// Runs `act` on the one row that the path leads to.
template <typename Act>
Response OnKeyedRow(Services* services, const Call& call, const ObjectType& type, const Field& key,
                    Act act) {
  auto value = ReadKey(call, type, key);
  if (!value.ok()) return Response::Error(value.error());
  if (key.type == FieldType::kId) return act(std::get<std::string>(*value));
  auto reader = services->store->TakeReader();
  if (!reader.ok()) return Response::Error(NotFoundError());
  const Ids ids = FindRows(reader->get(), type, key, *value);
  services->store->Release(std::move(*reader));
  if (ids.size() > 1) return SeveralMatches(call, type, ids);
  if (ids.empty()) return Response::Error(NotFoundError());
  return act(ids.front());
}

// The record with its key, as an insert needs it.
JsonValue WithKey(const JsonValue& body, const Field& field, const std::string& value) {
  JsonValue record = body;
  JsonValue key;
  key.kind = JsonValue::Kind::kString;
  key.text = value;
  record.members.emplace_back(field.name, std::move(key));
  return record;
}

bool IsUpdateOnly(const Call& call) {
  const std::string* update_only = call.request->Query("updateOnly");
  return update_only != nullptr && EqualsIgnoreCase(*update_only, "true");
}

struct Upsert {
  const Call& call;
  const ObjectType& type;
  const Field& key;
  const SqlValue& value;
  const JsonValue& record;
};

// Looks the row up within the transaction: another call may have created it in between.
SaveResult SaveKeyed(const Upsert& upsert, Connection* connection, RowEditor* editor, Ids* ids) {
  const bool by_id = upsert.key.type == FieldType::kId;
  if (by_id) {
    ids->push_back(std::get<std::string>(upsert.value));
  } else {
    *ids = FindRows(connection, upsert.type, upsert.key, upsert.value);
  }
  if (ids->size() == 1) {
    return UpdateIfWanted(upsert.call, connection, editor, upsert.type, ids->front(),
                          upsert.record);
  }
  SaveResult none;
  if (ids->size() > 1 || IsUpdateOnly(upsert.call)) {
    none.errors.push_back(NotFoundError());
    return none;
  }
  return editor->Insert(upsert.type, WithKey(upsert.record, upsert.key, upsert.call.parts[3]));
}

}  // namespace

Response ReadKeyedRow(Services* services, const Call& call, const ObjectType& type,
                      const Field& key) {
  return OnKeyedRow(services, call, type, key,
                    [&](const std::string& id) { return ReadRowReply(services, call, type, id); });
}

Response DeleteKeyedRow(Services* services, const Call& call, const ObjectType& type,
                        const Field& key) {
  return OnKeyedRow(services, call, type, key, [&](const std::string& id) {
    return DeleteRowReply(services, call, type, id);
  });
}

Response UpsertKeyedRow(Services* services, const Call& call, const ObjectType& type,
                        const Field& key) {
  auto options = ReadCallOptions(*call.request);
  if (!options.ok()) return Response::Error(options.error());
  auto value = ReadKey(call, type, key);
  if (!value.ok()) return Response::Error(value.error());
  if (IsNull(*value)) {
    return Response::Error(RowError("MISSING_ARGUMENT", text::KeyMissing(key.name)));
  }
  auto body = ReadRecordBody(type, *call.request);
  if (!body.ok()) return Response::Error(body.error());
  if (auto error = CheckKeyAbsent(*body, key)) return Response::Error(*error);
  SaveResult saved;
  Ids ids;
  InTransaction(services, AuthorOf(*services, call),
                [&](Connection* connection, RowEditor* editor) {
                  saved = SaveKeyed({call, type, key, *value, *body}, connection, editor, &ids);
                  return saved.ok();
                });
  if (ids.size() > 1) return SeveralMatches(call, type, ids);
  if (!saved.ok()) return Response::Errors(saved.errors);
  if (options->update_mru) MarkViewed(services, type, saved.id);
  const bool modern = call.version_number() >= kUpsertSaysCreated;
  if (!saved.created && !modern) return Response::Empty(204);
  return SavedReply(call, type, saved, modern);
}

}  // namespace sfsim
