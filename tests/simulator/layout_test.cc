// SPDX-License-Identifier: Apache-2.0
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

std::string Keys(const JsonValue& object) {
  std::string keys;
  for (const auto& [name, value] : object.members) keys += (keys.empty() ? "" : " ") + name;
  return keys;
}

class LayoutTest : public OrgTest {
 protected:
  JsonValue Get(const std::string& path) {
    const HttpReply reply = Call("GET", std::string(kData) + path);
    EXPECT_EQ(200, reply.status) << path << reply.body;
    return reply.Json();
  }

  // The names of the fields that a layout's details show.
  static std::string FieldsOf(const JsonValue& layout) {
    std::string names;
    for (const JsonValue& section : layout.Find("detailLayoutSections")->items) {
      for (const JsonValue& row : section.Find("layoutRows")->items) {
        for (const JsonValue& item : row.Find("layoutItems")->items) {
          const JsonValue& component = item.Find("layoutComponents")->items.at(0);
          EXPECT_EQ(component.Text("value"), component.Find("details")->Text("name"));
          names += (names.empty() ? "" : " ") + component.Text("value");
        }
      }
    }
    return names;
  }
};

TEST_F(LayoutTest, ALayoutShowsTheFieldsAndTheChildren) {
  const JsonValue widget = Get("/sobjects/Widget__c/describe/layouts");
  EXPECT_EQ("layouts recordTypeMappings recordTypeSelectorRequired", Keys(widget));
  const JsonValue& layout = widget.Find("layouts")->items.at(0);
  EXPECT_TRUE(FieldsOf(layout).find("Account__c") != std::string::npos) << FieldsOf(layout);
  EXPECT_EQ(std::string::npos, FieldsOf(layout).find("SystemModstamp"));
  EXPECT_EQ("00h", layout.Text("id").substr(0, 3));
  EXPECT_EQ(layout.Text("id"), widget.Find("recordTypeMappings")->items.at(0).Text("layoutId"));
  const JsonValue account = Get("/sobjects/Account/describe/layouts");
  bool found = false;
  for (const JsonValue& list : account.Find("layouts")->items.at(0).Find("relatedLists")->items) {
    found = found || (list.Text("name") == "Widgets__r" && list.Text("sobject") == "Widget__c" &&
                      list.Text("field") == "Account__c");
  }
  EXPECT_TRUE(found);
}

TEST_F(LayoutTest, PartsStandWithinTheirCompoundField) {
  const JsonValue contact = Get("/sobjects/Contact/describe/layouts/012000000000000AAA");
  const std::string fields = FieldsOf(contact);
  EXPECT_NE(std::string::npos, fields.find("MailingAddress")) << fields;
  EXPECT_EQ(std::string::npos, fields.find("MailingCity")) << fields;
}

TEST_F(LayoutTest, NamedLayoutsAreThoseOfTheDescription) {
  EXPECT_EQ("UserAlt",
            Get("/sobjects/User/describe").Find("namedLayoutInfos")->items.at(0).Text("name"));
  EXPECT_EQ("layouts recordTypeMappings recordTypeSelectorRequired",
            Keys(Get("/sobjects/User/describe/namedLayouts/UserAlt")));
  for (const char* path : {"/sobjects/User/describe/namedLayouts/Nope",
                           "/sobjects/Account/describe/namedLayouts/UserAlt",
                           "/sobjects/Nope/describe/namedLayouts/UserAlt"}) {
    EXPECT_EQ(404, Call("GET", kData + std::string(path)).status) << path;
  }
}

TEST_F(LayoutTest, WhatEveryPageHasIsGlobal) {
  const JsonValue global = Get("/sobjects/Global/describe/layouts");
  EXPECT_EQ(1u, global.Find("layouts")->items.size());
  EXPECT_TRUE(global.Find("recordTypeMappings")->items.empty());
}

TEST_F(LayoutTest, TheCompactLayoutIsTheName) {
  const JsonValue account = Get("/sobjects/Account/describe/compactLayouts");
  EXPECT_EQ("compactLayouts defaultCompactLayoutId recordTypeCompactLayoutMappings urls",
            Keys(account));
  const JsonValue& layout = account.Find("compactLayouts")->items.at(0);
  EXPECT_EQ("SYSTEM", layout.Text("name"));
  EXPECT_EQ("Account", layout.Text("objectType"));
  EXPECT_EQ("Account Name", layout.Find("fieldItems")->items.at(0).Text("label"));
}

TEST_F(LayoutTest, PlatformActionIsDescribedAndQueried) {
  EXPECT_EQ("PlatformAction", Get("/sobjects/PlatformAction").Find("objectDescribe")->Text("name"));
  EXPECT_EQ("", Column("SELECT Label FROM PlatformAction WHERE ActionListContext = 'Record' AND "
                       "SourceEntity IN ('001000000000001AAA', 'Global')",
                       "Label"));
}

TEST_F(LayoutTest, RecordsAreCountedByNameOrAll) {
  Create("Account", R"({"Name":"a"})");
  const JsonValue one = Get("/limits/recordCount?sObjects=Account,Nope");
  ASSERT_EQ(1u, one.Find("sObjects")->items.size());
  EXPECT_EQ(1, one.Find("sObjects")->items.at(0).Integer("count"));
  EXPECT_LT(70u, Get("/limits/recordCount").Find("sObjects")->items.size());
}

}  // namespace
}  // namespace sfsim
