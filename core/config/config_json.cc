// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <utility>

#include <google/protobuf/descriptor.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/secret.h"
#include "core/base/status.h"
#include "core/codec/json.h"
#include "core/codec/json_cursor.h"
#include "core/codec/json_text.h"
#include "core/codec/proto_json.h"
#include "core/config/connection_config.h"
#include "core/config/secret_field.h"

namespace sfconnector {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

bool IsUtf8(absl::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    const std::size_t size = Utf8SequenceSize(at, end);
    if (size == 0) return false;
    at += size;
  }
  return true;
}

const FieldDescriptor* FindField(const Descriptor& message, const std::string& name) {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor* field = message.field(i);
    if (field->name() == name || field->json_name() == name || field->camelcase_name() == name)
      return field;
  }
  return nullptr;
}

// The secret that `name` names the file of, if any.
const FieldDescriptor* FindSecretByFile(const Descriptor& message, const std::string& name) {
  absl::string_view base = name;
  if (!absl::ConsumeSuffix(&base, "_file") && !absl::ConsumeSuffix(&base, "File")) return nullptr;
  const FieldDescriptor* field = FindField(message, std::string(base));
  if (field == nullptr || !IsSecret(*field) || field->is_repeated()) return nullptr;
  return field->cpp_type() == FieldDescriptor::CPPTYPE_STRING ? field : nullptr;
}

// Writes a configuration's JSON again with every reference replaced by what it leads to.
class Resolver {
 public:
  Resolver(const ConfigSources& sources, JsonCursor cursor, std::string& out)
      : sources_(sources), cursor_(cursor), writer_(out) {}

  absl::Status Resolve(const Descriptor& message) {
    SFC_RETURN_IF_ERROR(Message(message, 0));
    return cursor_.ExpectEnd();
  }

 private:
  // The fields that an object has, each with the name that it was given under.
  using Given = std::map<const FieldDescriptor*, std::string>;

  absl::Status Message(const Descriptor& message, int depth) {
    if (depth >= kMaxJsonDepth) return TooDeep();
    Given given;
    writer_.BeginObject();
    absl::Status status = cursor_.ReadObject([&](absl::string_view body) {
      std::string name;
      if (!UnescapeJson(body, name)) return BadEscape();
      return Member(message, name, given, depth);
    });
    writer_.EndObject();
    return status;
  }

  absl::Status Member(const Descriptor& message, const std::string& name, Given& given, int depth) {
    const FieldDescriptor* field = FindField(message, name);
    const FieldDescriptor* secret = field == nullptr ? FindSecretByFile(message, name) : nullptr;
    const FieldDescriptor* target = field != nullptr ? field : secret;
    if (target != nullptr) {
      const auto [first, is_new] = given.emplace(target, name);
      if (!is_new && first->second == name) return InvalidField(name, "is given twice");
      if (!is_new) return InvalidField(name, absl::StrCat("is given beside ", first->second));
    }
    if (secret != nullptr) {
      writer_.Name(secret->name());
      return PrefixField(name, Contents());
    }
    // A name that is not known is refused when the message is read, with everything else that is
    // wrong.
    writer_.Name(name);
    return PrefixField(field != nullptr ? field->name() : name, Value(field, depth + 1));
  }

  // A value of `field`, or of no known type where that is null.
  absl::Status Value(const FieldDescriptor* field, int depth) {
    if (depth >= kMaxJsonDepth) return TooDeep();
    switch (cursor_.kind()) {
      case '"':
        return String();
      case '[':
        return List(field, depth);
      case '{':
        if (field != nullptr && field->is_map()) return Map(*field, depth);
        if (field != nullptr && field->message_type() != nullptr)
          return Message(*field->message_type(), depth);
        break;
      default:
        break;
    }
    absl::StatusOr<absl::string_view> raw = cursor_.ReadRaw(depth);
    SFC_RETURN_IF_ERROR(raw.status());
    writer_.Raw(*raw);
    return absl::OkStatus();
  }

  absl::Status List(const FieldDescriptor* field, int depth) {
    int index = 0;
    writer_.BeginArray();
    absl::Status status =
        cursor_.ReadArray([&] { return IndexField(index++, Value(field, depth + 1)); });
    writer_.EndArray();
    return status;
  }

  absl::Status Map(const FieldDescriptor& field, int depth) {
    const FieldDescriptor* value = field.message_type()->map_value();
    writer_.BeginObject();
    absl::Status status = cursor_.ReadObject([&](absl::string_view body) {
      std::string key;
      if (!UnescapeJson(body, key)) return BadEscape();
      writer_.Name(key);
      return PrefixField(key, Value(value, depth + 1));
    });
    writer_.EndObject();
    return status;
  }

  absl::Status String() {
    absl::StatusOr<Secret> text = Substituted();
    SFC_RETURN_IF_ERROR(text.status());
    writer_.String(text->Reveal());
    return absl::OkStatus();
  }

  // The content of the file that the string names.
  absl::Status Contents() {
    if (cursor_.kind() != '"') return cursor_.Unexpected("a string");
    absl::StatusOr<Secret> path = Substituted();
    SFC_RETURN_IF_ERROR(path.status());
    absl::StatusOr<std::string> content = sources_.file(path->Reveal());
    if (!content.ok()) return InvalidField("", content.status().message());
    absl::string_view text = *content;
    if (absl::ConsumeSuffix(&text, "\n")) absl::ConsumeSuffix(&text, "\r");
    if (text.empty()) return InvalidField("", "names a file that is empty");
    if (!IsUtf8(text)) return InvalidField("", "names a file whose content is not UTF-8");
    writer_.String(text);
    return absl::OkStatus();
  }

  // The string at the cursor, with its variables replaced. What they hold is not looked at again.
  absl::StatusOr<Secret> Substituted() {
    std::string text;
    SFC_RETURN_IF_ERROR(cursor_.ReadString(text));
    std::string out;
    std::size_t at = 0;
    while (true) {
      const std::size_t mark = text.find("${", at);
      if (mark == std::string::npos) break;
      if (mark > at && text[mark - 1] == '$') {
        out.append(text, at, mark - 1 - at);
        out.append("${");
        at = mark + 2;
        continue;
      }
      const std::size_t end = text.find('}', mark);
      if (end == std::string::npos) return InvalidField("", "has a `${` without its `}`");
      out.append(text, at, mark - at);
      SFC_RETURN_IF_ERROR(AppendVariable(text.substr(mark + 2, end - mark - 2), out));
      at = end + 1;
    }
    out.append(text, at, std::string::npos);
    return Secret(std::move(out));
  }

  absl::Status AppendVariable(const std::string& name, std::string& out) const {
    std::optional<std::string> value = sources_.environment(name);
    if (!value)
      return InvalidField("", absl::StrCat("the environment variable `", name, "` is not set"));
    if (!IsUtf8(*value))
      return InvalidField("", absl::StrCat("the environment variable `", name, "` is not UTF-8"));
    out.append(*value);
    return absl::OkStatus();
  }

  const ConfigSources& sources_;
  JsonCursor cursor_;
  JsonWriter writer_;
};

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  // No secret is as long; what is, is some other file.
  constexpr std::size_t kMaxBytes = 1 << 20;
  std::ifstream in(path, std::ios::binary);
  std::string content(kMaxBytes + 1, '\0');
  in.read(content.data(), static_cast<std::streamsize>(content.size()));
  const auto size = static_cast<std::size_t>(in.gcount());
  if (!in.eof() || in.bad()) {
    return absl::NotFoundError(
        absl::StrCat("the file ", path, size > kMaxBytes ? " is too long" : " cannot be read"));
  }
  content.resize(size);
  return content;
}

}  // namespace

ConfigSources SystemConfigSources() {
  ConfigSources sources;
  sources.environment = [](const std::string& name) -> std::optional<std::string> {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here writes the environment
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    return value;
  };
  sources.file = &ReadFile;
  return sources;
}

absl::Status ConfigFromJson(absl::string_view json, const ConfigSources& sources,
                            google::protobuf::Message& message) {
  JsonDocument document(json);
  absl::StatusOr<JsonCursor> cursor = document.Open();
  SFC_RETURN_IF_ERROR(cursor.status());
  std::string text;
  absl::Status status = Resolver(sources, *cursor, text).Resolve(*message.GetDescriptor());
  const Secret resolved(std::move(text));
  SFC_RETURN_IF_ERROR(status);
  return JsonToMessage(resolved.Reveal(), UnknownKeys::kReject, message);
}

}  // namespace sfconnector
