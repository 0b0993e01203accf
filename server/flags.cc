// SPDX-License-Identifier: Apache-2.0
#include "server/flags.h"

#include <algorithm>
#include <iterator>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/status.h"

namespace sfconnector::server {
namespace {

// A flag has a text, a switch or a level.
struct Flag {
  const char* name = nullptr;
  const char* environment = nullptr;  // null: none
  const char* value = nullptr;        // what --help calls its value; null for switches
  const char* help = nullptr;
  std::string Flags::*text = nullptr;
  bool Flags::*on = nullptr;
  v1::LogLevel Flags::*level = nullptr;
};

constexpr Flag kFlags[] = {
    {"--config", "SFCONNECTOR_CONFIG", "FILE", "configuration file, YAML or JSON (*.json)",
     &Flags::config, nullptr},
    {"--listen", "SFCONNECTOR_LISTEN", "ADDRESS",
     "host:port to listen on; port 0 lets the system choose", &Flags::listen, nullptr},
    {"--log-level", "SFCONNECTOR_LOG_LEVEL", "LEVEL", "debug, info, warning or error", nullptr,
     nullptr, &Flags::log_level},
    {"--simulator", "SFCONNECTOR_SIMULATOR", nullptr,
     "run a simulated org in this process; the connection `default` leads to it", nullptr,
     &Flags::simulator},
    {"--simulator-schema", nullptr, "FILE",
     "objects and fields that the simulated org has beside the standard ones, JSON",
     &Flags::simulator_schema, nullptr},
    {"--check-config", nullptr, nullptr,
     "check the configuration, print it without its secrets, and exit", nullptr,
     &Flags::check_config},
    {"--version", nullptr, nullptr, "print the version and exit", nullptr, &Flags::version},
    {"--help", nullptr, nullptr, "print this text and exit", nullptr, &Flags::help},
};

// An argument taken apart.
struct Argument {
  std::string name;
  std::optional<std::string> value;  // behind `=`
};

Argument Split(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) return {text, std::nullopt};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

const Flag* Find(const std::string& name) {
  const Flag* found = std::find_if(std::begin(kFlags), std::end(kFlags),
                                   [&name](const Flag& flag) { return name == flag.name; });
  return found == std::end(kFlags) ? nullptr : found;
}

// Takes a value that is not empty. `source` is the flag or the variable that it was given as.
absl::Status SetValue(const Flag& flag, absl::string_view source, const std::string& value,
                      Flags& flags) {
  if (flag.text != nullptr) {
    flags.*flag.text = value;
    return absl::OkStatus();
  }
  v1::LogLevel level = v1::LOG_LEVEL_UNSPECIFIED;
  v1::LogLevel_Parse(absl::StrCat("LOG_LEVEL_", absl::AsciiStrToUpper(value)), &level);
  if (level == v1::LOG_LEVEL_UNSPECIFIED) {
    return absl::InvalidArgumentError(
        absl::StrCat(source, " must be debug, info, warning or error, not `", value, "`"));
  }
  flags.*flag.level = level;
  return absl::OkStatus();
}

absl::Status ReadVariable(const Flag& flag, const Environment& environment, Flags& flags) {
  const std::optional<std::string> value = environment(flag.environment);
  if (!value || value->empty()) return absl::OkStatus();
  if (flag.on == nullptr) return SetValue(flag, flag.environment, *value, flags);
  if (*value == "true" || *value == "1") {
    flags.*flag.on = true;
  } else if (*value != "false" && *value != "0") {
    return absl::InvalidArgumentError(
        absl::StrCat(flag.environment, " must be true or false, not `", *value, "`"));
  }
  return absl::OkStatus();
}

// Reads the flag at `*next`, with its value, and moves behind it.
absl::Status ReadArgument(std::vector<std::string>::const_iterator& next,
                          std::vector<std::string>::const_iterator end, Flags& flags) {
  const std::string& text = *next++;
  if (!absl::StartsWith(text, "-"))
    return absl::InvalidArgumentError(absl::StrCat("unexpected argument `", text, "`"));
  Argument argument = Split(text);
  const Flag* flag = Find(argument.name);
  if (flag == nullptr)
    return absl::InvalidArgumentError(absl::StrCat("unknown flag ", argument.name));
  if (flag->on != nullptr) {
    if (argument.value)
      return absl::InvalidArgumentError(absl::StrCat(flag->name, " takes no value"));
    flags.*flag->on = true;
    return absl::OkStatus();
  }
  if (!argument.value && next != end) argument.value = *next++;
  if (!argument.value || argument.value->empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(flag->name, " needs a value: ", flag->name, " ", flag->value));
  }
  return SetValue(*flag, flag->name, *argument.value, flags);
}

}  // namespace

absl::StatusOr<Flags> ReadFlags(const std::vector<std::string>& arguments,
                                const Environment& environment) {
  Flags flags;
  for (const Flag& flag : kFlags) {
    if (flag.environment == nullptr) continue;
    SFC_RETURN_IF_ERROR(ReadVariable(flag, environment, flags));
  }
  for (auto next = arguments.begin(); next != arguments.end();) {
    SFC_RETURN_IF_ERROR(ReadArgument(next, arguments.end(), flags));
  }
  return flags;
}

std::string HelpText() {
  std::string text =
      "Serves Salesforce's data APIs over gRPC.\n\nUsage: sfconnector-server [flags]\n\n";
  for (const Flag& flag : kFlags) {
    const std::string usage =
        flag.value == nullptr ? flag.name : absl::StrCat(flag.name, " ", flag.value);
    absl::StrAppendFormat(&text, "  %-24s  %s", usage, flag.help);
    if (flag.environment != nullptr) absl::StrAppend(&text, " [", flag.environment, "]");
    text += '\n';
  }
  text +=
      "\nA flag wins over its environment variable, which wins over the file. See "
      "docs/configuration.md.\n";
  return text;
}

}  // namespace sfconnector::server
