// SPDX-License-Identifier: Apache-2.0
#include "core/soap/soap_request.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/codec/json_value.h"
#include "core/soap/soap_headers.h"
#include "core/soap/soap_message.h"
#include "core/soap/xml_errors.h"

namespace sfconnector {
namespace {

// The status of every fault.
constexpr int kFaultStatus = 500;

absl::StatusOr<std::string> WriteEnvelope(const std::string& operation, const Secret& session,
                                          const HttpHeaders& headers, const SoapContent& content) {
  XmlWriter writer;
  writer.Begin("soapenv:Envelope");
  writer.Attribute("xmlns:soapenv", "http://schemas.xmlsoap.org/soap/envelope/");
  writer.Attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
  writer.Attribute("xmlns:sobj", "urn:sobject.partner.soap.sforce.com");
  writer.Attribute("xmlns", "urn:partner.soap.sforce.com");
  writer.Begin("soapenv:Header");
  writer.Begin("SessionHeader");
  writer.Element("sessionId", session.Reveal());
  writer.End();
  SFC_RETURN_IF_ERROR(WriteSoapHeaders(headers, writer));
  writer.End();
  writer.Begin("soapenv:Body");
  writer.Begin(operation);
  SFC_RETURN_IF_ERROR(content(writer));
  return writer.Finish();
}

// The status that REST has where SOAP says 500. What is not here has refused the request.
int RestStatusOf(absl::string_view code) {
  struct Row {
    absl::string_view code;
    int status = 0;
  };
  static constexpr Row kRows[] = {{"INVALID_SESSION_ID", 401},
                                  {"SERVER_UNAVAILABLE", 503},
                                  {"UNKNOWN_EXCEPTION", 500},
                                  {"REQUEST_RUNNING_TOO_LONG", 500},
                                  {"INTERNAL_ERROR", 500},
                                  {"APEX_ERROR", 500},
                                  {"Server", 500}};
  const Row* row = std::find_if(std::begin(kRows), std::end(kRows),
                                [code](const Row& candidate) { return candidate.code == code; });
  return row == std::end(kRows) ? 400 : row->status;
}

std::string TextOf(const XmlElement& parent, absl::string_view name) {
  const XmlElement* child = parent.Find(name);
  return child == nullptr ? std::string() : child->text;
}

// `INVALID_SESSION_ID` of `sf:INVALID_SESSION_ID`; the prefix differs.
std::string CodeOf(const XmlElement& fault) {
  const std::string code = TextOf(fault, "faultcode");
  return code.substr(code.find(':') + 1);
}

void AddField(const std::string& name, const std::string& text, v1::Record& error) {
  v1::Field& field = *error.add_fields();
  field.set_name(name);
  field.mutable_value()->set_string_value(text);
}

// The error of a fault, in the keys of its detail, which some faults do not have.
v1::Record ErrorOf(const XmlElement& fault) {
  v1::Record error;
  const XmlElement* detail = fault.Find("detail");
  const bool detailed = detail != nullptr && !detail->children.empty() &&
                        detail->children.front().Find("exceptionCode") != nullptr;
  if (detailed) {
    error = ToValue(detail->children.front()).record_value();
  } else {
    const std::string code = CodeOf(fault);
    const std::string text = TextOf(fault, "faultstring");
    AddField("exceptionCode", code, error);
    AddField("exceptionMessage", std::string(absl::StripPrefix(text, absl::StrCat(code, ": "))),
             error);
  }
  return error;
}

void FaultToRestFailure(RestReply& reply) {
  const absl::StatusOr<XmlElement> envelope = ReadXml(reply.body);
  const XmlElement* body = envelope.ok() ? envelope->Find("Body") : nullptr;
  const XmlElement* fault = body == nullptr ? nullptr : body->Find("Fault");
  if (fault == nullptr) {
    XmlErrorsToJson(reply);
    return;
  }
  absl::StatusOr<std::string> json = ToJson(ErrorOf(*fault));
  if (!json.ok()) return;
  reply.body = *std::move(json);
  if (reply.status == kFaultStatus) reply.status = RestStatusOf(CodeOf(*fault));
}

}  // namespace

absl::StatusOr<RestRequest> RenderSoapRequest(const std::string& operation,
                                              absl::string_view version, const HttpHeaders& headers,
                                              Effect effect, const SoapContent& content) {
  // Without a session yet: what cannot be written is found before anything is sent.
  SFC_RETURN_IF_ERROR(WriteEnvelope(operation, Secret(), headers, content).status());
  RestRequest request("POST", absl::StrCat("/services/Soap/u/", absl::StripPrefix(version, "v")),
                      effect);
  request.headers = {{"Accept", "text/xml"}, {"SOAPAction", "\"\""}};
  request.content_type = "text/xml; charset=UTF-8";
  request.body_with_session = [operation, headers, content](const Secret& session) {
    return WriteEnvelope(operation, session, headers, content).value_or(std::string());
  };
  request.to_rest_failure = &FaultToRestFailure;
  return request;
}

absl::StatusOr<XmlElement> ReadSoapReply(const RestReply& reply, absl::string_view operation,
                                         ReplyMetadata& metadata) {
  const absl::StatusOr<XmlElement> envelope = ReadXml(reply.body);
  if (!envelope.ok()) return envelope.status();
  KeepLimitInfo(*envelope, metadata);
  const XmlElement* body = envelope->Find("Body");
  const XmlElement* response =
      body == nullptr ? nullptr : body->Find(absl::StrCat(operation, "Response"));
  if (response == nullptr) return absl::InternalError("it has no response of the operation");
  return *response;
}

}  // namespace sfconnector
