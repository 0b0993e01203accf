// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/salesforce/composite/composite_request.h"

namespace sfconnector {

// Brings named results into the order of their requests; INTERNAL where they are not those of the
// requests. `name_of` returns the name of a request or a result.
template <class Requests, class Results, class NameOf>
absl::Status SortResults(const Requests& requests, NameOf name_of, Results& results) {
  if (requests.size() != results.size()) {
    return absl::InternalError(
        absl::StrCat(results.size(), " results came for ", requests.size(), " requests"));
  }
  std::map<std::string, int> places;
  for (int i = 0; i < results.size(); ++i) places.emplace(name_of(results[i]), i);
  Results sorted;
  for (const auto& request : requests) {
    const auto place = places.find(name_of(request));
    if (place == places.end()) return absl::InternalError("the result of a request is missing");
    sorted.Add()->Swap(results.Mutable(place->second));
  }
  results.Swap(&sorted);
  return absl::OkStatus();
}

// The same for the results of a composite request or graph, each of which has a status.
absl::Status SortResults(const CompositeSubrequests& requests,
                         v1::ExecuteCompositeResponse& response);

}  // namespace sfconnector
