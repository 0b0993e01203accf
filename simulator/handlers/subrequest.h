// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "simulator/handlers/services.h"
#include "simulator/json/json_value.h"

// What composite, graph and batch calls share: requests within a request, carried out by the org's
// own routes, and how their replies are written into the reply of the whole.
namespace sfsim {

// One element of `compositeRequest`.
struct Subrequest {
  std::string method;
  std::string url;
  std::string reference_id;
  JsonValue body;
  NameValues headers;
};

// Reads the elements, with the checks that concern the request as a whole: at least one, reference
// ids that are there, unique and well-formed (from version 52), no header that only the whole may
// set. The error is 400.
Outcome<std::vector<Subrequest>> ReadSubrequests(const JsonValue* list, int version);

// The request in the form in which it would have come alone. `url` may contain raw spaces and be
// longer than a connection accepts.
Request MakeRequest(std::string method, std::string_view url, const JsonValue& body,
                    NameValues headers);

// The path of a subrequest behind `/services/data/vXX.X/`, without the query: `sobjects/Account`.
// Nothing when the URL does not begin so.
std::optional<std::string_view> ResourcePath(std::string_view url);

// Whether the reply means that what was asked for has not been done. For sObject Collections that
// is so too when a single row failed.
bool Failed(const Response& response);

// The body as a JSON value: `null` when there is none, a string when it is not JSON.
void AppendBody(const Response& response, std::string* out);

// `{"body":…,"httpHeaders":{…},"httpStatusCode":201,"referenceId":"…"}`.
void AppendCompositeResult(const Response& response, std::string_view reference_id,
                           std::string* out);

// 400 PROCESSING_HALTED.
Response Halted(std::string message);

}  // namespace sfsim
