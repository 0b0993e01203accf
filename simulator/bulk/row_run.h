// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/records/row_editor.h"

namespace sfsim {

enum class RowOperation { kInsert, kUpdate, kUpsert, kDelete, kHardDelete };

// `insert`, `update`, `upsert`, `delete`, `hardDelete`, in that case. Nothing for other names.
std::optional<RowOperation> RowOperationOf(std::string_view name);

// Rows of a bulk job are carried out in chunks of so many.
inline constexpr size_t kRowChunk = 200;

// What is done with the rows of a job.
struct RowTask {
  RowOperation operation = RowOperation::kInsert;
  const ObjectType* type = nullptr;
  // The key of upserts: an external id, a field with idLookup, or Id.
  const Field* key = nullptr;
  // Whether the record at that place of a chunk cannot be locked; not set: all can.
  std::function<bool(size_t index)> locked;
};

// Carries out one chunk (at most kRowChunk records, as RowEditor takes them) in one transaction:
// one result for each, in their order. A row that fails does not keep the others from being saved.
std::vector<SaveResult> RunRows(const Schema& schema, Store* store, const Author& author,
                                const RowTask& task, const std::vector<JsonValue>& records);

// `CODE:message:Field1, Field2 --`, as results of rows have it; several follow each other.
std::string RowErrorText(const std::vector<ApiError>& errors);

}  // namespace sfsim
