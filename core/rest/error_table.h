// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "sfconnector/v1/error.pb.h"

namespace sfconnector {

// What an error means for the caller.
struct ErrorClass {
  absl::StatusCode code;
  v1::Retryability retryability;
};

// Classifies a reply by Salesforce's error code (`INVALID_FIELD`), its message where the code alone
// does not decide, and the HTTP status where the code is empty or not known. Facts: the status
// codes and error responses page of the REST API Developer Guide, and the SOAP API's exception
// codes.
ErrorClass ClassifyError(int http_status, absl::string_view code, absl::string_view message);

// Whether the reply says that the session has expired, so that a new one helps.
bool IsSessionExpired(int http_status, absl::string_view code, absl::string_view message);

}  // namespace sfconnector
