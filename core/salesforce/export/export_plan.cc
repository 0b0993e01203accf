// SPDX-License-Identifier: Apache-2.0
#include "core/salesforce/export/export_plan.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/codec/content_hash.h"
#include "core/soql/render_soql.h"

namespace sfconnector {
namespace {

constexpr int kDefaultPages = 5;
constexpr int kMaxPages = 10;
// In order, pages behind the one that is delivered only wait.
constexpr int kOrderedPages = 2;
// The first API version with `resultPages`.
constexpr int kFirstListedVersion = 58;

int MajorOf(absl::string_view version) {
  absl::ConsumePrefix(&version, "v");
  int major = 0;
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(version, absl::MaxSplits('.', 1));
  return absl::SimpleAtoi(parts.first, &major) ? major : 0;
}

absl::StatusOr<CsvFormat> ReadFormat(const v1::ExportRequest& request) {
  CsvFormat csv;
  if (!request.column_delimiter().empty()) {
    const std::optional<CsvDelimiter> delimiter = CsvDelimiterOf(request.column_delimiter());
    if (!delimiter) {
      return InvalidField("column_delimiter",
                          "must be BACKQUOTE, CARET, COMMA, PIPE, SEMICOLON or TAB");
    }
    csv.delimiter = *delimiter;
  }
  if (!request.line_ending().empty()) {
    const std::optional<CsvLineEnding> line_ending = CsvLineEndingOf(request.line_ending());
    if (!line_ending) return InvalidField("line_ending", "must be LF or CRLF");
    csv.line_ending = *line_ending;
  }
  return csv;
}

// What must not change between the calls of one export.
std::uint64_t QueryHash(const v1::NewQueryJob& job, std::int32_t max_records) {
  return ContentHash::Of(absl::StrCat(job.operation(), "\n", job.column_delimiter(), "\n",
                                      job.line_ending(), "\n", max_records, "\n", job.query()));
}

absl::Status PlanQuery(const v1::ExportRequest& request, absl::string_view version,
                       ExportPlan& plan) {
  absl::StatusOr<std::string> soql = RenderSoql(request.soql(), request.parameters());
  if (!soql.ok()) return soql.status();
  absl::StatusOr<CsvFormat> csv = ReadFormat(request);
  if (!csv.ok()) return csv.status();
  if (request.max_records() < 0) return InvalidField("max_records", "is negative");
  plan.job.set_operation(request.include_deleted() ? "queryAll" : "query");
  plan.job.set_query(*std::move(soql));
  plan.job.set_column_delimiter(std::string(CsvName(csv->delimiter)));
  plan.job.set_line_ending(std::string(CsvName(csv->line_ending)));
  plan.point.api_version = std::string(version);
  plan.point.csv = *csv;
  plan.point.max_records = request.max_records();
  plan.point.query_hash = QueryHash(plan.job, request.max_records());
  const bool listed = MajorOf(version) >= kFirstListedVersion && request.max_records() == 0;
  plan.point.order = listed ? PageOrder::kListed : PageOrder::kChained;
  return absl::OkStatus();
}

// Goes on where the token says, if it fits the rest of the request.
absl::Status Resume(const v1::ExportRequest& request, absl::string_view version, ExportPlan& plan) {
  absl::StatusOr<ResumePoint> point = DecodeResumeToken(request.resume_token());
  if (!point.ok()) return point.status();
  if (point->api_version != version) {
    return InvalidField("resume_token",
                        absl::StrCat("is of an export with API version ", point->api_version,
                                     "; this call has ", version));
  }
  if (!request.soql().empty() && point->query_hash != plan.point.query_hash) {
    return InvalidField("resume_token", "is of another query, or of another form of its result");
  }
  plan.point = *std::move(point);
  return absl::OkStatus();
}

absl::Status PlanDelivery(const v1::ExportRequest& request, ExportPlan& plan) {
  if (!v1::ExportFormat_IsValid(request.format())) return InvalidField("format", "is not known");
  if (request.format() != v1::EXPORT_FORMAT_UNSPECIFIED) {
    if (plan.is_resumed() && request.format() != plan.point.format) {
      return InvalidField("format", "is not that of the resume token");
    }
    plan.point.format = request.format();
  }
  const int pages = request.parallel_pages();
  if (pages < 0 || pages > kMaxPages) {
    return InvalidField("parallel_pages", absl::StrCat("must be 0 or from 1 to ", kMaxPages));
  }
  plan.ordered = request.ordered() || plan.point.order == PageOrder::kChained;
  plan.parallel_pages = pages == 0 ? kDefaultPages : pages;
  if (plan.ordered) plan.parallel_pages = std::min(plan.parallel_pages, kOrderedPages);
  plan.delete_job = request.delete_job_when_done();
  absl::StatusOr<JobPauses> pauses = JobPauses::Create(request.polling());
  if (!pauses.ok()) return PrefixField("polling", pauses.status());
  plan.pauses = *pauses;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ExportPlan> PlanExport(const v1::ExportRequest& request, absl::string_view version) {
  ExportPlan plan;
  const bool resumed = !request.resume_token().empty();
  if (!resumed || !request.soql().empty()) {
    SFC_RETURN_IF_ERROR(PlanQuery(request, version, plan));
  }
  if (resumed) SFC_RETURN_IF_ERROR(Resume(request, version, plan));
  SFC_RETURN_IF_ERROR(PlanDelivery(request, plan));
  return plan;
}

std::uint64_t JobHash(const v1::BulkV2Job& job) {
  return ContentHash::Of(absl::StrCat(job.id(), "\n", job.created_by_id(), "\n",
                                      job.created_date().seconds(), "\n", job.operation()));
}

}  // namespace sfconnector
