// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "core/rest/rest_client.h"
#include "sfconnector/v1/composite_service.pb.h"

namespace sfconnector {

// The error that an HTTP status and a body stand for, as if they had been the reply to a call.
absl::Status SubrequestFailure(int http_status, const v1::Value& body, Effect effect,
                               const v1::Retry& retry);

// The same for a result; nothing where the status is one of success.
std::optional<v1::SubrequestError> FindError(int http_status, const v1::Value& body, Effect effect,
                                             const v1::Retry& retry);

// What became of a sub-request whose result has that error.
v1::SubrequestState StateOf(const std::optional<v1::SubrequestError>& error);

// Turns the pages that queries within `value` name into page tokens.
void NamePages(v1::Value& value);

// Says in `result` what became of a sub-request with that HTTP status and body, which belong to it.
template <class Result>
void JudgeResult(int http_status, v1::Value& body, Effect effect, const v1::Retry& retry,
                 Result& result) {
  NamePages(body);
  std::optional<v1::SubrequestError> error = FindError(http_status, body, effect, retry);
  result.set_state(StateOf(error));
  if (error) *result.mutable_error() = *std::move(error);
}

// Whether sub-requests stand and fall together.
enum class Transaction {
  kNone,
  kOpen,    // one failure undoes all of them
  kUndone,  // Salesforce says that it was undone
};

// Judges each result. `effects` are those of the requests, in the order of the results.
void JudgeResults(const std::vector<Effect>& effects, Transaction transaction,
                  const v1::Retry& retry, v1::ExecuteCompositeResponse& response);

}  // namespace sfconnector
