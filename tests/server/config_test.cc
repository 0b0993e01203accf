// SPDX-License-Identifier: Apache-2.0
#include "server/config.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace sfconnector::server {
namespace {

// What is wrong with a configuration; empty where nothing is.
std::string ErrorOf(const std::string& yaml) {
  auto config = ConfigFromYaml(yaml);
  if (config.ok()) config = CompleteConfig(*std::move(config));
  return config.ok() ? "" : std::string(config.status().message());
}

// Whether the error begins with the name of the field.
::testing::AssertionResult Blames(const std::string& field, const std::string& yaml) {
  const std::string error = ErrorOf(yaml);
  if (error.rfind(field + ":", 0) == 0) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "the error is: " << error;
}

TEST(Config, NothingIsCompleteWithDefaults) {
  auto config = CompleteConfig({});
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->listen(), "127.0.0.1:50051");
  EXPECT_EQ(config->event_loops(), 1);
  EXPECT_EQ(config->max_request_bytes(), 16 << 20);
  EXPECT_EQ(config->drain_deadline().seconds(), 30);
  EXPECT_EQ(config->keepalive().interval().seconds(), 60);
  EXPECT_FALSE(config->keepalive().has_max_connection_age());
  EXPECT_EQ(config->log().level(), v1::LOG_LEVEL_INFO);
  EXPECT_EQ(config->log().format(), v1::LOG_FORMAT_JSON);
}

TEST(Config, YamlIsRead) {
  auto config = ConfigFromYaml(R"(
listen: "[::1]:0"
event_loops: 2
drain_deadline: 0s
keepalive: {interval: 30s, maxConnectionAge: 3600s}
log:
  level: debug
  format: text
connections:
  default:
    base_url: https://example.my.salesforce.com
    api_version: 59.0
    auth:
      bearer_token:
        token: 1234
)");
  ASSERT_TRUE(config.ok()) << config.status();
  auto complete = CompleteConfig(*config);
  ASSERT_TRUE(complete.ok()) << complete.status();
  EXPECT_EQ(complete->event_loops(), 2);
  EXPECT_TRUE(complete->has_drain_deadline());
  EXPECT_EQ(complete->drain_deadline().seconds(), 0);
  EXPECT_EQ(complete->keepalive().max_connection_age().seconds(), 3600);
  EXPECT_EQ(complete->log().level(), v1::LOG_LEVEL_DEBUG);
  EXPECT_EQ(complete->log().format(), v1::LOG_FORMAT_TEXT);
  const v1::Connection& connection = complete->connections().at("default");
  EXPECT_EQ(connection.api_version(), "59.0");
  EXPECT_EQ(connection.auth().bearer_token().token(), "1234");
}

TEST(Config, ErrorsNameTheField) {
  EXPECT_TRUE(Blames("lissten", "lissten: x"));
  EXPECT_TRUE(Blames("listen", "listen: localhost"));
  EXPECT_TRUE(Blames("listen", "listen: localhost:99999"));
  EXPECT_TRUE(Blames("event_loops", "event_loops: many"));
  EXPECT_TRUE(Blames("event_loops", "event_loops: -1"));
  EXPECT_TRUE(Blames("event_loops", "event_loops: 1000"));
  EXPECT_TRUE(Blames("max_request_bytes", "max_request_bytes: -1"));
  EXPECT_TRUE(Blames("drain_deadline", "drain_deadline: soon"));
  EXPECT_TRUE(Blames("drain_deadline", "drain_deadline: -1s"));
  EXPECT_TRUE(Blames("keepalive.interval", "keepalive: {interval: 0.1s}"));
  EXPECT_TRUE(Blames("keepalive.max_connection_age", "keepalive: {max_connection_age: 0s}"));
  EXPECT_TRUE(Blames("log.level", "log: {level: loud}"));
  EXPECT_TRUE(Blames("log.colour", "log: {colour: red}"));
  EXPECT_TRUE(Blames("connections", "connections: {'no name': {}}"));
  EXPECT_TRUE(Blames("listen", "listen: a:1\nlisten: b:2\n"));
}

TEST(Config, YamlErrorsNameTheLine) {
  EXPECT_EQ(ErrorOf("listen: [").rfind("line 1, column ", 0), 0u);
}

TEST(Config, FilesAreReadByTheirKind) {
  const std::string json = ::testing::TempDir() + "config.json";
  std::ofstream(json) << R"({"eventLoops": 3})";
  EXPECT_EQ(ReadConfigFile(json)->event_loops(), 3);
  const std::string yaml = ::testing::TempDir() + "config.yaml";
  std::ofstream(yaml) << "event_loops: 4\n";
  EXPECT_EQ(ReadConfigFile(yaml)->event_loops(), 4);
  std::ofstream(yaml) << "event_loops: [\n";
  EXPECT_EQ(std::string(ReadConfigFile(yaml).status().message()).rfind(yaml + ": line ", 0), 0u);
  EXPECT_EQ(ReadConfigFile("/no/such/file").status().message(),
            "/no/such/file: cannot be read: No such file or directory");
  EXPECT_EQ(ReadConfigFile("/tmp").status().message(), "/tmp: cannot be read: Is a directory");
  const std::string empty = ::testing::TempDir() + "empty.yaml";
  std::ofstream(empty).close();
  EXPECT_EQ(ReadConfigFile(empty).status().message(), empty + ": is empty");
}

TEST(Config, FlagsWinOverTheFile) {
  v1::ServerConfig config;
  config.set_listen("file:1");
  Flags flags;
  ApplyFlags(flags, config);
  EXPECT_EQ(config.listen(), "file:1");
  flags.listen = "flag:2";
  flags.log_level = v1::LOG_LEVEL_WARNING;
  ApplyFlags(flags, config);
  EXPECT_EQ(config.listen(), "flag:2");
  EXPECT_EQ(config.log().level(), v1::LOG_LEVEL_WARNING);
}

}  // namespace
}  // namespace sfconnector::server
