// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/row_errors.h"

#include "simulator/base/error_text.h"

namespace sfsim {

ApiError RowError(std::string code, std::string message, std::vector<std::string> fields) {
  return {400, std::move(code), std::move(message), std::move(fields)};
}

ApiError NotFoundError() { return {404, "NOT_FOUND", std::string(text::kNotFound), {}}; }

ApiError InvalidCrossReferenceError() {
  return RowError("INVALID_CROSS_REFERENCE_KEY", std::string(text::kInvalidCrossReference));
}

ApiError DeletedError() {
  ApiError error = RowError("ENTITY_IS_DELETED", std::string(text::kEntityIsDeleted));
  error.http_status = 404;
  return error;
}

ApiError NoSuchColumnError(std::string_view name, const ObjectType& type) {
  return {400, "INVALID_FIELD", text::NoSuchColumn(name, type.name), {}};
}

}  // namespace sfsim
