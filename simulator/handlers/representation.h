// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "simulator/http/message.h"

// Handlers read and write JSON; XML is translated on the way in and on the way out.
namespace sfsim {

enum class Representation { kJson, kXml };

// What the reply is to be in: the suffix `.json` or `.xml` of the path, which is taken off (up to
// version 57.0), else the Accept header, else JSON.
Representation ChooseRepresentation(Request* request);

// Turns a body of application/xml into JSON; the answer if it cannot be read.
std::optional<Response> ReadBody(Request* request);

// Turns a JSON reply into XML. Other replies stay as they are.
void WriteAsXml(const Request& request, Response* response);

}  // namespace sfsim
