// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmarks/bulk/bulk_calls.h"

#include <sys/resource.h>

#include <fstream>
#include <thread>
#include <utility>

#include "sfconnector/v1/bulk_v2_service.pb.h"
#include "sfconnector/v1/export_service.pb.h"
#include "sfconnector/v1/ingest_service.pb.h"
#include "tests/support/generated_rows.h"
#include "tests/support/row_hash.h"

namespace sfconnector::benchmarks {
namespace {

double CpuNow() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// As often as the other clients.
void SetPolling(v1::JobPolling& polling) {
  constexpr int kTenthOfSecond = 100'000'000;
  polling.mutable_first_pause()->set_nanos(kTenthOfSecond);
  polling.mutable_max_pause()->set_nanos(kTenthOfSecond);
}

void WriteFile(const std::string& sobject, const std::string& path, Call& call) {
  constexpr std::size_t kPiece = 256 * 1024;
  v1::IngestRequest request;
  request.mutable_head()->set_sobject(sobject);
  request.mutable_head()->set_operation("insert");
  SetPolling(*request.mutable_head()->mutable_polling());
  std::ifstream file(path, std::ios::binary);
  bool open = call.Write(request);
  while (open && file) {
    std::string& piece = *request.mutable_csv();
    piece.resize(kPiece);
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    piece.resize(static_cast<std::size_t>(file.gcount()));
    open = call.Write(request);
  }
  call.CloseWrites();
}

// Adds the rows of a message.
class Reader {
 public:
  explicit Reader(std::string way) : way_(std::move(way)) {}

  void Add(const v1::ExportResponse& response) {
    bytes_ += static_cast<std::int64_t>(response.csv().size());
    if (way_ == "csv") csv_.Feed(response.csv());
    for (const v1::Row& row : response.rows().rows()) {
      for (const v1::Value& value : row.values()) rows_.AddCell(value.string_value());
      rows_.EndRow();
    }
    if (response.has_totals()) total_ = response.totals().records();
  }

  // False where the CSV is none of the generated rows.
  bool Finish(Seen& seen) {
    const bool good = way_ != "csv" || csv_.Finish(testing::GeneratedRows::kColumns);
    const testing::RowHash& rows = way_ == "csv" ? csv_.hash() : rows_;
    seen.rows = way_ == "bytes" ? total_ : rows.rows();
    seen.bytes = bytes_;
    if (way_ != "bytes") seen.hash = rows.Hex();
    return good;
  }

 private:
  const std::string way_;
  testing::CsvRowHash csv_;
  testing::RowHash rows_;
  std::int64_t total_ = 0;
  std::int64_t bytes_ = 0;
};

}  // namespace

Stopwatch::Stopwatch() : start_(std::chrono::steady_clock::now()), cpu_start_(CpuNow()) {}

void Stopwatch::Stop() {
  seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  cpu_seconds_ = CpuNow() - cpu_start_;
}

double PeakMib() {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

std::string Ingest(Calls& calls, const std::string& sobject, const std::string& path, Seen& seen) {
  const std::unique_ptr<Call> call = calls.Open("sfconnector.v1.IngestService/Ingest");
  std::thread writer([&] { WriteFile(sobject, path, *call); });
  v1::IngestResponse response;
  while (call->Read(response)) {
    for (const v1::IngestedRow& row : response.rows().rows()) {
      if (row.state() == v1::INGESTED_ROW_STATE_CREATED && !row.id().empty()) ++seen.rows;
    }
  }
  writer.join();
  return call->Finish();
}

std::string Export(Calls& calls, const ExportSettings& settings, Seen& seen) {
  v1::ExportRequest request;
  request.set_soql(settings.soql);
  request.set_parallel_pages(settings.parallel_pages);
  request.set_max_records(settings.max_records);
  request.set_format(settings.way == "rows" ? v1::EXPORT_FORMAT_ROWS : v1::EXPORT_FORMAT_CSV);
  SetPolling(*request.mutable_polling());
  const std::unique_ptr<Call> call = calls.Open("sfconnector.v1.ExportService/Export");
  call->Write(request);
  call->CloseWrites();
  Reader reader(settings.way);
  v1::ExportResponse response;
  while (call->Read(response)) reader.Add(response);
  std::string error = call->Finish();
  if (!reader.Finish(seen) && error.empty()) error = "this is no CSV of the rows";
  return error;
}

std::string GetQueryResults(Calls& calls, const std::string& job_id, Seen& seen) {
  v1::GetQueryResultsRequest request;
  request.set_job_id(job_id);
  for (;;) {
    const std::unique_ptr<Call> call = calls.Open("sfconnector.v1.BulkV2Service/GetQueryResults");
    call->Write(request);
    call->CloseWrites();
    request.clear_page_token();
    v1::GetQueryResultsResponse response;
    while (call->Read(response)) {
      seen.bytes += static_cast<std::int64_t>(response.csv().size());
      seen.rows += response.number_of_records();
      if (!response.next_page_token().empty()) request.set_page_token(response.next_page_token());
    }
    std::string error = call->Finish();
    if (!error.empty() || request.page_token().empty()) return error;
  }
}

}  // namespace sfconnector::benchmarks
