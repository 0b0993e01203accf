// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "simulator/base/outcome.h"
#include "simulator/json/json_value.h"

namespace sfsim {

// Reads an XML document (UTF-8 or UTF-16) into the value that the same body has in JSON: elements
// with children become objects, repeated ones arrays, `xsi:nil="true"` null, all others texts. The
// root's name is left out; its attribute `type`, like that of any element, becomes `attributes`.
// Namespaces of elements are ignored, document types refused, nesting is bounded. The error is 400
// XML_PARSER_ERROR.
Outcome<JsonValue> ReadXml(std::string_view text);

}  // namespace sfsim
