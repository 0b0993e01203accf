// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/call_options.h"
#include "core/http/http_client.h"
#include "core/rest/rest_client.h"
#include "core/soap/xml_reader.h"
#include "core/soap/xml_writer.h"

namespace sfconnector {

// Writes what stands in the element of an operation. The same each time.
using SoapContent = std::function<absl::Status(XmlWriter& writer)>;

// The request that calls an operation of the partner API, such as `convertLead`; `version` is the
// call's, `v59.0`, and `headers` are those of RestClient::HeadersOf, which SOAP has in its envelope
// (WriteSoapHeaders). It goes through the RestClient as any other: with the session in its
// envelope, and faults that are judged as REST's errors. Errors are those of the headers and of
// `content`, which is copied.
// https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_quickstart_intro.htm
absl::StatusOr<RestRequest> RenderSoapRequest(const std::string& operation,
                                              absl::string_view version, const HttpHeaders& headers,
                                              Effect effect, const SoapContent& content);

// The element of the operation's response; what the envelope says beside it goes to `metadata`.
// INTERNAL where the reply has no such element.
absl::StatusOr<XmlElement> ReadSoapReply(const RestReply& reply, absl::string_view operation,
                                         ReplyMetadata& metadata);

}  // namespace sfconnector
