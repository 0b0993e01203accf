// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/bulk/result_ids.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/bulk/classic_request.h"
#include "core/codec/json_value.h"
#include "core/codec/salesforce_id.h"
#include "core/soap/xml_reader.h"

namespace sfconnector {
namespace {

constexpr absl::string_view kRoot = "result-list";

absl::string_view SkipSpace(absl::string_view text) {
  return absl::StripLeadingAsciiWhitespace(text);
}

// The name of the root of a document, as far as it is there.
absl::string_view RootName(absl::string_view text) {
  while (absl::StartsWith(text, "<?") || absl::StartsWith(text, "<!")) {
    const std::size_t end = text.find('>');
    if (end == absl::string_view::npos) return {};
    text = SkipSpace(text.substr(end + 1));
  }
  absl::ConsumePrefix(&text, "<");
  absl::string_view name = text.substr(0, text.find_first_of(" \t\r\n/>"));
  return name.substr(name.find(':') == absl::string_view::npos ? 0 : name.find(':') + 1);
}

absl::StatusOr<std::vector<std::string>> FromXml(absl::string_view list) {
  const absl::StatusOr<XmlElement> root = ReadXml(list);
  if (!root.ok()) return root.status();
  std::vector<std::string> ids;
  for (const XmlElement& child : root->children) {
    if (child.name == "result") ids.emplace_back(absl::StripAsciiWhitespace(child.text));
  }
  return ids;
}

absl::StatusOr<std::vector<std::string>> FromJson(absl::string_view list) {
  v1::ListValue values;
  SFC_RETURN_IF_ERROR(JsonToListValue(list, values));
  std::vector<std::string> ids;
  ids.reserve(static_cast<std::size_t>(values.values_size()));
  for (const v1::Value& value : values.values()) ids.emplace_back(value.string_value());
  return ids;
}

}  // namespace

bool IsResultIdList(absl::string_view beginning) {
  if (IsXmlBody(beginning)) return RootName(beginning.substr(beginning.find('<'))) == kRoot;
  absl::string_view text = SkipSpace(beginning);
  return absl::ConsumePrefix(&text, "[") && absl::StartsWith(SkipSpace(text), "\"");
}

absl::StatusOr<std::vector<std::string>> ReadResultIds(absl::string_view list) {
  absl::StatusOr<std::vector<std::string>> ids = IsXmlBody(list) ? FromXml(list) : FromJson(list);
  if (!ids.ok()) return absl::InvalidArgumentError("is no list of ids");
  if (!std::all_of(ids->begin(), ids->end(),
                   [](const std::string& id) { return IsSalesforceId(id); })) {
    return absl::InvalidArgumentError("is a list of what is no id");
  }
  return ids;
}

}  // namespace sfconnector
