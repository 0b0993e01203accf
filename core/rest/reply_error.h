// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "core/auth/secret_mask.h"
#include "core/base/clock.h"
#include "core/rest/rest_client.h"
#include "sfconnector/v1/connection.pb.h"
#include "sfconnector/v1/error.pb.h"

namespace sfconnector {

// Reads what a failed reply says, in any of the shapes of Salesforce's REST family: an array of
// errors, one error, the results of rows, or the list of records of HTTP 300. A body in no such
// shape is kept as an excerpt. What any of it repeats of `secrets` is `***`.
v1::SalesforceError ParseErrorReply(const RestReply& reply, const SecretMask& secrets = {});

// The error as a status, classified by the error table; `settings` say which HTTP statuses are
// passing failures. A `Retry-After` becomes a RetryInfo; where it is a date it is measured from
// `now`.
absl::Status ErrorFromReply(const RestReply& reply, v1::SalesforceError detail,
                            const v1::Retry& settings, Clock::WallTime now);

// The same error with an outcome that suits the request's effect: none for reads, and for changes
// NOT_DONE where the reply proves it, UNKNOWN where the request may have been carried out.
absl::Status WithOutcome(absl::Status status, Effect effect);

// The same for an error that came before anything was sent.
absl::Status NothingSent(absl::Status status, Effect effect);

// What becomes of a failure that calls for the request to be sent again where its upload cannot be:
// ABORTED with reason UPLOAD_NOT_REPEATABLE and all that the failure says. The caller may repeat
// the call where nothing was done.
absl::Status UploadNotRepeatable(const absl::Status& failure);

// The error of a body that broke off after `bytes` bytes of it were read.
absl::Status BrokenOff(const absl::Status& why, std::uint64_t bytes);

}  // namespace sfconnector
