// SPDX-License-Identifier: Apache-2.0
#include "core/codec/proto_json.h"

#include <limits>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "tests/core/codec/kinds.pb.h"

namespace sfconnector {
namespace {

using google::protobuf::TextFormat;
using google::protobuf::util::MessageDifferencer;
using sfconnector::testing::Plain;
using sfconnector::testing::Result;
using sfconnector::testing::Special;
using ::testing::HasSubstr;
using ::testing::StartsWith;

template <class Message>
Message FromText(const char* text) {
  Message message;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

template <class Message>
void ExpectReads(absl::string_view json, const char* expected,
                 UnknownKeys unknown = UnknownKeys::kReject) {
  Message message;
  const absl::Status status = JsonToMessage(json, unknown, message);
  ASSERT_TRUE(status.ok()) << json << ": " << status;
  EXPECT_TRUE(MessageDifferencer::Equals(message, FromText<Message>(expected)))
      << message.DebugString();
}

template <class Message>
std::string ReadError(absl::string_view json, UnknownKeys unknown = UnknownKeys::kReject) {
  Message message;
  const absl::Status status = JsonToMessage(json, unknown, message);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << json;
  return std::string(status.message());
}

template <class Message>
std::string Write(const char* text) {
  const absl::StatusOr<std::string> json = MessageToJson(FromText<Message>(text));
  EXPECT_TRUE(json.ok()) << json.status();
  return json.ok() ? *json : "";
}

TEST(JsonToMessage, TakesEveryFormOfAName) {
  ExpectReads<Plain>(R"({"small_unsigned":1,"nameChoice":"a","apiName":"x"})",
                     "small_unsigned: 1 name_choice: 'a' renamed: 'x'");
  ExpectReads<Plain>(R"({"smallUnsigned":1,"name_choice":"a","renamed":"x"})",
                     "small_unsigned: 1 name_choice: 'a' renamed: 'x'");
  ExpectReads<Plain>(R"({"sma\u006cl":1})", "small: 1");
}

TEST(JsonToMessage, TakesIntegersAsNumbersAndText) {
  ExpectReads<Plain>(R"({"large":9007199254740993,"large_unsigned":"18446744073709551615"})",
                     "large: 9007199254740993 large_unsigned: 18446744073709551615");
  ExpectReads<Plain>(R"({"large":"-9223372036854775808","small":1.0,"zigzag":1e3})",
                     "large: -9223372036854775808 small: 1 zigzag: 1000");
  ExpectReads<Plain>(R"({"integers":[1,"2"]})", "integers: 1 integers: 2");
}

TEST(JsonToMessage, RefusesNumbersThatDoNotFit) {
  EXPECT_THAT(ReadError<Plain>(R"({"small":2147483648})"), StartsWith("small: "));
  EXPECT_THAT(ReadError<Plain>(R"({"small":1.5})"), StartsWith("small: "));
  EXPECT_THAT(ReadError<Plain>(R"({"large":9223372036854775808})"), StartsWith("large: "));
  EXPECT_THAT(ReadError<Plain>(R"({"large_unsigned":-1})"), StartsWith("large_unsigned: "));
  EXPECT_THAT(ReadError<Plain>(R"({"large":"0x10"})"), StartsWith("large: "));
  EXPECT_THAT(ReadError<Plain>(R"({"large":""})"), StartsWith("large: "));
  EXPECT_THAT(ReadError<Plain>(R"({"single":1e39})"), StartsWith("single: "));
  EXPECT_THAT(ReadError<Plain>(R"({"number":1e400})"), StartsWith("number: "));
  EXPECT_THAT(ReadError<Plain>(R"({"integers":[1,{}]})"), StartsWith("integers[1]: "));
}

TEST(JsonToMessage, TakesEnumsByNameAndNumber) {
  ExpectReads<Plain>(R"({"color":"COLOR_RED","colors":[5,"COLOR_UNSPECIFIED",77]})",
                     "color: COLOR_RED colors: COLOR_DARK_BLUE colors: COLOR_UNSPECIFIED"
                     " colors: 77");
  EXPECT_EQ(ReadError<Plain>(R"({"color":"COLOR_PINK"})"), "color: unknown enum value");
  EXPECT_THAT(ReadError<Plain>(R"({"color":true})"), StartsWith("color: "));
}

TEST(JsonToMessage, ReadsTimes) {
  ExpectReads<Plain>(R"({"time":"2015-06-26T19:46:33.5Z","pause":"-1.5s"})",
                     "time { seconds: 1435347993 nanos: 500000000 }"
                     " pause { seconds: -1 nanos: -500000000 }");
  ExpectReads<Plain>(R"({"time":"2015-06-26T19:46:33.000+0000"})", "time { seconds: 1435347993 }");
  EXPECT_THAT(ReadError<Plain>(R"({"time":"yesterday"})"), StartsWith("time: "));
  EXPECT_THAT(ReadError<Plain>(R"({"pause":1.5})"), StartsWith("pause: "));
}

TEST(JsonToMessage, ReadsBase64InBothAlphabets) {
  ExpectReads<Plain>(R"({"data":"+/8="})", R"(data: '\373\377')");
  ExpectReads<Plain>(R"({"data":"-_8"})", R"(data: '\373\377')");
  EXPECT_THAT(ReadError<Plain>(R"({"data":"*"})"), StartsWith("data: "));
}

TEST(JsonToMessage, ReadsMaps) {
  ExpectReads<Plain>(
      R"({"counts":{"a":1,"b":2},"byNumber":{"-7":{"small":3}},"byFlag":{"true":"t"}})",
      "counts { key: 'a' value: 1 } counts { key: 'b' value: 2 }"
      " by_number { key: -7 value { small: 3 } } by_flag { key: true value: 't' }");
  EXPECT_THAT(ReadError<Plain>(R"({"by_number":{"x":{}}})"), StartsWith("by_number.x: "));
  EXPECT_THAT(ReadError<Plain>(R"({"by_flag":{"1":""}})"), StartsWith("by_flag.1: "));
  EXPECT_THAT(ReadError<Plain>(R"({"counts":{"a":1,"a":1}})"), StartsWith("counts.a: "));
}

TEST(JsonToMessage, LeavesFieldsThatAreNullUnset) {
  ExpectReads<Plain>(R"({"small":null,"child":null,"integers":null,"counts":null,"maybe":null,
                         "time":null,"color":null,"nameChoice":null,"numberChoice":1})",
                     "number_choice: 1");
  EXPECT_THAT(ReadError<Plain>(R"({"integers":[null]})"), StartsWith("integers[0]: "));
  EXPECT_THAT(ReadError<Plain>(R"({"children":[null]})"), StartsWith("children[0]: "));
}

TEST(JsonToMessage, KeepsPresence) {
  ExpectReads<Plain>(R"({"maybe":0,"child":{},"numberChoice":0})",
                     "maybe: 0 child {} number_choice: 0");
}

TEST(JsonToMessage, RefusesTwoMembersOfAOneof) {
  EXPECT_EQ(ReadError<Plain>(R"({"nameChoice":"a","numberChoice":1})"),
            "numberChoice: excludes `nameChoice`, which is given too");
}

TEST(JsonToMessage, RefusesUnknownAndRepeatedKeys) {
  EXPECT_EQ(ReadError<Plain>(R"({"child":{"colour":1}})"), "child.colour: unknown field");
  EXPECT_EQ(ReadError<Plain>(R"({"small":1,"small":1})"), "small: given twice");
  EXPECT_EQ(ReadError<Plain>(R"({"apiName":"","renamed":""})"), "renamed: given twice");
  EXPECT_EQ(ReadError<Special>(R"({"extra":[]})"), "extra: unknown field");
}

TEST(JsonToMessage, NamesThePathOfAnErrorInTheDetails) {
  Special message;
  const absl::Status status = JsonToMessage(
      R"({"records":[{},{},{},{"fields":{"Name":"\ud800"}}]})", UnknownKeys::kReject, message);
  v1::BadRequest detail;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  ASSERT_TRUE(payload.has_value());
  ASSERT_TRUE(detail.ParseFromString(std::string(*payload)));
  EXPECT_EQ(detail.field_violations(0).field(), "records[3].fields.Name");
}

TEST(JsonToMessage, TellsNothingOfValues) {
  for (const char* json : {R"({"small":"hunter2"})", R"({"text":["hunter2"]})",
                           R"({"color":"hunter2"})", R"({"time":"hunter2"})", R"("hunter2")",
                           R"({"text":"hunter2" "x"})", R"({"text":hunter2})"}) {
    EXPECT_THAT(ReadError<Plain>(json), ::testing::Not(HasSubstr("hunter2")));
  }
}

TEST(JsonToMessage, RefusesWrongKindsAndBrokenText) {
  for (const char* json :
       {"", "[]", "5", "null", R"({"text":5})", R"({"flag":"true"})", R"({"flag":1})",
        R"({"child":[]})", R"({"children":{}})", R"({"counts":[]})", R"({"small":[1]})",
        R"({"small":1)", R"({"small":1}x)", R"({"small":})", R"({"small":1,})"}) {
    ReadError<Plain>(json);
  }
}

TEST(JsonToMessage, BoundsDepth) {
  std::string json = "{}";
  for (int i = 1; i < 64; ++i) json = R"({"child":)" + json + "}";
  Plain message;
  EXPECT_TRUE(JsonToMessage(json, UnknownKeys::kReject, message).ok());
  EXPECT_TRUE(MessageToJson(message).ok());
  json = R"({"child":)" + json + "}";
  EXPECT_THAT(ReadError<Plain>(json), HasSubstr("nested more than 64"));
  Plain outer;
  *outer.mutable_child() = message;
  *outer.mutable_child()->mutable_child() = message;
  EXPECT_FALSE(MessageToJson(outer).ok());
}

TEST(JsonToMessage, ReadsNaturalJsonForValues) {
  ExpectReads<Special>(
      R"({"value":23.0,"record":{"attributes":{"type":"A"},"n":null},
          "record_set":{"totalSize":1,"done":true,"records":[{"x":1}]},"list":[1,"b"],
          "records":[{"y":true}],"values":{"k":[]}})",
      "value { decimal_value: '23.0' }"
      " record { type: 'A' fields { name: 'n' value { null_value: NULL_VALUE_UNSPECIFIED } } }"
      " record_set { total_size: 1 done: true"
      "   records { fields { name: 'x' value { integer_value: 1 } } } }"
      " list { values { integer_value: 1 } values { string_value: 'b' } }"
      " records { fields { name: 'y' value { bool_value: true } } }"
      " values { key: 'k' value { list_value {} } }");
}

TEST(JsonToMessage, TakesNullForValuesNullValuesAndRawJson) {
  ExpectReads<Special>(R"({"value":null,"nullValue":null,"json":null})",
                       "value { null_value: NULL_VALUE_UNSPECIFIED }"
                       " null_value: NULL_VALUE_UNSPECIFIED json: 'null'");
  EXPECT_EQ(ReadError<Special>(R"({"nullValue":null,"stringValue":""})"),
            "stringValue: excludes `nullValue`, which is given too");
}

TEST(JsonToMessage, TakesRawJsonAsItStands) {
  ExpectReads<Special>(R"({"json": [ 1.0 , {"a" : "\u0041"} ] , "value":1})",
                       R"(json: '[ 1.0 , {"a" : "\\u0041"} ]' value { integer_value: 1 })");
  EXPECT_THAT(ReadError<Special>(R"({"json":[1,]})"), StartsWith("json: "));
  EXPECT_THAT(ReadError<Special>(R"({"json":["\q"]})"), StartsWith("json: "));
}

TEST(JsonToMessage, KeepsUnknownKeysOfReplies) {
  ExpectReads<Special>(
      R"({"nextUrl":"/n","results":[{"id":"1","warnings":[1.50],"color":"COLOR_PINK","extra":5}]})",
      "results { id: '1'"
      "  extra { name: 'warnings' value { list_value { values { decimal_value: '1.50' } } } }"
      "  extra { name: 'color' value { string_value: 'COLOR_PINK' } }"
      "  extra { name: 'extra' value { integer_value: 5 } } }"
      " extra { name: 'nextUrl' value { string_value: '/n' } }",
      UnknownKeys::kKeep);
  ExpectReads<Plain>(R"({"unknown":{"a":[]},"small":1})", "small: 1", UnknownKeys::kKeep);
  ReadError<Plain>(R"({"unknown":{"a":[}})", UnknownKeys::kKeep);
}

TEST(JsonToMessage, IsPatientWithReplies) {
  ExpectReads<Result>(R"({"id":59.0,"fields":["a",null,true],"id":"2"})",
                      "id: '2' fields: 'a' fields: '' fields: 'true'", UnknownKeys::kKeep);
  ExpectReads<Result>(R"({"id":59.0})", "id: '59.0'", UnknownKeys::kKeep);
  ExpectReads<Special>(R"({"records":[{"a":1},null]})",
                       "records { fields { name: 'a' value { integer_value: 1 } } } records {}",
                       UnknownKeys::kKeep);
  ReadError<Result>(R"({"id":{}})", UnknownKeys::kKeep);
}

TEST(JsonToMessage, ClearsTheMessageFirst) {
  Plain message = FromText<Plain>("small: 1 integers: 5");
  ASSERT_TRUE(JsonToMessage(R"({"large":2})", UnknownKeys::kReject, message).ok());
  EXPECT_TRUE(MessageDifferencer::Equals(message, FromText<Plain>("large: 2")));
}

TEST(JsonToField, ReadsAReplyIntoAField) {
  Special message = FromText<Special>("results { id: 'old' } string_value: 'kept'");
  const auto* const type = Special::descriptor();
  ASSERT_TRUE(JsonToField(R"([{"id":"1","success":true},{"id":"2"}])", UnknownKeys::kKeep, message,
                          type->FindFieldByName("results"))
                  .ok());
  ASSERT_TRUE(
      JsonToField(R"({"Name":"x"})", UnknownKeys::kKeep, message, type->FindFieldByName("record"))
          .ok());
  ASSERT_TRUE(
      JsonToField(" [1] ", UnknownKeys::kKeep, message, type->FindFieldByName("json")).ok());
  ASSERT_TRUE(
      JsonToField(R"({"a":1})", UnknownKeys::kKeep, message, type->FindFieldByName("values")).ok());
  EXPECT_TRUE(MessageDifferencer::Equals(
      message, FromText<Special>("results { id: '1' success: true } results { id: '2' }"
                                 " record { fields { name: 'Name' value { string_value: 'x' } } }"
                                 " json: '[1]' values { key: 'a' value { integer_value: 1 } }"
                                 " string_value: 'kept'")))
      << message.DebugString();
}

TEST(JsonToField, NamesThePathWithinTheField) {
  Special message;
  const absl::Status status =
      JsonToField(R"([{"id":"1"},{"success":"yes"}])", UnknownKeys::kKeep, message,
                  Special::descriptor()->FindFieldByName("results"));
  EXPECT_THAT(std::string(status.message()), StartsWith("[1].success: "));
}

TEST(FieldToJson, WritesTheFieldAlone) {
  const Special message = FromText<Special>(
      "record { type: 'A' fields { name: 'n' value { decimal_value: '1.0' } } }"
      " results { id: '1' } value { string_value: 'x' }");
  const auto field = [](const char* name) { return Special::descriptor()->FindFieldByName(name); };
  EXPECT_EQ(*FieldToJson(message, field("record")), R"({"attributes":{"type":"A"},"n":1.0})");
  EXPECT_EQ(*FieldToJson(message, field("results")), R"([{"id":"1"}])");
  EXPECT_EQ(*FieldToJson(message, field("value")), R"("x")");
  EXPECT_EQ(*FieldToJson(message, field("records")), "[]");
  EXPECT_EQ(*FieldToJson(message, field("values")), "{}");
  EXPECT_EQ(*FieldToJson(Special(), field("record")), "{}");
}

TEST(MessageToJson, WritesWhatTheMappingWants) {
  EXPECT_EQ(
      Write<Plain>("small: -1 large: 5 large_unsigned: 6 single: 0.1 number: 1e300 flag: true"
                   " text: 'a\"' data: '\\373\\377' color: COLOR_DARK_BLUE colors: 77"
                   " renamed: 'r' maybe: 0"
                   " counts { key: 'b' value: 0 } counts { key: 'a' value: 1 }"),
      R"({"small":-1,"large":"5","largeUnsigned":"6","single":0.1,"number":1e+300,"flag":true,)"
      R"("text":"a\"","data":"+/8=","color":"COLOR_DARK_BLUE","colors":[77],)"
      R"("counts":{"a":1,"b":0},"maybe":0,"apiName":"r"})");
  EXPECT_EQ(Write<Plain>(""), "{}");
  EXPECT_EQ(Write<Plain>("number: inf single: -inf"),
            R"({"single":"-Infinity","number":"Infinity"})");
  EXPECT_EQ(Write<Plain>("time { nanos: 1000000 } pause { seconds: 3 }"),
            R"({"time":"1970-01-01T00:00:00.001Z","pause":"3s"})");
}

TEST(MessageToJson, WritesNaturalJsonAndLeavesOutAbsentValues) {
  EXPECT_EQ(
      Write<Special>("value {} record { fields { name: 'a' } } list { values { bool_value: true } }"
                     " values { key: 'k' value { null_value: NULL_VALUE_UNSPECIFIED } }"
                     " values { key: 'absent' value {} } json: '[ 1.0 ]'"
                     " null_value: NULL_VALUE_UNSPECIFIED"
                     " extra { name: 'more' value { decimal_value: '2.50' } }"),
      R"({"record":{},"list":[true],"values":{"k":null},"json":[ 1.0 ],"nullValue":null,"more":2.50})");
}

TEST(MessageToJson, RefusesWhatHasNoJson) {
  for (const char* text :
       {"json: '[1'", "json: '1 2'", "json: ' '", "value { decimal_value: '1}' }",
        "extra { name: 'x' value { decimal_value: '' } }", "list { values {} }"}) {
    EXPECT_EQ(MessageToJson(FromText<Special>(text)).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
  EXPECT_FALSE(MessageToJson(FromText<Plain>("time { seconds: 253402300800 }")).ok());
  EXPECT_FALSE(MessageToJson(FromText<Plain>("pause { seconds: 1 nanos: -1 }")).ok());
}

TEST(MessageToJson, ReplacesWhatIsNotUtf8) {
  Special message;
  message.mutable_value()->set_string_value("a\xFF");
  EXPECT_EQ(*MessageToJson(message), "{\"value\":\"a\xEF\xBF\xBD\"}");
}

// Fills a message with random content of every kind.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  Plain Make(int depth) {
    Plain message;
    if (Maybe()) message.set_small(static_cast<std::int32_t>(random_()));
    if (Maybe()) message.set_large(static_cast<std::int64_t>(random_() * random_()));
    if (Maybe()) message.set_small_unsigned(static_cast<std::uint32_t>(random_()));
    if (Maybe()) message.set_large_unsigned(random_() << 20);
    if (Maybe()) message.set_zigzag(-static_cast<std::int64_t>(random_()));
    if (Maybe()) message.set_fixed(random_());
    if (Maybe()) message.set_single(static_cast<float>(random_()) / 7);
    if (Maybe()) message.set_number(static_cast<double>(random_()) / 1e7);
    if (Maybe()) message.set_flag(true);
    if (Maybe()) message.set_text(Text());
    if (Maybe()) message.set_data(Text());
    if (Maybe()) message.set_color(Plain::COLOR_RED);
    if (Maybe()) message.set_maybe(0);
    if (Maybe())
      message.mutable_time()->set_seconds(static_cast<std::int64_t>(random_() % 253402300799));
    if (Maybe()) message.mutable_pause()->set_nanos(static_cast<int>(random_() % 1000000000));
    if (Maybe()) message.set_renamed(Text());
    for (; Maybe();) message.add_integers(static_cast<std::int64_t>(random_()));
    for (; Maybe();) message.add_texts(Text());
    for (; Maybe();) (*message.mutable_counts())[Text()] = static_cast<int>(random_() % 100);
    if (depth == 0) return message;
    if (Maybe()) *message.mutable_child() = Make(depth - 1);
    for (; Maybe();) *message.add_children() = Make(depth - 1);
    for (; Maybe();)
      (*message.mutable_by_number())[static_cast<int>(random_() % 100)] = Make(depth - 1);
    if (Maybe()) {
      message.set_name_choice(Text());
    } else if (Maybe()) {
      *message.mutable_plain_choice() = Make(depth - 1);
    }
    return message;
  }

 private:
  bool Maybe() { return random_() % 2 == 0; }
  std::string Text() {
    static constexpr const char* kPieces[] = {"a",  "\"", "\\", "\n",   "é",
                                              "東", "🚀", "</", "\x7f", " "};
    std::string text;
    for (; random_() % 5 != 0;) text += kPieces[random_() % 10];
    return text;
  }

  std::mt19937_64 random_;
};

TEST(ProtoJson, AgreesWithProtobufsOwnMapping) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    const Plain message = Generator(seed).Make(3);
    const absl::StatusOr<std::string> json = MessageToJson(message);
    ASSERT_TRUE(json.ok()) << json.status();
    Plain by_protobuf;
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(*json, &by_protobuf).ok()) << *json;
    EXPECT_TRUE(MessageDifferencer::Equals(message, by_protobuf)) << *json;

    std::string protobufs_json;
    ASSERT_TRUE(google::protobuf::util::MessageToJsonString(message, &protobufs_json).ok());
    Plain by_us;
    const absl::Status status = JsonToMessage(protobufs_json, UnknownKeys::kReject, by_us);
    ASSERT_TRUE(status.ok()) << status << protobufs_json;
    EXPECT_TRUE(MessageDifferencer::Equals(message, by_us)) << protobufs_json;
  }
}

}  // namespace
}  // namespace sfconnector
