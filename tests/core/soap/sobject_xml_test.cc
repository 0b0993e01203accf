// SPDX-License-Identifier: Apache-2.0
#include "core/soap/sobject_xml.h"

#include <gtest/gtest.h>

#include "core/codec/json_value.h"

namespace sfconnector {
namespace {

// The XML of a record given as JSON, or what is wrong with it.
std::string Written(absl::string_view json) {
  v1::Record record;
  EXPECT_TRUE(JsonToRecord(json, record).ok());
  XmlWriter writer;
  const absl::Status status = WriteSObject("r", record, writer);
  if (!status.ok()) return std::string(status.message());
  std::string xml = writer.Finish().value_or("");
  return xml.substr(xml.find("?>") + 3);
}

TEST(SObjectXmlTest, NullsAndIdComeFirst) {
  EXPECT_EQ(Written(R"({"attributes":{"type":"A"},"Name":"n","Site":null,"Flag":true,)"
                    R"("Amount":1.50,"Count":-3,"id":"1"})"),
            "<r xsi:type=\"sobj:sObject\"><sobj:type>A</sobj:type>"
            "<sobj:fieldsToNull>Site</sobj:fieldsToNull><sobj:id>1</sobj:id>"
            "<sobj:Name>n</sobj:Name><sobj:Flag>true</sobj:Flag><sobj:Amount>1.50</sobj:Amount>"
            "<sobj:Count>-3</sobj:Count></r>\n");
}

TEST(SObjectXmlTest, TextsAreEscapedAndLineEndsKept) {
  EXPECT_EQ(Written(R"({"attributes":{"type":"A"},"Name":"<&>\"]]>\r\n\tö"})"),
            "<r xsi:type=\"sobj:sObject\"><sobj:type>A</sobj:type>"
            "<sobj:Name>&lt;&amp;&gt;&quot;]]&gt;&#13;\n\tö</sobj:Name></r>\n");
}

TEST(SObjectXmlTest, ARecordWithinIsAReference) {
  EXPECT_EQ(Written(R"({"attributes":{"type":"A"},"Owner":{"attributes":{"type":"User"},)"
                    R"("Ext__c":"1"}})"),
            "<r xsi:type=\"sobj:sObject\"><sobj:type>A</sobj:type>"
            "<sobj:Owner xsi:type=\"sobj:sObject\"><sobj:type>User</sobj:type>"
            "<sobj:Ext__c>1</sobj:Ext__c></sobj:Owner></r>\n");
}

TEST(SObjectXmlTest, WhatHasNoPlaceNamesItsField) {
  EXPECT_EQ(Written(R"({"Name":"n"})"), "type: is not the name of an sObject");
  EXPECT_EQ(Written(R"({"attributes":{"type":"A"},"a b":1})"),
            "fields[0].name: is not the name of a field");
  EXPECT_EQ(Written(R"({"attributes":{"type":"A"},"B":[1]})"), "B: is no value of a field");
  EXPECT_EQ(Written(R"({"attributes":{"type":"A"},"B":"\u0001"})"),
            "B: has a character that XML cannot hold");
  EXPECT_EQ(Written(R"({"attributes":{"type":"A"},"B":{"attributes":{"type":"A"},)"
                    R"("C":{"attributes":{"type":"A"}}}})"),
            "B.C: is a record too deep");
}

}  // namespace
}  // namespace sfconnector
