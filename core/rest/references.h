// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace sfconnector {

// References of composite requests, `@{newAccount.id}`: Salesforce puts a value of an earlier reply
// in their place (REST API Developer Guide, "Composite"). Anywhere else they are text like any
// other.
enum class References { kNone, kAllowed };

// Whether `text` is a reference and nothing else.
bool IsReference(absl::string_view text);

// How many references stand in `text`.
int CountReferences(absl::string_view text);

// `text` as one path segment. Where references are allowed, one that is the whole text stays as it
// is.
std::string EncodeSegment(absl::string_view text, References references);

// `text` as a value of a query string. Where references are allowed, they stay as they are.
std::string EncodeQuery(absl::string_view text, References references);

}  // namespace sfconnector
