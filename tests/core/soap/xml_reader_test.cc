// SPDX-License-Identifier: Apache-2.0
#include "core/soap/xml_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace sfconnector {
namespace {

using ::testing::SizeIs;

TEST(XmlReaderTest, ElementsHaveTheirNamesTextsAndChildren) {
  const absl::StatusOr<XmlElement> root = ReadXml(
      "<?xml version=\"1.0\"?><!-- c --><s:a xmlns:s='u' "
      "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'> <b>1 &lt; &#50;<![CDATA[&]]></b>\n"
      "<b/><c xsi:nil='true'/><d xsi:nil='false'>x</d><e nil='true'/></s:a>");
  ASSERT_TRUE(root.ok()) << root.status();
  EXPECT_EQ(root->name, "a");
  EXPECT_EQ(root->text, "");
  ASSERT_THAT(root->children, SizeIs(5));
  EXPECT_EQ(root->Find("b")->text, "1 < 2&");
  EXPECT_EQ(root->children[1].text, "");
  EXPECT_TRUE(root->Find("c")->nil);
  EXPECT_FALSE(root->Find("d")->nil);
  EXPECT_FALSE(root->Find("e")->nil);
  EXPECT_EQ(root->Find("f"), nullptr);
}

TEST(XmlReaderTest, ATextOfBlanksIsAText) {
  const absl::StatusOr<XmlElement> root = ReadXml("<a> <b> \n</b> <c> <d/> </c> </a>");
  ASSERT_TRUE(root.ok()) << root.status();
  EXPECT_EQ(root->Find("b")->text, " \n");
  EXPECT_EQ(root->Find("c")->text, "");
}

TEST(XmlReaderTest, WhatIsNotWellFormedIsRefused) {
  for (const absl::string_view text :
       {"", " ", "a", "<a>", "<a></b>", "<a/><b/>", "<a/>x", "<a>&x;</a>", "<a>\x01</a>",
        "<a>\xFF</a>", "<a b='1' b='2'/>", "<a>&#0;</a>", "<s:a/>x"}) {
    EXPECT_FALSE(ReadXml(text).ok()) << text;
  }
}

TEST(XmlReaderTest, WhatIsNotUtf8IsRefusedInSilence) {
  ::testing::internal::CaptureStderr();
  for (const char* encoding : {"EUC-JP", "SHIFT_JIS", "UTF-8", "UTF-16", "ISO-2022-JP", "UCS-4"}) {
    const std::string head = absl::StrCat("<?xml version='1.0' encoding='", encoding, "'?><a>");
    for (const std::string& text : {std::string("\xC6>15"), std::string("\xE0\x80\xBC"),
                                    std::string(2000, 'x') + "\xC6>15"}) {
      EXPECT_FALSE(ReadXml(absl::StrCat(head, text, "</a>")).ok()) << encoding;
    }
    EXPECT_TRUE(ReadXml(absl::StrCat(head, "\xC3\xBC</a>")).ok()) << encoding;
  }
  EXPECT_FALSE(ReadXml(absl::string_view("\xFF\xFE<\0a\0/\0>\0", 10)).ok());
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(XmlReaderTest, DocumentTypesAreRefused) {
  for (const absl::string_view text :
       {"<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>",
        "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'><a/>"}) {
    EXPECT_FALSE(ReadXml(text).ok()) << text;
  }
}

TEST(XmlReaderTest, NestingIsBounded) {
  const auto nested = [](int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) absl::StrAppend(&text, "<a>");
    for (int i = 0; i < depth; ++i) absl::StrAppend(&text, "</a>");
    return ReadXml(text).ok();
  };
  EXPECT_TRUE(nested(64));
  EXPECT_FALSE(nested(65));
  EXPECT_FALSE(nested(100'000));
}

}  // namespace
}  // namespace sfconnector
