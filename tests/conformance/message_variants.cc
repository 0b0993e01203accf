// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/message_variants.h"

#include <functional>
#include <memory>

#include "sfconnector/v1/value.pb.h"

namespace sfconnector::conformance {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// What would end a string, a segment, a parameter, an element, a line or a literal, were it not
// escaped.
const std::vector<std::string>& HostileTexts() {
  static const auto* const texts = new std::vector<std::string>{
      "",
      "O'Brien <& \"Söhne\"]]> \\",
      "../x?y=z&w#v;u",
      "..",
      "%2e%2e%2F%00{version}@{r.id}",
      "a\r\nX-Injected: b\r\n\r\n",
      "\u2028日本😀",
      std::string("a\0b", 3),
  };
  return *texts;
}

class Varier {
 public:
  explicit Varier(Message& whole) : whole_(whole) {}

  // Varies what is set in `part`, which is the whole message or a part of it.
  void Vary(Message& part, const std::string& place) {
    std::vector<const FieldDescriptor*> fields;
    part.GetReflection()->ListFields(part, &fields);
    for (const FieldDescriptor* field : fields) {
      const std::string where = place + (place.empty() ? "" : ".") + field->name();
      VaryField(part, field, where);
      Change(part, where, "", "absent",
             [field](Message& changed) { changed.GetReflection()->ClearField(&changed, field); });
    }
  }

  std::vector<MessageVariant> Take() { return std::move(variants_); }

 private:
  void VaryField(Message& part, const FieldDescriptor* field, const std::string& where) {
    const bool is_text = field->type() == FieldDescriptor::TYPE_STRING;
    const bool is_message = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    const Reflection* reflection = part.GetReflection();
    if (!field->is_repeated()) {
      if (is_text) VaryText(part, field, -1, where);
      if (is_message) VaryPart(*reflection->MutableMessage(&part, field), where);
      return;
    }
    for (int i = 0; i < reflection->FieldSize(part, field); ++i) {
      const std::string element = where + "[" + std::to_string(i) + "]";
      if (is_text) VaryText(part, field, i, element);
      if (is_message) VaryPart(*reflection->MutableRepeatedMessage(&part, field, i), element);
    }
  }

  void VaryText(Message& part, const FieldDescriptor* field, int index, const std::string& where) {
    for (const std::string& text : HostileTexts()) {
      Change(part, where, text, "\"" + text + "\"", [&](Message& changed) {
        const Reflection* reflection = changed.GetReflection();
        if (index < 0) {
          reflection->SetString(&changed, field, text);
        } else {
          reflection->SetRepeatedString(&changed, field, index, text);
        }
      });
    }
  }

  void VaryPart(Message& part, const std::string& where) {
    if (part.GetDescriptor() == v1::Value::descriptor()) {
      ChangeValue(part, where, "null",
                  [](v1::Value& value) { value.set_null_value(v1::NULL_VALUE_UNSPECIFIED); });
      ChangeValue(part, where, "a list", [](v1::Value& value) { value.mutable_list_value(); });
      ChangeValue(part, where, "an object", [](v1::Value& value) { value.mutable_record_value(); });
      ChangeValue(part, where, "no number",
                  [](v1::Value& value) { value.set_decimal_value("1\"}"); });
    }
    Vary(part, where);
  }

  void ChangeValue(Message& part, const std::string& where, const std::string& what,
                   const std::function<void(v1::Value&)>& change) {
    Change(part, where, "", what,
           [&change](Message& changed) { change(static_cast<v1::Value&>(changed)); });
  }

  void Change(Message& part, const std::string& where, const std::string& text,
              const std::string& what, const std::function<void(Message&)>& change) {
    const std::unique_ptr<Message> kept(part.New());
    kept->CopyFrom(part);
    change(part);
    variants_.push_back({where, text, what, whole_.SerializeAsString()});
    part.CopyFrom(*kept);
  }

  Message& whole_;
  std::vector<MessageVariant> variants_;
};

}  // namespace

std::vector<MessageVariant> VariantsOf(const Message& message) {
  const std::unique_ptr<Message> whole(message.New());
  whole->CopyFrom(message);
  Varier varier(*whole);
  varier.Vary(*whole, "");
  return varier.Take();
}

}  // namespace sfconnector::conformance
