// SPDX-License-Identifier: Apache-2.0
#include "core/soap/xml_errors.h"

#include <gtest/gtest.h>

namespace sfconnector {
namespace {

std::string Rewritten(const std::string& body) {
  RestReply reply;
  reply.status = 400;
  reply.body = body;
  XmlErrorsToJson(reply);
  EXPECT_EQ(reply.status, 400);
  return reply.body;
}

TEST(XmlErrorsTest, ErrorsInXmlBecomeThoseInJson) {
  EXPECT_EQ(
      Rewritten("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Errors><Error><errorCode>A</errorCode>"
                "<message>b &lt;c&gt; \"d\"</message></Error><Error><errorCode>E</errorCode>"
                "<fields>F</fields></Error></Errors>"),
      R"([{"errorCode":"A","message":"b <c> \"d\""},{"errorCode":"E","fields":"F"}])");
}

TEST(XmlErrorsTest, WhatIsNoneIsLeftAlone) {
  for (const std::string body : {"", "[]", "<h1>Bad Message</h1>", "<Errors><Error>", "<a/>"}) {
    EXPECT_EQ(Rewritten(body), body);
  }
}

}  // namespace
}  // namespace sfconnector
