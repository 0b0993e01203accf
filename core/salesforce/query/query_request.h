// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/rest/rest_client.h"
#include "sfconnector/v1/query_service.pb.h"

namespace sfconnector {

// A GET of the query resource with `soql` as the parameter `name`; through a composite request
// where that is too long for a URL. `version` is the API version of the call, `v59.0`.
RestRequest QueryRequestFor(const std::string& resource, const std::string& name,
                            const std::string& soql, const std::string& version,
                            HttpHeaders headers = {});

// The request for the first page of `soql`. `page_size` is a hint, 0 for none; INVALID_ARGUMENT
// where Salesforce would not take it.
absl::StatusOr<RestRequest> FirstPageRequest(const std::string& soql, int page_size,
                                             bool include_deleted, const std::string& version);

// Whether a text fits into the query string of a URL.
bool FitsIntoUrl(const std::string& text);

// The encoding that is meant, where none was chosen; INVALID_ARGUMENT for one that is not known.
absl::StatusOr<v1::RowEncoding> ChooseEncoding(v1::RowEncoding encoding);

}  // namespace sfconnector
