// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/api_error.h"
#include "simulator/model/schema.h"

namespace sfsim {

// An error of data manipulation: 400, with its list of fields even if that is empty.
ApiError RowError(std::string code, std::string message, std::vector<std::string> fields = {});

// The errors of an id that has no row: as REST rows and as collections report them.
ApiError NotFoundError();
ApiError InvalidCrossReferenceError();
// The error of a row in the recycle bin: 404 as recorded.
ApiError DeletedError();
ApiError NoSuchColumnError(std::string_view name, const ObjectType& type);

}  // namespace sfsim
