// SPDX-License-Identifier: Apache-2.0
#include "core/soap/xml_text.h"

#include <gtest/gtest.h>

namespace sfconnector {
namespace {

TEST(XmlTextTest, WhatXmlCanHoldIsTaken) {
  for (const absl::string_view text :
       {"", "a", "\t\r\n", "<&>\"']]>", "S\xC3\xB6hne", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\xEF\xBF\xBD", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF", "\x7F"}) {
    EXPECT_TRUE(IsXmlText(text)) << text;
  }
}

TEST(XmlTextTest, WhatItCannotHoldIsNot) {
  for (const absl::string_view text :
       {absl::string_view("a\0", 2), absl::string_view("\x01"), absl::string_view("\x0B"),
        absl::string_view("\x1F"), absl::string_view("\xEF\xBF\xBE"),
        absl::string_view("\xEF\xBF\xBF"), absl::string_view("\xED\xA0\x80"),
        absl::string_view("\xF4\x90\x80\x80"), absl::string_view("\xC3"),
        absl::string_view("\xC3("), absl::string_view("\x80"), absl::string_view("\xFF"),
        absl::string_view("\xE0\x80\xBC"), absl::string_view("\xF0\x80\x80\xBC")}) {
    EXPECT_FALSE(IsXmlText(text)) << text;
  }
}

TEST(XmlTextTest, NamesAreThoseOfTheApi) {
  for (const absl::string_view name : {"Name", "A__c", "ns__A1__r", "x"}) {
    EXPECT_TRUE(IsApiName(name)) << name;
  }
  for (const absl::string_view name : {"", "1a", "_a", "a b", "a:b", "a>", "\xC3\xB6", "a.b"}) {
    EXPECT_FALSE(IsApiName(name)) << name;
  }
}

}  // namespace
}  // namespace sfconnector
