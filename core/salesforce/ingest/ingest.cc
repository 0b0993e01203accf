// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/ingest/ingest.h"

#include <memory>
#include <optional>
#include <utility>

#include "core/base/status.h"
#include "core/salesforce/ingest/ingest_plan.h"
#include "core/salesforce/ingest/load.h"
#include "core/salesforce/ingest/outcomes.h"
#include "core/salesforce/ingest/part_runner.h"
#include "core/salesforce/ingest/row_source.h"

namespace sfconnector {

Task<absl::Status> Ingest(OperationContext context, Reader<v1::IngestRequest>& reader,
                          Writer<v1::IngestResponse>& writer) {
  absl::StatusOr<std::optional<v1::IngestRequest>> first = co_await reader.Read();
  if (!first.ok()) co_return first.status();
  if (!first->has_value() || !(*first)->has_head()) {
    co_return InvalidField("head", "is required in the first message");
  }
  const v1::IngestHead& head = (*first)->head();
  absl::StatusOr<IngestPlan> plan = PlanIngest(head);
  if (!plan.ok()) co_return PrefixField("head", plan.status());
  RowInput input;
  input.columns.assign(head.columns().begin(), head.columns().end());
  input.column_delimiter = head.column_delimiter();
  input.line_ending = head.line_ending();
  absl::StatusOr<std::unique_ptr<RowSource>> source = MakeRowSource(input);
  if (!source.ok()) co_return source.status();
  Outlet outlet(context.call, writer.encoded());
  LoadContext load{context, *std::move(plan), (*source)->format(), {}, outlet, {}};
  const std::unique_ptr<PartRunner> runner =
      load.plan.ordered ? MakeClassicRunner(load) : MakeBulkV2Runner(load);
  Load rows(load, *runner, **source, reader);
  absl::Status status = co_await rows.Run();
  co_return status;
}

}  // namespace sfconnector
