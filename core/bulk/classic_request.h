// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>

#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/operation/operation.h"
#include "core/rest/rest_client.h"

namespace sfconnector {

// What the requests of Bulk API 1.0 have in common: its own place, the session in a header of its
// own, and errors of its own form.
// https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/asynch_api_intro.htm

// A request for `/services/async/59.0/job` and what stands behind it: the segments, which are
// percent-encoded. Its failed replies are turned into REST's, with the HTTP status that REST has
// for them; this API says 400 for nearly all.
RestRequest ClassicRequest(OperationContext context, std::string method,
                           std::initializer_list<absl::string_view> segments, Effect effect);

// INVALID_ARGUMENT where the field's value is no id.
absl::Status RequireBulkId(absl::string_view value, absl::string_view field);

// Whether the body begins as XML. A job's content type decides what this API answers in, and the
// caller may not know it.
bool IsXmlBody(absl::string_view body);

// Reads a reply in XML, whose root is `root`, or in JSON, into `message`, which is cleared first.
// An error where it is neither.
absl::Status ReadClassicReply(const RestReply& reply, absl::string_view root,
                              google::protobuf::Message& message);

// The same for a list: in XML the elements called `element` within the root, in JSON the array of
// that name, become the message's field with that JSON name.
absl::Status ReadClassicList(const RestReply& reply, absl::string_view root,
                             absl::string_view element, google::protobuf::Message& message);

}  // namespace sfconnector
