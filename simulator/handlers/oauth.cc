// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/oauth_reply.h"
#include "simulator/session/crypto.h"

namespace sfsim {
namespace {

constexpr std::string_view kJwtGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
// Assertions may end this far ahead, and a clock may be that far off.
constexpr int64_t kMaxAssertionSeconds = 300;

struct OauthError {
  std::string error;
  std::string description;
};

// A token request on its way to the grant that it names.
class TokenRequest {
 public:
  TokenRequest(Services* services, const Request& request)
      : services_(*services), request_(request), form_(ParseForm(request.body)) {
    // Credentials and grants in the query string work as well as in the form.
    form_.insert(form_.end(), request.query.begin(), request.query.end());
  }

  Response Answer() {
    const std::string grant = Value("grant_type");
    TokenReply reply;
    std::optional<OauthError> error;
    if (grant == "refresh_token") {
      error = Refresh(&reply);
    } else if (grant == "password") {
      error = Password(&reply);
    } else if (grant == "client_credentials") {
      error = ClientCredentials(&reply);
    } else if (grant == kJwtGrant) {
      error = JwtBearer(&reply);
    } else {
      error = OauthError{"unsupported_grant_type", "grant type not supported"};
    }
    const std::string format = ReplyFormat();
    if (error) return FormatOauthReply(400, ErrorMembers(*error), format);
    return FormatOauthReply(200, reply.Members(), format);
  }

 private:
  static NameValues ErrorMembers(const OauthError& error) {
    return {{"error", error.error}, {"error_description", error.description}};
  }

  std::string Value(std::string_view name) const {
    for (const auto& [key, value] : form_) {
      if (key == name) return value;
    }
    return {};
  }

  std::string ReplyFormat() const {
    std::string format = Value("format");
    if (!format.empty()) return format;
    const std::string* accept = request_.Header("Accept");
    if (accept == nullptr) return "json";
    if (accept->find("application/xml") != std::string::npos) return "xml";
    return accept->find("x-www-form-urlencoded") != std::string::npos ? "urlencoded" : "json";
  }

  // The app of the form or of the Basic header. `secret_optional`: a missing secret is accepted, a
  // wrong one is not.
  std::optional<OauthError> FindApp(bool secret_optional, const AppOptions** app) const {
    std::string id = Value("client_id");
    std::string secret = Value("client_secret");
    const std::string* header = request_.Header("Authorization");
    if (header != nullptr && header->starts_with("Basic ")) {
      const auto decoded = Base64Decode(TrimView(std::string_view(*header).substr(6)));
      const size_t colon = decoded ? decoded->find(':') : std::string::npos;
      if (colon != std::string::npos) {
        id = PercentDecode(decoded->substr(0, colon), true);
        secret = PercentDecode(decoded->substr(colon + 1), true);
      }
    }
    *app = services_.FindApp(id);
    if (*app == nullptr) return OauthError{"invalid_client_id", "client identifier invalid"};
    if (secret != (*app)->client_secret && !(secret_optional && secret.empty())) {
      return OauthError{"invalid_client", "invalid client credentials"};
    }
    return std::nullopt;
  }

  std::optional<OauthError> OpenSession(const AppOptions& app, const std::string& username,
                                        const std::string& grant, TokenReply* reply) {
    const UserOptions* user = services_.FindUser(username);
    if (user == nullptr || !user->active) return OauthError{"invalid_grant", "inactive user"};
    Session session;
    session.username = user->username;
    session.user_id = services_.UserId(user->username);
    session.client_id = app.client_id;
    session.scope = app.scope;
    reply->instance_url = services_.instance_url;
    reply->id =
        StrCat(services_.instance_url, "/id/", services_.organization_id, "/", session.user_id);
    const int64_t now = services_.Now();
    reply->issued_at = std::to_string(now);
    reply->signature = Base64Encode(HmacSha256(app.client_secret, reply->id + reply->issued_at));
    reply->access_token = services_.sessions->Open(std::move(session), now, grant);
    return std::nullopt;
  }

  std::optional<OauthError> Refresh(TokenReply* reply) {
    const AppOptions* app = nullptr;
    if (auto error = FindApp(true, &app)) return error;
    const OauthError stale{"invalid_grant", "expired access/refresh token"};
    std::string token = Value("refresh_token");
    const auto grant = services_.sessions->FindGrant(token);
    if (!grant || grant->client_id != app->client_id) return stale;
    if (app->rotate_refresh_tokens) {
      const auto fresh = services_.sessions->RotateGrant(token);
      if (!fresh) return stale;
      token = *fresh;
      reply->refresh_token = token;
    }
    reply->scope = app->scope;
    return OpenSession(*app, grant->username, token, reply);
  }

  std::optional<OauthError> Password(TokenReply* reply) {
    const AppOptions* app = nullptr;
    if (auto error = FindApp(false, &app)) return error;
    const UserOptions* user = services_.CheckPassword(Value("username"), Value("password"));
    if (user == nullptr) return OauthError{"invalid_grant", "authentication failure"};
    return OpenSession(*app, user->username, "", reply);
  }

  std::optional<OauthError> ClientCredentials(TokenReply* reply) {
    const AppOptions* app = nullptr;
    if (auto error = FindApp(false, &app)) return error;
    if (app->run_as_username.empty()) {
      return OauthError{"invalid_grant", "no client credentials user enabled"};
    }
    reply->scope = app->scope;
    reply->api_instance_url = services_.instance_url;
    return OpenSession(*app, app->run_as_username, "", reply);
  }

  std::optional<OauthError> JwtBearer(TokenReply* reply) {
    const std::string assertion = Value("assertion");
    const auto claims = ReadJwtClaims(assertion);
    if (!claims) return OauthError{"invalid_grant", "invalid assertion"};
    const AppOptions* app = services_.FindApp(claims->Text("iss"));
    if (app == nullptr) return OauthError{"invalid_client_id", "client identifier invalid"};
    if (!VerifyJwt(assertion, app->jwt_public_key)) {
      return OauthError{"invalid_grant", "invalid assertion"};
    }
    if (!AudienceFits(*claims)) return OauthError{"invalid_grant", "Audience validation failed"};
    const JsonValue* expiry = claims->Find("exp");
    // Some clients send the number as a string.
    const int64_t expires = expiry == nullptr ? 0 : std::atoll(expiry->text.c_str());
    const int64_t now = services_.Now() / 1000;
    if (expires < now || expires > now + kMaxAssertionSeconds) {
      return OauthError{"invalid_grant", "expired authorization code"};
    }
    const std::string subject = claims->Text("sub");
    if (!app->preauthorized || services_.FindUser(subject) == nullptr) {
      return OauthError{"invalid_grant", "user hasn't approved this consumer"};
    }
    reply->scope = app->scope;
    reply->bare = true;
    return OpenSession(*app, subject, "", reply);
  }

  bool AudienceFits(const JsonValue& claims) const {
    const std::string audience = claims.Text("aud");
    return audience == "https://login.salesforce.com" ||
           audience == "https://test.salesforce.com" || audience == services_.instance_url;
  }

  Services& services_;
  const Request& request_;
  NameValues form_;
};

Response RevokeToken(Services* services, const Call& call) {
  NameValues form = ParseForm(call.request->body);
  form.insert(form.end(), call.request->query.begin(), call.request->query.end());
  for (const auto& [name, value] : form) {
    if (name != "token") continue;
    if (services->sessions->Close(value) || services->sessions->RemoveGrant(value)) {
      return Response::Text(200, "text/html;charset=UTF-8", "");
    }
  }
  return Response::Text(400, "application/x-www-form-urlencoded;charset=UTF-8",
                        "error=unsupported_token_type&error_description=this+token+type+is+not+"
                        "supported");
}

Response Introspect(Services* services, const Call& call) {
  std::string token;
  std::string client_id;
  std::string secret;
  for (const auto& [name, value] : ParseForm(call.request->body)) {
    if (name == "token") token = value;
    if (name == "client_id") client_id = value;
    if (name == "client_secret") secret = value;
  }
  const AppOptions* app = services->FindApp(client_id);
  if (app == nullptr || app->client_secret != secret) {
    return FormatOauthReply(
        400, {{"error", "invalid_client"}, {"error_description", "invalid client credentials"}},
        "json");
  }
  const auto session = services->sessions->Find(token, services->Now());
  if (!session) return Response::Json(200, "{\"active\":false}");
  return Response::Json(
      200, StrCat("{\"active\":true,\"scope\":\"", session->scope, "\",\"client_id\":\"",
                  session->client_id, "\",\"username\":\"", session->username, "\",\"sub\":\"",
                  services->instance_url, "/id/", services->organization_id, "/", session->user_id,
                  "\",\"token_type\":\"access_token\",\"exp\":", session->expires / 1000,
                  ",\"iat\":", session->issued / 1000, ",\"nbf\":", session->issued / 1000, "}"));
}

}  // namespace

void AddOauthRoutes(Services* services, Router* router) {
  router->Add("POST", "/services/oauth2/token", Access::kOpen, [services](const Call& call) {
    return TokenRequest(services, *call.request).Answer();
  });
  router->Add("GET", "/services/oauth2/token", Access::kOpen, [](const Call&) {
    return FormatOauthReply(
        400, {{"error", "invalid_request"}, {"error_description", "must use HTTP POST"}}, "json");
  });
  for (const char* method : {"POST", "GET"}) {
    router->Add(method, "/services/oauth2/revoke", Access::kOpen,
                [services](const Call& call) { return RevokeToken(services, call); });
  }
  router->Add("POST", "/services/oauth2/introspect", Access::kOpen,
              [services](const Call& call) { return Introspect(services, call); });
}

}  // namespace sfsim
