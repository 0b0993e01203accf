// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmarks/memory/bulk_memory_parts.h"

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "sfconnector/v1/export_service.pb.h"
#include "sfconnector/v1/ingest_service.pb.h"
#include "tests/support/generated_rows.h"
#include "tests/support/row_hash.h"

namespace sfconnector::conformance {
namespace {

constexpr char kIngest[] = "sfconnector.v1.IngestService/Ingest";
constexpr char kExport[] = "sfconnector.v1.ExportService/Export";

const CallSettings& Settings() {
  static const CallSettings& settings = *new CallSettings{{}, std::chrono::hours(2)};
  return settings;
}

std::string Query(std::string_view limit = {}) {
  v1::ExportRequest request;
  request.set_soql("SELECT " + std::string(testing::GeneratedRows::kColumns) + " FROM Account" +
                   std::string(limit));
  return request.SerializeAsString();
}

// Writes all rows of a load; their hash.
std::string WriteRows(Duplex& stream, std::int64_t rows) {
  constexpr std::size_t kPiece = 256 * 1024;
  testing::GeneratedRows generated(rows);
  v1::IngestRequest request;
  request.mutable_head()->set_sobject("Account");
  request.mutable_head()->set_operation("insert");
  bool open = stream.Write(request.SerializeAsString());
  while (open) {
    request.set_csv(generated.Next(kPiece));
    if (request.csv().empty()) break;
    open = stream.Write(request.SerializeAsString());
  }
  stream.CloseWrites();
  return generated.hash().Hex();
}

// Which rows have got an outcome.
class Outcomes {
 public:
  explicit Outcomes(std::int64_t rows) : answered_(static_cast<std::size_t>(rows)) {}

  void Add(const v1::IngestResponse& response) {
    for (const v1::IngestedRow& row : response.rows().rows()) Add(row);
    if (response.has_summary()) summary_ = response.summary();
  }

  std::int64_t created() const { return created_; }

  std::string Problem() const {
    if (twice_ > 0) return std::to_string(twice_) + " rows have two outcomes or are none";
    const auto rows = static_cast<std::int64_t>(answered_.size());
    if (created_ != rows) return "only " + std::to_string(created_) + " rows were created";
    if (summary_.created() != rows || summary_.rows() != rows) {
      return "the summary is wrong: " + summary_.ShortDebugString();
    }
    return {};
  }

 private:
  void Add(const v1::IngestedRow& row) {
    const auto ordinal = static_cast<std::size_t>(row.row());
    if (ordinal >= answered_.size() || answered_[ordinal]) {
      ++twice_;
      return;
    }
    answered_[ordinal] = true;
    if (row.state() == v1::INGESTED_ROW_STATE_CREATED && !row.id().empty()) ++created_;
  }

  std::vector<bool> answered_;
  std::int64_t created_ = 0;
  std::int64_t twice_ = 0;
  v1::IngestSummary summary_;
};

void LoadRows(Connection& connection, std::int64_t rows, Passage& passage) {
  const std::unique_ptr<Duplex> stream = connection.OpenDuplex(kIngest, Settings());
  std::thread writer([&] { passage.hash = WriteRows(*stream, rows); });
  Outcomes outcomes(rows);
  v1::IngestResponse response;
  while (const std::optional<std::string> message = stream->Next()) {
    if (response.ParseFromString(*message)) outcomes.Add(response);
  }
  writer.join();
  const Outcome outcome = stream->Finish();
  passage.rows = outcomes.created();
  passage.error = outcome.ok() ? outcomes.Problem() : outcome.message;
}

void ExtractRows(Connection& connection, Passage& passage) {
  const std::unique_ptr<Stream> stream = connection.Open(kExport, Query(), Settings());
  testing::CsvRowHash rows;
  v1::ExportResponse response;
  v1::ExportTotals totals;
  while (const std::optional<std::string> message = stream->Next()) {
    if (!response.ParseFromString(*message)) continue;
    rows.Feed(response.csv());
    if (response.has_totals()) totals = response.totals();
  }
  const Outcome outcome = stream->Finish();
  const bool csv = rows.Finish(testing::GeneratedRows::kColumns);
  passage.rows = rows.hash().rows();
  passage.hash = rows.hash().Hex();
  passage.pages_again = totals.pages_fetched_again();
  if (!outcome.ok()) {
    passage.error = outcome.message;
  } else if (!csv) {
    passage.error = "this is no CSV of the rows";
  } else if (totals.records() != passage.rows) {
    passage.error = "the totals are wrong: " + totals.ShortDebugString();
  }
}

// Calls `pass` on a thread, and looks at the memory of the door's process meanwhile.
template <class Pass>
Passage Sampled(Connection& connection, Pass pass) {
  Passage passage;
  std::atomic<bool> busy = true;
  std::thread thread([&] {
    pass(passage);
    busy = false;
  });
  MemorySamples samples(connection.process_id());
  samples.TakeWhile([&] { return busy.load(); });
  thread.join();
  passage.seconds = samples.seconds();
  passage.peak_mib = samples.PeakMib();
  passage.slope = samples.Slope();
  return passage;
}

// Reads one Export for the time that was given; false where it fails before.
bool ReadSlowly(Connection& connection, const SlowReaders& readers,
                std::atomic<std::int64_t>& messages) {
  const auto end = std::chrono::steady_clock::now() + readers.time;
  const std::unique_ptr<Stream> stream = connection.Open(kExport, Query(), Settings());
  while (std::chrono::steady_clock::now() < end) {
    if (!stream->Next().has_value()) return stream->Finish().ok();
    ++messages;
    std::this_thread::sleep_for(readers.pause);
  }
  return true;
}

// Strikes the `nth` request, and each one of `every` behind it.
std::string Fault(std::string_view path, long nth, long every, std::string_view action) {
  return R"({"name":"page","match":{"pathRegex":")" + std::string(path) + R"(","nth":)" +
         std::to_string(nth) + R"(,"every":)" + std::to_string(every) + R"(,"count":0},"action":)" +
         std::string(action) + "}";
}

}  // namespace

Passage Load(Connection& connection, std::int64_t rows) {
  return Sampled(connection, [&](Passage& passage) { LoadRows(connection, rows, passage); });
}

Passage Extract(Connection& connection) {
  return Sampled(connection, [&](Passage& passage) { ExtractRows(connection, passage); });
}

SlowPassage ExtractSlowly(Connection& connection, const SlowReaders& readers) {
  SlowPassage passage;
  std::atomic<bool> failed = false;
  // What a first call makes for ever is no cost of a reader.
  const std::unique_ptr<Stream> first = connection.Open(kExport, Query(" LIMIT 1000"), Settings());
  while (first->Next().has_value()) {
  }
  if (!first->Finish().ok()) failed = true;
  passage.idle_mib = ResidentMib(connection.process_id());
  std::atomic<std::int64_t> messages = 0;
  std::atomic<long> busy = readers.count;
  std::vector<std::thread> threads;
  threads.reserve(static_cast<std::size_t>(readers.count));
  for (long i = 0; i < readers.count; ++i) {
    threads.emplace_back([&] {
      if (!ReadSlowly(connection, readers, messages)) failed = true;
      --busy;
    });
  }
  MemorySamples samples(connection.process_id());
  samples.TakeWhile([&] { return busy > 0; });
  for (std::thread& thread : threads) thread.join();
  passage.messages = messages;
  passage.seconds = samples.seconds();
  passage.peak_mib = samples.PeakMib();
  if (failed) passage.error = "an Export has failed";
  return passage;
}

std::string PageFaults(long every) {
  constexpr std::array<std::string_view, 4> kActions = {
      R"({"cutAfter":20000})", R"({"status":503,"body":"","contentType":"text/plain"})",
      R"({"close":"reset"})", R"({"gzip":"truncated"})"};
  if (every <= 0) return R"({"rules":[]})";
  std::string rules = Fault("/successfulResults", 2, 7, kActions.front());
  long nth = every;
  for (const std::string_view action : kActions) {
    rules += "," + Fault("/jobs/query/[^/]+/results(\\\\?|$)", nth,
                         every * static_cast<long>(kActions.size()), action);
    nth += every;
  }
  return R"({"rules":[)" + rules + "]}";
}

}  // namespace sfconnector::conformance
