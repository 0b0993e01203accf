// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulator/model/schema.h"

namespace sfsim {

// The layout that an object has as long as nobody made another: all fields that users see in one
// section of two columns, and all children as related lists.
std::string LayoutJson(const Schema& schema, const ObjectType& type);

// The id of that layout, as JSON.
std::string LayoutIdJson(const Schema& schema, const ObjectType& type);

// The layout of what belongs to no object.
std::string GlobalLayoutJson();

// Salesforce's own compact layout of an object: its name.
std::string CompactLayoutJson(const ObjectType& type);

}  // namespace sfsim
