// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "absl/status/status.h"
#include "core/soap/xml_writer.h"
#include "sfconnector/v1/value.pb.h"

namespace sfconnector {

// Writes a record as an sObject of the partner API, in an element of that name: nulls are
// `fieldsToNull`, records within it references by external id, absent values left out. The prefixes
// `sobj` and `xsi` are declared around it. INVALID_ARGUMENT names the field that has no place in
// one, or whose text XML cannot hold; the writer then holds a part.
absl::Status WriteSObject(const std::string& element, const v1::Record& record, XmlWriter& writer);

}  // namespace sfconnector
