// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <google/protobuf/message.h>
#include <google/protobuf/repeated_ptr_field.h>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status.h"
#include "core/soap/xml_reader.h"
#include "core/soap/xml_writer.h"
#include "sfconnector/v1/value.pb.h"

namespace sfconnector {

// Messages as the types of the partner API's schema: an element for each field, named in
// lowerCamelCase.

// Writes the fields that are set, in the order of the schema, which is that of their names; what is
// absent or empty has no element. Fields are texts, bools, records and messages of such.
// INVALID_ARGUMENT names the field whose text XML cannot hold; the writer then holds a part.
absl::Status WriteSoapFields(const google::protobuf::Message& message, XmlWriter& writer);

// Writes each of the messages of the request's field `field` in an element of its own.
template <class Part>
absl::Status WriteSoapElements(const std::string& element, absl::string_view field,
                               const google::protobuf::RepeatedPtrField<Part>& parts,
                               XmlWriter& writer) {
  for (int i = 0; i < parts.size(); ++i) {
    writer.Begin(element);
    SFC_RETURN_IF_ERROR(
        PrefixField(absl::StrCat(field, "[", i, "]"), WriteSoapFields(parts[i], writer)));
    writer.End();
  }
  return absl::OkStatus();
}

// Adds what the elements within `element` say to `message`, whose fields are texts, bools and
// messages of such. A nil element leaves its field unset. Elements that the message does not know
// go into its field `extra`.
void ReadSoapFields(const XmlElement& element, google::protobuf::Message& message);

// An element as a value: null, a text, or a record of its children.
v1::Value ToValue(const XmlElement& element);

}  // namespace sfconnector
