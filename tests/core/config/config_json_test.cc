// SPDX-License-Identifier: Apache-2.0
#include <stdlib.h>

#include <fstream>
#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status.h"
#include "core/config/connection_config.h"
#include "sfconnector/v1/server_config.pb.h"

namespace sfconnector {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ConfigFromJsonTest : public ::testing::Test {
 protected:
  template <class Message>
  absl::Status Read(absl::string_view json, Message& message) {
    ConfigSources sources;
    sources.environment = [this](const std::string& name) -> std::optional<std::string> {
      const auto found = environment_.find(name);
      if (found == environment_.end()) return std::nullopt;
      return found->second;
    };
    sources.file = [this](const std::string& path) -> absl::StatusOr<std::string> {
      const auto found = files_.find(path);
      if (found == files_.end()) return absl::NotFoundError("the file " + path + " cannot be read");
      return found->second;
    };
    return ConfigFromJson(json, sources, message);
  }

  v1::Connection Read(absl::string_view json) {
    v1::Connection connection;
    const absl::Status status = Read(json, connection);
    EXPECT_TRUE(status.ok()) << json << " " << status;
    return connection;
  }

  // The error of a configuration that must not be readable.
  std::string ErrorOf(absl::string_view json) {
    v1::Connection connection;
    const absl::Status status = Read(json, connection);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << json;
    return std::string(status.message());
  }

  std::map<std::string, std::string> environment_ = {
      {"HOST", "example.com"}, {"EMPTY", ""}, {"NESTED", "${HOST}"}};
  std::map<std::string, std::string> files_ = {{"/secret", "from the file\n"}};
};

TEST_F(ConfigFromJsonTest, TakesBothFormsOfNames) {
  EXPECT_EQ(Read(R"({"base_url":"a"})").base_url(), "a");
  EXPECT_EQ(Read(R"({"baseUrl":"a"})").base_url(), "a");
  EXPECT_EQ(
      Read(R"({"circuitBreaker":{"failureThreshold":7}})").circuit_breaker().failure_threshold(),
      7);
}

TEST_F(ConfigFromJsonTest, KeepsEveryKindOfValue) {
  const v1::Connection connection = Read(
      R"({"timeout":"1.5s","retry":{"count":2,"backoff_factor":1.25,"status_codes":[500,"503"]},
               "tls":{"verify_peer":false,"min_version":"TLS_VERSION_1_3"},"headers":{"X-A":"b"},"proxy":null})");
  EXPECT_EQ(connection.timeout().nanos(), 500'000'000);
  EXPECT_EQ(connection.retry().backoff_factor(), 1.25);
  EXPECT_EQ(connection.retry().status_codes(1), 503);
  EXPECT_FALSE(connection.tls().verify_peer());
  EXPECT_EQ(connection.tls().min_version(), v1::TLS_VERSION_1_3);
  EXPECT_EQ(connection.headers().at("X-A"), "b");
  EXPECT_FALSE(connection.has_proxy());
}

TEST_F(ConfigFromJsonTest, ReplacesVariablesEverywhere) {
  EXPECT_EQ(Read(R"({"base_url":"https://${HOST}/"})").base_url(), "https://example.com/");
  EXPECT_EQ(Read(R"({"base_url":"${HOST}${EMPTY}${HOST}"})").base_url(), "example.comexample.com");
  EXPECT_EQ(Read(R"({"headers":{"X-A":"${HOST}"}})").headers().at("X-A"), "example.com");
  EXPECT_EQ(Read(R"({"caller_token_hosts":["a","${HOST}"]})").caller_token_hosts(1), "example.com");
  environment_["COUNT"] = "9";
  EXPECT_EQ(Read(R"({"retry":{"count":"${COUNT}"}})").retry().count(), 9);
}

TEST_F(ConfigFromJsonTest, WhatAVariableHoldsIsNotLookedAtAgain) {
  EXPECT_EQ(Read(R"({"base_url":"${NESTED}"})").base_url(), "${HOST}");
}

TEST_F(ConfigFromJsonTest, DoubledDollarIsALiteral) {
  EXPECT_EQ(Read(R"({"base_url":"$${HOST} ${HOST} $x $$"})").base_url(),
            "${HOST} example.com $x $$");
}

TEST_F(ConfigFromJsonTest, UnsetVariableIsAnErrorWithItsPlace) {
  const std::string error = ErrorOf(R"({"auth":{"password":{"password":"${MISSING}"}}})");
  EXPECT_THAT(error, HasSubstr("auth.password.password"));
  EXPECT_THAT(error, HasSubstr("MISSING"));
  EXPECT_THAT(ErrorOf(R"({"caller_token_hosts":["a","${MISSING}"]})"),
              HasSubstr("caller_token_hosts[1]"));
  EXPECT_THAT(ErrorOf(R"({"base_url":"${HOST"})"), HasSubstr("base_url"));
}

TEST_F(ConfigFromJsonTest, SecretComesFromAFile) {
  EXPECT_EQ(
      Read(R"({"auth":{"password":{"password_file":"/secret"}}})").auth().password().password(),
      "from the file");
  EXPECT_EQ(Read(R"({"auth":{"jwtBearer":{"privateKeyFile":"/secret"}}})")
                .auth()
                .jwt_bearer()
                .private_key(),
            "from the file");
  environment_["FOLDER"] = "";
  EXPECT_EQ(Read(R"({"tls":{"client_key_passphrase_file":"${FOLDER}/secret"}})")
                .tls()
                .client_key_passphrase(),
            "from the file");
}

TEST_F(ConfigFromJsonTest, FileWithoutASecretIsNamed) {
  for (const std::string content : {"", "\n", "\r\n"}) {
    files_["/secret"] = content;
    EXPECT_THAT(ErrorOf(R"({"auth":{"password":{"password_file":"/secret"}}})"),
                HasSubstr("auth.password.password_file: names a file that is empty"));
  }
}

TEST_F(ConfigFromJsonTest, OneNewlineIsTakenOffAFileAndNothingElse) {
  auto password = [this](const std::string& content) {
    files_["/secret"] = content;
    return Read(R"({"auth":{"password":{"password_file":"/secret"}}})")
        .auth()
        .password()
        .password();
  };
  EXPECT_EQ(password("a"), "a");
  EXPECT_EQ(password("a\r\n"), "a");
  EXPECT_EQ(password(" a \n\n"), " a \n");
  EXPECT_EQ(password("${HOST}\"\\"), "${HOST}\"\\");
}

TEST_F(ConfigFromJsonTest, SecretsInMapsOfMessagesComeFromFilesToo) {
  v1::ServerConfig config;
  const absl::Status status =
      Read(R"({"connections":{"crm":{"auth":{"refresh_token":{"refresh_token_file":"/secret"}}}}})",
           config);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(config.connections().at("crm").auth().refresh_token().refresh_token(), "from the file");
  EXPECT_THAT(
      std::string(
          Read(
              R"({"connections":{"crm":{"auth":{"refresh_token":{"refresh_token_file":"/none"}}}}})",
              config)
              .message()),
      HasSubstr("connections.crm.auth.refresh_token.refresh_token_file"));
}

TEST_F(ConfigFromJsonTest, SecretAndItsFileExcludeEachOther) {
  EXPECT_THAT(ErrorOf(R"({"auth":{"password":{"password":"a","password_file":"/secret"}}})"),
              HasSubstr("auth.password.password_file"));
  EXPECT_THAT(ErrorOf(R"({"auth":{"password":{"password_file":"/secret","password":"a"}}})"),
              HasSubstr("auth.password.password"));
}

TEST_F(ConfigFromJsonTest, OnlySecretsHaveFiles) {
  EXPECT_THAT(ErrorOf(R"({"base_url_file":"/secret"})"), HasSubstr("base_url_file"));
  // A field whose own name ends so is what it is.
  EXPECT_EQ(Read(R"({"tls":{"client_key_file":"/secret"}})").tls().client_key_file(), "/secret");
}

TEST_F(ConfigFromJsonTest, ErrorsNameThePlace) {
  EXPECT_THAT(ErrorOf(R"({"auth":{"password":{"unknown":1}}})"),
              HasSubstr("auth.password.unknown"));
  EXPECT_THAT(ErrorOf(R"({"unknown":{"a":["${HOST}",1]}})"), HasSubstr("unknown"));
  EXPECT_THAT(ErrorOf(R"({"base_url":"a","base_url":"b"})"), HasSubstr("base_url"));
  EXPECT_THAT(ErrorOf(R"({"base_url":"a","baseUrl":"b"})"), HasSubstr("baseUrl"));
  EXPECT_THAT(ErrorOf(R"({"headers":{"a":"1","a":"2"}})"), HasSubstr("headers"));
  EXPECT_THAT(ErrorOf(R"({"retry":{"count":"many"}})"), HasSubstr("retry.count"));
  EXPECT_THAT(ErrorOf(R"({"auth":{"password":{"password_file":7}}})"),
              HasSubstr("auth.password.password_file"));
  EXPECT_THAT(ErrorOf(R"({"auth":{"password":{},"bearer_token":{}}})"), HasSubstr("auth"));
}

TEST_F(ConfigFromJsonTest, TextThatIsNoConfigurationIsRefused) {
  for (const char* text : {"", " ", "null", "[]", "7", "{", "{}x", R"({"a")",
                           R"({"base_url":"\ud800"})", "{\"base_url\":\"\xff\"}"}) {
    ErrorOf(text);
  }
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += R"({"auth":)";
  ErrorOf(deep);
  ErrorOf(R"({"auth":)" + std::string(1000, '['));
}

TEST_F(ConfigFromJsonTest, ValuesThatAreNotUtf8AreRefused) {
  environment_["BROKEN"] = "\xff";
  files_["/secret"] = "\xff";
  EXPECT_THAT(ErrorOf(R"({"base_url":"${BROKEN}"})"), HasSubstr("BROKEN"));
  EXPECT_THAT(ErrorOf(R"({"auth":{"password":{"password_file":"/secret"}}})"),
              HasSubstr("auth.password.password_file"));
}

TEST_F(ConfigFromJsonTest, ErrorsTellNoSecret) {
  environment_["SECRET"] = "s3cret";
  files_["/secret"] = "s3cret";
  EXPECT_THAT(ErrorOf(R"({"retry":{"count":"${SECRET}"}})"), Not(HasSubstr("s3cret")));
  EXPECT_THAT(ErrorOf(R"({"auth":{"password":{"password_file":"/secret","x":"${SECRET}"}}})"),
              Not(HasSubstr("s3cret")));
}

TEST(SystemConfigSources, ReadTheEnvironmentAndFiles) {
  const ConfigSources sources = SystemConfigSources();
  ASSERT_EQ(setenv("SFCONNECTOR_CONFIG_TEST", "value", 1), 0);
  EXPECT_EQ(sources.environment("SFCONNECTOR_CONFIG_TEST"), "value");
  EXPECT_FALSE(sources.environment("SFCONNECTOR_CONFIG_TEST_UNSET"));
  const std::string path = ::testing::TempDir() + "sfconnector_config_test";
  std::ofstream(path) << "content\n";
  EXPECT_EQ(*sources.file(path), "content\n");
  std::ofstream(path) << std::string(2 << 20, 'x');
  EXPECT_FALSE(sources.file(path).ok());
  std::remove(path.c_str());
  EXPECT_THAT(std::string(sources.file(path).status().message()), HasSubstr(path));
  EXPECT_FALSE(sources.file(::testing::TempDir()).ok());
}

}  // namespace
}  // namespace sfconnector
