// SPDX-License-Identifier: Apache-2.0
#include "core/codec/json.h"

#include <limits>
#include <string>

#include <gtest/gtest.h>

namespace sfconnector {
namespace {

std::string Quoted(absl::string_view text) {
  std::string out;
  JsonWriter(out).String(text);
  return out;
}

TEST(JsonWriter, PutsCommasWhereJsonWantsThem) {
  std::string out;
  JsonWriter writer(out);
  writer.BeginObject();
  writer.Name("a");
  writer.BeginArray();
  writer.Integer(1);
  writer.BeginObject();
  writer.EndObject();
  writer.Null();
  writer.EndArray();
  writer.Name("b");
  writer.Bool(true);
  writer.Name("c");
  writer.Raw("1.50");
  writer.EndObject();
  EXPECT_EQ(out, R"({"a":[1,{},null],"b":true,"c":1.50})");
}

TEST(JsonWriter, WritesTheSmallestInteger) {
  std::string out;
  JsonWriter(out).Integer(std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(out, "-9223372036854775808");
}

TEST(JsonWriter, EscapesWhatAStringMayNotHold) {
  EXPECT_EQ(Quoted("a\"b\\c/\b\f\n\r\t\x01\x1f"), R"("a\"b\\c/\b\f\n\r\t\u0001\u001f")");
  EXPECT_EQ(Quoted(absl::string_view("a\0b", 3)), R"("a\u0000b")");
  EXPECT_EQ(Quoted(""), R"("")");
}

TEST(JsonWriter, KeepsUtf8) { EXPECT_EQ(Quoted("Zürich 東京 🚀 \x7f"), "\"Zürich 東京 🚀 \x7f\""); }

TEST(JsonWriter, ReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(Quoted("a\xFFz"), "\"a\xEF\xBF\xBDz\"");
  EXPECT_EQ(Quoted("\xC3"), "\"\xEF\xBF\xBD\"");                  // cut short
  EXPECT_EQ(Quoted("\xC0\xAF"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");  // longer than needed
  EXPECT_EQ(Quoted("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");  // surrogate
  EXPECT_EQ(Quoted("\xF4\x90\x80\x80").size(), 2 + 4 * 3);                        // beyond Unicode
}

TEST(IsJsonNumber, TakesWhatTheRfcTakes) {
  for (const char* text : {"0", "-0", "1", "-12", "1.5", "0.10", "1e5", "1E+5", "1.5e-7", "-0.0e0",
                           "123456789012345678901234567890"}) {
    EXPECT_TRUE(IsJsonNumber(text)) << text;
  }
}

TEST(IsJsonNumber, RefusesEverythingElse) {
  for (const char* text :
       {"",     "-",   "+1",       "01", "-01", ".5",  "1.", "1.e5",  "1e",  "1e+",
        "0x10", "NaN", "Infinity", "1 ", " 1",  "1,2", "1}", "1.5.5", "--1", "1_0"}) {
    EXPECT_FALSE(IsJsonNumber(text)) << text;
  }
}

}  // namespace
}  // namespace sfconnector
