// SPDX-License-Identifier: Apache-2.0
#include "server/flags.h"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace sfconnector::server {
namespace {

absl::StatusOr<Flags> Read(const std::vector<std::string>& arguments,
                           const std::map<std::string, std::string>& environment = {}) {
  return ReadFlags(arguments,
                   [&environment](const std::string& name) -> std::optional<std::string> {
                     auto it = environment.find(name);
                     if (it == environment.end()) return std::nullopt;
                     return it->second;
                   });
}

std::string ErrorOf(const std::vector<std::string>& arguments,
                    const std::map<std::string, std::string>& environment = {}) {
  auto flags = Read(arguments, environment);
  return flags.ok() ? "" : std::string(flags.status().message());
}

TEST(ReadFlags, TakesValuesBehindASpaceOrAnEqualsSign) {
  auto flags = Read({"--config", "a.yaml", "--listen=[::1]:50051", "--simulator"});
  ASSERT_TRUE(flags.ok());
  EXPECT_EQ(flags->config, "a.yaml");
  EXPECT_EQ(flags->listen, "[::1]:50051");
  EXPECT_TRUE(flags->simulator);
  EXPECT_FALSE(flags->check_config);
}

TEST(ReadFlags, FlagWinsOverTheEnvironment) {
  const std::map<std::string, std::string> environment = {{"SFCONNECTOR_CONFIG", "env.yaml"},
                                                          {"SFCONNECTOR_LISTEN", "env:1"},
                                                          {"SFCONNECTOR_SIMULATOR", "true"}};
  auto flags = Read({"--listen", "flag:2"}, environment);
  ASSERT_TRUE(flags.ok());
  EXPECT_EQ(flags->config, "env.yaml");
  EXPECT_EQ(flags->listen, "flag:2");
  EXPECT_TRUE(flags->simulator);
}

TEST(ReadFlags, SwitchesInTheEnvironmentAreTrueOrFalse) {
  EXPECT_FALSE(Read({}, {{"SFCONNECTOR_SIMULATOR", "0"}})->simulator);
  EXPECT_TRUE(Read({}, {{"SFCONNECTOR_SIMULATOR", "1"}})->simulator);
  EXPECT_EQ(ErrorOf({}, {{"SFCONNECTOR_SIMULATOR", "maybe"}}),
            "SFCONNECTOR_SIMULATOR must be true or false, not `maybe`");
}

TEST(ReadFlags, LevelIsOneOfFour) {
  EXPECT_EQ(Read({"--log-level", "Debug"})->log_level, v1::LOG_LEVEL_DEBUG);
  EXPECT_EQ(Read({}, {{"SFCONNECTOR_LOG_LEVEL", "error"}})->log_level, v1::LOG_LEVEL_ERROR);
  EXPECT_EQ(Read({}, {{"SFCONNECTOR_LOG_LEVEL", ""}})->log_level, v1::LOG_LEVEL_UNSPECIFIED);
  EXPECT_EQ(ErrorOf({"--log-level", "loud"}),
            "--log-level must be debug, info, warning or error, not `loud`");
  EXPECT_EQ(ErrorOf({"--log-level=unspecified"}),
            "--log-level must be debug, info, warning or error, not `unspecified`");
  EXPECT_EQ(ErrorOf({}, {{"SFCONNECTOR_LOG_LEVEL", "loud"}}),
            "SFCONNECTOR_LOG_LEVEL must be debug, info, warning or error, not `loud`");
}

TEST(ReadFlags, ErrorsNameTheFlag) {
  EXPECT_EQ(ErrorOf({"--confg", "x"}), "unknown flag --confg");
  EXPECT_EQ(ErrorOf({"--config"}), "--config needs a value: --config FILE");
  EXPECT_EQ(ErrorOf({"--config="}), "--config needs a value: --config FILE");
  EXPECT_EQ(ErrorOf({"--simulator=yes"}), "--simulator takes no value");
  EXPECT_EQ(ErrorOf({"serve"}), "unexpected argument `serve`");
}

TEST(HelpText, NamesEveryFlagAndItsVariable) {
  for (const char* text :
       {"--config FILE", "SFCONNECTOR_CONFIG", "--listen ADDRESS", "SFCONNECTOR_LISTEN",
        "--simulator", "--check-config", "--version", "--help", "--log-level LEVEL"}) {
    EXPECT_NE(HelpText().find(text), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace sfconnector::server
