// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "core/base/secret.h"

namespace sfconnector {

// The members of a JSON object by their names. Of a name that is given twice the last counts.
class JsonMembers {
 public:
  // Nothing where `text` is not exactly one JSON object.
  static std::optional<JsonMembers> Read(absl::string_view text);

  // A string's characters; empty where the member is absent or no string.
  const Secret& String(const std::string& name) const;

  // The JSON text of a member that is no string; empty where there is none.
  const Secret& Other(const std::string& name) const;

 private:
  using Values = std::map<std::string, Secret>;
  const Secret& Find(const Values& values, const std::string& name) const;

  Values strings_;
  Values others_;
  Secret none_;
};

}  // namespace sfconnector
