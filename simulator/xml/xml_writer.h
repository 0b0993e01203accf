// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "simulator/json/json_value.h"

namespace sfsim {

// Writes a JSON value as the XML document that REST gives for it: members become elements, arrays
// repeated ones, null `xsi:nil="true"`, and `attributes` XML attributes. The elements of a root
// array are called `item`.
std::string WriteXml(const JsonValue& value, std::string_view root, std::string_view item);

// Appends text as the content of an element or of a quoted attribute.
void AppendXmlText(std::string_view text, std::string* out);

}  // namespace sfsim
