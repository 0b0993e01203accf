// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "simulator/base/api_error.h"
#include "simulator/model/schema.h"

namespace sfsim::soql {

// What compiling a statement needs to know, and where its first error is kept. After an error the
// compiler runs on with harmless values; only Compile looks at the error, once.
class CompileContext {
 public:
  const Schema* schema = nullptr;
  std::string_view query;
  // Milliseconds since the epoch: what TODAY refers to.
  int64_t now = 0;
  // Whose rows USING SCOPE mine means.
  std::string user_id;
  // queryAll: deleted rows too.
  bool include_deleted = false;
  // SQL that gives the row ids to which the outermost SELECT is confined; empty: all rows.
  std::string among;
  // Called for columns that the statement will look up by equality.
  std::function<void(const ObjectType&, const Field&)> ensure_index;

  void Fail(size_t position, std::string code, std::string_view text);
  // An error that cites no place.
  void FailPlain(ApiError error);
  const std::optional<ApiError>& error() const { return error_; }

 private:
  std::optional<ApiError> error_;
};

}  // namespace sfsim::soql
