// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "core/base/call_options.h"
#include "core/http/http_client.h"
#include "core/soap/xml_reader.h"
#include "core/soap/xml_writer.h"

namespace sfconnector {

// What REST says in headers of HTTP and SOAP in headers of its envelope.

// Writes `Sforce-Call-Options` as a CallOptions and `Sforce-Duplicate-Rule-Header` as a
// DuplicateRuleHeader; other headers have no counterpart that all operations take.
// INVALID_ARGUMENT names the header that has not its form, `name=value; name=value`.
// https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/soap_headers.htm
absl::Status WriteSoapHeaders(const HttpHeaders& headers, XmlWriter& writer);

// Puts what an envelope says of the org's limits where REST's `Sforce-Limit-Info` goes, in the same
// form: `api-usage=18/5000`.
void KeepLimitInfo(const XmlElement& envelope, ReplyMetadata& metadata);

}  // namespace sfconnector
