// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sfconnector {

// An element of an XML document.
struct XmlElement {
  std::string name;  // without its prefix
  std::string text;  // empty where it has children
  bool nil = false;  // `xsi:nil="true"`
  std::vector<XmlElement> children;

  // The first child of that name; nullptr where there is none.
  const XmlElement* Find(absl::string_view child) const;
};

// Reads an XML document in UTF-8, whatever encoding it declares: Salesforce answers in no other.
// Returns its root. INTERNAL where it is not well-formed, has a document type, and with it entities
// of its own, is nested more than 64 deep or has more than a million elements. Nothing outside of
// the text is looked at.
absl::StatusOr<XmlElement> ReadXml(absl::string_view document);

}  // namespace sfconnector
