// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulator/xml/xml_reader.h"
#include "tests/simulator/org_fixture.h"

namespace sfsim {

// An org that is called over SOAP.
class SoapTest : public OrgTest {
 protected:
  HttpReply CallSoap(const std::string& operation, const std::string& content) {
    const std::string envelope =
        "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\" "
        "xmlns=\"urn:partner.soap.sforce.com\"><e:Header><SessionHeader><sessionId>" +
        token_ + "</sessionId></SessionHeader></e:Header><e:Body><" + operation + ">" + content +
        "</" + operation + "></e:Body></e:Envelope>";
    return CallOpen("POST", "/services/Soap/u/60.0", envelope,
                    {{"Content-Type", "text/xml; charset=UTF-8"}, {"SOAPAction", "\"\""}});
  }

  // The results as they were written.
  std::string Results(const std::string& operation, const std::string& content) {
    const HttpReply reply = CallSoap(operation, content);
    EXPECT_EQ(200, reply.status) << reply.body;
    const std::string begin = "<" + operation + "Response>";
    const size_t from = reply.body.find(begin);
    const size_t to = reply.body.find("</" + operation + "Response>");
    if (from == std::string::npos || to == std::string::npos) return reply.body;
    return reply.body.substr(from + begin.size(), to - from - begin.size());
  }

  // The code and text of the fault.
  std::string Fault(const std::string& operation, const std::string& content) {
    const HttpReply reply = CallSoap(operation, content);
    EXPECT_EQ(500, reply.status);
    const auto envelope = ReadXml(reply.body);
    const JsonValue* body = envelope.ok() ? envelope->Find("Body") : nullptr;
    const JsonValue* fault = body == nullptr ? nullptr : body->Find("Fault");
    if (fault == nullptr) return reply.body;
    return fault->Text("faultcode") + " | " + fault->Text("faultstring");
  }
};

}  // namespace sfsim
