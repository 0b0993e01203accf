// SPDX-License-Identifier: Apache-2.0
#include "core/codec/json_value.h"

#include <string>

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "core/base/status.h"

namespace sfconnector {
namespace {

using google::protobuf::TextFormat;
using google::protobuf::util::MessageDifferencer;
using ::testing::HasSubstr;

v1::Value Read(absl::string_view json) {
  v1::Value value;
  const absl::Status status = JsonToValue(json, value);
  EXPECT_TRUE(status.ok()) << status;
  return value;
}

void ExpectReads(absl::string_view json, const char* expected) {
  v1::Value value;
  ASSERT_TRUE(TextFormat::ParseFromString(expected, &value)) << expected;
  const v1::Value read = Read(json);
  EXPECT_TRUE(MessageDifferencer::Equals(read, value)) << read.DebugString();
}

absl::Status ReadError(absl::string_view json) {
  v1::Value value;
  return JsonToValue(json, value);
}

std::string RoundTrip(absl::string_view json) {
  const absl::StatusOr<std::string> text = ToJson(Read(json));
  EXPECT_TRUE(text.ok()) << text.status();
  return text.ok() ? *text : "";
}

std::string Nested(int depth) {
  const auto count = static_cast<std::size_t>(depth);
  return std::string(count, '[') + std::string(count, ']');
}

TEST(JsonToValue, ReadsScalars) {
  ExpectReads("null", "null_value: NULL_VALUE_UNSPECIFIED");
  ExpectReads("true", "bool_value: true");
  ExpectReads(" false ", "bool_value: false");
  ExpectReads(R"("text")", "string_value: 'text'");
  ExpectReads(R"("")", "string_value: ''");
}

TEST(JsonToValue, KeepsDigits) {
  ExpectReads("12", "integer_value: 12");
  ExpectReads("-9223372036854775808", "integer_value: -9223372036854775808");
  ExpectReads("9223372036854775808", "decimal_value: '9223372036854775808'");
  ExpectReads("23.0", "decimal_value: '23.0'");
  ExpectReads("1.5E-7", "decimal_value: '1.5E-7'");
  ExpectReads("0.1000000000000000055511151231257827",
              "decimal_value: '0.1000000000000000055511151231257827'");
}

TEST(JsonToValue, ReadsEscapes) {
  ExpectReads(R"("a\"\\\/\b\f\n\r\tz")", R"(string_value: 'a"\\/\b\f\n\r\tz')");
  ExpectReads(R"("\u0041\u00e9\u6771\ud83d\ude80")", "string_value: 'Aé東🚀'");
  EXPECT_EQ(Read(R"("a\u0000b")").string_value(), std::string("a\0b", 3));
}

TEST(JsonToValue, ReadsARecordWithItsAttributes) {
  ExpectReads(
      R"({"attributes":{"type":"Account","url":"/x","referenceId":"r1"},"Id":"1","Parent":null})",
      "record_value { type: 'Account' url: '/x'"
      " attributes { name: 'referenceId' value { string_value: 'r1' } }"
      " fields { name: 'Id' value { string_value: '1' } }"
      " fields { name: 'Parent' value { null_value: NULL_VALUE_UNSPECIFIED } } }");
}

TEST(JsonToValue, ReadsAnyObjectAsARecordWithoutType) {
  ExpectReads(R"({"city":"Bern","attributes":5})",
              "record_value { fields { name: 'city' value { string_value: 'Bern' } }"
              " fields { name: 'attributes' value { integer_value: 5 } } }");
  ExpectReads("{}", "record_value {}");
}

TEST(JsonToValue, KeepsOrderAndRepeatedKeys) {
  ExpectReads(R"({"b":1,"a":2,"b":3})",
              "record_value { fields { name: 'b' value { integer_value: 1 } }"
              " fields { name: 'a' value { integer_value: 2 } }"
              " fields { name: 'b' value { integer_value: 3 } } }");
}

TEST(JsonToValue, ReadsARecordSetInAnyOrder) {
  const char* const expected =
      "record_set_value { total_size: 7 done: false next_page_token: '/next'"
      " records { type: 'Contact' fields { name: 'Id' value { string_value: '1' } } } }";
  ExpectReads(
      R"({"totalSize":7,"done":false,"nextRecordsUrl":"/next",
          "records":[{"attributes":{"type":"Contact"},"Id":"1"}]})",
      expected);
  ExpectReads(
      R"({"records":[{"Id":"1","attributes":{"type":"Contact"}}],"nextRecordsUrl":"\/next",
          "done":false,"totalSize":7})",
      expected);
  ExpectReads(R"({"totalSize":0,"done":true,"records":[]})", "record_set_value { done: true }");
}

TEST(JsonToValue, TakesNothingElseForARecordSet) {
  for (const char* json : {
           R"({"totalSize":1,"done":true})",
           R"({"totalSize":1,"done":true,"records":[],"more":1})",
           R"({"totalSize":1.5,"done":true,"records":[]})",
           R"({"totalSize":1,"done":"true","records":[]})",
           R"({"totalSize":1,"done":true,"records":[1]})",
           R"({"totalSize":1,"done":true,"records":[],"nextRecordsUrl":5})",
           R"({"totalSize":1,"totalSize":1,"done":true,"records":[]})",
       }) {
    EXPECT_TRUE(Read(json).has_record_value()) << json;
    EXPECT_EQ(RoundTrip(json), json);
  }
}

TEST(JsonToValue, AsksForThePageToken) {
  v1::Value value;
  const PageTokenOf token_of = [](absl::string_view url) { return "token of " + std::string(url); };
  ASSERT_TRUE(JsonToValue(R"([{"totalSize":1,"done":false,"records":[],"nextRecordsUrl":"/n"}])",
                          value, token_of)
                  .ok());
  EXPECT_EQ(value.list_value().values(0).record_set_value().next_page_token(), "token of /n");
}

TEST(JsonToRecordSet, IgnoresKeysOfOtherQueryResources) {
  v1::RecordSet set;
  const absl::Status status = JsonToRecordSet(
      R"({"size":1,"totalSize":1,"done":true,"queryLocator":null,"nextRecordsUrl":null,"records":[{}]})",
      set);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(set.total_size(), 1);
  EXPECT_TRUE(set.done());
  EXPECT_EQ(set.records_size(), 1);
  EXPECT_EQ(set.next_page_token(), "");
}

TEST(JsonToValue, RefusesWhatIsNotOneJsonValue) {
  for (const char* json : {"",
                           " ",
                           "nul",
                           "nulll",
                           "True",
                           "01",
                           "1.",
                           "+1",
                           "'a'",
                           "\"a",
                           "a",
                           "[1,]",
                           "[1 2]",
                           "[,1]",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1,}",
                           "{a:1}",
                           "{\"a\" 1}",
                           "{\"a\":\"b\":1}",
                           "[1}",
                           "{\"a\":1]",
                           "[",
                           "{",
                           "]",
                           "1 2",
                           "{} {}",
                           "\"a\"b",
                           "\"\\x\"",
                           "\"\\u12\"",
                           "\"\\",
                           "\"a\nb\"",
                           "\"a\\\"",
                           "{\"a\":1}}",
                           "[\"a\"\\\"b\"]",
                           "\xEF\xBB\xBF{}",
                           "nullnull",
                           "{\"\\q\":1}",
                           "-",
                           "[-]",
                           "\x01"}) {
    EXPECT_EQ(ReadError(json).code(), absl::StatusCode::kInvalidArgument) << json;
  }
}

TEST(JsonToValue, RefusesTextThatIsNotUnicode) {
  EXPECT_FALSE(ReadError("\"\xFF\"").ok());
  EXPECT_FALSE(ReadError("\"\xC0\xAF\"").ok());
  EXPECT_THAT(std::string(ReadError(R"("\ud83d")").message()), HasSubstr("surrogate"));
  for (const char* json : {R"("\ud83dx")", R"("\ud83d\n")", R"("\ude80")", R"("\ud83d\u0041")",
                           R"("\ud83d\ud83d")", R"({"\ude80":1})"}) {
    EXPECT_FALSE(ReadError(json).ok()) << json;
  }
}

TEST(JsonToValue, NamesThePlaceOfAnError) {
  EXPECT_THAT(std::string(ReadError(R"({"a":[1,{"b":"\ud800"}]})").message()),
              HasSubstr("a[1].b: "));
}

TEST(JsonToValue, BoundsDepth) {
  EXPECT_TRUE(ReadError(Nested(64)).ok());
  EXPECT_THAT(std::string(ReadError(Nested(65)).message()), HasSubstr("nested more than 64"));
  EXPECT_FALSE(ReadError(std::string(1000000, '[')).ok());
  std::string objects;
  for (int i = 0; i < 1000; ++i) objects += "{\"a\":";
  EXPECT_FALSE(ReadError(objects).ok());
}

TEST(ValueToJson, GivesBackWhatWasRead) {
  for (const char* json : {
           "null",
           "12.50",
           R"([1,[],{},"a",null,true])",
           R"({"attributes":{"type":"Account","url":"/a","x":1},"Name":"A\u0001","Amount":23.0})",
           R"({"totalSize":1,"done":true,"records":[{"attributes":{"type":"A"},"Id":"1"}]})",
           R"({"attributes":{"reportId":"00O"},"x":{"y":[{}]}})",
           R"({"attributes":{"type":"A"},"attributes":{"x":1}})",
           R"({"attributes":{"type":"A","type":"B"}})",
       }) {
    EXPECT_EQ(RoundTrip(json), json);
  }
  EXPECT_EQ(RoundTrip(R"({"totalSize":2,"done":false,"nextRecordsUrl":"/n","records":[]})"),
            R"({"totalSize":2,"done":false,"nextPageToken":"/n","records":[]})");
}

TEST(ValueToJson, ForgetsAttributesThatHoldNothing) {
  EXPECT_EQ(RoundTrip(R"({"attributes":{}})"), "{}");
  EXPECT_EQ(RoundTrip(R"({"attributes":{},"attributes":{"x":1}})"), R"({"attributes":{"x":1}})");
}

TEST(ValueToJson, LeavesOutAbsentFieldsAndWritesNull) {
  v1::Record record;
  record.add_fields()->set_name("absent");
  v1::Field& null = *record.add_fields();
  null.set_name("null");
  null.mutable_value()->set_null_value(v1::NULL_VALUE_UNSPECIFIED);
  EXPECT_EQ(*ToJson(record), R"({"null":null})");
}

TEST(ValueToJson, RefusesDecimalsThatAreNoNumbers) {
  v1::Record record;
  v1::Field& field = *record.add_fields();
  field.set_name("Amount");
  field.mutable_value()->set_decimal_value("1,\"Admin\":true");
  const absl::StatusOr<std::string> json = ToJson(record);
  EXPECT_EQ(json.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(json.status().message()), HasSubstr("Amount: "));
}

TEST(ValueToJson, RefusesAListWithAHole) {
  v1::ListValue list;
  list.add_values()->set_bool_value(true);
  list.add_values();
  EXPECT_THAT(std::string(ToJson(list).status().message()), HasSubstr("[1]: "));
}

TEST(ValueToJson, BoundsDepth) {
  v1::Value value;
  v1::Value* inner = &value;
  for (int i = 0; i < 65; ++i) inner = inner->mutable_list_value()->add_values();
  inner->set_bool_value(true);
  EXPECT_FALSE(ToJson(value).ok());
  EXPECT_TRUE(ToJson(value.list_value().values(0)).ok());
}

}  // namespace
}  // namespace sfconnector
