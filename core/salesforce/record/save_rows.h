// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/operation/operation.h"
#include "core/rest/rest_client.h"
#include "core/salesforce/record/save_results.h"

namespace sfconnector {

// Some rows of a list that follow each other.
struct RowRange {
  int begin = 0;
  int end = 0;

  int size() const { return end - begin; }
};

// Cuts `count` rows, in their order, into the ranges that one collections request takes: up to 200
// rows, in up to ten runs of one type. `type_of` tells the type of a row.
std::vector<RowRange> CutRows(int count, const std::function<absl::string_view(int row)>& type_of);

// The request that saves some rows of a list.
struct RowsRequest {
  RowRange rows;
  RestRequest rest;
};

// Sends the parts of a list, at least one, one after the other, and returns a result for each row.
//
// A list of one part fails as its request fails. Otherwise a part whose request fails leaves rows
// with a RowOutcome. The next parts follow where Salesforce has refused just what the part holds;
// after any other failure they are not sent. Fails, with the first error, where it is certain that
// nothing was changed, and where the call itself has ended.
Task<absl::StatusOr<SaveResults>> SaveRows(OperationContext context,
                                           std::vector<RowsRequest> parts);

}  // namespace sfconnector
