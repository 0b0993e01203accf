// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/composite/composite_request.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/http/header_rules.h"
#include "core/salesforce/composite/subrequest.h"
#include "core/salesforce/composite/subrequest_url.h"

namespace sfconnector {
namespace {

using Headers = std::map<std::string, std::string>;

bool IsReferenceId(const std::string& text) {
  return !text.empty() && absl::ascii_isalpha(static_cast<unsigned char>(text.front())) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
         });
}

absl::Status CheckHeaders(const Headers& headers) {
  for (const auto& [name, value] : headers) {
    if (!IsHeaderName(name)) return InvalidField(name, "is not a header name");
    if (IsOwnHeader(absl::AsciiStrToLower(name))) {
      return InvalidField(name, "is a header of the whole call");
    }
    if (!IsHeaderValue(value)) {
      return InvalidField(name, "has characters that a header must not have");
    }
  }
  return absl::OkStatus();
}

void WriteHeaders(const Headers& headers, JsonWriter& writer) {
  if (headers.empty()) return;
  writer.Name("httpHeaders");
  writer.BeginObject();
  for (const auto& [name, value] : headers) {
    writer.Name(name);
    writer.String(value);
  }
  writer.EndObject();
}

absl::Status WriteOne(const v1::CompositeSubrequest& request, const std::string& version,
                      JsonWriter& writer, std::vector<Effect>& effects) {
  const Headers headers(request.http_headers().begin(), request.http_headers().end());
  SFC_RETURN_IF_ERROR(PrefixField("http_headers", CheckHeaders(headers)));
  const absl::StatusOr<RestRequest> rest =
      RenderSubrequest(request.request(), References::kAllowed);
  if (!rest.ok()) return PrefixField("request", rest.status());
  effects.push_back(rest->effect);
  writer.BeginObject();
  writer.Name("method");
  writer.String(rest->method);
  writer.Name("url");
  writer.String(SubrequestUrl(*rest, version, References::kAllowed));
  writer.Name("referenceId");
  writer.String(request.reference_id());
  WriteHeaders(headers, writer);
  if (!rest->body.empty()) {
    writer.Name("body");
    writer.Raw(rest->body);
  }
  writer.EndObject();
  return absl::OkStatus();
}

}  // namespace

absl::Status WriteCompositeRequest(const CompositeSubrequests& requests, const std::string& version,
                                   JsonWriter& writer, std::vector<Effect>& effects) {
  if (requests.empty()) return InvalidField("composite_request", "is required");
  std::set<std::string> ids;
  writer.Name("compositeRequest");
  writer.BeginArray();
  for (int i = 0; i < requests.size(); ++i) {
    const std::string field = absl::StrCat("composite_request[", i, "]");
    const std::string& id = requests[i].reference_id();
    if (!IsReferenceId(id)) {
      return InvalidField(absl::StrCat(field, ".reference_id"),
                          "must be a letter, and then letters, digits and `_`");
    }
    if (!ids.insert(id).second) {
      return InvalidField(absl::StrCat(field, ".reference_id"), "is there twice");
    }
    SFC_RETURN_IF_ERROR(PrefixField(field, WriteOne(requests[i], version, writer, effects)));
  }
  writer.EndArray();
  return absl::OkStatus();
}

}  // namespace sfconnector
