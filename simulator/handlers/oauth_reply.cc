// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/oauth_reply.h"

#include "absl/strings/str_replace.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/json/json_text.h"

namespace sfsim {
namespace {

std::string ToJson(const NameValues& members) {
  std::string json = "{";
  for (const auto& [name, value] : members) {
    if (json.size() > 1) json.push_back(',');
    AppendJsonString(name, &json);
    json.push_back(':');
    AppendJsonString(value, &json);
  }
  return json + "}";
}

std::string ToXml(const NameValues& members) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OAuth>";
  for (const auto& [name, value] : members) {
    StrAppend(&xml, "<", name, ">",
              absl::StrReplaceAll(value, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}}), "</",
              name, ">");
  }
  return xml + "</OAuth>";
}

std::string ToForm(const NameValues& members) {
  std::string form;
  for (const auto& [name, value] : members) {
    StrAppend(&form, form.empty() ? "" : "&", name, "=", PercentEncode(value));
  }
  return form;
}

}  // namespace

NameValues TokenReply::Members() const {
  NameValues members = {{"access_token", access_token}};
  const auto add = [&members](std::string_view name, const std::string& value) {
    if (!value.empty()) members.emplace_back(name, value);
  };
  add("refresh_token", refresh_token);
  // Replies that name a scope were seen with the signature before it, all others with it at the
  // end.
  const bool signed_early = !scope.empty();
  if (!bare && signed_early) add("signature", signature);
  add("scope", scope);
  add("instance_url", instance_url);
  add("id", id);
  add("token_type", "Bearer");
  if (!bare) add("issued_at", issued_at);
  if (!bare && !signed_early) add("signature", signature);
  add("api_instance_url", api_instance_url);
  return members;
}

Response FormatOauthReply(int status, const NameValues& members, const std::string& format) {
  Response response;
  if (format == "xml") {
    response = Response::Text(status, "application/xml;charset=UTF-8", ToXml(members));
  } else if (format == "urlencoded") {
    response =
        Response::Text(status, "application/x-www-form-urlencoded;charset=UTF-8", ToForm(members));
  } else {
    response = Response::Json(status, ToJson(members));
  }
  response.SetHeader("X-ReadOnlyMode", "false");
  response.SetHeader("Vary", "Accept-Encoding");
  response.SetHeader("Expires", "Thu, 01 Jan 1970 00:00:00 GMT");
  return response;
}

}  // namespace sfsim
