// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "core/base/event.h"
#include "core/base/message_stream.h"
#include "core/base/task.h"
#include "core/salesforce/ingest/job_part.h"
#include "core/salesforce/ingest/part_runner.h"
#include "core/salesforce/ingest/row_source.h"
#include "sfconnector/v1/ingest_service.pb.h"

namespace sfconnector {

// The rows of a call of Ingest on their way: read from the caller, put together to parts, of which
// some are at work at once, and told.
class Load {
 public:
  // All that is referred to outlives the load. `runner` works on `load`.
  Load(LoadContext& load, PartRunner& runner, RowSource& source, Reader<v1::IngestRequest>& reader);

  // Runs it to its end, after which nothing of it is at work any more.
  Task<absl::Status> Run();

 private:
  // Reads messages until there are none, or nothing more can be done.
  Task<absl::Status> ReadAll();
  absl::Status Feed(const v1::IngestRequest& message);
  Task<absl::Status> TakeRows();

  // Gives the part that was put together to a job, once one may begin.
  Task<absl::Status> StartPart();
  static Task<void> RunPart(Load& self, JobPart part);
  // Waits until fewer jobs are at work.
  Task<void> WaitForJobs(int fewer_than);

  // Ends the load: no further part is begun, nothing more is read. The first reason counts.
  void Fail(absl::Status why);

  LoadContext& load_;
  PartRunner& runner_;
  RowSource& source_;
  Reader<v1::IngestRequest>& reader_;
  JobPartBuilder builder_;
  int at_work_ = 0;
  Event changed_;
  absl::Status failure_;
};

}  // namespace sfconnector
