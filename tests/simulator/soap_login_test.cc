// SPDX-License-Identifier: Apache-2.0
#include "simulator/xml/xml_reader.h"
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

constexpr char kPartner[] = "/services/Soap/u/60.0";

class SoapLoginTest : public OrgTest {
 protected:
  HttpReply Post(const std::string& path, const std::string& body) {
    return CallOpen("POST", path, body,
                    {{"Content-Type", "text/xml; charset=UTF-8"}, {"SOAPAction", "\"\""}});
  }
  static std::string Envelope(const std::string& body, const std::string& header = "") {
    return "<?xml version=\"1.0\" encoding=\"utf-8\" ?>"
           "<env:Envelope xmlns:env=\"http://schemas.xmlsoap.org/soap/envelope/\">" +
           header + "<env:Body>" + body + "</env:Body></env:Envelope>";
  }
  static std::string LoginCall(const std::string& username, const std::string& password) {
    return Envelope("<n1:login xmlns:n1=\"urn:partner.soap.sforce.com\"><n1:username>" + username +
                        "</n1:username><n1:password>" + password + "</n1:password></n1:login>",
                    "<env:Header><CallOptions xmlns=\"urn:partner.soap.sforce.com\"><client>c"
                    "</client></CallOptions></env:Header>");
  }
  static JsonValue Read(const HttpReply& reply) {
    const auto value = ReadXml(reply.body);
    EXPECT_TRUE(value.ok()) << reply.body;
    return value.ok() ? *value->Find("Body") : JsonValue();
  }
  static JsonValue Result(const HttpReply& reply) {
    EXPECT_EQ(200, reply.status) << reply.body;
    const JsonValue body = Read(reply);
    const JsonValue* response = body.Find("loginResponse");
    return response == nullptr ? JsonValue() : *response->Find("result");
  }
  static std::string Names(const JsonValue& value) {
    std::string names;
    for (const JsonMember& member : value.members) names += member.name + " ";
    return names;
  }
  // The fault's code and text, after what all faults have in common.
  static std::string Fault(const HttpReply& reply) {
    EXPECT_EQ(500, reply.status);
    EXPECT_EQ("text/xml; charset=utf-8", reply.Header("content-type"));
    const JsonValue body = Read(reply);
    const JsonValue* fault = body.Find("Fault");
    if (fault == nullptr) return reply.body;
    return fault->Text("faultcode") + " | " + fault->Text("faultstring");
  }
};

TEST_F(SoapLoginTest, ThePasswordWithItsTokenOpensASession) {
  const HttpReply reply = Post(kPartner, LoginCall("admin@sfsim.example", "passwordtoken"));
  EXPECT_EQ("text/xml; charset=utf-8", reply.Header("content-type"));
  EXPECT_NE(std::string::npos, reply.body.find(" xmlns=\"urn:partner.soap.sforce.com\""));
  const JsonValue result = Result(reply);
  EXPECT_EQ("metadataServerUrl passwordExpired sandbox serverUrl sessionId userId userInfo ",
            Names(result));
  const std::string url = "http://127.0.0.1:" + std::to_string(port_) + "/services/Soap/";
  EXPECT_EQ(0u, result.Text("serverUrl").find(url + "u/60.0/00D"));
  EXPECT_EQ(url.size() + 7 + 15, result.Text("serverUrl").size());
  EXPECT_EQ(0u, result.Text("metadataServerUrl").find(url + "m/60.0/00D"));
  EXPECT_EQ("false", result.Text("passwordExpired"));
  const JsonValue& info = *result.Find("userInfo");
  EXPECT_EQ(
      "accessibilityMode chatterExternal currencySymbol orgAttachmentFileSizeLimit "
      "orgDefaultCurrencyIsoCode orgDefaultCurrencyLocale orgDisallowHtmlAttachments "
      "orgHasPersonAccounts organizationId organizationMultiCurrency organizationName profileId "
      "roleId sessionSecondsValid userDefaultCurrencyIsoCode userEmail userFullName userId "
      "userLanguage userLocale userName userTimeZone userType userUiSkin ",
      Names(info));
  EXPECT_EQ("26214400", info.Text("orgAttachmentFileSizeLimit"));
  EXPECT_EQ("7200", info.Text("sessionSecondsValid"));
  EXPECT_TRUE(info.Find("roleId")->is_null());
  EXPECT_EQ(Column("SELECT Name FROM Organization", "Name"), info.Text("organizationName"));
  EXPECT_EQ(Column("SELECT ProfileId FROM User", "ProfileId"), info.Text("profileId"));
  EXPECT_EQ(Column("SELECT Id FROM User", "Id"), result.Text("userId"));
  token_ = result.Text("sessionId");
  EXPECT_EQ("admin@sfsim.example", Column("SELECT Username FROM User", "Username"));
}

TEST_F(SoapLoginTest, EnterpriseHasNamesAndAddressesOfItsOwn) {
  const HttpReply reply =
      Post("/services/Soap/c/42", LoginCall("admin@sfsim.example", "passwordtoken"));
  EXPECT_NE(std::string::npos, reply.body.find(" xmlns=\"urn:enterprise.soap.sforce.com\""));
  EXPECT_NE(std::string::npos, Result(reply).Text("serverUrl").find("/services/Soap/c/42.0/00D"));
  const HttpReply wrong = Post("/services/Soap/c/42.0", LoginCall("x", "y"));
  EXPECT_NE(std::string::npos,
            wrong.body.find(" xmlns:sf=\"urn:fault.enterprise.soap.sforce.com\""));
}

TEST_F(SoapLoginTest, TextsAreEscapedBothWays) {
  OrgOptions options = DefaultOptions();
  UserOptions user;
  user.username = "b&b@sfsim.example";
  user.password = "<&>\"";
  user.last_name = "Black & <White>";
  user.active = true;
  options.users.push_back(user);
  StartOrg(std::move(options));
  const HttpReply reply =
      Post(kPartner, LoginCall("b&amp;b@sfsim.example", "&lt;&amp;&gt;&quot;token"));
  EXPECT_NE(std::string::npos, reply.body.find("Black &amp; &lt;White&gt;")) << reply.body;
  const JsonValue result = Result(reply);
  EXPECT_EQ("b&b@sfsim.example", result.Find("userInfo")->Text("userName"));
  EXPECT_EQ("Ada Black & <White>", result.Find("userInfo")->Text("userFullName"));
}

TEST_F(SoapLoginTest, WrongCredentialsAreALoginFault) {
  OrgOptions options = DefaultOptions();
  UserOptions gone;
  gone.username = "gone@sfsim.example";
  gone.active = false;
  options.users.push_back(gone);
  StartOrg(std::move(options));
  const std::string message = "Invalid username, password, security token; or user locked out.";
  for (const std::string& body :
       {LoginCall("admin@sfsim.example", "password"), LoginCall("nobody", "passwordtoken"),
        LoginCall("gone@sfsim.example", "passwordtoken"), LoginCall("", ""),
        Envelope("<login xmlns=\"urn:partner.soap.sforce.com\"/>")}) {
    const HttpReply reply = Post(kPartner, body);
    EXPECT_EQ("INVALID_LOGIN | INVALID_LOGIN: " + message, Fault(reply));
    EXPECT_NE(std::string::npos,
              reply.body.find("<detail><sf:LoginFault xsi:type=\"sf:LoginFault\">"
                              "<sf:exceptionCode>INVALID_LOGIN</sf:exceptionCode>"
                              "<sf:exceptionMessage>" +
                              message + "</sf:exceptionMessage></sf:LoginFault></detail>"));
  }
}

TEST_F(SoapLoginTest, ALoginFaultIsWrittenAsRecorded) {
  const std::string message = "Invalid username, password, security token; or user locked out.";
  EXPECT_EQ(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope "
      "xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" "
      "xmlns:sf=\"urn:fault.partner.soap.sforce.com\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body><soapenv:Fault>"
      "<faultcode>INVALID_LOGIN</faultcode><faultstring>INVALID_LOGIN: " +
          message +
          "</faultstring><detail><sf:LoginFault xsi:type=\"sf:LoginFault\"><sf:exceptionCode>"
          "INVALID_LOGIN</sf:exceptionCode><sf:exceptionMessage>" +
          message +
          "</sf:exceptionMessage></sf:LoginFault></detail></soapenv:Fault></soapenv:Body>"
          "</soapenv:Envelope>",
      Post(kPartner, LoginCall("nobody", "x")).body);
}

TEST_F(SoapLoginTest, LoginEndsWithVersion64) {
  const std::string login = LoginCall("admin@sfsim.example", "passwordtoken");
  EXPECT_EQ(200, Post("/services/Soap/u/64.0", login).status);
  for (const char* version : {"65.0", "67.0"}) {
    EXPECT_EQ(std::string("INVALID_OPERATION | INVALID_OPERATION: The SOAP Login operation is not "
                          "available in the API version specified (") +
                  version + "). Refer to the documentation for supported versions.",
              Fault(Post(std::string("/services/Soap/u/") + version, login)));
  }
  for (const char* version : {"30.0", "99.0", "x", "60.5"}) {
    EXPECT_EQ(
        "sf:UNSUPPORTED_API_VERSION | UNSUPPORTED_API_VERSION: Invalid Api version specified on "
        "URL",
        Fault(Post(std::string("/services/Soap/u/") + version, login)));
  }
}

TEST_F(SoapLoginTest, LogoutEndsTheSession) {
  const std::string logout =
      Envelope("<logout xmlns=\"urn:partner.soap.sforce.com\"/>",
               "<env:Header><SessionHeader xmlns=\"urn:partner.soap.sforce.com\"><sessionId>" +
                   token_ + "</sessionId></SessionHeader></env:Header>");
  const HttpReply reply = Post(std::string(kPartner) + "/00D000000000001", logout);
  EXPECT_EQ(200, reply.status);
  EXPECT_NE(nullptr, Read(reply).Find("logoutResponse"));
  EXPECT_EQ(401, Query("SELECT Id FROM User").status);
  EXPECT_EQ(
      "sf:INVALID_SESSION_ID | INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: "
      "Illegal Session",
      Fault(Post(kPartner, logout)));
}

TEST_F(SoapLoginTest, OtherMessagesAreFaultsOfTheClient) {
  const std::string unknown = "soapenv:Client | No operation available for request ";
  const std::string check = ", please check the WSDL for the service.";
  EXPECT_EQ(unknown + "{urn:partner.soap.sforce.com}search" + check,
            Fault(Post(kPartner, Envelope("<search xmlns=\"urn:partner.soap.sforce.com\"/>"))));
  EXPECT_EQ(unknown + "{urn:partner.soap.sforce.com}" + check, Fault(Post(kPartner, Envelope(""))));
  for (const std::string& broken : {std::string(), std::string("<a"), std::string("{}"),
                                    "<!DOCTYPE x>" + Envelope(""), Envelope("").substr(0, 120)}) {
    EXPECT_EQ(0u, Fault(Post(kPartner, broken)).find("soapenv:Client | ")) << broken;
  }
  EXPECT_EQ("soapenv:Client | SOAPAction HTTP header missing",
            Fault(CallOpen("POST", kPartner, LoginCall("x", "y"))));
}

}  // namespace
}  // namespace sfsim
