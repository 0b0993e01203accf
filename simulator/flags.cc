// SPDX-License-Identifier: Apache-2.0
#include "simulator/flags.h"

#include <fstream>
#include <iterator>

#include "absl/strings/numbers.h"
#include "simulator/base/str_cat.h"

namespace sfsim {
namespace {

absl::StatusOr<std::string> ReadFile(const std::string& flag, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::InvalidArgumentError(StrCat(flag, ": cannot read ", path));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

absl::Status SetFile(const std::string& flag, const std::string& path, std::string* text) {
  auto read = ReadFile(flag, path);
  if (!read.ok()) return read.status();
  *text = std::move(*read);
  return absl::OkStatus();
}

absl::Status AddGenerate(const std::string& value, OrgOptions* options) {
  const size_t equals = value.find('=');
  int64_t count = 0;
  if (equals == std::string::npos || !absl::SimpleAtoi(value.substr(equals + 1), &count) ||
      count < 0) {
    return absl::InvalidArgumentError(
        StrCat("--generate: '", value, "' is not of the form Account=1000"));
  }
  options->generate.emplace_back(value.substr(0, equals), count);
  return absl::OkStatus();
}

absl::Status SetFlag(const std::string& name, const std::string& value, Flags* flags) {
  if (name == "--listen") {
    flags->listen = value;
    return absl::OkStatus();
  }
  if (name == "--schema") return SetFile(name, value, &flags->org.schema_json);
  if (name == "--data") return SetFile(name, value, &flags->org.data_json);
  if (name == "--faults") return SetFile(name, value, &flags->org.faults_json);
  if (name == "--generate") return AddGenerate(value, &flags->org);
  if (name == "--seed") {
    return absl::SimpleAtoi(value, &flags->org.seed)
               ? absl::OkStatus()
               : absl::InvalidArgumentError("--seed: '" + value + "' is no number");
  }
  return absl::InvalidArgumentError("unknown flag " + name);
}

}  // namespace

const char kUsage[] =
    "Usage: sfsim [flags]\n"
    "\n"
    "A simulated Salesforce org on HTTP.\n"
    "\n"
    "  --listen HOST:PORT      where to listen (127.0.0.1:8080; port 0: the system chooses)\n"
    "  --schema FILE           JSON: objects and fields that are added to the standard ones,\n"
    "                          and the org's apps and users\n"
    "  --data FILE             JSON: records that are there from the start\n"
    "  --faults FILE           JSON: faults that are in force from the start\n"
    "  --generate OBJECT=N     makes up N records; may be given several times\n"
    "  --seed N                makes up others (1)\n"
    "  --version, --help\n";

absl::StatusOr<Flags> ReadFlags(const std::vector<std::string>& arguments) {
  Flags flags;
  for (size_t i = 0; i < arguments.size(); ++i) {
    std::string name = arguments[i];
    if (name == "--help" || name == "--version") {
      (name == "--help" ? flags.help : flags.version) = true;
      continue;
    }
    std::string value;
    const size_t equals = name.find('=');
    if (equals != std::string::npos) {
      value = name.substr(equals + 1);
      name.resize(equals);
    } else if (i + 1 < arguments.size() && name.starts_with("--")) {
      value = arguments[++i];
    } else if (name.starts_with("--")) {
      return absl::InvalidArgumentError(name + " needs a value, or is no flag");
    } else {
      return absl::InvalidArgumentError("'" + name + "' is no flag");
    }
    if (absl::Status status = SetFlag(name, value, &flags); !status.ok()) return status;
  }
  return flags;
}

}  // namespace sfsim
