// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "core/base/task.h"
#include "core/salesforce/ingest/outcomes.h"
#include "core/salesforce/ingest/result_file.h"
#include "core/salesforce/ingest/resumed_rows.h"
#include "core/salesforce/ingest/row_key.h"
#include "sfconnector/v1/bulk_v2_job.pb.h"
#include "sfconnector/v1/ingest_service.pb.h"

namespace sfconnector {

// Where the results of resumed loads go. What the sinks are made with outlives them.

// Puts results where the rows of the input will meet them.
class JoiningSink final : public ResultSink {
 public:
  JoiningSink(const v1::BulkV2Job& job, ResumedRows& rows);

  void Take(ResultKind kind, const ResultRows& rows) override;
  bool must_flush() const override { return rows_.must_flush(); }
  Task<absl::Status> Flush() override { return rows_.Flush(); }

 private:
  const v1::BulkV2Job& job_;
  const v1::RowError unprocessed_;
  ResumedRows& rows_;
  RowKeyMaker keys_;
};

// Writes each result with the cells of its row.
class EchoingSink final : public ResultSink {
 public:
  EchoingSink(const v1::BulkV2Job& job, SpooledOutcomes& outcomes);

  void Take(ResultKind kind, const ResultRows& rows) override;
  bool must_flush() const override { return outcomes_.must_flush(); }
  Task<absl::Status> Flush() override { return outcomes_.Flush(); }

 private:
  const v1::BulkV2Job& job_;
  const v1::RowError unprocessed_;
  SpooledOutcomes& outcomes_;
};

}  // namespace sfconnector
