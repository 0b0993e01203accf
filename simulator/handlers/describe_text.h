// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulator/model/schema.h"

namespace sfsim {

// The element of describe global's `sobjects`; also `objectDescribe` of the basic information.
void AppendObjectSummary(const ObjectType& type, const std::string& version, std::string* out);

// The body of `/sobjects/{O}/describe`.
std::string ObjectDescription(const ObjectType& type, const std::string& version);

// An element of its `fields`.
std::string FieldDescription(const Field& field);

}  // namespace sfsim
