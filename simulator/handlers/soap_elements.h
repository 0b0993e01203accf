// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/api_error.h"
#include "simulator/json/json_value.h"

namespace sfsim {

// Elements of a SOAP reply, in their order.
class Elements {
 public:
  Elements& Text(std::string_view name, std::string_view value);
  Elements& Flag(std::string_view name, bool value) { return Text(name, value ? "true" : "false"); }
  Elements& Nil(std::string_view name);
  // Nil where there is no value.
  Elements& Id(std::string_view name, std::string_view id) {
    return id.empty() ? Nil(name) : Text(name, id);
  }
  // Children that are written already.
  Elements& Inner(std::string_view name, const Elements& children);
  // An `errors` for each.
  Elements& Errors(const std::vector<ApiError>& errors);
  const std::string& out() const { return out_; }

 private:
  std::string out_;
};

// The elements of that name: none, one, or a list, which reads as an array.
std::vector<const JsonValue*> ElementsNamed(const JsonValue& parent, std::string_view name);

// The session that the header of an envelope names; empty if it names none.
std::string SessionOf(const JsonValue& envelope);

// Whether the element of that name says `true`.
bool SaysTrue(const JsonValue& parent, std::string_view name);

}  // namespace sfsim
