// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/result_sinks.h"

#include <string>
#include <utility>

#include "core/bulk/job_failure.h"
#include "core/bulk/row_error.h"

namespace sfconnector {
namespace {

// Writes what a result says of its row.
void ReadResult(ResultKind kind, const ResultRows& rows, const v1::BulkV2Job& job,
                const v1::RowError& unprocessed, v1::IngestedRow& out) {
  out.set_state(StateOf(kind, rows.created(), job.operation()));
  out.set_id(std::string(rows.id()));
  if (kind == ResultKind::kUnprocessed) *out.add_errors() = unprocessed;
  for (v1::RowError& error : ParseRowErrors(rows.error())) *out.add_errors() = std::move(error);
}

}  // namespace

JoiningSink::JoiningSink(const v1::BulkV2Job& job, ResumedRows& rows)
    : job_(job), unprocessed_(ToRowError(JobFailure(job))), rows_(rows) {}

void JoiningSink::Take(ResultKind kind, const ResultRows& rows) {
  for (std::size_t i = 0; i < rows.cells(); ++i) keys_.Add(rows.cell(i));
  v1::IngestedRow result;
  ReadResult(kind, rows, job_, unprocessed_, result);
  rows_.AddResult(keys_.Finish(), result);
}

EchoingSink::EchoingSink(const v1::BulkV2Job& job, SpooledOutcomes& outcomes)
    : job_(job), unprocessed_(ToRowError(JobFailure(job))), outcomes_(outcomes) {}

void EchoingSink::Take(ResultKind kind, const ResultRows& rows) {
  outcomes_.SetColumns(rows.columns());
  v1::IngestedRow result;
  ReadResult(kind, rows, job_, unprocessed_, result);
  v1::IngestedRow* const told = outcomes_.Add(result.state());
  if (told == nullptr) return;
  for (std::size_t i = 0; i < rows.cells(); ++i) result.add_cells(std::string(rows.cell(i)));
  *told = std::move(result);
  outcomes_.Wrote(told->ByteSizeLong());
}

}  // namespace sfconnector
