// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "simulator/base/datetime.h"
#include "simulator/base/str_cat.h"
#include "simulator/handlers/handlers.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

// Addresses of the APIs, with `{version}` left for the client to fill in.
std::string ApiUrls(const Services& services, const std::string& user_id) {
  struct Url {
    std::string_view name;
    std::string_view path;
  };
  static constexpr auto kUrls =
      std::to_array<Url>({{"enterprise", "/services/Soap/c/{version}/"},
                          {"metadata", "/services/Soap/m/{version}/"},
                          {"partner", "/services/Soap/u/{version}/"},
                          {"rest", "/services/data/v{version}/"},
                          {"sobjects", "/services/data/v{version}/sobjects/"},
                          {"search", "/services/data/v{version}/search/"},
                          {"query", "/services/data/v{version}/query/"},
                          {"recent", "/services/data/v{version}/recent/"},
                          {"tooling_soap", "/services/Soap/T/{version}/"},
                          {"tooling_rest", "/services/data/v{version}/tooling/"},
                          {"feeds", "/services/data/v{version}/chatter/feeds"},
                          {"groups", "/services/data/v{version}/chatter/groups"},
                          {"users", "/services/data/v{version}/chatter/users"},
                          {"feed_items", "/services/data/v{version}/chatter/feed-items"},
                          {"feed_elements", "/services/data/v{version}/chatter/feed-elements"}});
  JsonObjectText urls;
  for (const Url& url : kUrls) {
    urls.Text(url.name, StrCat(services.instance_url, url.path,
                               url.path.find("Soap") == std::string_view::npos
                                   ? ""
                                   : services.organization_id.substr(0, 15)));
  }
  urls.Text("profile", services.instance_url + "/" + user_id);
  return urls.Text("custom_domain", services.instance_url).Finish();
}

std::string Photos(const Services& services) {
  return JsonObjectText()
      .Text("picture", services.instance_url + "/profilephoto/005/F")
      .Text("thumbnail", services.instance_url + "/profilephoto/005/T")
      .Finish();
}

std::string IdentityUrl(const Services& services, const std::string& user_id) {
  return StrCat(services.instance_url, "/id/", services.organization_id, "/", user_id);
}

std::string DateText(int64_t now) {
  std::string text;
  AppendInstant(now, &text);
  return text;
}

Response UserInfo(const Services& services, const Call& call) {
  const UserOptions* user = services.FindUser(call.session.username);
  const std::string& id = call.session.user_id;
  JsonObjectText body;
  body.Text("sub", IdentityUrl(services, id)).Text("user_id", id);
  body.Text("organization_id", services.organization_id);
  body.Text("preferred_username", user->username).Text("nickname", user->first_name);
  body.Text("name", user->first_name + " " + user->last_name).Text("email", user->email);
  body.Raw("email_verified", "true").Text("given_name", user->first_name);
  body.Text("family_name", user->last_name).Text("zoneinfo", "GMT");
  body.Raw("photos", Photos(services)).Text("profile", services.instance_url + "/" + id);
  body.Text("picture", services.instance_url + "/profilephoto/005/F").Raw("address", "{}");
  body.Raw("is_salesforce_integration_user", "false");
  body.Raw("urls", ApiUrls(services, id)).Raw("active", "true").Text("user_type", "STANDARD");
  body.Text("language", "en_US").Text("locale", "en_US").Raw("utcOffset", "0");
  body.Text("updated_at", DateText(services.Now()));
  return Response::Json(200, body.Finish());
}

Response Identity(const Services& services, const Call& call) {
  const std::string& id = call.session.user_id;
  if (call.parts[0] != services.organization_id || call.parts[1] != id) {
    return Response::Text(403, "text/html;charset=UTF-8", "Wrong_Org");
  }
  const UserOptions* user = services.FindUser(call.session.username);
  JsonObjectText body;
  body.Text("id", IdentityUrl(services, id)).Raw("asserted_user", "true").Text("user_id", id);
  body.Text("organization_id", services.organization_id).Text("username", user->username);
  body.Text("nick_name", user->first_name);
  body.Text("display_name", user->first_name + " " + user->last_name);
  body.Text("email", user->email).Raw("email_verified", "true");
  body.Text("first_name", user->first_name).Text("last_name", user->last_name);
  body.Text("timezone", "GMT").Raw("photos", Photos(services));
  for (const char* part :
       {"addr_street", "addr_city", "addr_state", "addr_country", "addr_zip", "mobile_phone"}) {
    body.Raw(part, "null");
  }
  body.Raw("mobile_phone_verified", "false");
  body.Raw("status", "{\"created_date\":null,\"body\":null}").Raw("urls", ApiUrls(services, id));
  body.Raw("active", "true").Text("user_type", "STANDARD").Text("language", "en_US");
  body.Text("locale", "en_US").Raw("utcOffset", "0");
  body.Text("last_modified_date", DateText(services.Now())).Raw("is_app_installed", "true");
  return Response::Json(200, body.Finish());
}

}  // namespace

void AddIdentityRoutes(Services* services, Router* router) {
  for (const char* method : {"GET", "POST"}) {
    router->Add(method, "/services/oauth2/userinfo", Access::kIdentity,
                [services](const Call& call) { return UserInfo(*services, call); });
    router->Add(method, "/id/*/*", Access::kIdentity,
                [services](const Call& call) { return Identity(*services, call); });
  }
}

}  // namespace sfsim
