// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/record/save_results.h"
#include "core/soap/soap_message.h"
#include "core/soap/soap_request.h"

namespace sfconnector {

// Reads the results of an operation into the response's `results`, and what else its envelope says
// into `metadata`. An error where there are not exactly `expected` ones, or where one tells
// nothing.
template <class Response>
absl::Status ReadSoapResults(const RestReply& reply, absl::string_view operation, int expected,
                             ReplyMetadata& metadata, Response& response) {
  const absl::StatusOr<XmlElement> element = ReadSoapReply(reply, operation, metadata);
  if (!element.ok()) return element.status();
  for (const XmlElement& child : element->children) {
    if (child.name != "result") continue;
    auto& result = *response.add_results();
    ReadSoapFields(child, result);
    SFC_RETURN_IF_ERROR(CheckResult(result));
  }
  if (response.results_size() == expected) return absl::OkStatus();
  return absl::InternalError(
      absl::StrCat(response.results_size(), " results came for ", expected, " parts"));
}

}  // namespace sfconnector
