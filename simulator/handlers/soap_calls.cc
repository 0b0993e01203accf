// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <charconv>

#include "simulator/base/error_text.h"
#include "simulator/base/salesforce_id.h"
#include "simulator/base/str_cat.h"
#include "simulator/handlers/api_versions.h"
#include "simulator/handlers/handlers.h"
#include "simulator/handlers/soap_elements.h"
#include "simulator/handlers/soap_records.h"
#include "simulator/xml/xml_reader.h"

namespace sfsim {
namespace {

// Version 65 has no login() any more.
constexpr int kLastVersionWithLogin = 64;
constexpr std::string_view kContentType = "text/xml; charset=utf-8";
constexpr std::string_view kInvalidLogin =
    "Invalid username, password, security token; or user locked out.";

// The two dialects of SOAP, at /services/Soap/u and /services/Soap/c.
struct Dialect {
  char letter;
  std::string_view name;
};
constexpr std::array<Dialect, 2> kDialects = {{{'u', "partner"}, {'c', "enterprise"}}};

struct Fault {
  // `UnexpectedErrorFault`; empty for faults of the protocol itself, which have no detail.
  std::string_view element;
  std::string_view fault_code;
  std::string code;
  std::string message;
};

// One call: its envelope's way to the operation that it names.
class SoapCall {
 public:
  SoapCall(Services* services, const Call& call, const Dialect& dialect)
      : services_(*services), call_(call), dialect_(dialect) {}

  Response Answer() {
    if (call_.request->Header("SOAPAction") == nullptr) {
      return Misunderstood("SOAPAction HTTP header missing");
    }
    const auto envelope = ReadXml(call_.request->body);
    if (!envelope.ok()) return Misunderstood(envelope.error().message);
    if (!ReadVersion()) {
      return Unexpected("UNSUPPORTED_API_VERSION", "Invalid Api version specified on URL");
    }
    const JsonMember* operation = FindOperation(*envelope);
    if (operation == nullptr) return NoOperation("");
    if (operation->name == "login") return Login(operation->value);
    if (operation->name == "logout") return Logout(*envelope);
    if (operation->name == "convertLead") return Work(*envelope, *operation, &ConvertLeads);
    if (operation->name == "merge") return Work(*envelope, *operation, &MergeRecords);
    return NoOperation(operation->name);
  }

 private:
  // `60.0` and `60` of the path.
  bool ReadVersion() {
    const std::string& segment = call_.parts[0];
    const char* end = segment.data() + segment.size();
    const auto read = std::from_chars(segment.data(), end, version_);
    const std::string_view rest(read.ptr, static_cast<size_t>(end - read.ptr));
    return read.ec == std::errc() && (rest.empty() || rest == ".0") &&
           version_ >= services_.options.oldest_api_version && version_ <= kNewestVersion;
  }

  static const JsonMember* FindOperation(const JsonValue& envelope) {
    const JsonValue* body = envelope.Find("Body");
    if (body == nullptr) return nullptr;
    for (const JsonMember& member : body->members) {
      if (member.name != "attributes") return &member;
    }
    return nullptr;
  }

  Response Login(const JsonValue& login) {
    if (version_ > kLastVersionWithLogin) {
      return LoginFault("INVALID_OPERATION",
                        StrCat("The SOAP Login operation is not available in the API version "
                               "specified (",
                               version_,
                               ".0). Refer to the documentation for supported "
                               "versions."));
    }
    const UserOptions* user =
        services_.CheckPassword(login.Text("username"), login.Text("password"));
    if (user == nullptr) return LoginFault("INVALID_LOGIN", std::string(kInvalidLogin));
    Session session;
    session.username = user->username;
    session.user_id = services_.UserId(user->username);
    session.scope = "full";
    const std::string user_id = session.user_id;
    Elements result;
    result.Text("metadataServerUrl", ServerUrl('m'))
        .Flag("passwordExpired", services_.passwords.IsTemporary(user_id));
    result.Flag("sandbox", false).Text("serverUrl", ServerUrl(dialect_.letter));
    result.Text("sessionId", services_.sessions->Open(std::move(session), services_.Now()));
    result.Text("userId", user_id).Inner("userInfo", UserInfo(*user, user_id));
    return Succeed("login", Elements().Inner("result", result), "");
  }

  Elements UserInfo(const UserOptions& user, const std::string& user_id) const {
    Elements info;
    info.Flag("accessibilityMode", false).Flag("chatterExternal", false);
    info.Text("currencySymbol", "$").Text("orgAttachmentFileSizeLimit", "26214400");
    info.Text("orgDefaultCurrencyIsoCode", "USD").Text("orgDefaultCurrencyLocale", "en_US");
    info.Flag("orgDisallowHtmlAttachments", false).Flag("orgHasPersonAccounts", false);
    info.Text("organizationId", services_.organization_id).Flag("organizationMultiCurrency", false);
    info.Text("organizationName", kOrganizationName).Text("profileId", MakeId("00e", 1));
    info.Nil("roleId");
    info.Text("sessionSecondsValid", std::to_string(services_.options.session_seconds));
    info.Nil("userDefaultCurrencyIsoCode").Text("userEmail", user.email);
    info.Text("userFullName", user.first_name + " " + user.last_name).Text("userId", user_id);
    info.Text("userLanguage", "en_US").Text("userLocale", "en_US").Text("userName", user.username);
    info.Text("userTimeZone", "GMT").Text("userType", "Standard").Text("userUiSkin", "Theme3");
    return info;
  }

  // `http://127.0.0.1:8080/services/Soap/u/60.0/00D000000000001`.
  std::string ServerUrl(char api) const {
    return StrCat(services_.instance_url, "/services/Soap/", std::string(1, api), "/", version_,
                  ".0/", services_.organization_id.substr(0, 15));
  }

  Response Logout(const JsonValue& envelope) {
    const std::string id = SessionOf(envelope);
    if (!services_.sessions->Find(id, services_.Now())) return InvalidSession();
    services_.sessions->Close(id);
    return Succeed("logout", Elements(), Limits());
  }

  // An operation on records, which is an API call.
  Response Work(const JsonValue& envelope, const JsonMember& operation, SoapOperation carry_out) {
    const auto session = services_.sessions->Find(SessionOf(envelope), services_.Now());
    if (!session) return InvalidSession();
    if (++services_.api_calls > services_.options.daily_api_requests) {
      return Unexpected("REQUEST_LIMIT_EXCEEDED", std::string(text::kRequestLimit));
    }
    const Author author(session->user_id, services_.Now(), false);
    const auto results = carry_out(&services_, author, StrCat(version_, ".0"), operation.value);
    if (!results.ok()) return Unexpected(results.error().code, results.error().message);
    return Succeed(operation.name, *results, Limits());
  }

  Response InvalidSession() const {
    return Unexpected("INVALID_SESSION_ID",
                      "Invalid Session ID found in SessionHeader: Illegal Session");
  }

  // What the header of every reply but login's says.
  std::string Limits() const {
    const Elements info = Elements()
                              .Text("current", std::to_string(services_.api_calls.load()))
                              .Text("limit", std::to_string(services_.options.daily_api_requests))
                              .Text("type", "API REQUESTS");
    return StrCat("<soapenv:Header>",
                  Elements().Inner("LimitInfoHeader", Elements().Inner("limitInfo", info)).out(),
                  "</soapenv:Header>");
  }

  Response Succeed(std::string_view operation, const Elements& content,
                   const std::string& header) const {
    return Response::Text(
        200, std::string(kContentType),
        Envelope(StrCat("xmlns=\"urn:", dialect_.name, ".soap.sforce.com\""),
                 Elements().Inner(StrCat(operation, "Response"), content).out(), header));
  }

  Response NoOperation(const std::string& name) const {
    return Misunderstood(StrCat("No operation available for request {urn:", dialect_.name,
                                ".soap.sforce.com}", name,
                                ", please check the WSDL for the service."));
  }

  Response Misunderstood(const std::string& message) const {
    return Refuse({"", "soapenv:Client", "", message});
  }
  // Login's own faults have a code without a prefix.
  Response LoginFault(const std::string& code, const std::string& message) const {
    return Refuse({"LoginFault", code, code, message});
  }
  Response Unexpected(const std::string& code, const std::string& message) const {
    return Refuse({"UnexpectedErrorFault", "sf:" + code, code, message});
  }

  Response Refuse(const Fault& fault) const {
    Elements content;
    content.Text("faultcode", fault.fault_code);
    content.Text("faultstring",
                 fault.code.empty() ? fault.message : StrCat(fault.code, ": ", fault.message));
    std::string body = content.out();
    if (!fault.element.empty()) {
      const Elements detail = Elements()
                                  .Text("sf:exceptionCode", fault.code)
                                  .Text("sf:exceptionMessage", fault.message);
      StrAppend(&body, "<detail><sf:", fault.element, " xsi:type=\"sf:", fault.element, "\">",
                detail.out(), "</sf:", fault.element, "></detail>");
    }
    return Response::Text(
        500, std::string(kContentType),
        Envelope(StrCat("xmlns:sf=\"urn:fault.", dialect_.name, ".soap.sforce.com\""),
                 StrCat("<soapenv:Fault>", body, "</soapenv:Fault>")));
  }

  static std::string Envelope(std::string_view names, std::string_view body,
                              std::string_view header = "") {
    return StrCat(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" ",
        names, " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">", header,
        "<soapenv:Body>", body, "</soapenv:Body></soapenv:Envelope>");
  }

  Services& services_;
  const Call& call_;
  const Dialect& dialect_;
  int version_ = 0;
};

}  // namespace

void AddSoapRoutes(Services* services, Router* router) {
  for (const Dialect& dialect : kDialects) {
    const std::string path = StrCat("/services/Soap/", std::string(1, dialect.letter), "/*");
    // The second is the address that login gives for further calls.
    for (const std::string& pattern : {path, path + "/*"}) {
      router->Add("POST", pattern, Access::kOpen, [services, &dialect](const Call& call) {
        return SoapCall(services, call, dialect).Answer();
      });
    }
  }
}

}  // namespace sfsim
