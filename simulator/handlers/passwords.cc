// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/row_access.h"
#include "simulator/json/json_text.h"
#include "simulator/session/crypto.h"

namespace sfsim {
namespace {

// The policy of a new org.
constexpr size_t kMinLength = 8;

ApiError BadPassword(std::string_view why) {
  return {400, "INVALID_NEW_PASSWORD", std::string(why), {}};
}

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::optional<ApiError> CheckPolicy(Services* services, const std::string& user_id,
                                    const std::string& password) {
  if (password.size() < kMinLength) return BadPassword(text::kPasswordTooShort);
  if (std::none_of(password.begin(), password.end(), IsLetter) ||
      std::none_of(password.begin(), password.end(), IsDigit)) {
    return BadPassword(text::kPasswordTooSimple);
  }
  if (services->passwords.WasUsed(user_id, password)) return BadPassword(text::kPasswordRepeated);
  return std::nullopt;
}

// The id of the user whose password it is, if the caller may manage it.
Outcome<std::string> FindUserId(const Services& services, const Call& call) {
  auto type = FindObject(services, "User");
  if (!type.ok()) return type.error();
  auto id = ReadRowId(**type, call.parts[1]);
  if (!id.ok()) return id.error();
  auto row = ReadRow(services, **type, {}, *id, call.version);
  if (!row.ok()) return row.error();
  if (row->record.empty()) return ApiError{404, "NOT_FOUND", std::string(text::kNotFound), {}};
  const UserOptions* caller = services.FindUser(call.session.username);
  const bool own = call.session.user_id == *id;
  if (!own && (caller == nullptr || !caller->manages_users)) {
    return ApiError{403, "INSUFFICIENT_ACCESS", std::string(text::kNoAccessToRecord), {}};
  }
  return id;
}

Response Status(Services* services, const std::string& user_id) {
  const bool expired = services->passwords.IsTemporary(user_id);
  return Response::Json(200, StrCat("{\"isExpired\":", expired ? "true" : "false", "}"));
}

Response Change(Services* services, const Call& call, const std::string& user_id) {
  auto body = ReadObjectBody(*call.request);
  if (!body.ok()) return Response::Error(body.error());
  const JsonValue* password = body->Find("NewPassword");
  if (password == nullptr || !password->is_string()) {
    return Response::Error({400, "MISSING_ARGUMENT", text::MissingParameter("NewPassword"), {}});
  }
  if (auto error = CheckPolicy(services, user_id, password->text)) return Response::Error(*error);
  services->passwords.Set(user_id, password->text, false);
  return Response::Empty(204);
}

Response Reset(Services* services, const std::string& user_id) {
  const std::string password = StrCat("a1", RandomHex(10));
  services->passwords.Set(user_id, password, true);
  std::string body = "{\"NewPassword\":";
  AppendJsonString(password, &body);
  return Response::Json(200, body + "}");
}

}  // namespace

void AddPasswordRoutes(Services* services, Router* router) {
  const std::string path = "/services/data/*/sobjects/User/*/password";
  router->Add("GET", path, Access::kSession, [services](const Call& call) {
    auto id = FindUserId(*services, call);
    return id.ok() ? Status(services, *id) : Response::Error(id.error());
  });
  router->Add("POST", path, Access::kSession, [services](const Call& call) {
    auto id = FindUserId(*services, call);
    return id.ok() ? Change(services, call, *id) : Response::Error(id.error());
  });
  router->Add("DELETE", path, Access::kSession, [services](const Call& call) {
    auto id = FindUserId(*services, call);
    return id.ok() ? Reset(services, *id) : Response::Error(id.error());
  });
}

}  // namespace sfsim
