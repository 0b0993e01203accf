// SPDX-License-Identifier: Apache-2.0
#include "simulator/handlers/soap_elements.h"

#include "simulator/base/str_cat.h"
#include "simulator/xml/xml_writer.h"

namespace sfsim {

Elements& Elements::Text(std::string_view name, std::string_view value) {
  StrAppend(&out_, "<", name, ">");
  AppendXmlText(value, &out_);
  StrAppend(&out_, "</", name, ">");
  return *this;
}

Elements& Elements::Nil(std::string_view name) {
  StrAppend(&out_, "<", name, " xsi:nil=\"true\"/>");
  return *this;
}

Elements& Elements::Inner(std::string_view name, const Elements& children) {
  StrAppend(&out_, "<", name, ">", children.out_, "</", name, ">");
  return *this;
}

Elements& Elements::Errors(const std::vector<ApiError>& errors) {
  for (const ApiError& error : errors) {
    Elements inner;
    for (const std::string& field : error.fields.value_or(std::vector<std::string>())) {
      inner.Text("fields", field);
    }
    Inner("errors", inner.Text("message", error.message).Text("statusCode", error.code));
  }
  return *this;
}

std::vector<const JsonValue*> ElementsNamed(const JsonValue& parent, std::string_view name) {
  const JsonValue* found = parent.Find(name);
  if (found == nullptr) return {};
  if (!found->is_array()) return {found};
  std::vector<const JsonValue*> elements;
  elements.reserve(found->items.size());
  for (const JsonValue& item : found->items) elements.push_back(&item);
  return elements;
}

std::string SessionOf(const JsonValue& envelope) {
  const JsonValue* header = envelope.Find("Header");
  const JsonValue* session = header == nullptr ? nullptr : header->Find("SessionHeader");
  return session == nullptr ? "" : session->Text("sessionId");
}

bool SaysTrue(const JsonValue& parent, std::string_view name) {
  const std::string text = parent.Text(name);
  return text == "true" || text == "1";
}

}  // namespace sfsim
