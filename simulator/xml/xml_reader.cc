// SPDX-License-Identifier: Apache-2.0
#include "simulator/xml/xml_reader.h"

#include <expat.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "simulator/base/error_text.h"
#include "simulator/base/text.h"

namespace sfsim {
namespace {

constexpr size_t kMaxDepth = 64;
// Of different names within one element; no object has as many fields.
constexpr size_t kMaxMembers = 2000;
constexpr char kSeparator = '\n';

std::string_view LocalName(std::string_view name) {
  return name.substr(name.rfind(kSeparator) + 1);
}

// An element on its way to a value.
struct Element {
  std::string name;
  std::string text;
  JsonValue value;
  // Where the value has its members.
  std::unordered_map<std::string, size_t> places;
  bool nil = false;
};

void AddMember(std::string name, JsonValue value, Element* parent) {
  auto& members = parent->value.members;
  const auto [place, added] = parent->places.emplace(name, members.size());
  if (added) {
    members.emplace_back(std::move(name), std::move(value));
    return;
  }
  JsonValue& old = members[place->second].value;
  if (!old.is_array()) {
    JsonValue list;
    list.kind = JsonValue::Kind::kArray;
    list.items.push_back(std::move(old));
    old = std::move(list);
  }
  old.items.push_back(std::move(value));
}

class Reader {
 public:
  Outcome<JsonValue> Read(std::string_view text) {
    const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(
        XML_ParserCreateNS(nullptr, kSeparator), &XML_ParserFree);
    parser_ = parser.get();
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(
        parser_,
        [](void* self, const XML_Char* name, const XML_Char** attributes) {
          static_cast<Reader*>(self)->Start(name, attributes);
        },
        [](void* self, const XML_Char*) { static_cast<Reader*>(self)->End(); });
    XML_SetCharacterDataHandler(parser_, [](void* self, const XML_Char* text_part, int size) {
      static_cast<Reader*>(self)->Text({text_part, static_cast<size_t>(size)});
    });
    // Entities come with document types, and with them texts that grow without bound.
    XML_SetStartDoctypeDeclHandler(
        parser_, [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
          static_cast<Reader*>(self)->Stop();
        });
    if (XML_Parse(parser_, text.data(), static_cast<int>(text.size()), 1) != XML_STATUS_OK) {
      const int line = static_cast<int>(XML_GetCurrentLineNumber(parser_));
      const int column = static_cast<int>(XML_GetCurrentColumnNumber(parser_)) + 1;
      return ApiError{400,
                      "XML_PARSER_ERROR",
                      text::XmlError(XML_ErrorString(XML_GetErrorCode(parser_)), line, column),
                      {}};
    }
    return std::move(root_);
  }

 private:
  void Stop() { XML_StopParser(parser_, XML_FALSE); }

  void Start(std::string_view name, const XML_Char** attributes) {
    if (stack_.size() == kMaxDepth) return Stop();
    Element element;
    element.name = LocalName(name);
    for (; *attributes != nullptr; attributes += 2) {
      const std::string_view attribute = attributes[0];
      const std::string_view text = attributes[1];
      if (LocalName(attribute) == "nil") element.nil = text == "true" || text == "1";
      if (attribute == "type") {
        JsonValue type;
        type.kind = JsonValue::Kind::kObject;
        type.members.emplace_back("type", JsonValue::OfText(std::string(text)));
        element.value.members.emplace_back("attributes", std::move(type));
      }
    }
    stack_.push_back(std::move(element));
  }

  void Text(std::string_view part) {
    if (!stack_.empty()) stack_.back().text.append(part);
  }

  void End() {
    Element element = std::move(stack_.back());
    stack_.pop_back();
    JsonValue value = Finish(&element);
    value.line = static_cast<int>(XML_GetCurrentLineNumber(parser_));
    value.column = static_cast<int>(XML_GetCurrentColumnNumber(parser_)) + 1;
    if (stack_.empty()) {
      // An empty root is a record without fields.
      if (!value.is_object()) value = JsonValue();
      value.kind = JsonValue::Kind::kObject;
      root_ = std::move(value);
    } else if (stack_.back().value.members.size() == kMaxMembers) {
      Stop();
    } else {
      AddMember(std::move(element.name), std::move(value), &stack_.back());
    }
  }

  static JsonValue Finish(Element* element) {
    if (element->nil) return JsonValue();
    if (element->value.members.empty()) return JsonValue::OfText(std::move(element->text));
    element->value.kind = JsonValue::Kind::kObject;
    return std::move(element->value);
  }

  XML_Parser parser_ = nullptr;
  std::vector<Element> stack_;
  JsonValue root_;
};

}  // namespace

Outcome<JsonValue> ReadXml(std::string_view text) { return Reader().Read(text); }

}  // namespace sfsim
