// SPDX-License-Identifier: Apache-2.0
#include "simulator/xml/xml_writer.h"

#include "simulator/base/str_cat.h"

namespace sfsim {
namespace {

constexpr std::string_view kInstance = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

// Keys are names in all but the strangest replies.
std::string ElementName(std::string_view key) {
  std::string name;
  for (char c : key) {
    const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    const bool inner = (c >= '0' && c <= '9') || c == '-' || c == '.';
    if (letter || (inner && !name.empty())) name.push_back(c);
  }
  return name.empty() ? "value" : name;
}

class Writer {
 public:
  void Element(std::string_view key, const JsonValue& value) {
    if (value.is_array()) {
      for (const JsonValue& item : value.items) Element(key, item);
      return;
    }
    const std::string name = ElementName(key);
    StrAppend(&out_, "<", name);
    if (value.is_null()) {
      nil_ = true;
      out_.append(" xsi:nil=\"true\"/>");
      return;
    }
    if (const JsonValue* attributes = value.Find("attributes")) {
      for (const auto& [attribute, text] : attributes->members) {
        StrAppend(&out_, " ", ElementName(attribute), "=\"");
        AppendXmlText(text.text, &out_);
        out_.push_back('"');
      }
    }
    out_.push_back('>');
    Content(value);
    StrAppend(&out_, "</", name, ">");
  }

  bool nil() const { return nil_; }
  const std::string& out() const { return out_; }

 private:
  void Content(const JsonValue& value) {
    if (value.kind == JsonValue::Kind::kBool) {
      out_.append(value.boolean ? "true" : "false");
    } else if (!value.is_object()) {
      AppendXmlText(value.text, &out_);
    }
    for (const auto& [name, member] : value.members) {
      if (name != "attributes") Element(name, member);
    }
  }

  std::string out_;
  bool nil_ = false;
};

}  // namespace

void AppendXmlText(std::string_view text, std::string* out) {
  for (char c : text) {
    switch (c) {
      case '&':
        out->append("&amp;");
        break;
      case '<':
        out->append("&lt;");
        break;
      case '>':
        out->append("&gt;");
        break;
      case '"':
        out->append("&quot;");
        break;
      default:
        // XML has no way to write the other control characters.
        out->push_back(
            static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r' ? ' ' : c);
    }
  }
}

std::string WriteXml(const JsonValue& value, std::string_view root, std::string_view item) {
  Writer writer;
  if (value.is_array()) {
    JsonValue wrapped;
    wrapped.kind = JsonValue::Kind::kObject;
    wrapped.members.emplace_back(std::string(item), value);
    writer.Element(root, wrapped);
  } else {
    writer.Element(root, value);
  }
  std::string body = writer.out();
  if (writer.nil()) body.insert(body.find_first_of(" />", 1), kInstance);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + body;
}

}  // namespace sfsim
