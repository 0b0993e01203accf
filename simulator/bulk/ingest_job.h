// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/bulk/csv_reader.h"
#include "simulator/bulk/job.h"
#include "simulator/bulk/row_columns.h"
#include "simulator/bulk/row_run.h"
#include "simulator/bulk/spool.h"

namespace sfsim {

// A job that saves or deletes the rows of one CSV upload.
class IngestJob : public BulkJob {
 public:
  IngestJob(const BulkContext* context, BulkJobSpec spec, RowTask task);

  // Takes the data, once, while the job is open.
  std::optional<ApiError> Upload(std::string_view data);
  // No data follows; the job is to be given to the worker then.
  std::optional<ApiError> Close();

  enum class Results { kSuccessful, kFailed, kUnprocessed };
  // The CSV of one kind of rows. Only once the job has ended. Rows of one chunk stand in reverse.
  std::string ReadResults(Results results) const;

 private:
  // A row that waits for its chunk to be full: the record, and the cells as results repeat them.
  struct Chunk {
    std::vector<JsonValue> records;
    std::vector<std::string> cells;
  };

  double Work() override;
  // Reads the header; false when there is nothing to process, or when it is wrong.
  bool Begin();
  // Reads the next chunk; false when it is the last one.
  bool ReadChunk(Chunk* chunk);
  void RunChunk(const Chunk& chunk);
  bool WriteResult(const SaveResult& result, std::string_view cells);
  void AppendCells(const std::vector<std::string_view>& cells, std::string* out) const;

  RowTask task_;
  bool uploaded_ = false;
  Spool data_;
  Spool successful_;
  Spool failed_;
  uint64_t read_ = 0;
  CsvReader reader_;
  std::optional<RowColumns> columns_;
  // As it was sent, without its line ending.
  std::string header_;
  int64_t rows_ = 0;
  // Where the rows begin that have not been processed.
  uint64_t unprocessed_ = 0;
};

}  // namespace sfsim
