// SPDX-License-Identifier: Apache-2.0
#include "server/yaml_json.h"

#include <cstddef>
#include <vector>

#include <google/protobuf/descriptor.pb.h>
#include <yaml-cpp/yaml.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/base/status.h"
#include "server/json_text.h"

namespace sfconnector::server {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

// Aliases can make a small text large, or endless.
constexpr int kMaxDepth = 32;
constexpr std::size_t kMaxJsonBytes = 4 << 20;

constexpr char kPlain[] = "?";
constexpr char kNotPlain[] = "!";

absl::Status Error(const YAML::Mark& mark, absl::string_view what) {
  if (mark.is_null()) return absl::InvalidArgumentError(what);
  return absl::InvalidArgumentError(
      absl::StrCat("line ", mark.line + 1, ", column ", mark.column + 1, ": ", what));
}

bool IsOneOf(absl::string_view text, absl::string_view lower, absl::string_view capital,
             absl::string_view upper) {
  return text == lower || text == capital || text == upper;
}

const FieldDescriptor* FindField(const Descriptor* message, const std::string& name) {
  if (message == nullptr) return nullptr;
  const FieldDescriptor* field = message->FindFieldByName(name);
  return field != nullptr ? field : message->FindFieldByCamelcaseName(name);
}

// The name of the value that is written as `text`, or `text` where there is none.
std::string EnumValueName(const EnumDescriptor& type, const std::string& text) {
  const std::string& unspecified = type.value(0)->name();
  const std::string prefix = unspecified.substr(0, unspecified.size() - sizeof("UNSPECIFIED") + 1);
  const std::string name = absl::StrCat(
      prefix, absl::StrReplaceAll(absl::AsciiStrToUpper(text), {{".", "_"}, {"-", "_"}}));
  return type.FindValueByName(name) != nullptr ? name : text;
}

class Translator {
 public:
  // `type` and `field` say what the node is for: the message whose keys it has, or the field whose
  // value it is, as far as known.
  absl::Status Value(const YAML::Node& node, const FieldDescriptor* field, const Descriptor* type,
                     int depth) {
    if (depth > kMaxDepth || json_.size() > kMaxJsonBytes)
      return Error(node.Mark(), "nested too deeply or too large");
    switch (node.Type()) {
      case YAML::NodeType::Scalar:
        return Scalar(node, field);
      case YAML::NodeType::Sequence:
        return Sequence(node, field, type, depth);
      case YAML::NodeType::Map:
        return Map(node, type, depth);
      default:
        json_ += "null";
        return absl::OkStatus();
    }
  }

  std::string Take() { return std::move(json_); }

 private:
  absl::Status Scalar(const YAML::Node& node, const FieldDescriptor* field) {
    const std::string& text = node.Scalar();
    const std::string& tag = node.Tag();
    const bool quoted = tag == kNotPlain || tag == "tag:yaml.org,2002:str";
    const bool plain = tag == kPlain || tag == "tag:yaml.org,2002:int" ||
                       tag == "tag:yaml.org,2002:float" || tag == "tag:yaml.org,2002:bool";
    if (!quoted && !plain)
      return Error(node.Mark(), absl::StrCat("the tag `", tag, "` is not supported"));
    if (field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      AppendJsonString(EnumValueName(*field->enum_type(), text), json_);
    } else if (quoted ||
               (field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING)) {
      AppendJsonString(text, json_);
    } else {
      PlainScalar(text);
    }
    return absl::OkStatus();
  }

  // YAML 1.2.2, section 10.3.2.
  void PlainScalar(const std::string& text) {
    if (IsOneOf(text, "true", "True", "TRUE")) {
      json_ += "true";
    } else if (IsOneOf(text, "false", "False", "FALSE")) {
      json_ += "false";
    } else if (IsJsonNumber(text)) {
      json_ += text;
    } else {
      AppendJsonString(text, json_);
    }
  }

  absl::Status Sequence(const YAML::Node& node, const FieldDescriptor* field,
                        const Descriptor* type, int depth) {
    json_ += '[';
    bool first = true;
    for (const YAML::Node& element : node) {
      if (!first) json_ += ',';
      first = false;
      SFC_RETURN_IF_ERROR(Value(element, field, type, depth + 1));
    }
    json_ += ']';
    return absl::OkStatus();
  }

  absl::Status Map(const YAML::Node& node, const Descriptor* type, int depth) {
    json_ += '{';
    bool first = true;
    for (const auto& entry : node) {
      if (!entry.first.IsScalar()) return Error(entry.first.Mark(), "a key must be a name");
      if (!first) json_ += ',';
      first = false;
      AppendJsonString(entry.first.Scalar(), json_);
      json_ += ':';
      SFC_RETURN_IF_ERROR(Member(entry.first.Scalar(), entry.second, type, depth));
    }
    json_ += '}';
    return absl::OkStatus();
  }

  absl::Status Member(const std::string& name, const YAML::Node& value, const Descriptor* type,
                      int depth) {
    const bool in_map_field = type != nullptr && type->options().map_entry();
    const FieldDescriptor* field = in_map_field ? type->map_value() : FindField(type, name);
    const Descriptor* message = field != nullptr ? field->message_type() : nullptr;
    return Value(value, field, message, depth + 1);
  }

  std::string json_;
};

// Where the last scalar of a text begins.
YAML::Mark LastScalar(const YAML::Node& node) {
  if (node.IsMap() && node.size() > 0) {
    YAML::Node last;
    for (const auto& entry : node) last.reset(entry.second.IsNull() ? entry.first : entry.second);
    return LastScalar(last);
  }
  if (node.IsSequence() && node.size() > 0) return LastScalar(node[node.size() - 1]);
  return node.Mark();
}

// yaml-cpp takes the end of the text for the end of a quoted scalar wherever a line end or a blank
// stands before it, so that a forgotten quote would swallow the settings behind it. It refuses such
// a scalar where the text ends with a word: the comment here, which is none within quotes.
absl::Status CheckQuotes(const std::string& yaml) {
  try {
    YAML::LoadAll(yaml + "\n#");
    return absl::OkStatus();
  } catch (const YAML::ParserException& error) {
    // Everything else is found, and told with its own place, when the text itself is read.
    if (error.msg != YAML::ErrorMsg::EOF_IN_SCALAR) return absl::OkStatus();
  }
  const std::vector<YAML::Node> documents = YAML::LoadAll(yaml + "\n");
  const YAML::Mark begin =
      documents.empty() ? YAML::Mark::null_mark() : LastScalar(documents.back());
  return Error(begin, "the quoted text that begins here does not end");
}

}  // namespace

absl::StatusOr<std::string> YamlToJson(const std::string& yaml, const Descriptor& target) {
  try {
    SFC_RETURN_IF_ERROR(CheckQuotes(yaml));
    const std::vector<YAML::Node> documents = YAML::LoadAll(yaml);
    if (documents.empty() || documents.front().IsNull()) return std::string("{}");
    if (documents.size() > 1) return absl::InvalidArgumentError("more than one YAML document");
    if (!documents.front().IsMap())
      return Error(documents.front().Mark(), "not a list of `name: value`");
    Translator translator;
    SFC_RETURN_IF_ERROR(translator.Value(documents.front(), nullptr, &target, 0));
    return translator.Take();
  } catch (const YAML::Exception& error) {
    return Error(error.mark, error.msg);
  }
}

}  // namespace sfconnector::server
