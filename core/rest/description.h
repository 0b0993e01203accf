// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/rest/references.h"
#include "core/rest/rest_client.h"

namespace sfconnector {

// The two halves of an rpc that is described by its `rest` option (options.proto), apart from the
// sending between them.

// Whether the fields that the description names exist and have usable types.
absl::Status CheckDescription(const google::protobuf::MethodDescriptor* method);

// The REST request for a request message. INVALID_ARGUMENT names a required field that is missing.
// `references` says whether a segment of the path may be a reference.
absl::StatusOr<RestRequest> RenderRequest(const google::protobuf::MethodDescriptor* method,
                                          const google::protobuf::Message& request,
                                          References references = References::kNone);

// Puts a successful reply, or one that says that nothing has changed, into `response`. An error
// where the body is not the JSON that the response stands for.
absl::Status DecodeReply(const google::protobuf::MethodDescriptor* method, const RestReply& reply,
                         google::protobuf::Message& response);

// Whether a reply of which nothing is read may pass for a success: without a body, as Salesforce
// sends it, or with JSON. Anything else is half a reply, or somebody else's.
absl::Status CheckUnreadReply(const RestReply& reply);

// Whether `text` could be a record's id: 15 or 18 letters and digits. Anything else would name
// another resource where it stands in a path.
bool LooksLikeRecordId(absl::string_view text);

// What an rpc does to the org, by its `idempotency_level`.
Effect EffectOf(const google::protobuf::MethodDescriptor* method);

}  // namespace sfconnector
