// SPDX-License-Identifier: Apache-2.0
#include "core/soap/soap_message.h"

#include <algorithm>
#include <vector>

#include "core/soap/sobject_xml.h"
#include "core/soap/xml_text.h"

namespace sfconnector {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// `place` is what errors call the field.
absl::Status WriteText(const FieldDescriptor* field, absl::string_view place,
                       const std::string& text, XmlWriter& writer) {
  if (!IsXmlText(text)) return InvalidField(place, kNoXmlText);
  writer.Element(field->json_name(), text);
  return absl::OkStatus();
}

absl::Status WriteMessage(const FieldDescriptor* field, const Message& message, XmlWriter& writer) {
  if (message.GetDescriptor() == v1::Record::descriptor()) {
    const auto& record = static_cast<const v1::Record&>(message);
    return PrefixField(field->name(), WriteSObject(field->json_name(), record, writer));
  }
  writer.Begin(field->json_name());
  SFC_RETURN_IF_ERROR(PrefixField(field->name(), WriteSoapFields(message, writer)));
  writer.End();
  return absl::OkStatus();
}

absl::Status WriteTexts(const Message& message, const FieldDescriptor* field, XmlWriter& writer) {
  const Reflection* reflection = message.GetReflection();
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    const std::string text = reflection->GetRepeatedString(message, field, i);
    SFC_RETURN_IF_ERROR(WriteText(field, absl::StrCat(field->name(), "[", i, "]"), text, writer));
  }
  return absl::OkStatus();
}

absl::Status WriteField(const Message& message, const FieldDescriptor* field, XmlWriter& writer) {
  const Reflection* reflection = message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      if (field->is_repeated()) return WriteTexts(message, field, writer);
      return WriteText(field, field->name(), reflection->GetString(message, field), writer);
    case FieldDescriptor::CPPTYPE_BOOL:
      return WriteText(field, field->name(), reflection->GetBool(message, field) ? "true" : "false",
                       writer);
    default:
      return WriteMessage(field, reflection->GetMessage(message, field), writer);
  }
}

// Whether the field can hold the element.
bool Fits(const FieldDescriptor* field, const XmlElement& element) {
  return field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE || element.children.empty();
}

void ReadField(const XmlElement& element, const FieldDescriptor* field, Message& message) {
  const Reflection* reflection = message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      if (field->is_repeated()) {
        reflection->AddString(&message, field, element.text);
      } else {
        reflection->SetString(&message, field, element.text);
      }
      return;
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection->SetBool(&message, field, element.text == "true" || element.text == "1");
      return;
    default:
      ReadSoapFields(element, field->is_repeated() ? *reflection->AddMessage(&message, field)
                                                   : *reflection->MutableMessage(&message, field));
  }
}

v1::Field ToField(const XmlElement& element) {
  v1::Field field;
  field.set_name(element.name);
  *field.mutable_value() = ToValue(element);
  return field;
}

}  // namespace

absl::Status WriteSoapFields(const Message& message, XmlWriter& writer) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  std::sort(fields.begin(), fields.end(), [](const FieldDescriptor* a, const FieldDescriptor* b) {
    return a->json_name() < b->json_name();
  });
  for (const FieldDescriptor* field : fields) {
    SFC_RETURN_IF_ERROR(WriteField(message, field, writer));
  }
  return absl::OkStatus();
}

void ReadSoapFields(const XmlElement& element, Message& message) {
  const google::protobuf::Descriptor* type = message.GetDescriptor();
  const FieldDescriptor* extra = type->FindFieldByName("extra");
  for (const XmlElement& child : element.children) {
    const FieldDescriptor* field = type->FindFieldByCamelcaseName(child.name);
    if (field != nullptr && field != extra && Fits(field, child)) {
      if (!child.nil) ReadField(child, field, message);
    } else if (extra != nullptr) {
      message.GetReflection()->AddMessage(&message, extra)->CopyFrom(ToField(child));
    }
  }
}

v1::Value ToValue(const XmlElement& element) {
  v1::Value value;
  if (element.nil) {
    value.set_null_value(v1::NULL_VALUE_UNSPECIFIED);
  } else if (element.children.empty()) {
    value.set_string_value(element.text);
  } else {
    for (const XmlElement& child : element.children) {
      *value.mutable_record_value()->add_fields() = ToField(child);
    }
  }
  return value;
}

}  // namespace sfconnector
