// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/text.h"
#include "simulator/handlers/call_options.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/keyed_rows.h"
#include "simulator/handlers/related_rows.h"
#include "simulator/handlers/row_body.h"
#include "simulator/handlers/row_replies.h"

namespace sfsim {
namespace {

Response CreateRow(Services* services, const Call& call, bool say_created) {
  auto type = FindObject(*services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  auto options = ReadCallOptions(*call.request);
  if (!options.ok()) return Response::Error(options.error());
  auto body = ReadRecordBody(**type, *call.request);
  if (!body.ok()) return Response::Error(body.error());
  if (auto error = CheckKeyAbsent(*body, (*type)->id_field())) return Response::Error(*error);
  SaveResult saved;
  InTransaction(services, AuthorOf(*services, call), [&](Connection*, RowEditor* editor) {
    saved = editor->Insert(**type, *body);
    return saved.ok();
  });
  if (!saved.ok()) return Response::Errors(saved.errors);
  if (options->update_mru) MarkViewed(services, **type, saved.id);
  return SavedReply(call, **type, saved, say_created);
}

// `POST /sobjects/{O}/Id`: an insert that answers as an upsert.
Response InsertByIdKey(Services* services, const Call& call) {
  auto type = FindObject(*services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  if (EqualsIgnoreCase(call.parts[2], "Id")) return CreateRow(services, call, true);
  Response response = Response::Error(
      {405, "METHOD_NOT_ALLOWED", text::MethodNotAllowed("POST", "HEAD,GET,PATCH,DELETE"), {}});
  response.SetHeader("Allow", "HEAD,GET,PATCH,DELETE");
  return response;
}

// Runs `act` on the row of `/sobjects/{O}/{id}`.
template <typename Act>
Response OnRow(Services* services, const Call& call, Act act) {
  auto type = FindObject(*services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  auto id = ReadRowId(**type, call.parts[2]);
  if (!id.ok()) return Response::Error(id.error());
  return act(services, call, **type, *id);
}

// `/sobjects/{O}/{Field}/{value}` or `/sobjects/{O}/{id}/{name}`: what is no key field may be an
// id.
Response AnswerThirdSegment(Services* services, const Call& call) {
  auto type = FindObject(*services, call.parts[1]);
  if (!type.ok()) return Response::Error(type.error());
  auto key = FindKeyField(**type, call.parts[2]);
  if (!key.ok()) {
    if (!LooksLikeId(call.parts[2])) return Response::Error(key.error());
    auto id = ReadRowId(**type, call.parts[2]);
    if (!id.ok()) return Response::Error(id.error());
    return AnswerRelated(services, call, **type, *id, call.parts[3]);
  }
  const std::string& method = call.request->method;
  if (method == "PATCH") return UpsertKeyedRow(services, call, **type, **key);
  if (method == "DELETE") return DeleteKeyedRow(services, call, **type, **key);
  return ReadKeyedRow(services, call, **type, **key);
}

}  // namespace

void AddRowRoutes(Services* services, Router* router) {
  const std::string object = "/services/data/*/sobjects/*";
  const auto on_row = [services](auto act) {
    return [services, act](const Call& call) { return OnRow(services, call, act); };
  };
  router->Add("POST", object, Access::kSession,
              [services](const Call& call) { return CreateRow(services, call, false); });
  router->Add("GET", object + "/*", Access::kSession, on_row(ReadRowReply));
  router->Add("PATCH", object + "/*", Access::kSession, on_row(UpdateRowReply));
  router->Add("DELETE", object + "/*", Access::kSession, on_row(DeleteRowReply));
  router->Add("POST", object + "/*", Access::kSession,
              [services](const Call& call) { return InsertByIdKey(services, call); });
  for (const char* method : {"GET", "PATCH", "DELETE"}) {
    router->Add(method, object + "/*/*", Access::kSession,
                [services](const Call& call) { return AnswerThirdSegment(services, call); });
  }
}

}  // namespace sfsim
