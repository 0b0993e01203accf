// SPDX-License-Identifier: Apache-2.0
#include "core/soap/soap_headers.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/status.h"
#include "core/soap/xml_text.h"

namespace sfconnector {
namespace {

// An element of a header, by its name in lower case.
struct Part {
  absl::string_view name;
  absl::string_view element;
};

struct Counterpart {
  absl::string_view http_name;  // in lower case
  const char* element;
  std::vector<Part> parts;  // in the schema's order
  // Whether the parts are true or false; the schema wants all of them then.
  bool flags = false;
};

std::vector<Counterpart> Counterparts() {
  return {{"sforce-call-options",
           "CallOptions",
           {{"client", "client"}, {"defaultnamespace", "defaultNamespace"}},
           false},
          {"sforce-duplicate-rule-header",
           "DuplicateRuleHeader",
           {{"allowsave", "allowSave"},
            {"includerecorddetails", "includeRecordDetails"},
            {"runascurrentuser", "runAsCurrentUser"}},
           true}};
}

// The values that the header gives to its parts, by their names in lower case.
absl::StatusOr<std::map<std::string, std::string>> ReadParts(const Counterpart& header,
                                                             absl::string_view text) {
  if (!IsXmlText(text)) return InvalidField(header.http_name, kNoXmlText);
  std::map<std::string, std::string> values;
  for (const absl::string_view part : absl::StrSplit(text, absl::ByAnyChar(",;"))) {
    const absl::string_view item = absl::StripAsciiWhitespace(part);
    if (item.empty()) continue;
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(item, absl::MaxSplits('=', 1));
    const std::string name = absl::AsciiStrToLower(absl::StripAsciiWhitespace(pair.first));
    std::string value(absl::StripAsciiWhitespace(pair.second));
    const bool known = std::any_of(header.parts.begin(), header.parts.end(),
                                   [&name](const Part& each) { return each.name == name; });
    if (!known || value.empty()) {
      return InvalidField(header.http_name, absl::StrCat("has `", item, "`, which SOAP has not"));
    }
    if (header.flags) absl::AsciiStrToLower(&value);
    if (header.flags && value != "true" && value != "false") {
      return InvalidField(header.http_name,
                          absl::StrCat("has `", item, "`, which is neither true nor false"));
    }
    values[name] = std::move(value);
  }
  return values;
}

absl::Status WriteHeader(const Counterpart& header, absl::string_view text, XmlWriter& writer) {
  const absl::StatusOr<std::map<std::string, std::string>> values = ReadParts(header, text);
  if (!values.ok()) return values.status();
  writer.Begin(header.element);
  for (const Part& part : header.parts) {
    const auto value = values->find(std::string(part.name));
    if (value != values->end()) {
      writer.Element(std::string(part.element), value->second);
    } else if (header.flags) {
      writer.Element(std::string(part.element), "false");
    }
  }
  writer.End();
  return absl::OkStatus();
}

bool IsCount(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

std::string TextOf(const XmlElement& parent, absl::string_view name) {
  const XmlElement* child = parent.Find(name);
  return child == nullptr ? std::string() : child->text;
}

}  // namespace

absl::Status WriteSoapHeaders(const HttpHeaders& headers, XmlWriter& writer) {
  for (const Counterpart& header : Counterparts()) {
    for (const auto& [name, value] : headers) {
      if (!absl::EqualsIgnoreCase(name, header.http_name)) continue;
      SFC_RETURN_IF_ERROR(WriteHeader(header, value, writer));
    }
  }
  return absl::OkStatus();
}

void KeepLimitInfo(const XmlElement& envelope, ReplyMetadata& metadata) {
  const XmlElement* header = envelope.Find("Header");
  const XmlElement* limits = header == nullptr ? nullptr : header->Find("LimitInfoHeader");
  if (limits == nullptr) return;
  for (const XmlElement& limit : limits->children) {
    const std::string current = TextOf(limit, "current");
    const std::string most = TextOf(limit, "limit");
    // Other types, such as `API BURSTS`, have no place in REST's header.
    if (TextOf(limit, "type") != "API REQUESTS" || !IsCount(current) || !IsCount(most)) continue;
    metadata.entries["sforce-limit-info"] = absl::StrCat("api-usage=", current, "/", most);
  }
}

}  // namespace sfconnector
