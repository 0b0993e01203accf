// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/base/outcome.h"
#include "simulator/http/message.h"
#include "simulator/json/json_value.h"
#include "simulator/model/schema.h"

namespace sfsim {

// The record that a request brings: a JSON object, or multipart/form-data of one such object and
// the bytes of blob fields, each part named after its field. 400 otherwise.
Outcome<JsonValue> ReadRecordBody(const ObjectType& type, const Request& request);

}  // namespace sfsim
