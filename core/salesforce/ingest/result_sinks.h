// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/status.h"
#include "core/base/task.h"
#include "core/salesforce/ingest/outcomes.h"
#include "core/salesforce/ingest/result_file.h"
#include "core/salesforce/ingest/result_rows.h"
#include "core/salesforce/ingest/resumed_rows.h"
#include "core/salesforce/ingest/row_key.h"
#include "sfconnector/v1/bulk_v2_job.pb.h"
#include "sfconnector/v1/ingest_service.pb.h"

namespace sfconnector {

// Where the results of resumed loads go. What the sinks are made with outlives them.
class ResumedSink {
 public:
  ResumedSink() = default;
  ResumedSink(const ResumedSink&) = delete;
  ResumedSink& operator=(const ResumedSink&) = delete;
  virtual ~ResumedSink() = default;

  // Takes what became of a row, which `row` has read.
  virtual void Take(v1::IngestedRow outcome, const ResultRows& row) = 0;
  // As ResultSink's.
  virtual bool must_flush() const = 0;
  virtual Task<absl::Status> Flush() = 0;
};

// Puts outcomes where the rows of the input will meet them.
class JoiningSink final : public ResumedSink {
 public:
  explicit JoiningSink(ResumedRows& rows) : rows_(rows) {}

  void Take(v1::IngestedRow outcome, const ResultRows& row) override;
  bool must_flush() const override { return rows_.must_flush(); }
  Task<absl::Status> Flush() override { return rows_.Flush(); }

 private:
  ResumedRows& rows_;
  RowKeyMaker keys_;
};

// Writes each outcome with the cells of its row.
class EchoingSink final : public ResumedSink {
 public:
  explicit EchoingSink(SpooledOutcomes& outcomes) : outcomes_(outcomes) {}

  void Take(v1::IngestedRow outcome, const ResultRows& row) override;
  bool must_flush() const override { return outcomes_.must_flush(); }
  Task<absl::Status> Flush() override { return outcomes_.Flush(); }

 private:
  SpooledOutcomes& outcomes_;
};

// Passes on what the results of a job of Bulk API 2.0 say.
class JobResultSink final : public ResultSink {
 public:
  JobResultSink(const v1::BulkV2Job& job, ResumedSink& sink);

  void Take(ResultKind kind, const ResultRows& rows) override;
  bool must_flush() const override { return sink_.must_flush(); }
  Task<absl::Status> Flush() override { return sink_.Flush(); }

 private:
  const v1::BulkV2Job& job_;
  const v1::RowError unprocessed_;
  ResumedSink& sink_;
};

}  // namespace sfconnector
