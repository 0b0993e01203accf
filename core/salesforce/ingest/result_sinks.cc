// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/result_sinks.h"

#include <string>
#include <utility>

#include "core/bulk/job_failure.h"
#include "core/bulk/row_error.h"

namespace sfconnector {

void JoiningSink::Take(v1::IngestedRow outcome, const ResultRows& row) {
  for (std::size_t i = 0; i < row.cells(); ++i) keys_.Add(row.cell(i));
  rows_.AddResult(keys_.Finish(), outcome);
}

void EchoingSink::Take(v1::IngestedRow outcome, const ResultRows& row) {
  outcomes_.SetColumns(row.columns());
  v1::IngestedRow* const told = outcomes_.Add(outcome.state());
  if (told == nullptr) return;
  for (std::size_t i = 0; i < row.cells(); ++i) outcome.add_cells(std::string(row.cell(i)));
  *told = std::move(outcome);
  outcomes_.Wrote(told->ByteSizeLong());
}

JobResultSink::JobResultSink(const v1::BulkV2Job& job, ResumedSink& sink)
    : job_(job), unprocessed_(ToRowError(JobFailure(job))), sink_(sink) {}

void JobResultSink::Take(ResultKind kind, const ResultRows& rows) {
  v1::IngestedRow outcome;
  outcome.set_state(StateOf(kind, rows.created(), job_.operation()));
  outcome.set_id(std::string(rows.id()));
  if (kind == ResultKind::kUnprocessed) *outcome.add_errors() = unprocessed_;
  for (v1::RowError& error : ParseRowErrors(rows.error())) {
    *outcome.add_errors() = std::move(error);
  }
  sink_.Take(std::move(outcome), rows);
}

}  // namespace sfconnector
