// SPDX-License-Identifier: Apache-2.0
#include "server/yaml_json.h"

#include <string>

#include <gtest/gtest.h>

#include "sfconnector/v1/server_config.pb.h"

namespace sfconnector::server {
namespace {

std::string ToJson(const std::string& yaml) {
  auto json = YamlToJson(yaml, *v1::ServerConfig::descriptor());
  return json.ok() ? *json : std::string(json.status().message());
}

std::string Connection(const std::string& yaml) {
  return ToJson("connections: {a: {" + yaml + "}}");
}

std::string InConnection(const std::string& json) {
  return R"({"connections":{"a":{)" + json + "}}}";
}

TEST(YamlToJson, FieldDecidesWhatAPlainScalarIs) {
  EXPECT_EQ(Connection("api_version: 59.0"), InConnection(R"("api_version":"59.0")"));
  EXPECT_EQ(Connection("apiVersion: 59.0"), InConnection(R"("apiVersion":"59.0")"));
  EXPECT_EQ(Connection("base_url: true"), InConnection(R"("base_url":"true")"));
  EXPECT_EQ(Connection("auth: {password: {password: 007}}"),
            InConnection(R"("auth":{"password":{"password":"007"}})"));
  EXPECT_EQ(Connection("max_concurrent_calls: 12"), InConnection(R"("max_concurrent_calls":12)"));
  EXPECT_EQ(Connection("tls: {verify_peer: False}"),
            InConnection(R"("tls":{"verify_peer":false})"));
  EXPECT_EQ(Connection("timeout: 1.5s"), InConnection(R"("timeout":"1.5s")"));
}

TEST(YamlToJson, QuotedScalarsStayStrings) {
  EXPECT_EQ(Connection("max_concurrent_calls: '12'"),
            InConnection(R"("max_concurrent_calls":"12")"));
  EXPECT_EQ(Connection("tls: {verify_peer: \"false\"}"),
            InConnection(R"("tls":{"verify_peer":"false"})"));
  EXPECT_EQ(Connection("base_url: \"\""), InConnection(R"("base_url":"")"));
}

TEST(YamlToJson, UnknownFieldsKeepTheirKinds) {
  EXPECT_EQ(ToJson("a: [1, 1.5e3, yes, true, ~, 'x', 0x1F, -0, .5]"),
            R"({"a":[1,1.5e3,"yes",true,null,"x","0x1F",-0,".5"]})");
}

TEST(YamlToJson, ListsAndMapsFollowTheirFields) {
  EXPECT_EQ(Connection("headers: {x-number: 1}, caller_token_hosts: [1.5, b]"),
            InConnection(R"("headers":{"x-number":"1"},"caller_token_hosts":["1.5","b"])"));
  EXPECT_EQ(Connection("retry: {status_codes: [500, 503]}"),
            InConnection(R"("retry":{"status_codes":[500,503]})"));
}

TEST(YamlToJson, EnumValuesMayBeWrittenShort) {
  EXPECT_EQ(ToJson("log: {level: debug, format: LOG_FORMAT_TEXT}"),
            R"({"log":{"level":"LOG_LEVEL_DEBUG","format":"LOG_FORMAT_TEXT"}})");
  EXPECT_EQ(Connection("http_version: 1.1"), InConnection(R"("http_version":"HTTP_VERSION_1_1")"));
  EXPECT_EQ(ToJson("log: {level: loud}"), R"({"log":{"level":"loud"}})");
}

TEST(YamlToJson, EmptyValuesAreNull) {
  EXPECT_EQ(ToJson("listen:\nlog: ~"), R"({"listen":null,"log":null})");
  EXPECT_EQ(ToJson(""), "{}");
  EXPECT_EQ(ToJson("# nothing but a comment\n"), "{}");
}

TEST(YamlToJson, TextIsEscaped) {
  EXPECT_EQ(Connection(R"(base_url: "a\"\\\n\tb\u0001é")"),
            InConnection("\"base_url\":\"a\\\"\\\\\\n\\u0009b\\u0001é\""));
  EXPECT_EQ(ToJson("listen: |\n  two\n  lines\n"), R"({"listen":"two\nlines\n"})");
}

TEST(YamlToJson, DuplicateKeysAreLeftToTheReaderOfTheJson) {
  EXPECT_EQ(ToJson("listen: a\nlisten: b\n"), R"({"listen":"a","listen":"b"})");
}

TEST(YamlToJson, AliasesAreFollowed) {
  EXPECT_EQ(ToJson("connections:\n  a: &x {timeout: 1s}\n  b: *x\n"),
            R"({"connections":{"a":{"timeout":"1s"},"b":{"timeout":"1s"}}})");
}

TEST(YamlToJson, AliasesCannotMakeItEndless) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 20; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
    for (int j = 0; j < 9; ++j) bomb += ", " + last;
    bomb += "]\n";
  }
  EXPECT_NE(ToJson(bomb).find("nested too deeply or too large"), std::string::npos);
  EXPECT_NE(ToJson("a: &a [*a]").find("nested too deeply or too large"), std::string::npos);
}

TEST(YamlToJson, QuoteThatIsNotClosedIsAnErrorAtItsBeginning) {
  const std::string problem = "line 2, column 11: the quoted text that begins here does not end";
  for (const std::string quote : {"\"", "'"}) {
    for (const std::string rest : {"", "\n", " \n  ", "\nlog:\n  level: debug\n", "\n# more\n\n"}) {
      EXPECT_EQ(ToJson("log:\n  format: " + quote + "SEKRET-1" + rest).substr(0, problem.size()),
                problem)
          << quote << rest;
    }
  }
  EXPECT_EQ(ToJson("\"listen: a:1\n"),
            "line 1, column 1: the quoted text that begins here does not end");
}

TEST(YamlToJson, QuotesMayEndOnALaterLine) {
  EXPECT_EQ(ToJson("listen: \"a\n  b\"\n"), R"({"listen":"a b"})");
  EXPECT_EQ(ToJson("listen: 'a\n\n  b'"), R"({"listen":"a\nb"})");
}

TEST(YamlToJson, TextAtTheEndIsTakenAsItIs) {
  EXPECT_EQ(ToJson("listen: |-\n  two\n  lines\n"), R"({"listen":"two\nlines"})");
  EXPECT_EQ(ToJson("listen: |+\n  two\n\n"), R"({"listen":"two\n\n"})");
  EXPECT_EQ(ToJson("listen: plain"), R"({"listen":"plain"})");
}

TEST(YamlToJson, ErrorsNameLineAndColumn) {
  EXPECT_EQ(ToJson("listen: [1\nlog: 2"), "line 2, column 4: end of sequence flow not found");
  EXPECT_EQ(ToJson("log: !!binary aGVsbG8="),
            "line 1, column 6: the tag `tag:yaml.org,2002:binary` is not supported");
  EXPECT_EQ(ToJson("[a]: b"), "line 1, column 1: a key must be a name");
  EXPECT_EQ(ToJson("just text"), "line 1, column 1: not a list of `name: value`");
  EXPECT_EQ(ToJson("a: 1\n---\nb: 2\n"), "more than one YAML document");
}

}  // namespace
}  // namespace sfconnector::server
