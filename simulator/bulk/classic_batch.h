// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/outcome.h"
#include "simulator/bulk/classic_form.h"
#include "simulator/bulk/job.h"
#include "simulator/bulk/query_run.h"
#include "simulator/bulk/row_run.h"
#include "simulator/bulk/spool.h"

namespace sfsim {

// How a query is cut into chunks of ids.
struct PkChunking {
  int64_t chunk_size = 100'000;
  // The id from which on rows are looked at; empty: all.
  std::string start_row;
};

// What a job of Bulk API 1.0 is, from its beginning.
struct ClassicJobSpec {
  std::string id;
  std::string operation;
  // As the schema has it.
  std::string object;
  std::string external_id_field;
  std::string concurrency_mode = "Parallel";
  std::string assignment_rule_id;
  // `60.0`, the version that made it.
  std::string version;
  std::string user_id;
  ClassicForm form = ClassicForm::kXml;
  LineEnding line_ending = LineEnding::kLf;
  // Of jobs that query.
  bool query = false;
  std::optional<PkChunking> chunking;
  // Of all others.
  RowTask task;
  std::shared_ptr<const JobFault> fault;
  // When it was made, milliseconds since the epoch.
  int64_t created = 0;
};

enum class ClassicBatchState { kQueued, kInProgress, kCompleted, kFailed, kNotProcessed };

// `Queued`, `InProgress`, ….
std::string_view ClassicBatchStateName(ClassicBatchState state);

// Where a batch has got to.
struct ClassicBatchInfo {
  std::string id;
  ClassicBatchState state = ClassicBatchState::kQueued;
  std::string message;
  int64_t created = 0;
  int64_t modified = 0;
  // Records handled, those that failed included.
  int64_t processed = 0;
  int64_t failed = 0;
  // When it began to run and when it ended; 0: not yet.
  int64_t began = 0;
  int64_t ended = 0;
};

// A batch of a job of Bulk API 1.0: what it was sent with, its states, and its result. Safe to use
// from several threads.
class ClassicBatch {
 public:
  // The job outlives it. `among` confines a chunk of a query to rows, as BulkQueryRequest has it.
  ClassicBatch(const BulkContext* context, const ClassicJobSpec* job, std::string id,
               std::string content, std::string among = "");

  ClassicBatchInfo info() const;
  const std::string& content() const { return content_; }

  // Does the next part of the batch and returns when the part behind it is due; nothing when it has
  // ended.
  std::optional<int64_t> Step();
  // Leaves a batch that has not begun to run; what runs goes on to its end.
  void Skip();
  // The SQL of the chunks into which the batch is to be cut, each to be a batch of its own, instead
  // of being run; empty when it is to be run.
  Outcome<std::vector<std::string>> Chunks() const;
  // Ends the batch, whose chunks are batches of their own.
  void EndAsParent() { Enter(ClassicBatchState::kNotProcessed, ""); }
  bool queued() const { return info().state == ClassicBatchState::kQueued; }

  // What became of the records, or the ids of a query's files. InvalidBatch until the batch is
  // completed, and when it was not processed.
  Outcome<std::string> Result() const;
  // A file of a query's result.
  Outcome<std::string> ResultFile(std::string_view id) const;

 private:
  void Enter(ClassicBatchState state, std::string message);
  // Do what the batch is for; the error fails it.
  std::optional<ApiError> Work();
  std::optional<ApiError> SaveRows();
  std::optional<ApiError> RunQuery();
  std::optional<ApiError> KeepFile(std::string text);
  BulkQueryRequest QueryRequest() const;
  std::optional<ApiError> CheckReadable() const;

  const BulkContext& context_;
  const ClassicJobSpec& job_;
  const std::string content_;
  const std::string among_;
  // Held by steps.
  std::mutex step_mutex_;
  bool worked_ = false;
  std::optional<ApiError> failure_;
  mutable std::mutex mutex_;
  ClassicBatchInfo info_;
  // Written by the step alone, and read once it has ended.
  std::string result_;
  std::vector<std::string> file_ids_;
  std::vector<std::unique_ptr<Spool>> files_;
};

}  // namespace sfsim
